// edges: how a word begins and ends, which says what may stand beside it without a space.
#ifndef CLASSIFY_EDGES_H
#define CLASSIFY_EDGES_H

#include "base/str.h"
#include "text/tokenize.h"

// WORD_STARTS, WORD_ENDS, WORD_BEGINS, WORD_FINISHES, WORD_QUOTE and WORD_ODD, as they are of a
// folded token.
uint16_t edges_flags(str folded, token_kind kind);

#endif
