// random: numbers that depend on a seed and a draw alone, so that draws may be made in any order
// and again.
//
// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), one stream for each draw.
#ifndef STATS_RANDOM_H
#define STATS_RANDOM_H

#include <stdint.h>

#define RANDOM_STEP 0x9e3779b97f4a7c15u // 2^64 divided by the golden ratio

typedef struct random_stream {
    uint64_t state;
} random_stream;

// The generator's output function, a bijection of 64 bits.
static inline uint64_t random_mix(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

// The stream of a draw.
static inline random_stream random_start(uint64_t seed, uint64_t draw) {
    return (random_stream){random_mix(random_mix(seed) + (draw + 1) * RANDOM_STEP)};
}

static inline uint64_t random_next(random_stream *r) { return random_mix(r->state += RANDOM_STEP); }

// Uniform in (0, 1), never an end.
static inline double random_unit(random_stream *r) {
    return ((double)(random_next(r) >> 12) + 0.5) * 0x1p-52;
}

// Uniform in 0 … below - 1, for below from 1.
uint64_t random_below(random_stream *r, uint64_t below);

// Successes in n trials of chance p in [0, 1]: exact inversion; above a variance of 10^10 the
// rounded normal.
uint64_t random_binomial(random_stream *r, uint64_t n, double p);

#endif
