#include "exchange/affirmations.h"

#include "exchange/state.h"

#include <stdlib.h>

// Leaves out those that nobody can take from now on.
static void pass(exchange *x) {
    open_affirmations *a = &x->affirmations;
    if (x->options.window_session) return; // they are forgotten with their session
    while (a->done < a->count && x->time - a->at[a->done] > x->options.window) a->done++;
}

void affirmations_add(exchange *x) {
    open_affirmations *a = &x->affirmations;
    pass(x);
    if (a->count == a->room && a->done > a->count / 2) {
        a->count -= a->done;
        memmove(a->at, a->at + a->done, a->count * sizeof *a->at);
        a->done = 0;
    }
    memory_reserve(a->at, a->room, a->count + 1);
    a->at[a->count++] = x->time;
    a->session = x->session.number;
}

void affirmations_take(exchange *x, uint32_t speaker) {
    open_affirmations *a = &x->affirmations;
    pass(x);
    if (a->done < a->count) {
        x->events.taken(x->events.context, x->last, speaker, a->count - a->done);
        if (a->session == x->session.number) episodes_affirmed(x, x->last, speaker);
    }
    affirmations_reset(a);
}

void affirmations_reset(open_affirmations *a) { a->count = a->done = 0; }

void affirmations_release(open_affirmations *a) {
    free(a->at);
    *a = (open_affirmations){0};
}
