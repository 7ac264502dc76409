#include "stats/validity.h"

#include "stats/near.h"

static arena memory;

static void release(void) { arena_release(&memory); }

TestSuite(validity, .fini = release);

static const confusion printed = {.tn = 940, .fp = 12, .fn = 8, .tp = 40};

Test(validity, has_the_figures_of_the_specification) {
    validity v = validity_of(printed);
    assert_near(v.of[VALIDITY_PRECISION], .769, 1e-3);
    assert_near(v.of[VALIDITY_RECALL], .833, 1e-3);
    assert_near(v.of[VALIDITY_F1], .8, PRINTED);
    assert_near(v.of[VALIDITY_MCC], .790192051, PRINTED);
    assert_near(v.of[VALIDITY_KAPPA], .789491411, PRINTED);
    assert_near(v.of[VALIDITY_AC1], .977900552, PRINTED);
    assert_near(v.of[VALIDITY_ALPHA], .789578947, PRINTED);
    // numpy.corrcoef of the codes
    assert_near(v.of[VALIDITY_MCC], 0.79019205116032, CLOSED);
}

Test(validity, agrees_between_its_two_ways_to_each_coefficient) {
    validity v = validity_of(printed);
    agreement a = agreement_of((uint64_t[]){940, 12, 8, 40}, 2);
    assert_near(a.kappa, v.of[VALIDITY_KAPPA], 1e-12);
    assert_near(a.ac1, v.of[VALIDITY_AC1], 1e-12);
    int codes[2000];
    for (size_t i = 0; i < 1000; i++) {
        codes[2 * i] = i >= 952;
        codes[2 * i + 1] = (i >= 940 && i < 952) || i >= 960;
    }
    assert_near(krippendorff_alpha(&memory, codes, 1000, 2, 2), v.of[VALIDITY_ALPHA], 1e-12);
}

Test(validity, is_undefined_where_a_denominator_is_0) {
    validity none = validity_of((confusion){0});
    for (size_t m = 0; m < VALIDITY_COUNT; m++) cr_assert(isnan(none.of[m]), "measure %zu", m);
    validity quiet = validity_of((confusion){.tn = 9});
    cr_assert(isnan(quiet.of[VALIDITY_PRECISION]) && isnan(quiet.of[VALIDITY_KAPPA]));
    cr_assert(isnan(quiet.of[VALIDITY_MCC]) && isnan(quiet.of[VALIDITY_ALPHA]));
    cr_assert_eq(quiet.of[VALIDITY_AC1], 1.0);
}

Test(validity, survives_the_largest_counts) {
    double huge = 0x1p62;
    validity v = validity_of((confusion){huge, huge, huge, huge});
    assert_near(v.of[VALIDITY_F1], .5, CLOSED);
    cr_assert(fabs(v.of[VALIDITY_MCC]) < 1e-9 && fabs(v.of[VALIDITY_KAPPA]) < 1e-9);
}

Test(validity, has_limits_from_resampled_dyads) {
    confusion dyads[50];
    for (size_t i = 0; i < 50; i++) dyads[i] = (confusion){10, 0, 0, i % 2 ? 10 : 0};
    for (size_t i = 0; i < 50; i++) dyads[i].fp = i % 2 ? 0 : 10;
    validity_limits limits = validity_bootstrap(&memory, dyads, 50, 1, 1999);
    // Precision is the share of odd dyads: binomial with sd sqrt(.25 / 50); four errors of the
    // limit.
    double sd = sqrt(.25 / 50);
    interval p = limits.of[VALIDITY_PRECISION];
    cr_assert_eq(p.value, .5);
    cr_assert(fabs(p.low - (.5 - 1.96 * sd)) < (4 * .06 + .15) * sd, "%g", p.low);
    cr_assert(fabs(p.high - (.5 + 1.96 * sd)) < (4 * .06 + .15) * sd, "%g", p.high);
    assert_interval(limits.of[VALIDITY_RECALL], 1, 1, 1, 0);
    validity_limits again = validity_bootstrap(&memory, dyads, 50, 1, 1999);
    cr_assert_eq(again.of[VALIDITY_F1].low, limits.of[VALIDITY_F1].low);
}

