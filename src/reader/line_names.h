// line_names: who speaks in an export of LINE for computers, which has nothing but a space between
// a name and what it says.
#ifndef READER_LINE_NAMES_H
#define READER_LINE_NAMES_H

#include "base/intern.h"

enum { LINE_PREFIXES = 8192 }; // of lines, told apart in the window

// Zero-initialize before use.
typedef struct line_names {
    intern given;    // by --speakers, or the chat's title: the longest that fits is the name
    bool only;       // nobody else speaks
    intern prefixes; // the first one, two and three words of lines …
    uint32_t times[LINE_PREFIXES];
} line_names;

// Adds the names of a list with commas.
void line_names_give(line_names *n, str list);

// Counts what follows the time in a line.
void line_names_count(line_names *n, str rest);

// The name at the start of what follows the time: one that was given, else the first word, with
// those behind it that nearly always follow. Empty when nobody's.
str line_names_find(const line_names *n, str rest);

void line_names_release(line_names *n);

#endif
