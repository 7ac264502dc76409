// opening: the short answer that a message opens with or consists of ("haha yes babe").
#ifndef CLASSIFY_OPENING_H
#define CLASSIFY_OPENING_H

#include "classify/memo.h"

typedef struct opening {
    uint32_t answer; // index + 1, or 0
    bool whole;      // nothing else is there
} opening;

// The longest answer of the pack that opens the tokens, which the memo has resolved.
opening opening_find(const memo *m, const tokens *all, size_t pack_index);

#endif
