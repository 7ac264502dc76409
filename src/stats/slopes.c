#include "stats/slopes.h"

#include <string.h>

enum { BITS = 16 }; // of a slope that one look at all pairs tells

static double position(const slopes *s, size_t i) { return s->x ? s->x[i] : (double)(i + 1); }

static double slope_at(const slopes *s, size_t i, size_t j) {
    return (s->y[j] - s->y[i]) / (position(s, j) - position(s, i)) + 0.0; // one zero, not two
}

// The bits of a number as an integer that has the order of the numbers.
static uint64_t key_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits >> 63 ? ~bits : bits | 1ull << 63;
}

// A value whose key begins with the bits of prefix, `known` of them.
typedef struct place {
    uint64_t prefix;
    unsigned known;
    size_t rank; // among those
    size_t count;
} place;

static bool matches(const place *p, uint64_t key) {
    return p->known == 0 || key >> (64 - p->known) == p->prefix;
}

// Counts the values in p by the bits that come next.
static void fill(const slopes *s, const place *p, uint32_t *buckets) {
    unsigned shift = 64 - p->known - BITS;
    memset(buckets, 0, SLOPES_BUCKETS * sizeof *buckets);
    for (size_t j = 1; j < s->n; j++)
        for (size_t i = 0; i < j; i++) {
            uint64_t key = key_of(slope_at(s, i, j));
            if (matches(p, key)) buckets[key >> shift & (SLOPES_BUCKETS - 1)]++;
        }
}

// The bucket where the rank lies.
static place narrow(const place *p, const uint32_t *buckets) {
    place inner = {.known = p->known + BITS, .rank = p->rank};
    uint64_t bucket = 0;
    while (inner.rank >= buckets[bucket]) inner.rank -= buckets[bucket++];
    inner.prefix = p->prefix << BITS | bucket;
    inner.count = buckets[bucket];
    return inner;
}

static size_t keep(const slopes *s, const place *p) {
    size_t count = 0;
    for (size_t j = 1; j < s->n; j++)
        for (size_t i = 0; i < j; i++) {
            double slope = slope_at(s, i, j);
            if (matches(p, key_of(slope))) s->kept[count++] = slope;
        }
    return count;
}

// The value at rank (from 0) in ascending order; reorders the values (Hoare 1961).
static double select_rank(double *values, size_t count, size_t rank) {
    ptrdiff_t low = 0, high = (ptrdiff_t)count - 1, wanted = (ptrdiff_t)rank;
    while (low < high) {
        double pivot = values[low + (high - low) / 2];
        ptrdiff_t i = low, j = high;
        while (i <= j) {
            while (values[i] < pivot) i++;
            while (values[j] > pivot) j--;
            if (i > j) break;
            double swap = values[i];
            values[i++] = values[j];
            values[j--] = swap;
        }
        if (j < wanted) low = i;
        if (wanted < i) high = j;
    }
    return values[rank];
}

slopes slopes_of(arena *scratch, const double *x, const double *y, size_t n) {
    slopes s = {.x = x, .y = y, .n = n};
    size_t pairs = n * (n - 1) / 2;
    const place all = {0};
    s.kept = arena_array(scratch, double, pairs < SLOPES_KEPT ? pairs : SLOPES_KEPT);
    if (pairs <= SLOPES_KEPT) {
        keep(&s, &all);
        return s;
    }
    s.buckets = arena_array(scratch, uint32_t, SLOPES_BUCKETS);
    s.scratch = scratch;
    fill(&s, &all, s.buckets);
    return s;
}

// The value at that rank of the kept ones, which are all that are equal to it.
static slope_block block_in(double *values, size_t count, size_t rank) {
    slope_block block = {.value = select_rank(values, count, rank)};
    for (size_t i = 0; i < count; i++) {
        block.below += values[i] < block.value;
        block.equal += values[i] == block.value;
    }
    return block;
}

slope_block slopes_at(slopes *s, size_t rank) {
    place p = {.rank = rank};
    if (!s->buckets) return block_in(s->kept, s->n * (s->n - 1) / 2, rank);
    p = narrow(&p, s->buckets);
    while (p.count > SLOPES_KEPT && p.known < 64) {
        if (!s->finer) s->finer = arena_array(s->scratch, uint32_t, SLOPES_BUCKETS);
        fill(s, &p, s->finer);
        p = narrow(&p, s->finer);
    }
    size_t before = rank - p.rank;
    if (p.count <= SLOPES_KEPT) {
        slope_block block = block_in(s->kept, keep(s, &p), p.rank);
        block.below += before;
        return block;
    }
    // So many that are all the same.
    uint64_t bits = p.prefix >> 63 ? p.prefix & ~(1ull << 63) : ~p.prefix;
    slope_block block = {.below = before, .equal = p.count};
    memcpy(&block.value, &bits, sizeof block.value);
    return block;
}

double slopes_rank(slopes *s, size_t rank) { return slopes_at(s, rank).value; }
