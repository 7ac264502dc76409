#include "stats/sequence.h"

#include "stats/special.h"

#include <math.h>

enum { ROUNDS = 20000 };
#define SETTLED 1e-12 // part of the sum by which a margin may be off
#define SINGULAR 1e-9 // part of a diagonal element that is nothing but rounding

static bool is_possible(const sequence_table *t, size_t cell) {
    return !t->possible || t->possible[cell];
}

static double count_at(const sequence_table *t, size_t cell) {
    return is_possible(t, cell) ? (double)t->counts[cell] : 0;
}

// Sums of rows (by = codes, step = 1) or of columns (by = 1, step = codes).
typedef struct margin {
    size_t by, step;
    double *sums;
} margin;

static margin margin_of(arena *scratch, const sequence_table *t, bool rows) {
    margin m = {rows ? t->codes : 1, rows ? 1 : t->codes, arena_array(scratch, double, t->codes)};
    for (size_t i = 0; i < t->codes; i++)
        for (size_t j = 0; j < t->codes; j++) m.sums[i] += count_at(t, i * m.by + j * m.step);
    return m;
}

// Scales each row or column to its observed sum; returns how far the worst was from it.
static double scale(const margin *m, size_t codes, double *expected) {
    double worst = 0;
    for (size_t i = 0; i < codes; i++) {
        double sum = 0;
        for (size_t j = 0; j < codes; j++) sum += expected[i * m->by + j * m->step];
        worst = fmax(worst, fabs(sum - m->sums[i]));
        for (size_t j = 0; j < codes; j++)
            expected[i * m->by + j * m->step] *= sum > 0 ? m->sums[i] / sum : 0;
    }
    return worst;
}

static bool fit_expected(const sequence_table *t, const margin *rows, const margin *columns,
                         double n, double *expected) {
    for (size_t i = 0; i < t->codes * t->codes; i++) expected[i] = is_possible(t, i);
    for (int round = 0; round < ROUNDS; round++) {
        double worst = scale(rows, t->codes, expected);
        scale(columns, t->codes, expected);
        if (worst <= SETTLED * n) return true;
    }
    return false;
}

// The information matrix of row and column effects, replaced by a generalized inverse of it
// (Goodnight's sweep, American Statistician 1979). Returns the rank.
static size_t invert(double *matrix, size_t size, arena *scratch) {
    double *diagonal = arena_array(scratch, double, size);
    for (size_t i = 0; i < size; i++) diagonal[i] = matrix[i * size + i];
    size_t rank = 0;
    for (size_t k = 0; k < size; k++) {
        double pivot = matrix[k * size + k];
        if (pivot <= SINGULAR * diagonal[k]) {
            for (size_t i = 0; i < size; i++) matrix[k * size + i] = matrix[i * size + k] = 0;
            continue;
        }
        rank++;
        for (size_t j = 0; j < size; j++) matrix[k * size + j] /= pivot;
        for (size_t i = 0; i < size; i++) {
            double factor = matrix[i * size + k];
            if (i == k || factor == 0) continue;
            for (size_t j = 0; j < size; j++) matrix[i * size + j] -= factor * matrix[k * size + j];
            matrix[i * size + k] = -factor / pivot;
        }
        matrix[k * size + k] = 1 / pivot;
    }
    return rank;
}

static size_t fit_residuals(arena *scratch, const sequence_table *t, const double *expected,
                            sequence_cell *cells) {
    size_t codes = t->codes, size = 2 * codes;
    double *information = arena_array(scratch, double, size *size);
    for (size_t i = 0; i < codes; i++)
        for (size_t j = 0; j < codes; j++) {
            double e = expected[i * codes + j];
            information[i * size + i] += e;
            information[(codes + j) * size + codes + j] += e;
            information[i * size + codes + j] = information[(codes + j) * size + i] = e;
        }
    size_t rank = invert(information, size, scratch);
    for (size_t i = 0; i < codes; i++)
        for (size_t j = 0; j < codes; j++) {
            size_t cell = i * codes + j;
            double e = expected[cell];
            double leverage =
                e * (information[i * size + i] + information[(codes + j) * size + codes + j] +
                     2 * information[i * size + codes + j]);
            bool free = e > 0 && 1 - leverage > SINGULAR;
            cells[cell].residual = free ? (count_at(t, cell) - e) / sqrt(e * (1 - leverage)) : NAN;
            cells[cell].p = normal_p(cells[cell].residual);
        }
    return rank;
}

typedef struct occurrences {
    const double *rows;
    const uint64_t *totals;
    double n;
} occurrences;

static double occurrences_of(const occurrences *o, size_t code) {
    return o->totals ? (double)o->totals[code] : o->rows[code];
}

