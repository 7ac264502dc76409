// slopes: the slopes of all pairs of points by rank, without keeping them: there are n (n - 1) / 2.
#ifndef STATS_SLOPES_H
#define STATS_SLOPES_H

#include "base/arena.h"

enum { SLOPES_KEPT = 1 << 15, SLOPES_BUCKETS = 1 << 16 };

typedef struct slopes {
    const double *x, *y; // x strictly ascending; NULL: 1, 2, … n
    size_t n;
    arena *scratch;
    double *kept;      // SLOPES_KEPT of them, or all
    uint32_t *buckets; // slopes by the first bits; NULL when all are kept
    uint32_t *finer;   // and by bits further on, when needed
} slopes;

// Of n points, n from 2 to 65,535. Takes time in proportion to n², and less than 1 MB.
slopes slopes_of(arena *scratch, const double *x, const double *y, size_t n);

// A slope, how many are smaller, and how many equal it, itself included.
typedef struct slope_block {
    double value;
    size_t below, equal;
} slope_block;

// The slope that stands at that rank, from 0, in ascending order.
slope_block slopes_at(slopes *s, size_t rank);
double slopes_rank(slopes *s, size_t rank);

#endif
