#include "stats/contingency.h"

#include <math.h>
#include <stdlib.h>

// The four cells as numbers, and their sums.
typedef struct cells {
    double a, b, c, d;
    double row1, row2, column1, column2, n;
} cells;

static cells cells_of(table2 t) {
    cells x = {.a = (double)t.n11, .b = (double)t.n12, .c = (double)t.n21, .d = (double)t.n22};
    x.row1 = x.a + x.b;
    x.row2 = x.c + x.d;
    x.column1 = x.a + x.c;
    x.column2 = x.b + x.d;
    x.n = x.row1 + x.row2;
    return x;
}

static double surprise(double count, double expected) {
    return count > 0 ? 2 * count * log(count / expected) : 0;
}

static double likelihood_ratio(const cells *x) {
    double sum =
        surprise(x->a, x->row1 * x->column1 / x->n) + surprise(x->b, x->row1 * x->column2 / x->n) +
        surprise(x->c, x->row2 * x->column1 / x->n) + surprise(x->d, x->row2 * x->column2 / x->n);
    return sum > 0 ? sum : 0; // rounding
}

static void measure_odds(contingency *m, const cells *x, bool any_empty) {
    double add = any_empty ? 0.5 : 0;
    double a = x->a + add, b = x->b + add, c = x->c + add, d = x->d + add;
    double error = sqrt(1 / a + 1 / b + 1 / c + 1 / d);
    double odds = a / b * (d / c), factor = exp(INTERVAL_Z * error);
    double q = (a * d - b * c) / (a * d + b * c), half = INTERVAL_Z * 0.5 * (1 - q * q) * error;
    m->odds_ratio = (interval){odds, odds / factor, odds * factor};
    m->yules_q = (interval){q, q - half, q + half};
}

static interval risk_ratio(const cells *x) {
    if (x->a == 0 || x->c == 0) return interval_undefined();
    double ratio = x->a / x->row1 / (x->c / x->row2);
    double factor = exp(INTERVAL_Z * sqrt(x->b / x->a / x->row1 + x->d / x->c / x->row2));
    return (interval){ratio, ratio / factor, ratio * factor};
}

contingency contingency_measure(table2 t) {
    cells x = cells_of(t);
    contingency m = {.n = x.n,
                     .expected = NAN,
                     .sparse = true,
                     .likelihood_ratio = NAN,
                     .adjusted_residual = NAN,
                     .phi = NAN};
    m.odds_ratio = m.yules_q = m.risk_difference = m.risk_ratio = interval_undefined();
    if (x.n == 0) return m;
    m.expected = x.row1 * (x.column1 / x.n);
    m.sparse = m.expected < 5 || x.row1 < 10;
    m.likelihood_ratio = likelihood_ratio(&x);
    if (x.row1 == 0 || x.row2 == 0 || x.column1 == 0 || x.column2 == 0) return m;
    m.adjusted_residual =
        (x.a - m.expected) / sqrt(m.expected * (x.row2 / x.n) * (x.column2 / x.n));
    m.phi = (x.a * x.d - x.b * x.c) / (sqrt(x.row1 * x.row2) * sqrt(x.column1 * x.column2));
    measure_odds(&m, &x, !t.n11 || !t.n12 || !t.n21 || !t.n22);
    m.risk_difference = wilson_difference(t.n11, t.n11 + t.n12, t.n21, t.n21 + t.n22);
    m.risk_ratio = risk_ratio(&x);
    return m;
}

interval mantel_haenszel(const table2 *tables, size_t count) {
    double r = 0, s = 0, pr = 0, mixed = 0, qs = 0;
    for (size_t i = 0; i < count; i++) {
        cells x = cells_of(tables[i]);
        if (x.n == 0) continue;
        double ri = x.a * (x.d / x.n), si = x.b * (x.c / x.n);
        double p = (x.a + x.d) / x.n, q = (x.b + x.c) / x.n;
        r += ri;
        s += si;
        pr += p * ri;
        mixed += p * si + q * ri;
        qs += q * si;
    }
    if (s == 0) return interval_undefined();
    if (r == 0) return (interval){0, NAN, NAN};
    double variance = pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s);
    double factor = exp(INTERVAL_Z * sqrt(variance));
    return (interval){r / s, r / s / factor, r / s * factor};
}

static int largest_first(const void *a, const void *b) {
    double x = **(double *const *)a, y = **(double *const *)b;
    return (x < y) - (x > y);
}

void benjamini_hochberg(arena *scratch, double *p, size_t count) {
    double **order = arena_array(scratch, double *, count);
    size_t tests = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(p[i])) order[tests++] = &p[i];
    qsort(order, tests, sizeof *order, largest_first);
    double least = 1;
    for (size_t i = 0; i < tests; i++) {
        least = fmin(least, *order[i] * ((double)tests / (double)(tests - i)));
        *order[i] = least;
    }
}

double coordination(table2 t) {
    cells x = cells_of(t);
    return x.row1 > 0 ? x.a / x.row1 - x.column1 / x.n : NAN;
}
