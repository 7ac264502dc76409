// addressee: the steps of metrics.md 0 in their order.
#include "exchange/addressee.h"

#include "exchange/state.h"

uint32_t address_by_place(const exchange *x) {
    uint32_t other = x->before;
    if (other != NO_SPEAKER && x->people[other].spoke > x->before_session) return other;
    // Of two who have written one is the author.
    if (x->seen == 2) return x->first_seen[x->first_seen[0] == x->last];
    return NO_SPEAKER;
}

address address_of_marked(exchange *x, const message *m) {
    address to = {.speaker = x->place, .reaction = m->kind == KIND_REACTION};
    if (m->reply_to.len) {
        uint32_t number = 0, author = links_find(&x->links, m->reply_to, &number);
        if (author != INTERN_NONE && author != m->speaker) {
            to.speaker = author;
            to.number = number;
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
