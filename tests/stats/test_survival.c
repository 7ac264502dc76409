#include "stats/survival.h"

#include "stats/near.h"
#include "stats/random.h"

static const ending C = ENDING_CENSORED, E = ENDING_EVENT, O = ENDING_COMPETING;

static arena memory;

static void release(void) { arena_release(&memory); }

TestSuite(survival, .fini = release);

// The sample of the specification, out of order.
static survival fit_sample(void) {
    duration sample[] = {{60, C, 0}, {2, E, 0},  {1, E, 0}, {5, C, 0}, {15, E, 0},
                         {2, E, 0},  {20, C, 0}, {7, E, 0}, {60, C, 0}};
    return survival_fit(&memory, sample, 9);
}

#define FIT(...)                                                                                   \
    survival_fit(&memory, (duration[]){__VA_ARGS__},                                               \
                 sizeof((duration[]){__VA_ARGS__}) / sizeof(duration))

Test(survival, falls_at_each_event_as_kaplan_and_meier_say) {
    survival curve = fit_sample();
    static const double times[] = {1, 2, 7, 15}, heights[] = {8.0 / 9, 2.0 / 3, 8.0 / 15, .4};
    cr_assert_eq(curve.count, 4);
    cr_assert_eq(curve.events, 5);
    for (size_t i = 0; i < 4; i++) {
        cr_assert_eq(curve.steps[i].time, times[i]);
        assert_near(curve.steps[i].survival, heights[i], CLOSED);
    }
    assert_near(curve.steps[0].survival, .8889, 5e-5);
    assert_near(curve.steps[1].survival, .6667, 5e-5);
    assert_near(curve.steps[2].survival, .5333, 1e-4);
}

Test(survival, has_log_log_limits_with_greenwoods_variance) {
    // scripts/python/stats_vectors.py, kaplan_meier
    survival curve = fit_sample();
    assert_interval(survival_at(&curve, 1), 8.0 / 9, 0.432965090225805, 0.983564028525579, CLOSED);
    assert_interval(survival_at(&curve, 6.9), 2.0 / 3, 0.281682242221651, 0.878306757631375,
                    CLOSED);
    assert_interval(survival_at(&curve, 7), 8.0 / 15, 0.17709138747004, 0.795912518291508, CLOSED);
    assert_interval(survival_at(&curve, 1e9), .4, 0.0981236086022201, 0.696523600037711, CLOSED);
}

Test(survival, turns_into_the_share_that_had_the_event) {
    survival curve = fit_sample();
    assert_interval(survival_event_by(&curve, 7), 7.0 / 15, 1 - 0.795912518291508,
                    1 - 0.17709138747004, CLOSED);
    assert_interval(survival_event_by(&curve, 0.5), 0, NAN, NAN, 0);
}

Test(survival, has_the_restricted_mean_of_the_specification) {
    survival curve = fit_sample();
    assert_near(survival_restricted_mean(&curve, 60).value, 27.488888889, PRINTED);
}

Test(survival, has_the_binomial_error_in_its_restricted_mean_when_nothing_is_censored) {
    // Without censoring the area is the mean of min(t, tau) and Greenwood's variance its variance /
    // n.
    survival curve = FIT({1, E, 0}, {2, E, 0}, {4, E, 0}, {9, E, 0});
    double mean = (1 + 2 + 4 + 5) / 4.0, squares = (1 + 4 + 16 + 25) / 4.0;
    double half = INTERVAL_Z * sqrt((squares - mean * mean) / 4);
    assert_interval(survival_restricted_mean(&curve, 5), mean, mean - half, mean + half, CLOSED);
}

Test(survival, holds_its_last_value_to_the_end_of_the_restricted_mean) {
    survival curve = FIT({2, E, 0}, {3, C, 0});
    assert_near(survival_restricted_mean(&curve, 10).value, 2 + .5 * 8, CLOSED);
    cr_assert_eq(survival_restricted_mean(&curve, 0).value, 0.0);
}

Test(survival, crosses_its_quantiles_at_events) {
    survival curve = fit_sample();
    cr_assert_eq(survival_quantile(&curve, .25).value, 2.0);
    assert_interval(survival_quantile(&curve, .5), 15, 1, NAN, CLOSED);
    cr_assert(isnan(survival_quantile(&curve, .75).value));
}

Test(survival, takes_the_middle_of_a_flat_stretch) {
    survival curve = FIT({1, E, 0}, {2, E, 0}, {5, E, 0}, {9, E, 0});
    cr_assert_eq(survival_quantile(&curve, .5).value, 3.5);
    cr_assert_eq(survival_quantile(&curve, .25).value, 1.5);
    cr_assert_eq(survival_quantile(&curve, .75).value, 7.0);
}

Test(survival, takes_the_middle_of_a_flat_stretch_up_to_the_largest_time_when_it_is_the_last) {
    survival curve = FIT({1, E, 0}, {2, E, 0}, {5, C, 0}, {10, C, 0});
    cr_assert_eq(survival_quantile(&curve, .5).value, 6.0);
}

Test(survival, finds_a_flat_stretch_in_spite_of_rounding) {
    // (9/10)(8/9)(7/8)(6/7)(5/6) is 1/2 only up to rounding.
    duration sample[10];
    for (int i = 0; i < 10; i++) sample[i] = (duration){i + 1, E, 0};
    survival curve = survival_fit(&memory, sample, 10);
    cr_assert_eq(survival_quantile(&curve, .5).value, 5.5);
}

