// trend: whether a series rises or falls, by methods that outliers do not move.
#ifndef STATS_TREND_H
#define STATS_TREND_H

#include "base/arena.h"
#include "stats/interval.h"

typedef struct trend {
    size_t n;
    interval slope; // Theil-Sen with Sen's limits (JASA 1968), equal slopes at their middle rank; a
                    // limit whose rank lies outside is NAN
    int64_t s;      // Mann-Kendall's S
    double tau;     // Kendall's tau-b
    double variance;     // of S, with ties; by Hamed and Rao when autocorrelated
    double z, p;         // continuity-corrected; p two-sided normal; NAN when the variance is 0
    bool autocorrelated; // the lag-1 autocorrelation of the detrended ranks is significant at 5 %
} trend;

// The series y at positions x, strictly ascending (NULL: 1, 2, … n). Everything is NAN when n is
// below 2. Takes time in proportion to n²: thin a long series first (trend_step).
trend trend_fit(arena *scratch, const double *x, const double *y, size_t n);

enum { TREND_LIMIT = 2000 }; // observations beyond which every trend_step-th is used

// 1, or ceil(n / TREND_LIMIT).
size_t trend_step(size_t n);

#endif
