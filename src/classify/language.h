// language: which packs a message is in, and what its words are in one of them.
#ifndef CLASSIFY_LANGUAGE_H
#define CLASSIFY_LANGUAGE_H

#include "classify/memo.h"

// The packs whose rules are tried on a message.
typedef struct language {
    uint64_t packs; // their bits, at least one
    uint8_t first;  // the first of them, in the order of --lang, counts
} language;

// The packs whose script occurs, or all where none does, ranked by function words, then by words
// that they know: the best, and all that tie with it. counts are those of all tokens.
language language_find(const memo *m, const tokens *all, const uint32_t counts[MEMO_COUNTS]);

// Tokens in each style class of a pack.
void language_style(const memo *m, const tokens *all, size_t pack_index,
                    uint32_t style[STYLE_CLASSES]);

#endif
