#include "stats/percentile.h"

#include <math.h>
#include <stdlib.h>

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double percentile(const double *sorted, size_t count, double share) {
    double rank = share * ((double)count + 1) - 1, whole = floor(rank);
    if (rank <= 0) return sorted[0];
    if (rank >= (double)(count - 1)) return sorted[count - 1];
    size_t i = (size_t)whole;
    return sorted[i] + (rank - whole) * (sorted[i + 1] - sorted[i]);
}

interval percentile_interval(double value, double *draws, size_t count) {
    if (count == 0) return (interval){value, NAN, NAN};
    qsort(draws, count, sizeof *draws, by_size);
    return (interval){value, percentile(draws, count, 0.025), percentile(draws, count, 0.975)};
}
