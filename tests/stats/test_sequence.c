#include "stats/sequence.h"

#include "stats/near.h"

static arena memory;

static void release(void) { arena_release(&memory); }

TestSuite(sequence, .fini = release);

// No code follows itself. Wanted values: Poisson regression by scoring, with the diagonal of its
// hat matrix, in scripts/python/stats_vectors.py, sequence.
static const uint64_t hollow[] = {0, 12, 7, 3, 9, 0, 14, 6, 5, 11, 0, 20, 8, 4, 17, 0};
static const bool off_diagonal[] = {0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0};

Test(sequence, fits_quasi_independence_where_no_code_follows_itself) {
    sequence_cell cells[16];
    sequence_fit fit =
        sequence_measure(&memory, &(sequence_table){4, hollow, off_diagonal, NULL}, cells);
    cr_assert(fit.converged);
    cr_assert_eq(fit.degrees, 5.0);
    assert_near(fit.likelihood_ratio, 19.4133604670272, CLOSED);
    assert_near(fit.p, 0.0016094164094801, CLOSED);
    static const double expected[] = {NAN,           5.83711812712, 9.84736856616, 6.31551330673,
                                      6.16834440209, NAN,           13.910373745,  8.9212818529,
                                      9.51614229118, 12.7206528684, NAN,           13.7632048404,
                                      6.31551330673, 8.44222900444, 14.2422576888, NAN};
    static const double residuals[] = {
        NAN, 3.45259901829,   -1.46618763063, -1.8202283062,  1.55782763181,
        NAN, 0.0435942618544, -1.48651489879, -2.34050449539, -0.855864730064,
        NAN, 3.06072085713,   0.924789037729, -2.29873557134, 1.34528032806,
        NAN};
    for (size_t i = 0; i < 16; i++) {
        assert_near(cells[i].expected, expected[i], ITERATED);
        assert_near(cells[i].residual, residuals[i], ITERATED);
    }
}

// Griffin and Gottman (1990), p. 137: the example of the R package LagSequential with codes that
// may repeat.
static const uint64_t griffin[] = {0, 0, 0, 0, 2, 2, 0, 10, 5, 5, 60, 20, 0, 9,  2, 1, 3, 0,
                                   0, 3, 0, 1, 5, 0, 3, 54, 6, 2, 24, 8,  1, 24, 2, 1, 3, 12};

Test(sequence, has_the_classical_residuals_when_everything_is_possible) {
    sequence_cell cells[36];
    sequence_table table = {6, griffin, NULL, NULL};
    sequence_fit fit = sequence_measure(&memory, &table, cells);
    cr_assert(fit.converged);
    cr_assert_eq(fit.degrees, 25.0);
    assert_near(fit.likelihood_ratio, 107.598704725708, CLOSED);
    assert_near(cells[7].expected, 37.3134328358, CLOSED);
    assert_near(cells[7].residual, -7.13295027263, CLOSED);
    assert_near(cells[10].residual, 6.25676023247, CLOSED);
    assert_near(cells[25].residual, 4.67982128987, CLOSED);
    for (size_t i = 0; i < 36; i++)
        assert_near(cells[i].residual,
                    contingency_measure(sequence_collapse(&table, i / 6, i % 6)).adjusted_residual,
                    CLOSED);
}

Test(sequence, has_wampolds_unidirectional_kappa) {
    sequence_cell cells[36];
    sequence_measure(&memory, &(sequence_table){6, griffin, NULL, NULL}, cells);
    assert_near(cells[8].kappa, -0.103333333333333, CLOSED);
    assert_near(cells[8].kappa_z, -0.316222854770792, CLOSED);
    assert_near(cells[13].kappa, 0.363313609467456, CLOSED);
    assert_near(cells[13].kappa_z, 1.87897580157354, CLOSED);
    sequence_measure(&memory, &(sequence_table){4, hollow, off_diagonal, NULL}, cells);
    assert_near(cells[6].kappa, 0.124668435013263, CLOSED);
    assert_near(cells[9].kappa_z, -0.872543672492406, CLOSED);
    assert_near(cells[13].kappa, -0.581450653983353, CLOSED);
}

