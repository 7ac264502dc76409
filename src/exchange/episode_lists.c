// episode_lists: doubly linked lists through one array.
#include "exchange/episode_lists.h"

#include "exchange/state.h"

uint32_t episode_new(episodes *e) {
    uint32_t index = e->free;
    if (index) {
        e->free = episode_at(e, index)->later;
        return index;
    }
    memory_reserve(e->at, e->room, (size_t)e->used + 1);
    return ++e->used;
}

void episode_give_back(episodes *e, uint32_t index) {
    episode_at(e, index)->later = e->free;
    e->free = index;
}

// In the order of last requests, which is that of the ends of their windows.
static void wait_last(episodes *e, uint32_t index) {
    open_episode *one = episode_at(e, index);
    one->earlier = e->latest;
    one->later = 0;
    if (e->latest)
        episode_at(e, e->latest)->later = index;
    else
        e->earliest = index;
    e->latest = index;
}

static void wait_no_more(episodes *e, uint32_t index) {
    const open_episode *one = episode_at(e, index);
    if (one->earlier)
        episode_at(e, one->earlier)->later = one->later;
    else
        e->earliest = one->later;
    if (one->later)
        episode_at(e, one->later)->earlier = one->earlier;
    else
        e->latest = one->earlier;
}

// In the list of the answerer: those without a first reply stand in front.
static void list(exchange *x, uint32_t index) {
    episodes *e = &x->episodes;
    open_episode *one = episode_at(e, index);
    if (one->answerer == NO_SPEAKER) return;
    uint32_t *front = &dealings_with(x, one->answerer)->episodes;
    one->newer = 0;
    one->older = *front;
    if (*front) episode_at(e, *front)->newer = index;
    *front = index;
}

static void unlist(exchange *x, uint32_t index) {
    episodes *e = &x->episodes;
    const open_episode *one = episode_at(e, index);
    if (one->answerer == NO_SPEAKER) return;
    if (one->newer)
        episode_at(e, one->newer)->older = one->older;
    else
        dealings_with(x, one->answerer)->episodes = one->older;
    if (one->older) episode_at(e, one->older)->newer = one->newer;
}

void episode_wait(exchange *x, uint32_t index) {
    wait_last(&x->episodes, index);
    episodes_due(x);
    list(x, index);
}

void episode_withdraw(exchange *x, uint32_t index) {
    wait_no_more(&x->episodes, index);
    unlist(x, index);
}
