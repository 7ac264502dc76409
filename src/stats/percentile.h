// percentile: limits read off many resampled values of a figure.
#ifndef STATS_PERCENTILE_H
#define STATS_PERCENTILE_H

#include "stats/interval.h"

// The value with the 2.5 % and 97.5 % points of the draws: the k-th smallest with k = share (count
// + 1), linear between neighbors. Sorts the draws in place. Limits are NAN when there are none.
interval percentile_interval(double value, double *draws, size_t count);

#endif