Test(sequence, takes_the_occurrences_of_codes_when_it_gets_them) {
    static const uint64_t counts[] = {1, 5, 4, 2}, totals[] = {6, 7};
    sequence_cell cells[4];
    sequence_measure(&memory, &(sequence_table){2, counts, NULL, totals}, cells);
    double expected = 6 * 7 / 13.0;
    assert_near(cells[1].kappa, (5 - expected) / (6 - expected), CLOSED);
    assert_near(cells[1].kappa_z, (5 - expected) / sqrt(6.0 * 7 * 6 * 7 / (13.0 * 13 * 12)),
                CLOSED);
}

Test(sequence, ignores_counts_where_nothing_is_possible) {
    uint64_t counts[16];
    for (size_t i = 0; i < 16; i++) counts[i] = off_diagonal[i] ? hollow[i] : 99;
    sequence_cell one[16], two[16];
    sequence_measure(&memory, &(sequence_table){4, hollow, off_diagonal, NULL}, one);
    sequence_measure(&memory, &(sequence_table){4, counts, off_diagonal, NULL}, two);
    for (size_t i = 0; i < 16; i++) assert_near(two[i].residual, one[i].residual, 1e-12);
}

Test(sequence, leaves_out_codes_that_never_occur) {
    // The hollow table with an empty fifth code has the same fit.
    uint64_t counts[25] = {0};
    bool possible[25];
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++) {
            possible[i * 5 + j] = i != j;
            if (i < 4 && j < 4) counts[i * 5 + j] = hollow[i * 4 + j];
        }
    sequence_cell cells[25];
    sequence_fit fit =
        sequence_measure(&memory, &(sequence_table){5, counts, possible, NULL}, cells);
    cr_assert_eq(fit.degrees, 5.0);
    assert_near(fit.likelihood_ratio, 19.4133604670272, CLOSED);
    assert_near(cells[1].residual, 3.45259901829, ITERATED);
    cr_assert_eq(cells[4].expected, 0.0);
    cr_assert(isnan(cells[4].residual) && isnan(cells[4].kappa));
}

Test(sequence, is_undefined_for_an_empty_table) {
    static const uint64_t none[4] = {0};
    sequence_cell cells[4];
    sequence_fit fit = sequence_measure(&memory, &(sequence_table){2, none, NULL, NULL}, cells);
    cr_assert(isnan(fit.p) && fit.likelihood_ratio == 0);
    cr_assert(isnan(cells[0].residual) && isnan(cells[0].kappa_z));
    fit = sequence_measure(&memory, &(sequence_table){0, NULL, NULL, NULL}, NULL);
    cr_assert(isnan(fit.p));
}

Test(sequence, has_no_residual_where_the_fit_is_forced) {
    // Two codes that cannot repeat leave nothing to chance.
    static const uint64_t counts[] = {0, 7, 6, 0};
    static const bool possible[] = {0, 1, 1, 0};
    sequence_cell cells[4];
    sequence_fit fit =
        sequence_measure(&memory, &(sequence_table){2, counts, possible, NULL}, cells);
    assert_near(cells[1].expected, 7, CLOSED);
    cr_assert(isnan(cells[1].residual));
    cr_assert(fit.degrees == 0 && isnan(fit.p));
}

Test(sequence, collapses_to_four_cells) {
    table2 t = sequence_collapse(&(sequence_table){4, hollow, off_diagonal, NULL}, 0, 1);
    cr_assert(t.n11 == 12 && t.n12 == 10 && t.n21 == 15 && t.n22 == 79);
}

Test(sequence, tells_whether_the_transitions_changed) {
    // Row by row scipy.stats.chi2_contingency(…, correction=False, lambda_="log-likelihood").
    static const uint64_t halves[] = {10, 20, 5, 8, 2, 9, 0, 7, 7, 4, 30, 6, 9, 9, 1, 0, 3, 12};
    sequence_fit fit = sequence_change(halves, 2, 3);
    assert_near(fit.likelihood_ratio, 19.6084740069315, CLOSED);
    cr_assert_eq(fit.degrees, 5.0);
    assert_near(fit.p, 0.00147973685421106, CLOSED);
}

Test(sequence, finds_no_change_between_equal_or_missing_segments) {
    static const uint64_t equal[] = {1, 2, 3, 4, 1, 2, 3, 4}, missing[] = {1, 2, 3, 4, 0, 0, 0, 0};
    assert_near(sequence_change(equal, 2, 2).p, 1, CLOSED);
    cr_assert(isnan(sequence_change(missing, 2, 2).p));
    cr_assert(isnan(sequence_change(NULL, 0, 2).p));
}
