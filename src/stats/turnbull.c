#include "stats/turnbull.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 3000 };
#define SETTLED 1e-13 // change of the masses at which the iteration ends
#define LEAST 1e-15   // mass that an extrapolation leaves to a cell, so that it may grow again
#define NEXT_TO_NOTHING 0.1 // spans in a cell that may be emptied
#define NO_COST 1e-9        // log-likelihood that rounding may take
#define SAME 1e-6 // distance from 1/2 that counts as 1/2: the masses are no better than that

// An interval that may carry mass: it begins at a left end and ends at the next right end.
typedef struct cell {
    double left, right;
    double mass;
} cell;

// Equal spans, and the cells they cover: [first, last).
typedef struct bundle {
    double left, right;
    double count;
    size_t first, last;
} bundle;

typedef struct estimate {
    cell *cells;
    size_t cell_count;
    bundle *bundles;
    size_t bundle_count;
    double *until; // mass of the cells before each
    double *share; // of the spans, expected to lie in each cell
    double n;
} estimate;

static int by_ends(const void *a, const void *b) {
    const time_span *x = a, *y = b;
    if (x->left != y->left) return x->left < y->left ? -1 : 1;
    return (x->right > y->right) - (x->right < y->right);
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void make_bundles(estimate *e, arena *scratch, time_span *spans, size_t n) {
    qsort(spans, n, sizeof *spans, by_ends);
    e->bundles = arena_array(scratch, bundle, n);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || by_ends(&spans[i - 1], &spans[i]) != 0)
            e->bundles[e->bundle_count++] =
                (bundle){.left = spans[i].left, .right = spans[i].right};
        e->bundles[e->bundle_count - 1].count++;
    }
}

// Whether a left end comes before a right end: a span excludes its left end, unless it is a single
// point.
static bool opens_before(const bundle *b, double right) {
    return b->left < right || (b->left == right && b->left == b->right);
}

// A cell is a left end and the smallest right end not before it, with no left end in between. The
// bundles are ascending by left end; rights is ascending.
static void make_cells(estimate *e, arena *scratch, const double *rights) {
    e->cells = arena_array(scratch, cell, e->bundle_count);
    size_t r = 0;
    for (size_t i = 0; i < e->bundle_count; i++) {
        while (!opens_before(&e->bundles[i], rights[r])) r++;
        bool innermost = i + 1 == e->bundle_count || !opens_before(&e->bundles[i + 1], rights[r]);
        if (innermost)
            e->cells[e->cell_count++] = (cell){.left = e->bundles[i].left, .right = rights[r]};
    }
}

static bool covers(const bundle *b, const cell *c) {
    return b->left <= c->left && c->right <= b->right;
}

static void cover_cells(estimate *e) {
    for (size_t i = 0; i < e->bundle_count; i++) {
        bundle *b = &e->bundles[i];
        size_t low = 0, high = e->cell_count;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (e->cells[middle].left < b->left)
                low = middle + 1;
            else
                high = middle;
        }
        // A point at the left end of an open span is not in it.
        const cell *first = &e->cells[low];
        if (low < e->cell_count && first->left == first->right && b->left == first->left &&
            b->right > b->left)
            low++;
        for (b->first = b->last = low; b->last < e->cell_count && covers(b, &e->cells[b->last]);)
            b->last++;
    }
}

static void add_up(const estimate *e, const double *mass) {
    for (size_t i = 0; i < e->cell_count; i++) e->until[i + 1] = e->until[i] + mass[i];
}

static double mass_in(const estimate *e, const bundle *b) {
    return e->until[b->last] - e->until[b->first];
}

static double log_likelihood(const estimate *e, const double *mass) {
    add_up(e, mass);
    double sum = 0;
    for (size_t i = 0; i < e->bundle_count; i++)
        sum += e->bundles[i].count * log(mass_in(e, &e->bundles[i]));
    return sum;
}

// One round of self-consistency: each span's weight is spread over its cells in proportion to their
// mass. Returns the largest change.
static double improve(const estimate *e, const double *mass, double *better) {
    add_up(e, mass);
    // The share of a cell is a sum over the bundles that cover it: differences at both ends, summed
    // up below.
    for (size_t i = 0; i <= e->cell_count; i++) e->share[i] = 0;
    for (size_t i = 0; i < e->bundle_count; i++) {
        const bundle *b = &e->bundles[i];
        double weight = b->count / mass_in(e, b);
        e->share[b->first] += weight;
        e->share[b->last] -= weight;
    }
    double weight = 0, change = 0;
    for (size_t i = 0; i < e->cell_count; i++) {
        weight += e->share[i];
        better[i] = mass[i] * fmax(weight, 0) / e->n;
        change = fmax(change, fabs(better[i] - mass[i]));
    }
    return change;
}

