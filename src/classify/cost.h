// cost: how the work of a pattern grows with the text, counted in steps, so that the answer is the
// same on every machine.
#ifndef CLASSIFY_COST_H
#define CLASSIFY_COST_H

#include "classify/pattern.h"

// Zero-initialise before use; cost_release gives back what it holds.
typedef struct cost {
    matcher matcher;
    pcre2_code *code;
    char *text;
} cost;

// Whether the steps of the pattern over all starts grow with more than the 1.3th power of the
// length, between 500 and 4,000 bytes of a pumped string. text is the pattern,
// macros put in, which must compile.
bool cost_is_superlinear(cost *c, str text);

void cost_release(cost *c);

#endif
