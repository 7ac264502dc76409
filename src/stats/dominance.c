#include "stats/dominance.h"

#include "stats/special.h"

#include <math.h>
#include <stdbool.h>

typedef struct numbers {
    double ij, ji, i, j, n;
    double expected; // of ij, and of ji
    double fewer;    // occurrences of the rarer code
} numbers;

static numbers numbers_of(mutual_counts c) {
    numbers x = {(double)c.ij, (double)c.ji, (double)c.i, (double)c.j, (double)c.n, NAN, 0};
    if (x.i > 0 && x.j > 0 && x.n > 1) x.expected = x.i * (x.j / x.n);
    x.fewer = fmin(x.i, x.j);
    return x;
}

static double variance_of_sum(const numbers *x) {
    return 2 * x->i / x->n * (x->j / x->n) * (x->i * x->j + (x->n - x->i) * (x->n - x->j) - x->n) /
           (x->n - 1);
}

static double variance_of_difference(const numbers *x) {
    return 2 * x->i * (x->j / x->n) * (x->n - x->i - x->j + 1) / (x->n - 1);
}

static double standardized(double difference, double variance) {
    return variance > 0 ? difference / sqrt(variance) : NAN;
}

mutual_dependence mutual_dependence_of(mutual_counts c) {
    numbers x = numbers_of(c);
    mutual_dependence m = {x.ij + x.ji, 2 * x.expected, NAN, NAN, NAN};
    if (isnan(x.expected)) return m;
    double above = m.observed - m.expected;
    // Equally frequent codes alternate at most until one of them runs out.
    double most = x.i == x.j ? 2 * x.i - 1 : 2 * x.fewer;
    m.kappa = above < 0           ? above / m.expected
              : most > m.expected ? above / (most - m.expected)
                                  : NAN;
    m.z = standardized(above, variance_of_sum(&x));
    m.p = normal_survival(m.z);
    return m;
}

static dominance_case kind_of(const numbers *x) {
    if (x->ij == x->expected) return DOMINANCE_NONE;
    if (x->ij > x->expected) return x->ji >= x->expected ? DOMINANCE_RAISE : DOMINANCE_RAISE_IJ;
    return x->ji <= x->expected ? DOMINANCE_LOWER : DOMINANCE_LOWER_IJ;
}

static double kappa_of(const numbers *x, dominance_case kind) {
    double room = x->fewer - x->expected; // above chance
    double difference = x->ij - x->ji, above = x->ij + x->ji - 2 * x->expected;
    switch (kind) {
    case DOMINANCE_NONE: return 0;
    case DOMINANCE_RAISE: return difference / room;
    case DOMINANCE_LOWER: return -difference / x->expected;
    case DOMINANCE_RAISE_IJ: return above < 0 ? above / x->expected : above / room;
    case DOMINANCE_LOWER_IJ: return above > 0 ? -above / room : -above / x->expected;
    }
    return NAN;
}

dominance dominance_of(mutual_counts c) {
    numbers x = numbers_of(c);
    if (isnan(x.expected)) return (dominance){DOMINANCE_NONE, NAN, NAN, NAN};
    dominance d = {.kind = kind_of(&x)};
    d.kappa = kappa_of(&x, d.kind);
    bool alike = d.kind == DOMINANCE_RAISE || d.kind == DOMINANCE_LOWER || d.kind == DOMINANCE_NONE;
    double size = alike ? standardized(fabs(x.ij - x.ji), variance_of_difference(&x))
                        : standardized(fabs(x.ij + x.ji - 2 * x.expected), variance_of_sum(&x));
    d.z = d.kappa < 0 ? -size : size;
    d.p = normal_survival(size);
    return d;
}
