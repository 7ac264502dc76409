#include "stats/burst.h"

#include "stats/near.h"
#include "stats/random.h"

Test(burst, has_the_definitions_of_goh_barabasi_kim_and_jo) {
    // numpy and scipy.stats.pearsonr in scripts/python/stats_vectors.py, burst
    static const double intervals[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5};
    burst b = burst_of(intervals, 11);
    assert_near(b.burstiness, -0.278710180534552, CLOSED);
    assert_near(b.corrected, -0.302963312634434, CLOSED);
    assert_near(b.memory, -0.162112932604736, CLOSED);
    cr_assert_not(b.sufficient);
}

Test(burst, has_the_means_of_the_specification_for_poisson_events) {
    enum { RUNS = 20000 };
    static const size_t events[] = {5, 8, 15, 40};
    static const double plain[] = {-.190, -.111, -.060, -.023},
                        corrected[] = {-.075, -.046, -.028, -.011};
    for (size_t c = 0; c < 4; c++) {
        double sums[2] = {0}, squares[2] = {0}, intervals[40];
        for (uint64_t run = 0; run < RUNS; run++) {
            random_stream r = random_start(17, run);
            for (size_t i = 0; i < events[c]; i++) intervals[i] = -log(random_unit(&r));
            burst b = burst_of(intervals, events[c] - 1);
            double both[] = {b.burstiness, b.corrected};
            for (size_t k = 0; k < 2; k++) {
                sums[k] += both[k];
                squares[k] += both[k] * both[k];
            }
        }
        for (size_t k = 0; k < 2; k++) {
            double mean = sums[k] / RUNS, error = sqrt((squares[k] / RUNS - mean * mean) / RUNS);
            double wanted = k ? corrected[c] : plain[c];
            // Their figures are rounded and have an error of their own.
            cr_assert(fabs(mean - wanted) < 4 * sqrt(2) * error + .0005, "%zu events: %g",
                      events[c], mean);
        }
    }
}

Test(burst, is_minus_1_for_a_clockwork) {
    static const double even[] = {4, 4, 4, 4};
    burst b = burst_of(even, 4);
    cr_assert_eq(b.burstiness, -1.0);
    assert_near(b.corrected, -1, CLOSED);
    cr_assert(isnan(b.memory), "nothing varies");
}

Test(burst, remembers_what_alternates) {
    static const double intervals[] = {1, 9, 1, 9, 1, 9};
    assert_near(burst_of(intervals, 6).memory, -1, CLOSED);
}

Test(burst, is_undefined_for_fewer_than_2_intervals_or_no_time) {
    static const double none[] = {0, 0, 0}, one[] = {3};
    cr_assert(isnan(burst_of(NULL, 0).burstiness));
    cr_assert(isnan(burst_of(one, 1).corrected));
    cr_assert(isnan(burst_of(none, 3).burstiness));
}

Test(burst, suffices_from_20_intervals) {
    double intervals[20];
    for (int i = 0; i < 20; i++) intervals[i] = i;
    cr_assert(burst_of(intervals, 20).sufficient);
    cr_assert_not(burst_of(intervals, 19).sufficient);
}
