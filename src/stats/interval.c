#include "stats/interval.h"

#include "stats/special.h"

#include <math.h>

// Below this count the log-normal limits of a ratio are too narrow.
enum { RATIO_EXACT_BELOW = 10 };

interval interval_undefined(void) { return (interval){NAN, NAN, NAN}; }

interval interval_scaled(interval i, double factor) {
    return (interval){i.value * factor, i.low * factor, i.high * factor};
}

interval interval_per(interval i, double exposure) {
    if (!(exposure > 0)) return interval_undefined();
    return (interval){i.value / exposure, i.low / exposure, i.high / exposure};
}

interval poisson_interval(uint64_t events, double exposure) {
    if (!(exposure > 0)) return interval_undefined();
    double k = (double)events;
    double low = events ? chi_square_quantile(0.025, 2 * k) / 2 : 0;
    double high = chi_square_quantile(0.975, 2 * k + 2) / 2;
    return interval_per((interval){k, low, high}, exposure);
}

interval wilson_interval(uint64_t hits, uint64_t n) {
    if (n == 0) return interval_undefined();
    double size = (double)n, share = (double)hits / size, z2 = INTERVAL_Z * INTERVAL_Z;
    double middle = share + z2 / (2 * size);
    double half = INTERVAL_Z * sqrt(share * (1 - share) / size + z2 / (4 * size * size));
    double scale = 1 + z2 / size;
    // At the ends the limit is the end itself, without the rounding of the formula.
    return (interval){share, hits == 0 ? 0 : (middle - half) / scale,
                      hits == n ? 1 : (middle + half) / scale};
}

interval wilson_difference(uint64_t hits, uint64_t n, uint64_t other_hits, uint64_t other_n) {
    interval one = wilson_interval(hits, n), two = wilson_interval(other_hits, other_n);
    double difference = one.value - two.value;
    return (interval){difference, difference - hypot(one.value - one.low, two.high - two.value),
                      difference + hypot(one.high - one.value, two.value - two.low)};
}

interval rate_ratio_log_normal(uint64_t a, double exposure_a, uint64_t b, double exposure_b) {
    if (b == 0 || !(exposure_a > 0) || !(exposure_b > 0)) return interval_undefined();
    double ratio = ((double)a / exposure_a) / ((double)b / exposure_b);
    if (a == 0) return (interval){0, NAN, NAN};
    double factor = exp(INTERVAL_Z * sqrt(1 / (double)a + 1 / (double)b));
    return (interval){ratio, ratio / factor, ratio * factor};
}

// P(X <= k) for n trials whose odds of success are exp(log_odds); k is small.
static double binomial_lower(uint64_t k, double n, double log_odds) {
    double odds = exp(log_odds);
    double term = exp(-n * log1p(odds)), sum = term;
    for (uint64_t j = 0; j < k; j++) {
        term *= (n - (double)j) / (double)(j + 1) * odds;
        sum += term;
    }
    return sum;
}

// The odds at which P(X <= k) = p, by bisection: the probability falls as the odds rise.
static double odds_where(uint64_t k, double n, double p) {
    double low = -100, high = 100;
    for (int i = 0; i < 100; i++) {
        double middle = low + (high - low) / 2;
        if (binomial_lower(k, n, middle) > p)
            low = middle;
        else
            high = middle;
    }
    return exp(low + (high - low) / 2);
}

// Limits of Clopper and Pearson for the odds of the rarer kind, k of n.
static interval odds_limits(uint64_t k, double n) {
    double value = (double)k / (n - (double)k);
    return (interval){value, k ? odds_where(k - 1, n, 0.975) : 0, odds_where(k, n, 0.025)};
}

interval rate_ratio_exact(uint64_t a, double exposure_a, uint64_t b, double exposure_b) {
    if (b == 0 || !(exposure_a > 0) || !(exposure_b > 0)) return interval_undefined();
    double n = (double)a + (double)b, scale = exposure_b / exposure_a;
    if (a <= b) return interval_scaled(odds_limits(a, n), scale);
    interval inverse = odds_limits(b, n);
    return interval_scaled((interval){1 / inverse.value, 1 / inverse.high, 1 / inverse.low}, scale);
}

interval rate_ratio(uint64_t a, double exposure_a, uint64_t b, double exposure_b) {
    if (a < RATIO_EXACT_BELOW || b < RATIO_EXACT_BELOW)
        return rate_ratio_exact(a, exposure_a, b, exposure_b);
    return rate_ratio_log_normal(a, exposure_a, b, exposure_b);
}

double dispersion_of_sums(uint64_t days, uint64_t sum, uint64_t sum_of_squares) {
    if (days < 2 || sum == 0) return NAN;
    // Squares about the whole part of the mean: exact modulo 2^64, and small where the plain sum is
    // not.
    uint64_t whole = sum / days, rest = sum % days;
    uint64_t about = sum_of_squares - 2 * whole * sum + days * whole * whole;
    double n = (double)days;
    double squares = (double)about - (double)rest * (double)rest / n;
    return squares / (n - 1) / ((double)sum / n);
}

double dispersion(const uint64_t *counts, size_t days) {
    uint64_t sum = 0, squares = 0;
    for (size_t i = 0; i < days; i++) {
        sum += counts[i];
        squares += counts[i] * counts[i];
    }
    return dispersion_of_sums(days, sum, squares);
}
