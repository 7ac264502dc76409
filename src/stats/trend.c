#include "stats/trend.h"

#include "stats/slopes.h"
#include "stats/special.h"

#include <math.h>
#include <stdlib.h>

// Residuals closer than this part of the largest value are ties: a straight line must not leave
// noise.
#define RESIDUAL_TIE 1e-12

size_t trend_step(size_t n) { return n <= TREND_LIMIT ? 1 : (n + TREND_LIMIT - 1) / TREND_LIMIT; }

static double position(const double *x, size_t i) { return x ? x[i] : (double)(i + 1); }

static double median(slopes *all, size_t count) {
    double upper = slopes_rank(all, count / 2);
    return count % 2 ? upper : (upper + slopes_rank(all, count / 2 - 1)) / 2;
}

// Mann-Kendall's S.
static int64_t compare_pairs(const double *y, size_t n) {
    int64_t s = 0;
    for (size_t j = 1; j < n; j++)
        for (size_t i = 0; i < j; i++) s += (y[j] > y[i]) - (y[j] < y[i]);
    return s;
}

static double middle_rank(const slope_block *b) {
    return (double)b->below + ((double)b->equal + 1) / 2;
}

// The slope at a rank from 1, where equal slopes all stand in the middle of their ranks and what is
// in between is interpolated.
static double at_middle_rank(slopes *all, size_t pairs, double rank) {
    slope_block at = slopes_at(all, (size_t)rank - 1);
    double middle = middle_rank(&at);
    bool above = rank > middle;
    if (rank == middle || (above ? at.below + at.equal == pairs : at.below == 0)) return at.value;
    slope_block next = slopes_at(all, above ? at.below + at.equal : at.below - 1);
    double part = (rank - middle) / (middle_rank(&next) - middle);
    return at.value + part * (next.value - at.value);
}

// Equal slopes at their middle rank make the interval hold 0 just when S, in which ties count for
// nothing, does not reject it: at their own ranks it would hold 0 whenever it touches it.
static interval sen_slope(slopes *all, size_t pairs, double variance) {
    interval slope = {median(all, pairs), NAN, NAN};
    // Ranks from 1: the k-th smallest and the k-th largest slope.
    double k = floor(((double)pairs - INTERVAL_Z * sqrt(variance)) / 2 + 0.5);
    if (k < 1) return slope;
    k = fmin(k, (double)pairs);
    slope.low = fmin(at_middle_rank(all, pairs, k), slope.value);
    slope.high = fmax(at_middle_rank(all, pairs, (double)pairs + 1 - k), slope.value);
    return slope;
}

typedef struct ranked {
    double value;
    size_t place;
} ranked;

static int by_value(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->value != y->value) return x->value < y->value ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

// Where the run of values tied with sorted[i] ends.
static size_t tie_end(const ranked *sorted, size_t n, size_t i, double tolerance) {
    size_t end = i + 1;
    while (end < n && sorted[end].value - sorted[i].value <= tolerance) end++;
    return end;
}

static ranked *sort_values(arena *scratch, const double *values, size_t n) {
    ranked *sorted = arena_array(scratch, ranked, n);
    for (size_t i = 0; i < n; i++) sorted[i] = (ranked){values[i], i};
    qsort(sorted, n, sizeof *sorted, by_value);
    return sorted;
}

typedef struct ties {
    double pairs; // tied ones
    double loss;  // sum of t (t - 1) (2 t + 5)
} ties;

static ties count_ties(const ranked *sorted, size_t n) {
    ties sum = {0};
    for (size_t i = 0, end; i < n; i = end) {
        end = tie_end(sorted, n, i, 0);
        double t = (double)(end - i);
        sum.pairs += t * (t - 1) / 2;
        sum.loss += t * (t - 1) * (2 * t + 5);
    }
    return sum;
}

// Ranks of the residuals about the line, minus their mean.
static double *residual_ranks(arena *scratch, const double *x, const double *y, size_t n,
                              double slope) {
    double *ranks = arena_array(scratch, double, n);
    double largest = 0;
    for (size_t i = 0; i < n; i++) {
        ranks[i] = y[i] - slope * position(x, i);
        largest = fmax(largest, fmax(fabs(y[i]), fabs(ranks[i])));
    }
    const ranked *sorted = sort_values(scratch, ranks, n);
    for (size_t i = 0, end; i < n; i = end) {
        end = tie_end(sorted, n, i, RESIDUAL_TIE * largest);
        double rank = ((double)(i + end) - (double)n) / 2;
        for (size_t j = i; j < end; j++) ranks[sorted[j].place] = rank;
    }
    return ranks;
}

static double product_at_lag(const double *ranks, size_t n, size_t lag) {
    double sum = 0;
    for (size_t i = lag; i < n; i++) sum += ranks[i] * ranks[i - lag];
    return sum;
}

// Hamed and Rao (Journal of Hydrology 1998): the factor by which autocorrelation inflates the
// variance of S, over the lags that are significant; 0 when lag 1 is not.
static double inflation(const double *ranks, size_t n) {
    double total = product_at_lag(ranks, n, 0), size = (double)n, bound = INTERVAL_Z / sqrt(size);
    if (n < 3 || total == 0 || fabs(product_at_lag(ranks, n, 1)) <= bound * total) return 0;
    double sum = 0;
    for (size_t lag = 1; lag < n; lag++) {
        double r = product_at_lag(ranks, n, lag) / total, left = size - (double)lag;
        if (fabs(r) > bound) sum += left * (left - 1) * (left - 2) * r;
    }
    return 1 + 2 / (size * (size - 1) * (size - 2)) * sum;
}

trend trend_fit(arena *scratch, const double *x, const double *y, size_t n) {
    trend t = {
        .n = n, .slope = interval_undefined(), .tau = NAN, .variance = NAN, .z = NAN, .p = NAN};
    if (n < 2) return t;
    size_t pairs = n * (n - 1) / 2;
    double size = (double)n;
    slopes all = slopes_of(scratch, x, y, n);
    t.s = compare_pairs(y, n);
    ties tied = count_ties(sort_values(scratch, y, n), n);
    t.variance = (size * (size - 1) * (2 * size + 5) - tied.loss) / 18;
    t.slope = sen_slope(&all, pairs, t.variance);
    double comparable = (double)pairs - tied.pairs;
    if (!(comparable > 0)) return t;
    t.tau = (double)t.s / sqrt((double)pairs * comparable);

    double factor = inflation(residual_ranks(scratch, x, y, n, t.slope.value), n);
    t.autocorrelated = factor != 0;
    if (factor > 0) t.variance *= factor; // a factor below 0 has no meaning
    double toward_zero = t.s > 0 ? -1 : t.s < 0 ? 1 : 0;
    t.z = ((double)t.s + toward_zero) / sqrt(t.variance);
    t.p = normal_p(t.z);
    return t;
}
