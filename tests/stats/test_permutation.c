#include "stats/permutation.h"

#include "stats/contingency.h"
#include "stats/near.h"
#include "stats/random.h"

static arena memory;

static void release(void) { arena_release(&memory); }

TestSuite(permutation, .fini = release);

// Floors, targets, given, sessions: as in scripts/python/stats_vectors.py, permutation.
static const shuffle_stratum mixed[] = {{10, 3, 4, 2}, {7, 2, 2, 3}, {20, 5, 6, 1}, {4, 4, 2, 1}};

static permutation_result shuffle(const shuffle_stratum *strata, size_t count, uint64_t observed) {
    return permutation_shuffle(&memory, strata, count, observed, 1, 1999);
}

Test(permutation, has_the_moments_and_tail_of_convolved_hypergeometric_laws) {
    permutation_result r = shuffle(mixed, 4, 9);
    assert_near(r.mean, 7.61428571428571, CLOSED);
    assert_near(r.variance, 2.96935553168636, CLOSED);
    assert_near(r.z, (9 - 7.61428571428571) / sqrt(2.96935553168636), CLOSED);
    assert_near(r.p, 0.298312570874446, CLOSED);
    cr_assert_eq(r.draws, 0);
    assert_near(shuffle(mixed, 4, 13).p, 0.0025924091286318, CLOSED);
}

Test(permutation, is_a_hypergeometric_test_for_one_session) {
    // h = scipy.stats.hypergeom(5000, 2000, 300): h.mean(), h.var(), h.sf(149)
    permutation_result r = shuffle(&(shuffle_stratum){5000, 2000, 300, 1}, 1, 150);
    assert_near(r.mean, 120, CLOSED);
    assert_near(r.variance, 67.6935387077416, CLOSED);
    assert_near(r.p, 0.000189167352656488, CLOSED);
}

Test(permutation, keeps_far_tails_exact) {
    // Every affirmation follows one of 10 requests among 1,000 floors: 1 / math.comb(1000, 10).
    permutation_result r = shuffle(&(shuffle_stratum){1000, 10, 10, 1}, 1, 10);
    assert_near(r.p, 3.796369418961827e-24, CLOSED);
}

Test(permutation, stays_exact_over_thousands_of_sessions) {
    // A fair coin in each: exact sums of math.comb(20000, k) / 2^20000 in Python's fractions.
    shuffle_stratum coins = {2, 1, 1, 20000};
    assert_near(shuffle(&coins, 1, 10100).p, 0.0796917179923669, CLOSED);
    assert_near(shuffle(&coins, 1, 11000).p, 9.77041385291448e-46, CLOSED);
    assert_near(shuffle(&coins, 1, 12500).p, 6.73713814787056e-277, CLOSED);
    assert_near(shuffle(&coins, 1, 19000).p, 1e-290, CLOSED); // no exact p is smaller
}

Test(permutation, does_not_depend_on_the_order_of_the_strata) {
    shuffle_stratum turned[] = {mixed[2], mixed[3], mixed[0], mixed[1]};
    cr_assert_eq(shuffle(mixed, 4, 9).p, shuffle(turned, 4, 9).p);
    cr_assert_eq(shuffle(mixed, 4, 9).variance, shuffle(turned, 4, 9).variance);
}

Test(permutation, takes_equal_sessions_one_by_one_or_together) {
    shuffle_stratum apart[] = {mixed[0], mixed[0]}, together = mixed[0];
    apart[0].sessions = apart[1].sessions = 1;
    assert_near(shuffle(apart, 2, 5).p, shuffle(&together, 1, 5).p, 1e-14);
}

Test(permutation, is_certain_when_at_least_as_few_as_possible_were_observed) {
    cr_assert_eq(shuffle(mixed, 4, 0).p, 1.0);
    cr_assert_eq(shuffle(mixed, 4, 2).p, 1.0); // the last stratum always gives 2
    cr_assert(shuffle(mixed, 4, 3).p < 1);
}

