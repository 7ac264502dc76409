#include "stats/slopes.h"

#include "stats/near.h"
#include "stats/random.h"

#include <stdlib.h>

static arena memory;

static void release(void) { arena_release(&memory); }

TestSuite(slopes, .fini = release);

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double *sorted(const double *x, const double *y, size_t n) {
    double *all = arena_array(&memory, double, n *(n - 1) / 2), *next = all;
    for (size_t j = 1; j < n; j++)
        for (size_t i = 0; i < j; i++)
            *next++ = (y[j] - y[i]) / (x ? x[j] - x[i] : (double)(j - i));
    qsort(all, n * (n - 1) / 2, sizeof *all, by_value);
    return all;
}

static void check(const double *x, const double *y, size_t n) {
    double *wanted = sorted(x, y, n);
    slopes s = slopes_of(&memory, x, y, n);
    size_t pairs = n * (n - 1) / 2, step = pairs / 17 + 1;
    for (size_t rank = 0; rank < pairs; rank += step)
        cr_assert(slopes_rank(&s, rank) == wanted[rank], "rank %zu of %zu", rank, pairs);
    cr_assert(slopes_rank(&s, pairs - 1) == wanted[pairs - 1]);
}

Test(slopes, are_those_of_a_sorted_list_whether_they_are_kept_or_not) {
    static const size_t sizes[] = {2, 3, 100, 362, 363, 1000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t n = sizes[i];
        double *x = arena_array(&memory, double, n), *y = arena_array(&memory, double, n);
        random_stream r = random_start(1, n);
        for (size_t k = 0; k < n; k++) {
            x[k] = (k ? x[k - 1] : 0) + random_unit(&r);
            y[k] = log(random_unit(&r));
        }
        check(x, y, n);
        check(NULL, y, n);
    }
}

// More equal slopes than are kept: 0 of both signs, and one value by rounding alike.
Test(slopes, may_be_equal_in_any_number) {
    enum { N = 900 };
    double *y = arena_array(&memory, double, N);
    check(NULL, y, N);
    for (size_t i = 0; i < N; i++) y[i] = -3.0 * (double)i;
    check(NULL, y, N);
    for (size_t i = 0; i < N; i++) y[i] = (double)(i % 5);
    check(NULL, y, N);
}

Test(slopes, tell_how_many_are_smaller_and_equal) {
    static const size_t sizes[] = {40, 900};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t n = sizes[i], pairs = n * (n - 1) / 2, below = 0, equal = 0;
        double *y = arena_array(&memory, double, n);
        for (size_t k = 0; k < n; k++) y[k] = (double)(k * k % 7);
        double *all = sorted(NULL, y, n);
        for (size_t k = 0; k < pairs; k++) {
            below += all[k] < all[pairs / 3];
            equal += all[k] == all[pairs / 3];
        }
        slopes s = slopes_of(&memory, NULL, y, n);
        slope_block block = slopes_at(&s, pairs / 3);
        cr_assert(block.value == all[pairs / 3]);
        cr_assert_eq(block.below, below);
        cr_assert_eq(block.equal, equal);
    }
}

Test(slopes, take_little_memory) {
    arena own = {0};
    double *y = arena_array(&memory, double, 2000);
    for (size_t i = 0; i < 2000; i++) y[i] = (double)(i * 7919 % 2003);
    slopes s = slopes_of(&own, NULL, y, 2000);
    slopes_rank(&s, 12345);
    cr_assert_leq(arena_size(&own), 1u << 20);
    arena_release(&own);
}
