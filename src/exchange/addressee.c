// addressee: what a message says itself of whom it addresses. What its place says is
// address_by_place in state.h.
#include "exchange/addressee.h"

#include "exchange/state.h"

address address_of_marked(const exchange *x, const message *m, linked before) {
    address to = {.speaker = x->place, .reaction = m->kind == KIND_REACTION};
    if (m->reply_to.len) {
        if (before.author != INTERN_NONE && before.author != m->speaker) {
            to.speaker = before.author;
            to.number = before.number;
            to.named = true;
            return to;
        }
        to.elsewhere = to.reaction;
    }
    for (uint32_t i = 0; i < m->mention_count; i++) {
        if (m->mentions[i] == m->speaker || m->mentions[i] == INTERN_NONE) continue;
        to.speaker = m->mentions[i];
        to.named = true;
        return to;
    }
    return to;
}

bool address_answers(const address *to, uint32_t asker, uint32_t first, uint32_t last, bool exact) {
    if (to->elsewhere) return false;
    if (!to->named) return true;
    if (to->speaker != asker) return false;
    if (to->number == 0 || !(exact || to->reaction)) return true;
    return first <= to->number && to->number <= last;
}