Test(permutation, has_no_z_when_nothing_can_vary) {
    permutation_result r = shuffle(&(shuffle_stratum){4, 4, 2, 5}, 1, 10);
    cr_assert(r.variance == 0 && isnan(r.z));
    cr_assert_eq(r.p, 1.0);
    r = shuffle(&(shuffle_stratum){1, 1, 1, 3}, 1, 3);
    cr_assert(r.variance == 0 && isnan(r.z) && r.mean == 3 && r.p == 1);
}

Test(permutation, is_undefined_without_a_session_that_can_tell) {
    permutation_result r = shuffle(NULL, 0, 0);
    cr_assert(r.mean == 0 && isnan(r.z) && isnan(r.p) && r.draws == 0);
    shuffle_stratum idle[] = {{9, 0, 3, 4}, {9, 3, 0, 4}, {9, 3, 3, 0}};
    r = shuffle(idle, 3, 0);
    cr_assert(r.mean == 0 && isnan(r.z) && isnan(r.p));
}

Test(permutation, draws_beyond_the_exact_support_and_is_never_0) {
    shuffle_stratum many = {6, 2, 3, 60000};
    permutation_result r = shuffle(&many, 1, 120000);
    cr_assert_eq(r.draws, 1999);
    assert_near(r.mean, 60000, CLOSED);
    assert_near(r.p, 1.0 / 2000, CLOSED);
    cr_assert_eq(shuffle(&many, 1, 0).p, 1.0);
    cr_assert(isnan(permutation_shuffle(&memory, &many, 1, 60000, 1, 0).p), "no draw, no p");
}

Test(permutation, is_exact_up_to_100000_values) {
    // A session of these has 0 or 1: so many of them have one value more than they are.
    for (uint64_t sessions = PERMUTATION_SUPPORT - 2; sessions <= PERMUTATION_SUPPORT; sessions++) {
        shuffle_stratum coins = {5, 1, 2, sessions};
        permutation_result r = shuffle(&coins, 1, sessions * 2 / 5);
        cr_assert_eq(r.draws, sessions + 1 > PERMUTATION_SUPPORT ? 1999u : 0u);
        cr_assert_float_eq(r.p, 0.5, 0.05);
    }
}

Test(permutation, draws_within_four_monte_carlo_errors_of_the_normal_tail) {
    // 110,000 sessions: the sum is normal to far below the noise of 1,999 draws.
    shuffle_stratum many[] = {{6, 2, 3, 60000}, {5, 1, 2, 50000}};
    permutation_result r = shuffle(many, 2, 80100);
    double p = 0.5 * erfc((80099.5 - r.mean) / sqrt(2 * r.variance));
    cr_assert_eq(r.draws, 1999);
    cr_assert(fabs(r.p - p) < 4 * sqrt(p * (1 - p) / 1999), "%g, not %g", r.p, p);
}

Test(permutation, draws_single_sessions_as_well) {
    // Distinct strata, so that no law has more sessions than values.
    enum { COUNT = 700 };
    shuffle_stratum *strata = arena_array(&memory, shuffle_stratum, COUNT);
    for (uint64_t i = 0; i < COUNT; i++)
        strata[i] = (shuffle_stratum){1000 + i, 300, 150 + i / 2, 1};
    permutation_result r = shuffle(strata, COUNT, 0);
    permutation_result half = shuffle(strata, COUNT, (uint64_t)floor(r.mean) + 1);
    cr_assert_eq(half.draws, 1999);
    cr_assert(fabs(half.p - 0.5) < 4 * sqrt(0.25 / 1999) + 0.01);
}

Test(permutation, repeats_its_draws_for_a_seed_and_changes_them_with_it) {
    shuffle_stratum many = {6, 2, 3, 60000};
    double one = permutation_shuffle(&memory, &many, 1, 60100, 1, 1999).p;
    cr_assert_eq(one, permutation_shuffle(&memory, &many, 1, 60100, 1, 1999).p);
    cr_assert_neq(one, permutation_shuffle(&memory, &many, 1, 60100, 2, 1999).p);
}

