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

// The delta method with multinomial cells.
static interval phi_of(const cells *x) {
    double rows = x->row1 / x->n * (x->row2 / x->n);
    double columns = x->column1 / x->n * (x->column2 / x->n);
    double row = (x->row1 - x->row2) / x->n, column = (x->column1 - x->column2) / x->n;
    double root = sqrt(rows) * sqrt(columns);
    double phi = (x->a / x->n * (x->d / x->n) - x->b / x->n * (x->c / x->n)) / root;
    double square = phi * phi;
    double variance = 1 - square + phi * (1 + square / 2) * row * (column / root) -
                      .75 * square * (row * (row / rows) + column * (column / columns));
    double half = INTERVAL_Z * sqrt(fmax(variance, 0) / x->n);
    return (interval){phi, fmax(phi - half, -1), fmin(phi + half, 1)};
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
                     .adjusted_residual = NAN};
    m.phi = m.odds_ratio = m.yules_q = m.risk_difference = m.risk_ratio = interval_undefined();
    if (x.n == 0) return m;
    m.expected = x.row1 * (x.column1 / x.n);
    m.sparse = m.expected < 5 || x.row1 < 10;
    m.likelihood_ratio = likelihood_ratio(&x);
    if (x.row1 == 0 || x.row2 == 0 || x.column1 == 0 || x.column2 == 0) return m;
    m.adjusted_residual =
        (x.a - m.expected) / sqrt(m.expected * (x.row2 / x.n) * (x.column2 / x.n));
    m.phi = phi_of(&x);
    measure_odds(&m, &x, !t.n11 || !t.n12 || !t.n21 || !t.n22);
    m.risk_difference = wilson_difference(t.n11, t.n11 + t.n12, t.n21, t.n21 + t.n22);
    m.risk_ratio = risk_ratio(&x);
    return m;
}

void pooling_add(pooling *sums, table2 t) {
    cells x = cells_of(t);
    if (x.n == 0) return;
    sums->tables++;
    sums->cells.n11 += t.n11;
    sums->cells.n12 += t.n12;
    sums->cells.n21 += t.n21;
    sums->cells.n22 += t.n22;
    sums->expected += x.row1 * (x.column1 / x.n);
    if (x.n > 1)
        sums->variance += x.row1 * (x.column1 / x.n) * (x.row2 / x.n) * (x.column2 / (x.n - 1));
    double r = x.a * (x.d / x.n), s = x.b * (x.c / x.n);
    double p = (x.a + x.d) / x.n, q = (x.b + x.c) / x.n;
    sums->r += r;
    sums->s += s;
    sums->p_r += p * r;
    sums->mixed += p * s + q * r;
    sums->q_s += q * s;
}

interval pooling_odds_ratio(const pooling *sums) {
    double r = sums->r, s = sums->s;
    if (s == 0) return interval_undefined();
    if (r == 0) return (interval){0, NAN, NAN};
    double variance = sums->p_r / (2 * r * r) + sums->mixed / (2 * r * s) + sums->q_s / (2 * s * s);
    double factor = exp(INTERVAL_Z * sqrt(variance));
    return (interval){r / s, r / s / factor, r / s * factor};
}

double pooling_z(const pooling *sums) {
    if (!(sums->variance > 0)) return NAN;
    return ((double)sums->cells.n11 - sums->expected) / sqrt(sums->variance);
}

interval mantel_haenszel(const table2 *tables, size_t count) {
    pooling sums = {0};
    for (size_t i = 0; i < count; i++) pooling_add(&sums, tables[i]);
    return pooling_odds_ratio(&sums);
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
