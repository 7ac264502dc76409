// interval: rates, shares, their differences and ratios, each with 95 % limits. A figure that is
// undefined is NAN.
#ifndef STATS_INTERVAL_H
#define STATS_INTERVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The two-sided 95 % point of the normal distribution, used by every interval here.
#define INTERVAL_Z 1.959963984540054

// An estimate and its limits; each of the three may be NAN on its own.
typedef struct interval {
    double value, low, high;
} interval;

// All three NAN.
interval interval_undefined(void);

// Multiplies all three, by a positive factor: for units.
interval interval_scaled(interval i, double factor);

// Divides all three by an exposure. Undefined unless exposure > 0.
interval interval_per(interval i, double exposure);

// events / exposure with the exact Poisson limits of Garwood (Biometrika 1936). Undefined unless
// exposure > 0.
interval poisson_interval(uint64_t events, double exposure);

// hits / n with the score limits of Wilson (JASA 1927). Undefined when n is 0; hits is at most n.
interval wilson_interval(uint64_t hits, uint64_t n);

// hits / n minus other_hits / other_n, with Newcombe's hybrid score limits (Statistics in Medicine
// 1998, 17:873, method 10). Undefined when either n is 0.
interval wilson_difference(uint64_t hits, uint64_t n, uint64_t other_hits, uint64_t other_n);

// (a / exposure_a) / (b / exposure_b). Limits: log-normal, or exact when either count is below 10.
// Undefined when b is 0 or an exposure is not positive.
interval rate_ratio(uint64_t a, double exposure_a, uint64_t b, double exposure_b);

// Its two methods: exp(ln ratio +- z sqrt(1 / a + 1 / b)), whose limits are NAN when a is 0, and
// the limits of Clopper and Pearson (Biometrika 1934) for the share of a in a + b, given a + b. The
// exact one takes time in proportion to the smaller count.
interval rate_ratio_log_normal(uint64_t a, double exposure_a, uint64_t b, double exposure_b);
interval rate_ratio_exact(uint64_t a, double exposure_a, uint64_t b, double exposure_b);

// Sample variance divided by mean of counts per day. NAN for fewer than 2 days or when all are 0.
double dispersion(const uint64_t *counts, size_t days);

// The same from the sums of the counts and of their squares.
double dispersion_of_sums(uint64_t days, uint64_t sum, uint64_t sum_of_squares);

#endif
