// log_rank: whether one group waits longer than another.
#ifndef STATS_LOG_RANK_H
#define STATS_LOG_RANK_H

#include "stats/survival.h"

// NAN when either sample is empty or no event can tell them apart.
typedef struct log_rank {
    double observed, expected; // events of the first sample; competing endings count as censored
    double variance;           // hypergeometric, with ties
    double z, p;               // z above 0: the first has more events than expected; p two-sided
} log_rank;

// Compares two samples (Mantel 1966). Sorts both in place.
log_rank log_rank_test(duration *first, size_t first_n, duration *second, size_t second_n);

#endif
