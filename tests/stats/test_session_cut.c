#include "stats/session_cut.h"

#include "stats/near.h"
#include "stats/special.h"

static arena memory;

static void release(void) { arena_release(&memory); }

TestSuite(session_cut, .fini = release);

// Gaps at the quantiles of two log-normal populations, as in scripts/python/stats_vectors.py,
// session_cut.
static void fill(gap_count gaps[80]) {
    for (int i = 0; i < 60; i++)
        gaps[i] = (gap_count){exp(4 + 1.2 * normal_quantile((i + 0.5) / 60)), 1};
    for (int i = 0; i < 20; i++)
        gaps[60 + i] = (gap_count){exp(10 + normal_quantile((i + 0.5) / 20)), 1};
}

Test(session_cut, maximizes_the_likelihood_and_cuts_where_the_densities_cross) {
    gap_count gaps[80];
    fill(gaps);
    session_cut cut = session_cut_fit(&memory, gaps, 80, 0.5);
    cr_assert(cut.converged);
    assert_near(cut.gap, 1765.36727081735, ITERATED);
    assert_near(cut.within.share, 0.750228344644426, ITERATED);
    assert_near(cut.within.mean, 4.00221997844342, ITERATED);
    assert_near(cut.between.mean, 9.99881732727735, ITERATED);
    assert_near(cut.within.deviation, 1.19216296316075, ITERATED);
    assert_near(cut.between.deviation, 0.975085953779307, ITERATED);
    assert_near(cut.within.share + cut.between.share, 1, CLOSED);
}

Test(session_cut, weighs_gaps_by_their_counts_in_any_order) {
    gap_count gaps[80], turned[80];
    fill(gaps);
    for (size_t i = 0; i < 80; i++) {
        gaps[i].count = 3;
        turned[79 - i] = gaps[i];
    }
    assert_near(session_cut_fit(&memory, turned, 80, 0.5).gap, 1765.36727081735, ITERATED);
    cr_assert_eq(session_cut_fit(&memory, turned, 80, 0.5).gap,
                 session_cut_fit(&memory, gaps, 80, 0.5).gap);
}

Test(session_cut, takes_gaps_of_0_as_the_least_one) {
    gap_count zero[] = {{0, 5}, {1, 9}, {2, 7}, {5000, 3}, {9000, 2}},
              half[] = {{.5, 5}, {1, 9}, {2, 7}, {5000, 3}, {9000, 2}};
    session_cut one = session_cut_fit(&memory, zero, 5, 0.5);
    cr_assert_eq(one.gap, session_cut_fit(&memory, half, 5, 0.5).gap);
    cr_assert(one.gap > 2 && one.gap < 5000);
}

Test(session_cut, is_undefined_for_fewer_than_2_distinct_gaps) {
    gap_count equal[] = {{60, 4}, {60, 9}}, unused[] = {{60, 4}, {90, 0}};
    cr_assert(isnan(session_cut_fit(&memory, NULL, 0, 1).gap));
    cr_assert(isnan(session_cut_fit(&memory, equal, 2, 1).gap));
    cr_assert(isnan(session_cut_fit(&memory, unused, 2, 1).gap));
    cr_assert(isnan(session_cut_fit(&memory, equal, 2, 1).within.mean));
}

Test(session_cut, survives_populations_of_one_gap_each) {
    gap_count gaps[] = {{60, 1000}, {36000, UINT64_MAX / 2}};
    session_cut cut = session_cut_fit(&memory, gaps, 2, 1);
    cr_assert(cut.gap > 60 && cut.gap < 36000);
}
