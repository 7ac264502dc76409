#include "classify/candidates.h"

#include "base/memory.h"

#include <stdlib.h>

void candidates_init(candidates *c, size_t rule_count) {
    c->rules = memory_alloc((rule_count + 1) * sizeof *c->rules);
    c->question.asked = memory_alloc((rule_count + 1) * sizeof *c->question.asked);
}

void candidates_release(candidates *c) {
    free(c->rules);
    free(c->question.places);
    free(c->question.with_rows);
    free(c->question.asked);
    *c = (candidates){0};
}

// Writes where the vector of each token stands; moves the vectors.
static void find_places(memo *m, const tokens *all, size_t which, uint32_t *to) {
    const uint32_t *known = vectors_places(&m->vectors, which);
    for (size_t i = 0; i < all->count; i++) {
        uint32_t word = all->at[i].word, place = VECTORS_UNKNOWN;
        if (!(word & MEMO_PASSING)) place = known[word];
        to[i] = place == VECTORS_UNKNOWN ? memo_find_place(m, word, which) : place;
    }
}

void candidates_find(candidates *c, memo *m, const tokens *all, size_t which, bool loose) {
    const sieve *s = &m->book->engine->packs[which].sieve;
    sieve_question *q = &c->question;
    q->count = all->count + 2;
    q->tokens = all->at;
    q->loose = loose;
    memory_reserve(q->places, c->place_room, q->count + SIEVE_LANES);
    memory_reserve(q->with_rows, c->with_rows_room, q->count);
    q->places[0] = memo_edge(m, which, false);
    q->places[q->count - 1] = memo_edge(m, which, true);
    for (size_t i = 0; i < SIEVE_LANES; i++) q->places[q->count + i] = VECTORS_NOTHING;
    q->vectors = m->vectors.bits;
    q->known = vectors_places(&m->vectors, which);
    c->count = m->passing.count ? SIEVE_UNKNOWN : sieve_rules(s, q, c->rules);
    if (c->count != SIEVE_UNKNOWN) return;
    find_places(m, all, which, q->places + 1);
    q->vectors = m->vectors.bits;
    q->known = NULL;
    c->count = sieve_rules(s, q, c->rules);
}