// Varadhan and Roland's squared extrapolation (Scandinavian Journal of Statistics 2008) of three
// successive masses, into the first: self-consistency alone can take forever to empty a cell.
static void extrapolate(size_t count, double *first, const double *second, const double *third) {
    double steps = 0, turns = 0;
    for (size_t i = 0; i < count; i++) {
        double step = second[i] - first[i], turn = third[i] - second[i] - step;
        steps += step * step;
        turns += turn * turn;
    }
    double length = turns > 0 ? fmax(sqrt(steps / turns), 1) : 1, sum = 0;
    for (size_t i = 0; i < count; i++) {
        double step = second[i] - first[i], turn = third[i] - second[i] - step;
        if (first[i] > 0)
            first[i] = fmax(first[i] + 2 * length * step + length * length * turn, LEAST);
        sum += first[i];
    }
    for (size_t i = 0; i < count; i++) first[i] /= sum;
}

typedef struct masses {
    double *first, *second, *third, *kept;
} masses;

// Raises the likelihood until nothing moves; the result is in first. Empty cells stay empty.
static void climb(const estimate *e, const masses *m) {
    for (int round = 0; round < ROUNDS; round++) {
        improve(e, m->first, m->second);
        bool settled = improve(e, m->second, m->third) <= SETTLED;
        if (!settled) extrapolate(e->cell_count, m->first, m->second, m->third);
        if (settled || !(log_likelihood(e, m->first) >= log_likelihood(e, m->third)))
            memcpy(m->first, m->third, e->cell_count * sizeof(double));
        if (settled) return;
    }
}

// Empties the cells with next to nothing; restores them when that costs likelihood.
static void prune(const estimate *e, const masses *m) {
    memcpy(m->kept, m->first, e->cell_count * sizeof(double));
    double before = log_likelihood(e, m->first);
    size_t emptied = 0;
    for (size_t i = 0; i < e->cell_count; i++) {
        if (m->first[i] * e->n >= NEXT_TO_NOTHING) continue;
        m->first[i] = 0;
        emptied++;
    }
    if (emptied == 0) return;
    climb(e, m);
    if (log_likelihood(e, m->first) >= before - NO_COST) return;
    memcpy(m->first, m->kept, e->cell_count * sizeof(double));
}

static void maximize(estimate *e, arena *scratch) {
    size_t count = e->cell_count;
    masses m = {arena_array(scratch, double, count), arena_array(scratch, double, count),
                arena_array(scratch, double, count), arena_array(scratch, double, count)};
    for (size_t i = 0; i < count; i++) m.first[i] = 1 / (double)count;
    climb(e, &m);
    prune(e, &m);
    for (size_t i = 0; i < count; i++) e->cells[i].mass = m.first[i];
}

static double find_median(const estimate *e) {
    double before = 0;
    for (size_t i = 0; i < e->cell_count; i++) {
        const cell *c = &e->cells[i];
        double after = before + c->mass;
        if (fabs(after - 0.5) <= SAME && i + 1 < e->cell_count && isfinite(c->right)) {
            size_t next = i + 1;
            while (next + 1 < e->cell_count && e->cells[next].mass <= SAME) next++;
            return (c->right + e->cells[next].left) / 2;
        }
        if (after > 0.5)
            return isfinite(c->right) ? c->left + (c->right - c->left) * (0.5 - before) / c->mass
                                      : NAN;
        before = after;
    }
    return NAN;
}

double turnbull_median(arena *scratch, time_span *spans, size_t n) {
    if (n == 0) return NAN;
    estimate e = {.n = (double)n};
    make_bundles(&e, scratch, spans, n);
    double *rights = arena_array(scratch, double, e.bundle_count);
    for (size_t i = 0; i < e.bundle_count; i++) rights[i] = e.bundles[i].right;
    qsort(rights, e.bundle_count, sizeof *rights, by_value);
    make_cells(&e, scratch, rights);
    cover_cells(&e);
    e.until = arena_array(scratch, double, e.cell_count + 1);
    e.share = arena_array(scratch, double, e.cell_count + 1);
    maximize(&e, scratch);
    return find_median(&e);
}

time_span turnbull_span(double time, double precision) {
    return (time_span){fmax(0, time - precision), time + precision};
}
