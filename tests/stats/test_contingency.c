#include "stats/contingency.h"

#include "stats/near.h"

Test(contingency, measures_the_table_of_the_specification) {
    contingency m = contingency_measure((table2){24, 16, 150, 1810});
    assert_near(m.expected, 3.48, PRINTED);
    assert_near(m.adjusted_residual, 11.628917992, PRINTED);
    assert_interval(m.odds_ratio, 18.10, 9.410, 34.815, 1e-4);
    assert_near(m.yules_q.value, .895287958, PRINTED);
    assert_interval(m.yules_q, .895287958, .8304, .9602, 6e-5);
    // scipy.stats.contingency.association(table, "cramer"); the specification's .260031054 differs
    // in the 6th digit.
    // The specification's phi, .260031054, is not that of its own table.
    assert_near(m.phi.value, .260030511349, CLOSED);
    // scripts/python/stats_vectors.py, phi: the delta method with numerical derivatives
    assert_near(m.phi.low, 0.177866536052, 1e-8);
    assert_near(m.phi.high, 0.342194486646, 1e-8);
    assert_near(m.risk_difference.value, .523469388, PRINTED);
    cr_assert(m.sparse, "expected is below 5");
}

Test(contingency, agrees_with_scipy) {
    contingency m = contingency_measure((table2){24, 16, 150, 1810});
    // scipy.stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
    assert_near(m.likelihood_ratio, 69.089570672512, CLOSED);
    // scipy.stats.contingency.relative_risk(24, 40, 150, 1960)
    assert_interval(m.risk_ratio, 7.84, 5.83072115434928, 10.5416805868261, CLOSED);
    // scipy.stats.contingency.odds_ratio(table, kind="sample")
    assert_interval(m.odds_ratio, 18.1, 9.41009906131577, 34.8147238265302, CLOSED);
}

Test(contingency, adds_a_half_to_every_cell_when_one_is_empty) {
    contingency m = contingency_measure((table2){3, 0, 2, 7});
    assert_interval(m.odds_ratio, 21, 0.78171820451898, 564.141908747492, CLOSED);
    assert_near(m.yules_q.value, 20.0 / 22, CLOSED);
    assert_near(m.expected, 15.0 / 12, CLOSED);
}

Test(contingency, keeps_only_what_is_defined_when_a_margin_is_0) {
    contingency m = contingency_measure((table2){0, 0, 5, 20});
    cr_assert_eq(m.expected, 0.0);
    cr_assert_eq(m.likelihood_ratio, 0.0);
    cr_assert(m.sparse);
    cr_assert(isnan(m.adjusted_residual) && isnan(m.phi.value));
    assert_undefined(m.odds_ratio);
    assert_undefined(m.yules_q);
    assert_undefined(m.risk_difference);
    m = contingency_measure((table2){0, 20, 0, 20});
    cr_assert(isnan(m.adjusted_residual));
}

Test(contingency, is_undefined_for_an_empty_table) {
    contingency m = contingency_measure((table2){0});
    cr_assert(m.n == 0 && isnan(m.expected) && isnan(m.likelihood_ratio) && m.sparse);
}

Test(contingency, is_not_sparse_when_10_are_given_and_5_expected) {
    cr_assert_not(contingency_measure((table2){5, 5, 5, 5}).sparse);
    cr_assert(contingency_measure((table2){9, 0, 9, 0}).sparse, "fewer than 10 given");
    cr_assert(contingency_measure((table2){4, 5, 4, 6}).sparse, "expected below 5");
}

Test(contingency, finds_nothing_under_independence) {
    contingency m = contingency_measure((table2){10, 20, 30, 60});
    cr_assert_eq(m.adjusted_residual, 0.0);
    cr_assert_eq(m.yules_q.value, 0.0);
    assert_near(m.odds_ratio.value, 1, CLOSED);
    assert_near(m.risk_ratio.value, 1, CLOSED);
}

Test(contingency, survives_the_largest_counts) {
    uint64_t huge = UINT64_MAX / 8;
    contingency m = contingency_measure((table2){huge, huge, huge, huge});
    assert_near(m.odds_ratio.value, 1, CLOSED);
    assert_near(m.expected, (double)huge, CLOSED);
    cr_assert_eq(m.yules_q.value, 0.0);
}

Test(mantel_haenszel, pools_tables_with_the_limits_of_robins_breslow_and_greenland) {
    // scripts/python/stats_vectors.py, mantel_haenszel
    table2 tables[] = {{4, 10, 3, 50}, {8, 2, 20, 30}, {1, 5, 0, 9}, {0, 0, 0, 0}};
    assert_interval(mantel_haenszel(tables, 4), 6.80625, 2.10343621268168, 22.023505530239, CLOSED);
}

Test(mantel_haenszel, is_the_odds_ratio_of_a_single_table) {
    table2 one = {24, 16, 150, 1810};
    assert_interval(mantel_haenszel(&one, 1), 18.1, 9.41009906131577, 34.8147238265302, CLOSED);
}

Test(mantel_haenszel, is_undefined_without_discordant_cells) {
    assert_undefined(mantel_haenszel(NULL, 0));
    table2 perfect = {3, 0, 0, 4};
    assert_undefined(mantel_haenszel(&perfect, 1));
    table2 opposite = {0, 3, 4, 0};
    assert_interval(mantel_haenszel(&opposite, 1), 0, NAN, NAN, 0);
}

// statsmodels.stats.contingency_tables.StratifiedTable of the three tables, test_null_odds
Test(pooling, tests_whether_all_odds_ratios_are_1) {
    static const table2 tables[] = {{4, 10, 3, 50}, {8, 2, 20, 30}, {1, 5, 0, 9}};
    pooling sums = {0};
    for (size_t i = 0; i < 3; i++) pooling_add(&sums, tables[i]);
    cr_assert_eq(sums.tables, 3u);
    cr_assert_eq(sums.cells.n11, 13u);
    assert_near(pooling_z(&sums) * pooling_z(&sums), 12.310537106392, CLOSED);
    cr_assert_gt(pooling_z(&sums), 0);
    cr_assert(isnan(pooling_z(&(pooling){0})));
}

Test(benjamini_hochberg, adjusts_in_place_and_leaves_na_alone) {
    // scripts/python/stats_vectors.py, false_discovery
    arena memory = {0};
    double p[] = {0.01, 0.04, NAN, 0.03, 0.005, 0.55, 0.04};
    static const double wanted[] = {0.03, 0.048, NAN, 0.048, 0.03, 0.55, 0.048};
    benjamini_hochberg(&memory, p, 7);
    for (size_t i = 0; i < 7; i++) assert_near(p[i], wanted[i], CLOSED);
    benjamini_hochberg(&memory, NULL, 0);
    arena_release(&memory);
}

Test(coordination, is_the_uplift_of_the_specification) {
    assert_near(coordination((table2){24, 16, 150, 1810}), .513, PRINTED);
    cr_assert(isnan(coordination((table2){0, 0, 1, 2})));
}
