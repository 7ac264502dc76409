// affirmations: those of the last speaker that address nobody yet. As with requests, the first
// other speaker to write within the window takes them.
#ifndef EXCHANGE_AFFIRMATIONS_H
#define EXCHANGE_AFFIRMATIONS_H

#include "exchange/exchange.h"

// Zero-initialise before use. 8 bytes for each affirmation of a window.
typedef struct open_affirmations {
    int64_t *at; // times, ms; those before done have waited too long
    size_t room, count, done;
    uint32_t session; // of the last one
} open_affirmations;

// The last speaker's message affirms, and is addressed to nobody.
void affirmations_add(exchange *x);

// Another speaker writes at x->time: tells that these were for the speaker.
void affirmations_take(exchange *x, uint32_t speaker);

void affirmations_reset(open_affirmations *a);
void affirmations_release(open_affirmations *a);

#endif