Test(validity, has_no_limits_for_one_dyad_or_an_undefined_measure) {
    assert_interval(validity_bootstrap(&memory, &printed, 1, 1, 100).of[VALIDITY_F1], .8, NAN, NAN,
                    CLOSED);
    confusion quiet[] = {{.tn = 4}, {.tn = 5}};
    assert_undefined(validity_bootstrap(&memory, quiet, 2, 1, 100).of[VALIDITY_RECALL]);
    assert_undefined(validity_bootstrap(&memory, NULL, 0, 1, 100).of[VALIDITY_RECALL]);
}

Test(precision_recall, has_one_point_for_each_distinct_confidence) {
    judged messages[] = {{.5, false}, {.9, true}, {.7, true}, {.7, false}, {.5, true}, {.9, true}};
    cut_point points[6];
    cr_assert_eq(precision_recall(messages, 6, points), 3u);
    cr_assert(points[0].confidence == .9 && points[0].tp == 2 && points[0].fp == 0 &&
              points[0].fn == 2);
    cr_assert(points[1].confidence == .7 && points[1].tp == 3 && points[1].fp == 1 &&
              points[1].fn == 1);
    cr_assert(points[2].confidence == .5 && points[2].tp == 4 && points[2].fp == 2 &&
              points[2].fn == 0);
    assert_near(points[1].precision.value, .75, CLOSED);
    assert_near(points[1].recall.high, wilson_interval(3, 4).high, 0);
    cr_assert_eq(precision_recall(NULL, 0, points), 0u);
}

Test(precision_recall, has_no_recall_without_truths) {
    judged messages[] = {{.5, false}};
    cut_point point;
    cr_assert_eq(precision_recall(messages, 1, &point), 1u);
    assert_undefined(point.recall);
    cr_assert_eq(point.precision.value, 0.0);
}

Test(agreement, takes_more_than_two_categories) {
    // numpy in scripts/python/stats_vectors.py, validity
    agreement a = agreement_of((uint64_t[]){20, 5, 1, 3, 30, 4, 2, 6, 9}, 3);
    assert_near(a.observed, 59.0 / 80, CLOSED);
    assert_near(a.kappa, 0.579474342928661, CLOSED);
    assert_near(a.ac1, 0.618680133915905, CLOSED);
    cr_assert(isnan(agreement_of((uint64_t[]){7}, 1).ac1));
    cr_assert(isnan(agreement_of(NULL, 0).kappa));
}

Test(krippendorff_alpha, is_743_for_the_canonical_data_with_missing_codes) {
    // Krippendorff (2011), Computing Krippendorff's alpha-reliability, section C: nominal alpha
    // .743.
    enum { X = -1, CODERS = 4, UNITS = 12 };
    static const int by_coder[CODERS][UNITS] = {{1, 2, 3, 3, 2, 1, 4, 1, 2, X, X, X},
                                                {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, X, 3},
                                                {X, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, X},
                                                {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, X}};
    int codes[UNITS * CODERS];
    for (size_t unit = 0; unit < UNITS; unit++)
        for (size_t coder = 0; coder < CODERS; coder++)
            codes[unit * CODERS + coder] = by_coder[coder][unit];
    cr_assert(fabs(krippendorff_alpha(&memory, codes, UNITS, CODERS, 6) - .743) < .0005);
}

Test(krippendorff_alpha, is_undefined_without_pairs_or_variety) {
    static const int single[] = {1, -1, -1, 0}, same[] = {1, 1, 1, 1};
    cr_assert(isnan(krippendorff_alpha(&memory, single, 2, 2, 2)));
    cr_assert(isnan(krippendorff_alpha(&memory, same, 2, 2, 2)));
    cr_assert(isnan(krippendorff_alpha(&memory, NULL, 0, 2, 2)));
}

Test(predictive_value, falls_with_the_prevalence) {
    assert_near(predictive_value(1e-4, .8, .999), .074, 1e-2);
    assert_near(predictive_value(1e-3, .8, .999), .445, 1e-3);
    assert_near(predictive_value(1e-2, .8, .999), .890, 1e-3);
    cr_assert(isnan(predictive_value(0, .8, 1)));
}

