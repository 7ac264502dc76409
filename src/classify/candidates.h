// candidates: the rules of a pack that may match a message, as its sieve says.
#ifndef CLASSIFY_CANDIDATES_H
#define CLASSIFY_CANDIDATES_H

#include "classify/memo.h"

typedef struct candidates {
    uint32_t *rules; // of the codebook, count of them
    size_t count;
    sieve_question question; // its arrays stay
    size_t place_room, with_rows_room;
} candidates;

// Of a zero-initialised one, for so many rules.
void candidates_init(candidates *c, size_t rule_count);
void candidates_release(candidates *c);

// Before the packs of a message are asked. A rule becomes a candidate once.
static inline void candidates_begin(candidates *c) { c->question.stamp++; }

// Asks the sieve of a pack about the tokens of a message, which the memo has resolved. loose: it
// cannot be said how many tokens stand between two.
void candidates_find(candidates *c, memo *m, const tokens *all, size_t which, bool loose);

// What a word is to the sieve that was asked last: token i is word i + 1, between the start and the
// end of the message. Valid until the next memo_begin.
static inline const uint64_t *candidates_vector(const candidates *c, const memo *m, size_t place) {
    return m->vectors.bits + c->question.places[place];
}

#endif
