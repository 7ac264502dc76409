#include "stats/balance.h"

#include <math.h>

double balance(double a, double b) { return a + b > 0 ? (a - b) / (a + b) : NAN; }

double evenness(double a, double b) {
    double larger = fmax(a, b);
    return larger > 0 ? fmin(a, b) / larger : NAN;
}

double larger_share(double a, double b) { return a + b > 0 ? fmax(a, b) / (a + b) : NAN; }

interval balance_interval(uint64_t a, uint64_t b) {
    interval share = wilson_interval(a, a + b);
    return (interval){balance((double)a, (double)b), 2 * share.low - 1, 2 * share.high - 1};
}

double style_matching(const uint64_t *a, uint64_t a_tokens, const uint64_t *b, uint64_t b_tokens,
                      size_t classes) {
    if (a_tokens == 0 || b_tokens == 0 || classes == 0) return NAN;
    double sum = 0;
    for (size_t i = 0; i < classes; i++) {
        double p = 100 * ((double)a[i] / (double)a_tokens),
               q = 100 * ((double)b[i] / (double)b_tokens);
        sum += 1 - fabs(p - q) / (p + q + 0.0001);
    }
    return sum / (double)classes;
}
