#include "stats/turnbull.h"

#include "stats/near.h"

static arena memory;

static void release(void) { arena_release(&memory); }

TestSuite(turnbull, .fini = release);

#define MEDIAN(...)                                                                                \
    turnbull_median(&memory, (time_span[]){__VA_ARGS__},                                           \
                    sizeof((time_span[]){__VA_ARGS__}) / sizeof(time_span))

// The wanted medians maximize the likelihood by Nelder and Mead: scripts/python/stats_vectors.py,
// turnbull.

Test(turnbull, finds_the_median_of_times_known_to_the_minute) {
    static const double minutes[] = {60, 60, 120, 120, 120, 180, 240};
    time_span spans[7];
    for (size_t i = 0; i < 7; i++) spans[i] = turnbull_span(minutes[i], 60);
    assert_near(turnbull_median(&memory, spans, 7), 105, ITERATED);
}

Test(turnbull, takes_right_censored_times) {
    static const double minutes[] = {0, 60, 60, 120, 180, 300, 600};
    time_span spans[9] = {{400, INFINITY}, {900, INFINITY}};
    for (size_t i = 0; i < 7; i++) spans[i + 2] = turnbull_span(minutes[i], 60);
    assert_near(turnbull_median(&memory, spans, 9), 162, ITERATED);
}

Test(turnbull, spans_a_minute_on_either_side_but_not_below_0) {
    time_span span = turnbull_span(0, 60);
    cr_assert(span.left == 0 && span.right == 60);
    span = turnbull_span(120, 60);
    cr_assert(span.left == 60 && span.right == 180);
}

Test(turnbull, is_linear_within_one_interval) {
    assert_near(MEDIAN({0, 60}), 30, ITERATED);
    assert_near(MEDIAN({0, 60}, {0, 60}, {0, 60}, {60, 120}), 40, ITERATED);
}

Test(turnbull, takes_the_middle_of_the_gap_when_half_lies_on_either_side) {
    assert_near(MEDIAN({0, 60}, {100, 120}), 80, ITERATED);
}

Test(turnbull, empties_a_cell_that_self_consistency_alone_empties_ever_more_slowly) {
    // The likelihood is largest with 1/2 at 2 and 1/2 at 5, where the mass of (2, 3] has gradient
    // 0.
    assert_near(MEDIAN({1, 3}, {1, 3}, {2, 2}, {1, INFINITY}, {4, 5}, {5, 5}, {2, INFINITY}), 3.5,
                ITERATED);
}

Test(turnbull, gives_the_sample_median_of_exact_times) {
    assert_near(MEDIAN({3, 3}, {7, 7}, {9, 9}), 7, ITERATED);
    assert_near(MEDIAN({5, 5}, {5, 5}), 5, ITERATED);
}

Test(turnbull, tells_a_point_from_an_interval_that_begins_there) {
    assert_near(MEDIAN({5, 5}, {5, 5}, {5, 9}), 5, ITERATED);
    assert_near(MEDIAN({5, 5}, {5, 9}, {5, 9}), 6, ITERATED);
}

Test(turnbull, is_undefined_when_it_is_not_reached) {
    cr_assert(isnan(turnbull_median(&memory, NULL, 0)));
    cr_assert(isnan(MEDIAN({10, INFINITY})));
    cr_assert(isnan(MEDIAN({0, 5}, {10, INFINITY}, {20, INFINITY})));
}

Test(turnbull, agrees_with_the_exact_median_when_the_stamps_are_fine) {
    time_span spans[1001];
    for (size_t i = 0; i < 1001; i++) spans[i] = turnbull_span((double)((i * 389) % 1001), 0.25);
    assert_near(turnbull_median(&memory, spans, 1001), 500, 1e-3);
}
