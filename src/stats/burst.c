#include "stats/burst.h"

#include <math.h>

typedef struct moments {
    double mean, deviation; // of the population
} moments;

static moments moments_of(const double *values, size_t n) {
    moments m = {0};
    for (size_t i = 0; i < n; i++) m.mean += values[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        m.deviation += (values[i] - m.mean) * (values[i] - m.mean) / (double)n;
    m.deviation = sqrt(m.deviation);
    return m;
}

static double memory_of(const double *intervals, size_t n) {
    if (n < 3) return NAN;
    size_t pairs = n - 1;
    moments now = moments_of(intervals, pairs), next = moments_of(intervals + 1, pairs);
    if (!(now.deviation > 0 && next.deviation > 0)) return NAN;
    double sum = 0;
    for (size_t i = 0; i < pairs; i++)
        sum += (intervals[i] - now.mean) / now.deviation *
               ((intervals[i + 1] - next.mean) / next.deviation);
    return sum / (double)pairs;
}

burst burst_of(const double *intervals, size_t n) {
    burst b = {n, NAN, NAN, NAN, n >= BURST_SUFFICIENT};
    moments m = moments_of(intervals, n);
    if (n < 2 || !(m.mean > 0)) return b;
    double r = m.deviation / m.mean, more = sqrt((double)n + 1), less = sqrt((double)n - 1);
    b.burstiness = (r - 1) / (r + 1);
    b.corrected = (more * r - less) / ((more - 2) * r + less);
    b.memory = memory_of(intervals, n);
    return b;
}
