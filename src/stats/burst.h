// burst: whether events come in bursts, from the intervals between them.
#ifndef STATS_BURST_H
#define STATS_BURST_H

#include <stdbool.h>
#include <stddef.h>

enum { BURST_SUFFICIENT = 20 }; // intervals below which the figures are only a hint

// NAN where undefined.
typedef struct burst {
    size_t n;          // intervals
    double burstiness; // (r - 1) / (r + 1) in [-1, 1], r = sd / mean (Goh and Barabasi, EPL 2008)
    double corrected;  // the same for few intervals (Kim and Jo, PRE 94 032311); 0 for a Poisson
                       // process
    double memory;     // Pearson correlation of each interval with the next
    bool sufficient;
} burst;

// The intervals in order; all at least 0, on one clock (the active one, else nights dominate).
burst burst_of(const double *intervals, size_t n);

#endif