Test(survival, has_no_upper_limit_where_the_curve_ends_at_0) {
    // R: quantile(survfit(Surv(1:3, rep(1, 3)) ~ 1, conf.type = "log-log"), .5) is 2 (1, NA).
    survival curve = FIT({1, E, 0}, {2, E, 0}, {3, E, 0});
    cr_assert_eq(curve.steps[2].survival, 0.0);
    cr_assert(isinf(curve.steps[2].hazard_variance));
    assert_interval(survival_quantile(&curve, .5), 2, 1, NAN, CLOSED);
}

Test(survival, keeps_a_censored_one_at_risk_for_events_of_the_same_time) {
    survival curve = FIT({3, C, 0}, {3, E, 0});
    assert_near(curve.steps[0].survival, .5, CLOSED);
}

Test(survival, is_undefined_for_an_empty_sample) {
    survival curve = survival_fit(&memory, NULL, 0);
    assert_undefined(survival_quantile(&curve, .5));
    assert_undefined(survival_at(&curve, 3));
    assert_undefined(survival_event_by(&curve, 3));
    assert_undefined(survival_incidence(&curve, 3));
    assert_undefined(survival_restricted_mean(&curve, 60));
}

Test(survival, never_falls_when_everything_is_censored) {
    survival curve = FIT({3, C, 0}, {4, C, 0});
    assert_undefined(survival_quantile(&curve, .5));
    assert_interval(survival_at(&curve, 9), 1, NAN, NAN, 0);
    assert_interval(survival_incidence(&curve, 9), 0, NAN, NAN, 0);
    cr_assert_eq(survival_restricted_mean(&curve, 60).value, 60.0);
}

Test(survival, takes_durations_that_are_all_equal) {
    survival curve = FIT({0, E, 0}, {0, E, 0}, {0, O, 0}, {0, C, 0});
    cr_assert_eq(curve.count, 1);
    assert_near(survival_at(&curve, 0).value, .5, CLOSED);
    assert_near(survival_incidence(&curve, 0).value, .5, CLOSED);
}

// As in scripts/python/stats_vectors.py, aalen_johansen.
static survival fit_competing(void) {
    return FIT({1, E, 0}, {2, O, 0}, {2, E, 0}, {3, C, 0}, {4, E, 0}, {4, O, 0}, {5, E, 0},
               {6, C, 0}, {7, O, 0}, {8, E, 0}, {9, C, 0}, {10, E, 0});
}

Test(survival, tells_competing_endings_from_censoring) {
    survival curve = fit_competing();
    assert_near(survival_incidence(&curve, 2).value, 0.166666666666667, CLOSED);
    assert_near(survival_incidence(&curve, 5).value, 0.354166666666667, CLOSED);
    assert_near(survival_incidence(&curve, 8).value, 0.471354166666667, CLOSED);
    cr_assert(survival_incidence(&curve, 8).value < survival_event_by(&curve, 8).value);
}

Test(survival, has_the_binomial_variance_in_its_incidence_when_nothing_is_censored) {
    // 2 of 5 had the event; log(-log) limits with p (1 - p) / n.
    survival curve = FIT({1, E, 0}, {2, O, 0}, {3, E, 0}, {4, O, 0}, {5, O, 0});
    double shift = exp(INTERVAL_Z * sqrt(.4 * .6 / 5) / (.4 * -log(.4)));
    assert_interval(survival_incidence(&curve, 4), .4, pow(.4, shift), pow(.4, 1 / shift), CLOSED);
}

Test(survival, has_an_incidence_variance_that_a_bootstrap_confirms) {
    // 20,000 resamples: sd .1461 at 5 and .1614 at 8. The delta method is that of large samples: 5
    // %.
    survival curve = fit_competing();
    static const double times[] = {5, 8}, deviations[] = {0.146099964242406, 0.16137810265061};
    for (size_t i = 0; i < 2; i++) {
        interval got = survival_incidence(&curve, times[i]);
        double shift = log(log(got.low) / log(got.value)) / INTERVAL_Z;
        assert_near(shift * got.value * -log(got.value), deviations[i], .05);
    }
}

Test(survival, finds_the_true_median_where_the_answered_alone_are_too_fast) {
    // Exponential waits of mean 600 s, seen for 15 min: 413 to 424 s, not the 295 to 297 s of the
    // answered.
    enum { N = 40000 };
    duration *waits = arena_array(&memory, duration, N),
             *answered = arena_array(&memory, duration, N);
    size_t answers = 0;
    for (uint64_t i = 0; i < N; i++) {
        random_stream r = random_start(3, i);
        double wait = -600 * log(random_unit(&r));
        waits[i] = wait <= 900 ? (duration){wait, E, 0} : (duration){900, C, 0};
        if (wait <= 900) answered[answers++] = waits[i];
    }
    survival all = survival_fit(&memory, waits, N), some = survival_fit(&memory, answered, answers);
    // A median has a standard error of 1 / (2 f sqrt(n)), f the density there: 600 / sqrt(n), and
    // less.
    double error = 600 / sqrt(N);
    cr_assert(fabs(survival_quantile(&all, .5).value - 600 * log(2)) < 4 * error);
    double middle = -600 * log(1 - (1 - exp(-1.5)) / 2);
    cr_assert(fabs(survival_quantile(&some, .5).value - middle) < 4 * error);
    cr_assert(middle > 295 && middle < 297);
}