Test(rogan_gladen, corrects_a_measured_share) {
    // Sensitivity .8 of 100 and specificity .95 of 200; .2 of 1,000 coded: (.2 + .95 - 1) / .75 =
    // .2.
    confusion sample = {.tn = 190, .fp = 10, .fn = 20, .tp = 80};
    double half = 1.959963984540054 *
                  sqrt(.2 * .8 / 1000 + .04 * .8 * .2 / 100 + .64 * .95 * .05 / 200) / .75;
    assert_interval(rogan_gladen(200, 1000, sample), .2, .2 - half, .2 + half, CLOSED);
}

Test(rogan_gladen, stays_within_0_and_1) {
    confusion sample = {.tn = 190, .fp = 10, .fn = 20, .tp = 80};
    interval none = rogan_gladen(0, 1000, sample), all = rogan_gladen(1000, 1000, sample);
    cr_assert(none.value == 0 && none.low == 0 && none.high > 0);
    cr_assert(all.value == 1 && all.high == 1 && all.low < 1);
}

Test(rogan_gladen, is_undefined_for_a_useless_classifier_or_no_data) {
    assert_undefined(rogan_gladen(0, 0, printed));
    assert_undefined(rogan_gladen(5, 10, (confusion){5, 5, 5, 5}));
    assert_undefined(rogan_gladen(5, 10, (confusion){.tn = 5, .fp = 5}));
}

// Limits near those of numpy's resampling in scripts/python/stats_vectors.py, validity.
static void assert_limits(interval got, double low, double high, double error) {
    cr_assert(fabs(got.low - low) < error, "low %g, not %g", got.low, low);
    cr_assert(fabs(got.high - high) < error, "high %g, not %g", got.high, high);
}

Test(krippendorff_bootstrap, has_limits_from_resampled_units_or_groups_of_them) {
    enum { UNITS = 40, CODERS = 3, GROUPS = 10 };
    int codes[UNITS * CODERS];
    size_t groups[UNITS];
    for (int u = 0; u < UNITS; u++) {
        groups[u] = (size_t)u / 4;
        for (int c = 0; c < CODERS; c++)
            codes[u * CODERS + c] =
                (u * 3 + c) % 7 ? (u % 5 == 0) ^ ((u * 3 + c * 7) % 11 == 0) : -1;
    }
    interval one = krippendorff_bootstrap(&memory, codes, UNITS, CODERS, NULL, 0, 1, 20000);
    assert_near(one.value, 0.5683760683760684, CLOSED);
    assert_near(one.value, krippendorff_alpha(&memory, codes, UNITS, CODERS, 2), CLOSED);
    assert_limits(one, .267, .805, .025);
    interval ten = krippendorff_bootstrap(&memory, codes, UNITS, CODERS, groups, GROUPS, 1, 20000);
    assert_near(ten.value, one.value, CLOSED);
    assert_limits(ten, .366, .784, .025);
    interval none = krippendorff_bootstrap(&memory, codes, 1, CODERS, NULL, 0, 1, 100);
    cr_assert(isnan(none.low) && isnan(none.high));
}

Test(predictive_bootstrap, has_limits_for_a_given_prevalence_and_an_estimated_one) {
    static const confusion dyads[] = {{30, 1, 2, 8}, {50, 0, 1, 3},  {20, 3, 0, 9},
                                      {40, 2, 2, 6}, {35, 1, 0, 12}, {60, 4, 1, 5}};
    enum { DYADS = sizeof dyads / sizeof *dyads };
    interval own = predictive_bootstrap(&memory, dyads, DYADS, -1, 49.0 / 295, 1, 20000);
    assert_near(own.value, 43.0 / 54, CLOSED); // then it is the precision
    assert_limits(own, .681, .898, .01);
    interval rare = predictive_bootstrap(&memory, dyads, DYADS, .01, NAN, 1, 20000);
    assert_near(rare.value, 0.16543893398395357, CLOSED);
    assert_limits(rare, .112, .310, .02);
    cr_assert(isnan(predictive_bootstrap(&memory, dyads, 1, .01, NAN, 1, 100).low));
}