static void measure_kappa(const sequence_table *t, const occurrences *o, size_t given,
                          size_t target, sequence_cell *cell) {
    double i = occurrences_of(o, given), j = occurrences_of(o, target), n = o->n, reachable = n;
    for (size_t k = 0; k < t->codes; k++)
        if (!is_possible(t, given * t->codes + k)) reachable -= occurrences_of(o, k);
    double expected = reachable > 0 ? i * (j / reachable) : 0,
           above = count_at(t, given * t->codes + target) - expected;
    double most = fmin(i, j);
    if (expected > 0 && most != expected) cell->kappa = above / (most - expected);
    if (cell->kappa < 0) cell->kappa = above / expected;
    double variance = i / n * (j / n) * (n - i) * ((n - j) / (n - 1));
    if (variance > 0) cell->kappa_z = above / sqrt(variance);
}

static double sum_of(const double *values, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += values[i];
    return sum;
}

static occurrences count_occurrences(const sequence_table *t, const margin *rows, double n) {
    // A sequence has one code more than transitions.
    occurrences o = {rows->sums, t->totals, n + 1};
    if (!t->totals) return o;
    o.n = 0;
    for (size_t i = 0; i < t->codes; i++) o.n += (double)t->totals[i];
    return o;
}

static double surprise(double count, double expected) {
    return count > 0 && expected > 0 ? 2 * count * log(count / expected) : 0;
}

sequence_fit sequence_measure(arena *scratch, const sequence_table *table, sequence_cell *cells) {
    size_t codes = table->codes;
    margin rows = margin_of(scratch, table, true), columns = margin_of(scratch, table, false);
    double n = sum_of(rows.sums, codes), *expected = arena_array(scratch, double, codes *codes);
    sequence_fit fit = {.p = NAN, .converged = fit_expected(table, &rows, &columns, n, expected)};
    double rank = (double)fit_residuals(scratch, table, expected, cells);
    occurrences all = count_occurrences(table, &rows, n);
    for (size_t given = 0; given < codes; given++)
        for (size_t target = 0; target < codes; target++) {
            size_t i = given * codes + target;
            cells[i].expected = cells[i].kappa = cells[i].kappa_z = NAN;
            if (!is_possible(table, i)) continue;
            cells[i].expected = expected[i];
            measure_kappa(table, &all, given, target, &cells[i]);
            fit.likelihood_ratio += surprise(count_at(table, i), expected[i]);
            fit.degrees += expected[i] > 0;
        }
    fit.likelihood_ratio = fmax(fit.likelihood_ratio, 0);
    fit.degrees -= rank;
    if (fit.degrees > 0) fit.p = chi_square_survival(fit.likelihood_ratio, fit.degrees);
    return fit;
}

table2 sequence_collapse(const sequence_table *table, size_t given, size_t target) {
    table2 t = {0};
    for (size_t i = 0; i < table->codes; i++)
        for (size_t j = 0; j < table->codes; j++) {
            size_t cell = i * table->codes + j;
            if (!is_possible(table, cell)) continue;
            uint64_t *sum =
                i == given ? (j == target ? &t.n11 : &t.n12) : (j == target ? &t.n21 : &t.n22);
            *sum += table->counts[cell];
        }
    return t;
}

typedef struct row_change {
    double likelihood_ratio;
    double segments; // with anything in the row
    double targets;  // that follow in any segment
} row_change;

static double row_sum(const uint64_t *row, size_t codes) {
    double sum = 0;
    for (size_t i = 0; i < codes; i++) sum += (double)row[i];
    return sum;
}

static row_change compare_rows(const uint64_t *first, size_t segment_count, size_t codes) {
    row_change change = {0};
    size_t stride = codes * codes;
    double all = 0;
    for (size_t s = 0; s < segment_count; s++) {
        double own = row_sum(first + s * stride, codes);
        change.segments += own > 0;
        all += own;
    }
    for (size_t target = 0; target < codes; target++) {
        double pooled = 0;
        for (size_t s = 0; s < segment_count; s++) pooled += (double)first[s * stride + target];
        change.targets += pooled > 0;
        for (size_t s = 0; s < segment_count; s++)
            change.likelihood_ratio +=
                surprise((double)first[s * stride + target],
                         row_sum(first + s * stride, codes) * (pooled / all));
    }
    return change;
}

sequence_fit sequence_change(const uint64_t *segments, size_t segment_count, size_t codes) {
    sequence_fit fit = {.p = NAN, .converged = true};
    if (segment_count == 0) return fit;
    for (size_t given = 0; given < codes; given++) {
        row_change row = compare_rows(segments + given * codes, segment_count, codes);
        if (row.segments == 0) continue;
        fit.likelihood_ratio += row.likelihood_ratio;
        fit.degrees += (row.segments - 1) * (row.targets - 1);
    }
    fit.likelihood_ratio = fmax(fit.likelihood_ratio, 0);
    if (fit.degrees > 0) fit.p = chi_square_survival(fit.likelihood_ratio, fit.degrees);
    return fit;
}
