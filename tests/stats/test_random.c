#include "stats/random.h"

#include "stats/near.h"

Test(random, is_splitmix64) {
    // The first numbers for seed 1234567 of the published generator (Steele, Lea and Flood 2014).
    random_stream r = {1234567};
    static const uint64_t wanted[] = {6457827717110365317u, 3203168211198807973u,
                                      9817491932198370423u, 4593380528125082431u,
                                      16408922859458223821u};
    for (size_t i = 0; i < 5; i++) cr_assert_eq(random_next(&r), wanted[i]);
}

Test(random, starts_the_same_stream_for_the_same_seed_and_draw) {
    random_stream a = random_start(1, 7), b = random_start(1, 7), c = random_start(1, 8),
                  d = random_start(2, 7);
    uint64_t first = random_next(&a);
    cr_assert_eq(first, random_next(&b));
    cr_assert_neq(first, random_next(&c));
    cr_assert_neq(first, random_next(&d));
}

Test(random, spreads_units_evenly_between_0_and_1) {
    enum { N = 100000 };
    double sum = 0, squares = 0;
    for (uint64_t draw = 0; draw < N; draw++) {
        random_stream r = random_start(1, draw);
        double u = random_unit(&r);
        cr_assert(u > 0 && u < 1);
        sum += u;
        squares += u * u;
    }
    // Four standard errors of the mean (1/12 / n) and of the mean square (4/45 / n).
    cr_assert(fabs(sum / N - 0.5) < 4 * sqrt(1.0 / 12 / N));
    cr_assert(fabs(squares / N - 1.0 / 3) < 4 * sqrt(4.0 / 45 / N));
}

Test(random, stays_below_its_bound) {
    random_stream r = random_start(3, 0);
    uint64_t seen[6] = {0};
    for (int i = 0; i < 60000; i++) seen[random_below(&r, 6)]++;
    for (size_t i = 0; i < 6; i++) cr_assert(fabs((double)seen[i] - 1e4) < 4 * sqrt(1e4 * 5 / 6));
    cr_assert_eq(random_below(&r, 1), 0u);
    cr_assert(random_below(&r, UINT64_MAX) < UINT64_MAX);
}

// Draws often and compares mean and variance with those of the distribution, within four standard
// errors.
static void check_binomial(uint64_t n, double p) {
    enum { DRAWS = 20000 };
    double mean = (double)n * p, variance = mean * (1 - p), sum = 0, squares = 0;
    for (uint64_t draw = 0; draw < DRAWS; draw++) {
        random_stream r = random_start(5, draw);
        double x = (double)random_binomial(&r, n, p) - mean;
        sum += x;
        squares += x * x;
    }
    double kurtosis = 3 + (1 - 6 * p * (1 - p)) / variance;
    cr_assert(fabs(sum / DRAWS) < 4 * sqrt(variance / DRAWS), "mean for %g", p);
    cr_assert(fabs(squares / DRAWS - variance) < 4 * variance * sqrt((kurtosis - 1) / DRAWS),
              "variance for %g", p);
}

Test(random, draws_binomial_counts_with_their_mean_and_variance) {
    check_binomial(1, 0.3);
    check_binomial(10, 0.02);
    check_binomial(10, 0.95);
    check_binomial(1000, 0.5);
    check_binomial(100000, 0.001);
    check_binomial(1000000000000, 0.5); // by the normal distribution
}

Test(random, draws_certain_counts_without_a_draw) {
    random_stream r = random_start(5, 0);
    cr_assert_eq(random_binomial(&r, 0, 0.5), 0u);
    cr_assert_eq(random_binomial(&r, 9, 0), 0u);
    cr_assert_eq(random_binomial(&r, 9, 1), 9u);
    cr_assert_eq(random_binomial(&r, UINT64_MAX, 1), UINT64_MAX);
    cr_assert(random_binomial(&r, UINT64_MAX, 0.5) > UINT64_MAX / 4);
}
