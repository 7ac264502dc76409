// bootstrap: limits of a rate whose events come in bursts, by resampling whole sessions.
#ifndef STATS_BOOTSTRAP_H
#define STATS_BOOTSTRAP_H

#include "base/arena.h"
#include "stats/interval.h"

// Sessions alike: each had so many events and so much exposure (messages, say; 0 is allowed).
typedef struct session_block {
    uint64_t events;
    double exposure;
    uint64_t sessions;
} session_block;

enum { BOOTSTRAP_DRAWS = 1999 };

// Events per exposure with percentile limits over `draws` resamples of the sessions. The draws are
// counter-based: seed and draw number decide each. exposure > 0 fixes the denominator (active days,
// which no session owns), else it is the sum of the blocks. A resample without exposure counts as
// the observed rate. The order of the blocks does not matter. Undefined when there is no exposure;
// limits NAN for fewer than 2 sessions.
interval bootstrap_rate(arena *scratch, const session_block *blocks, size_t count, double exposure,
                        uint64_t seed, uint32_t draws);

#endif
