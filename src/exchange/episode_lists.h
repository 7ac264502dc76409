// episode_lists: where open episodes wait. Each answerer has a list of those addressed to them, and
// there is one of all by the end of their windows, so that no message needs a search.
#ifndef EXCHANGE_EPISODE_LISTS_H
#define EXCHANGE_EPISODE_LISTS_H

#include "exchange/episodes.h"

static inline open_episode *episode_at(const episodes *e, uint32_t index) {
    return &e->at[index - 1];
}

// Room for one; may move the others.
uint32_t episode_new(episodes *e);

// Gives its room back.
void episode_give_back(episodes *e, uint32_t index);

// Puts it into both lists: its last request is the latest of all, and it has no first reply.
void episode_wait(exchange *x, uint32_t index);

// Takes it out of both.
void episode_withdraw(exchange *x, uint32_t index);

#endif
