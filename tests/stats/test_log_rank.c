#include "stats/log_rank.h"

#include "stats/near.h"

static const ending C = ENDING_CENSORED, E = ENDING_EVENT;

Test(log_rank, sums_hypergeometric_moments_over_the_event_times) {
    // scripts/python/stats_vectors.py, log_rank, with scipy.stats.hypergeom at every event time.
    duration x[] = {{3, E, 0},  {5, E, 0},  {5, C, 0},  {8, E, 0},  {12, E, 0},
                    {13, C, 0}, {17, E, 0}, {21, E, 0}, {21, E, 0}, {30, C, 0}};
    duration y[] = {{1, E, 0}, {2, E, 0}, {2, E, 0},  {4, E, 0},  {5, E, 0},
                    {5, C, 0}, {9, E, 0}, {11, E, 0}, {14, C, 0}, {20, E, 0}};
    log_rank test = log_rank_test(x, 10, y, 10);
    assert_near(test.observed - test.expected, -3.10639717609532, CLOSED);
    assert_near(test.variance, 2.88356387690999, CLOSED);
    assert_near(test.z, -1.82933058096559, CLOSED);
    assert_near(test.p, 0.0673501000882237, CLOSED);
    cr_assert_eq(test.observed, 7.0);
}

Test(log_rank, changes_its_sign_when_the_samples_change_places) {
    duration x[] = {{1, E, 0}, {4, E, 0}}, y[] = {{2, E, 0}, {9, E, 0}, {9, C, 0}};
    log_rank one = log_rank_test(x, 2, y, 3), two = log_rank_test(y, 3, x, 2);
    assert_near(one.z, -two.z, 1e-12);
    assert_near(one.p, two.p, 1e-12);
}

Test(log_rank, finds_no_difference_between_equal_samples) {
    duration x[] = {{1, E, 0}, {4, C, 0}, {6, E, 0}}, y[] = {{1, E, 0}, {4, C, 0}, {6, E, 0}};
    cr_assert(fabs(log_rank_test(x, 3, y, 3).z) < 1e-12);
}

Test(log_rank, is_undefined_for_an_empty_sample_or_no_event) {
    duration x[] = {{1, E, 0}}, y[] = {{2, C, 0}}, z[] = {{3, C, 0}};
    cr_assert(isnan(log_rank_test(x, 1, NULL, 0).z));
    cr_assert(isnan(log_rank_test(NULL, 0, x, 1).p));
    cr_assert(isnan(log_rank_test(y, 1, z, 1).z));
}

Test(log_rank, takes_one_event_each_at_one_time) {
    duration x[] = {{1, E, 0}}, y[] = {{1, E, 0}};
    cr_assert(isnan(log_rank_test(x, 1, y, 1).z)); // all events at once tell nothing
}
