#include "stats/random.h"

#include "stats/special.h"

#include <math.h>

// Variance beyond which inversion would take too many steps.
#define VARIANCE_LARGE 1e10

// Mass that is too small to matter to one draw of 52 bits.
#define NEGLIGIBLE 1e-20

uint64_t random_below(random_stream *r, uint64_t below) {
    // The lowest values that would favor small results are drawn again.
    uint64_t surplus = (0 - below) % below, x = random_next(r);
    while (x < surplus) x = random_next(r);
    return x % below;
}

static uint64_t rounded_normal(random_stream *r, double n, double p) {
    double x = floor(n * p + normal_quantile(random_unit(r)) * sqrt(n * p * (1 - p)) + 0.5);
    return (uint64_t)fmin(fmax(x, 0), n * (1 - 1e-15)); // n itself may be 2^64 in double
}

// Subtracts masses from a uniform number, from the mode outward, until nothing is left of it.
static uint64_t invert(random_stream *r, uint64_t trials, double p) {
    double n = (double)trials, odds = p / (1 - p);
    double mode = fmin(floor((n + 1) * p), n);
    double up = mode, down = mode;
    double mass_up = binomial_mass(mode, n, p, 1 - p), mass_down = mass_up;
    double left = random_unit(r) - mass_up;
    while (left > 0 && (mass_up > NEGLIGIBLE || mass_down > NEGLIGIBLE)) {
        mass_up *= up < n ? (n - up) / (up + 1) * odds : 0;
        left -= mass_up;
        up++;
        if (left <= 0) return (uint64_t)up;
        mass_down *= down > 0 ? down / (n - down + 1) / odds : 0;
        left -= mass_down;
        down--;
        if (left <= 0) return (uint64_t)down;
    }
    return (uint64_t)mode;
}

uint64_t random_binomial(random_stream *r, uint64_t n, double p) {
    if (n == 0 || !(p > 0)) return 0;
    if (p >= 1) return n;
    if (n == 1) return random_unit(r) < p;
    if ((double)n * p * (1 - p) > VARIANCE_LARGE) return rounded_normal(r, (double)n, p);
    return invert(r, n, p);
}
