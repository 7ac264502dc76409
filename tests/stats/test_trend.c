#include "stats/trend.h"

#include "stats/near.h"
#include "stats/random.h"

static arena memory;

static void release(void) { arena_release(&memory); }

TestSuite(trend, .fini = release);

Test(trend, has_the_figures_of_the_specification) {
    static const double relief[] = {48, 40, 52, 30, 33, 21, 25, 12, 14, 9};
    double y[10];
    for (size_t i = 0; i < 10; i++) y[i] = log(relief[i]);
    trend t = trend_fit(&memory, NULL, y, 10);
    assert_interval(t.slope, -.183091973, -.250574163, -.138815868, PRINTED);
    cr_assert_eq(t.s, -35);
    assert_near(t.tau, -.777777778, PRINTED);
    assert_near(t.z, -3.041052450, PRINTED);
    cr_assert_not(t.autocorrelated);
    // scipy.stats.theilslopes(numpy.log(relief), numpy.arange(1, 11), .95)
    assert_interval(t.slope, -0.183091973428307, -0.25057416303503, -0.13881586829914, CLOSED);
}

Test(trend, takes_uneven_positions_and_ties) {
    // scipy.stats.theilslopes and kendalltau; S, variance and z in scripts/python/stats_vectors.py,
    // trend
    static const double x[] = {1, 2, 4, 7, 8, 9, 12, 15, 16, 20, 21, 30};
    static const double y[] = {5, 3, 3, 4, 4, 4, 2, 6, 2, 1, 1, 5};
    trend t = trend_fit(&memory, x, y, 12);
    assert_interval(t.slope, -0.102631578947368, -0.214285714285714, 0.0634920634920635, CLOSED);
    assert_near(t.tau, -0.240377207424078, CLOSED);
    cr_assert_eq(t.s, -15);
    assert_near(t.variance, 205, CLOSED);
    assert_near(t.z, -0.977802414077409, CLOSED);
    assert_near(t.p, 0.328172056842935, CLOSED);
}

Test(trend, widens_the_variance_of_an_autocorrelated_series_as_hamed_and_rao) {
    // scripts/python/stats_vectors.py, hamed_rao
    static const double y[] = {1, 2, 3, 4,  6, 7, 8, 7, 6, 5, 3, 2,  2,  3,  5,
                               6, 8, 9, 10, 9, 8, 6, 5, 5, 6, 8, 10, 11, 12, 11};
    trend t = trend_fit(&memory, NULL, y, 30);
    cr_assert(t.autocorrelated);
    cr_assert_eq(t.s, 209);
    assert_near(t.slope.value, 0.238095238095238, CLOSED);
    assert_near(t.variance, 3211.10866022354, CLOSED);
    assert_near(t.z, 3.67058963608717, CLOSED);
}

Test(trend, has_no_test_when_all_values_are_equal) {
    static const double y[] = {3, 3, 3, 3, 3, 3, 3, 3};
    trend t = trend_fit(&memory, NULL, y, 8);
    assert_interval(t.slope, 0, 0, 0, 0);
    cr_assert_eq(t.s, 0);
    cr_assert(isnan(t.tau) && isnan(t.z) && isnan(t.p));
}

Test(trend, is_undefined_for_fewer_than_2_values) {
    static const double y[] = {3};
    for (size_t n = 0; n < 2; n++) {
        trend t = trend_fit(&memory, NULL, y, n);
        assert_undefined(t.slope);
        cr_assert(isnan(t.z) && isnan(t.tau) && t.n == n);
    }
}

Test(trend, has_no_limits_when_their_rank_lies_outside_the_slopes) {
    static const double y[] = {3, 1};
    trend t = trend_fit(&memory, NULL, y, 2);
    assert_interval(t.slope, -2, NAN, NAN, 0);
    cr_assert_eq(t.z, 0.0); // |S| = 1, less the continuity correction
    cr_assert_eq(t.p, 1.0);
}

Test(trend, finds_no_autocorrelation_in_the_rounding_of_a_straight_line) {
    double y[40];
    for (int i = 0; i < 40; i++) y[i] = 0.1 * i + 0.3;
    trend t = trend_fit(&memory, NULL, y, 40);
    assert_near(t.slope.value, 0.1, CLOSED);
    cr_assert_not(t.autocorrelated);
    assert_near(t.tau, 1, CLOSED);
}

