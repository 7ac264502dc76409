#include "stats/interval.h"

#include "stats/near.h"

Test(poisson_interval, has_the_limits_of_garwood) {
    assert_interval(poisson_interval(12, 1), 12, 6.200575109, 20.961585048, PRINTED);
    assert_interval(poisson_interval(0, 1), 0, 0, 3.688879454, PRINTED);
    assert_interval(poisson_interval(12, 3.4), 3.529411765, 1.823698561, 6.165172973, PRINTED);
}

Test(poisson_interval, agrees_with_scipy) {
    // scipy.stats.chi2.ppf(.025, 2 k) / 2, scipy.stats.chi2.ppf(.975, 2 k + 2) / 2
    assert_interval(poisson_interval(1, 1), 1, 0.0253178079842899, 5.5716433909389, CLOSED);
    assert_interval(poisson_interval(1000, 1), 1000, 938.973018407695, 1063.9521360163, CLOSED);
    assert_interval(poisson_interval(1000000, 1), 1e6, 998040.983340294, 1001961.91194543, CLOSED);
}

Test(poisson_interval, is_undefined_without_exposure) {
    assert_undefined(poisson_interval(3, 0));
    assert_undefined(poisson_interval(3, -1));
    assert_undefined(poisson_interval(3, NAN));
}

Test(poisson_interval, holds_for_the_largest_count) {
    interval i = poisson_interval(UINT64_MAX, 1);
    cr_assert(i.low < i.value && i.value < i.high && i.high < 1.0000001 * i.low);
}

Test(wilson_interval, has_the_limits_of_wilson) {
    assert_interval(wilson_interval(7, 9), 7.0 / 9, .452589069, .936774893, PRINTED);
    assert_interval(wilson_interval(0, 5), 0, 0, .434482465, PRINTED);
}

Test(wilson_interval, agrees_with_scipy) {
    // scipy.stats.binomtest(k, n).proportion_ci(method="wilson")
    assert_interval(wilson_interval(7, 9), 7.0 / 9, 0.452588969107, 0.936774892882, CLOSED);
    assert_interval(wilson_interval(1, 1), 1, 0.206549314377237, 1, CLOSED);
    assert_interval(wilson_interval(3, 1000), .003, 0.00102078388113862, 0.00878301405350317,
                    CLOSED);
    assert_interval(wilson_interval(999999, 1000000), .999999, 0.999994335088196, 0.999999823475423,
                    CLOSED);
}

Test(wilson_interval, is_undefined_without_trials) { assert_undefined(wilson_interval(0, 0)); }

Test(wilson_interval, stays_within_0_and_1_for_the_largest_counts) {
    interval all = wilson_interval(UINT64_MAX, UINT64_MAX), none = wilson_interval(0, UINT64_MAX);
    cr_assert(all.high == 1 && all.low <= 1 && none.low == 0 && none.high >= 0);
}

Test(wilson_difference, has_the_limits_of_newcombe) {
    assert_interval(wilson_difference(22, 31, 8, 9), -.179211470, -.377092089, .169556384, PRINTED);
}

Test(wilson_difference, is_undefined_when_a_side_has_no_trials) {
    assert_undefined(wilson_difference(0, 0, 8, 9));
    assert_undefined(wilson_difference(8, 9, 0, 0));
}

Test(rate_ratio, has_log_normal_limits) {
    assert_interval(rate_ratio_log_normal(31, 4100, 9, 3900), 3.276, 1.560, 6.882, 2e-4);
    double ratio = 31.0 / 4100 / (9.0 / 3900);
    interval wide = rate_ratio(31, 4100, 10, 3900),
             same = rate_ratio_log_normal(31, 4100, 10, 3900);
    assert_interval(wide, ratio * 0.9, same.low, same.high, 1e-12);
}

Test(rate_ratio, is_exact_when_a_count_is_below_10) {
    // With b = scipy.stats.beta: b.ppf(.025, a, b + 1) and b.ppf(.975, a + 1, b) as shares of a,
    // turned into odds.
    assert_interval(rate_ratio(31, 4100, 9, 3900), 3.27642276422764, 1.52261826268344,
                    7.82414032469886, CLOSED);
    assert_interval(rate_ratio(3, 50, 7, 200), 1.71428571428571, 0.286048801924345,
                    7.50922975685608, CLOSED);
    assert_interval(rate_ratio(5000, 1e5, 2, 1e3), 25, 6.91709949097479, 206.489978393607, CLOSED);
    assert_interval(rate_ratio(9, 1, 9, 1), 1, 0.351699474052792, 2.84333663760297, CLOSED);
}

Test(rate_ratio, is_0_with_an_upper_limit_when_the_first_count_is_0) {
    assert_interval(rate_ratio(0, 10, 4, 20), 0, 0, 3.02973371873174, CLOSED);
    assert_interval(rate_ratio_log_normal(0, 10, 4, 20), 0, NAN, NAN, 0);
}

Test(rate_ratio, mirrors_when_the_sides_change_places) {
    interval one = rate_ratio(3, 50, 7, 200), two = rate_ratio(7, 200, 3, 50);
    assert_interval(two, 1 / one.value, 1 / one.high, 1 / one.low, 1e-10);
}

Test(rate_ratio, is_undefined_when_the_second_rate_is_not_positive) {
    assert_undefined(rate_ratio(3, 50, 0, 200));
    assert_undefined(rate_ratio(3, 0, 7, 200));
    assert_undefined(rate_ratio(3, 50, 7, 0));
}

Test(rate_ratio, holds_for_a_huge_count_against_a_small_one) {
    interval i = rate_ratio(UINT64_MAX / 4, 1, 3, 1);
    cr_assert(i.low > 0 && i.low < i.value && i.value < i.high && isfinite(i.high));
}

Test(dispersion, is_the_variance_over_the_mean) {
    // numpy.var([0, 3, 1, 0, 7, 2], ddof=1) / numpy.mean([0, 3, 1, 0, 7, 2])
    assert_near(dispersion((uint64_t[]){0, 3, 1, 0, 7, 2}, 6), 3.21538461538462, CLOSED);
    assert_near(dispersion_of_sums(6, 13, 63), 3.21538461538462, CLOSED);
    cr_assert_eq(dispersion((uint64_t[]){4, 4, 4}, 3), 0.0);
}

Test(dispersion, keeps_its_digits_when_the_counts_are_large) {
    // 10^12, 10^12 + 1, 10^12 + 2: variance 1
    uint64_t base = 1000000000000;
    assert_near(dispersion((uint64_t[]){base, base + 1, base + 2}, 3), 1 / (1e12 + 1), 1e-12);
}

Test(dispersion, is_undefined_for_one_day_or_no_event) {
    cr_assert(isnan(dispersion((uint64_t[]){3}, 1)));
    cr_assert(isnan(dispersion((uint64_t[]){0, 0}, 2)));
    cr_assert(isnan(dispersion(NULL, 0)));
}
