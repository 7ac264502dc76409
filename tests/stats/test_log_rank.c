#include "stats/log_rank.h"

#include "stats/near.h"

static const ending C = ENDING_CENSORED, E = ENDING_EVENT;

Test(log_rank, sums_hypergeometric_moments_over_the_event_times) {
    // scripts/python/stats_vectors.py, log_rank, with scipy.stats.hypergeom at every event time.
    duration x[] = {{3, E},  {5, E},  {5, C},  {8, E},  {12, E},
                    {13, C}, {17, E}, {21, E}, {21, E}, {30, C}};
    duration y[] = {{1, E}, {2, E}, {2, E},  {4, E},  {5, E},
                    {5, C}, {9, E}, {11, E}, {14, C}, {20, E}};
    log_rank test = log_rank_test(x, 10, y, 10);
    assert_near(test.observed - test.expected, -3.10639717609532, CLOSED);
    assert_near(test.variance, 2.88356387690999, CLOSED);
    assert_near(test.z, -1.82933058096559, CLOSED);
    assert_near(test.p, 0.0673501000882237, CLOSED);
    cr_assert_eq(test.observed, 7.0);
}

Test(log_rank, changes_its_sign_when_the_samples_change_places) {
    duration x[] = {{1, E}, {4, E}}, y[] = {{2, E}, {9, E}, {9, C}};
    log_rank one = log_rank_test(x, 2, y, 3), two = log_rank_test(y, 3, x, 2);
    assert_near(one.z, -two.z, 1e-12);
    assert_near(one.p, two.p, 1e-12);
}

Test(log_rank, finds_no_difference_between_equal_samples) {
    duration x[] = {{1, E}, {4, C}, {6, E}}, y[] = {{1, E}, {4, C}, {6, E}};
    cr_assert(fabs(log_rank_test(x, 3, y, 3).z) < 1e-12);
}

Test(log_rank, is_undefined_for_an_empty_sample_or_no_event) {
    duration x[] = {{1, E}}, y[] = {{2, C}}, z[] = {{3, C}};
    cr_assert(isnan(log_rank_test(x, 1, NULL, 0).z));
    cr_assert(isnan(log_rank_test(NULL, 0, x, 1).p));
    cr_assert(isnan(log_rank_test(y, 1, z, 1).z));
}

Test(log_rank, takes_one_event_each_at_one_time) {
    duration x[] = {{1, E}}, y[] = {{1, E}};
    cr_assert(isnan(log_rank_test(x, 1, y, 1).z)); // all events at once tell nothing
}