// At their own ranks equal slopes would draw the limits to 0 and hold it there.
Test(trend, has_limits_that_hold_0_just_when_s_does_not_reject_it) {
    size_t held = 0, rejected = 0;
    for (uint64_t draw = 0; draw < 2000; draw++) {
        random_stream r = random_start(9, draw);
        double y[20], rise = draw % 2 ? .1 : 0;
        for (size_t i = 0; i < 20; i++) y[i] = (double)random_below(&r, 5) + rise * (double)i;
        trend t = trend_fit(&memory, NULL, y, 20);
        cr_assert(t.slope.low <= t.slope.value && t.slope.value <= t.slope.high);
        arena_reset(&memory);
        double s = fabs((double)t.s), bound = INTERVAL_Z * sqrt(t.variance);
        // Ranks are whole, and the limits never leave out the slope itself.
        if ((bound - 1 < s && s < bound + 3) || t.slope.value == 0 || t.autocorrelated) continue;
        bool holds = t.slope.low <= 0 && 0 <= t.slope.high;
        cr_assert_eq(holds, s < bound, "S %g, bound %g", s, bound);
        held += holds;
        rejected += !holds;
    }
    cr_assert(held > 200 && rejected > 200);
}

Test(trend, rejects_as_often_as_it_should_when_there_is_none) {
    // 25 independent values: .043 to .050 at alpha = .05, here within four Monte Carlo errors.
    enum { RUNS = 2000, N = 25 };
    size_t rejected = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        random_stream r = random_start(11, run);
        double y[N];
        for (size_t i = 0; i < N; i++) y[i] = -log(random_unit(&r));
        rejected += trend_fit(&memory, NULL, y, N).p < 0.05;
        arena_reset(&memory);
    }
    double share = (double)rejected / RUNS, error = sqrt(.05 * .95 / RUNS);
    cr_assert(share > .043 - 4 * error && share < .050 + 4 * error, "%g", share);
}

// Every message carries the same chance of a request while the chat becomes three times as lively:
// on the calendar relief seems to shorten in 34 to 35 % of logs (one-sided .025), on the message
// clock in 2 %.
Test(trend, takes_growing_volume_for_shorter_relief_on_the_calendar_but_not_on_the_message_clock) {
    enum { RUNS = 4000, N = 35 };
    size_t calendar = 0, by_message = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        random_stream r = random_start(9, run);
        double messages[N], hours[N], all = 0, before = 0;
        for (size_t i = 0; i < N; i++) {
            messages[i] = ceil(log(random_unit(&r)) / log1p(-.02));
            all += messages[i];
        }
        for (size_t i = 0; i < N; i++) {
            double middle = (before + messages[i] / 2) / all;
            hours[i] = log(messages[i] / pow(3, middle));
            before += messages[i];
            messages[i] = log(messages[i]);
        }
        calendar += trend_fit(&memory, NULL, hours, N).z < -INTERVAL_Z;
        by_message += trend_fit(&memory, NULL, messages, N).z < -INTERVAL_Z;
        arena_reset(&memory);
    }
    double seems = (double)calendar / RUNS, does = (double)by_message / RUNS;
    cr_assert(seems > .34 - 4 * sqrt(.34 * .66 / RUNS) && seems < .35 + 4 * sqrt(.35 * .65 / RUNS),
              "%g", seems);
    cr_assert(fabs(does - .02) < 4 * sqrt(.02 * .98 / RUNS), "%g", does);
}

Test(trend, thins_series_of_more_than_2000) {
    cr_assert_eq(trend_step(0), 1u);
    cr_assert_eq(trend_step(2000), 1u);
    cr_assert_eq(trend_step(2001), 2u);
    cr_assert_eq(trend_step(4000), 2u);
    cr_assert_eq(trend_step(4001), 3u);
}

Test(trend, takes_2000_values_with_many_ties) {
    double *y = arena_array(&memory, double, 2000);
    for (size_t i = 0; i < 2000; i++) y[i] = (double)(i % 7);
    trend t = trend_fit(&memory, NULL, y, 2000);
    cr_assert_eq(t.slope.value, 0.0);
    cr_assert(fabs(t.tau) < 0.01);
}