Test(permutation, answers_for_the_largest_counts) {
    permutation_result r = shuffle(&(shuffle_stratum){4, 2, 2, UINT64_MAX / 4}, 1, UINT64_MAX / 4);
    cr_assert(r.p > 0 && r.p <= 1 && r.variance > 0);
}

// A session of 20 floors without any contingency; in a hot one requests and affirmations are both
// common.
static table2 chat(random_stream *r, bool hot) {
    table2 t = {0};
    for (int i = 0; i < 20; i++) {
        bool request = random_unit(r) < (hot ? .5 : .03),
             affirmation = random_unit(r) < (hot ? .5 : .05);
        uint64_t *cell =
            request ? (affirmation ? &t.n11 : &t.n12) : (affirmation ? &t.n21 : &t.n22);
        ++*cell;
    }
    return t;
}

Test(permutation, is_not_misled_by_hot_sessions_as_a_global_shuffle_is) {
    enum { RUNS = 400, SESSIONS = 60 };
    size_t within = 0, global = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        random_stream r = random_start(23, run);
        shuffle_stratum strata[SESSIONS], pooled = {0, 0, 0, 1};
        uint64_t observed = 0;
        for (size_t i = 0; i < SESSIONS; i++) {
            table2 t = chat(&r, random_unit(&r) < .15);
            strata[i] = (shuffle_stratum){20, t.n11 + t.n21, t.n11 + t.n12, 1};
            pooled.floors += 20;
            pooled.targets += strata[i].targets;
            pooled.given += strata[i].given;
            observed += t.n11;
        }
        within += shuffle(strata, SESSIONS, observed).p < .05;
        global += shuffle(&pooled, 1, observed).p < .05;
        arena_reset(&memory);
    }
    // .04 and .99 in the specification; an exact test rejects at most .05.
    cr_assert((double)within / RUNS < .05 + 4 * sqrt(.05 * .95 / RUNS), "%zu", within);
    cr_assert((double)global / RUNS > .95, "%zu", global);
}

#define FLOORS 5

Test(permutation_shift, counts_all_rotations_of_one_session) {
    // Rotating 11000 against 11000 gives 2, 1, 0, 0, 1 hits.
    static const bool given[FLOORS] = {1, 1}, target[FLOORS] = {1, 1};
    arena scratch = {0};
    permutation_result r =
        permutation_shift(&scratch, &(shift_session){given, target, FLOORS}, 1, 1, 1999);
    assert_near(r.mean, 0.8, CLOSED);
    assert_near(r.variance, (4 + 1 + 1) / 5.0 - 0.64, CLOSED);
    assert_near(r.p, 0.2, CLOSED);
    cr_assert_eq(r.draws, 0);
    arena_release(&scratch);
}

Test(permutation_shift, rotates_sessions_independently) {
    static const bool given[FLOORS] = {1, 1}, target[FLOORS] = {1, 1}, none[FLOORS] = {0};
    shift_session sessions[] = {
        {given, target, FLOORS}, {given, none, FLOORS}, {given, target, FLOORS}};
    arena scratch = {0};
    permutation_result r = permutation_shift(&scratch, sessions, 3, 1, 1999);
    assert_near(r.mean, 1.6, CLOSED);
    assert_near(r.p, 0.04, CLOSED); // 4 hits only when both stand still
    arena_release(&scratch);
}

Test(permutation_shift, is_undefined_without_a_session_that_can_tell) {
    arena scratch = {0};
    static const bool none[FLOORS] = {0};
    cr_assert(isnan(permutation_shift(&scratch, NULL, 0, 1, 1999).p));
    cr_assert(
        isnan(permutation_shift(&scratch, &(shift_session){none, none, FLOORS}, 1, 1, 1999).p));
    cr_assert(isnan(permutation_shift(&scratch, &(shift_session){none, none, 0}, 1, 1, 1999).p));
    arena_release(&scratch);
}
