#include "stats/special.h"

#include "stats/near.h"

// The wanted values are those of scipy.stats and scipy.special (scripts/python/stats_vectors.py).

Test(special, inverts_the_chi_square_distribution) {
    assert_near(chi_square_quantile(0.025, 1), 0.000982069117175256, CLOSED);
    assert_near(chi_square_quantile(0.025, 0.1), 1.06313237798287e-32, CLOSED);
    assert_near(chi_square_quantile(0.5, 3), 2.36597388437534, CLOSED);
    assert_near(chi_square_quantile(0.975, 2000), 2125.84230244978, CLOSED);
    assert_near(chi_square_quantile(0.975, 2e9), 2000123960.90076, CLOSED);
}

Test(special, joins_the_two_ways_to_the_chi_square_quantile_smoothly) {
    assert_near(chi_square_quantile(0.025, 199998), 198760.311525461, 1e-12);
    assert_near(chi_square_quantile(0.025, 200002), 198764.299129549, 1e-12);
}

Test(special, gives_chi_square_tails) {
    assert_near(chi_square_survival(3.84, 1), 0.0500435212487052, CLOSED);
    assert_near(chi_square_survival(200, 10), 1.61393053369773e-37, CLOSED);
    assert_near(chi_square_survival(1.5, 2.5), 0.585042974730726, CLOSED);
    assert_near(chi_square_survival(1000, 1000), 0.49405285382924, CLOSED);
    cr_assert_eq(chi_square_survival(0, 4), 1.0);
}

Test(special, gives_both_tails_of_the_gamma_distribution) {
    static const struct {
        double a, x, lower, upper;
    } cases[] = {
        {0.5, 0.1, 0.345279153981423, 0.654720846018577},
        {3, 10, 0.997230604284488, 0.00276939571551158},
        {1e4, 1.01e4, 0.84134875044718, 0.15865124955282},
        {1e4, 9.9e3, 0.158651192193565, 0.841348807806435},
        {50, 0.5, 1.78877651043516e-80, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_near(gamma_lower(cases[i].a, cases[i].x), cases[i].lower, 1e-11);
        assert_near(gamma_upper(cases[i].a, cases[i].x), cases[i].upper, 1e-11);
    }
}

Test(special, inverts_the_normal_distribution) {
    assert_near(normal_quantile(0.975), 1.959963984540054, 1e-14);
    assert_near(normal_quantile(1e-300), -37.0470962993612, 1e-13);
    assert_near(normal_quantile(1e-10), -6.36134090240406, 1e-13);
    assert_near(normal_quantile(0.3), -0.524400512708041, 1e-13);
    assert_near(normal_quantile(0.999), 3.09023230616781, 1e-12);
    cr_assert(fabs(normal_quantile(0.5)) < 1e-15);
}

Test(special, gives_a_two_sided_normal_p) {
    assert_near(normal_p(-1.959963984540054), 0.05, 1e-12);
    cr_assert_eq(normal_p(0), 1.0);
    cr_assert(isnan(normal_p(NAN)));
}

Test(special, gives_binomial_and_poisson_masses) {
    assert_near(binomial_mass(3, 10, 0.3, 0.7), 0.266827932, CLOSED);
    assert_near(binomial_mass(0, 1e6, 1e-6, 1 - 1e-6), 0.367879257221066, CLOSED);
    assert_near(binomial_mass(5e5, 1e6, 0.5, 0.5), 0.00079788436133175, CLOSED);
    cr_assert_eq(binomial_mass(0, 5, 0, 1), 1.0);
    cr_assert_eq(binomial_mass(5, 5, 1, 0), 1.0);
    assert_near(poisson_mass(2, 3.5), 0.184958973461701, CLOSED);
    assert_near(poisson_mass(1e6, 1e6), 0.000398942246883332, CLOSED);
    assert_near(poisson_mass(1e6, 1.003e6), 4.47182436624455e-06, CLOSED);
    assert_near(poisson_mass(0, 2), 0.135335283236613, CLOSED);
}

// Of counts the value stands in a table; next to a count it is added up.
Test(special, has_masses_of_small_counts_that_join_those_beside_them) {
    for (int i = 1; i <= 17; i++) {
        double k = i, lambda = 0.7 * i + 1.3;
        double exact = exp(k * log(lambda) - lambda - lgamma(k + 1));
        assert_near(poisson_mass(k, lambda), exact, 1e-13);
        assert_near(poisson_mass(k * (1 + 1e-15) + 1e-15, lambda), exact, 1e-12);
    }
    assert_near(chi_square_quantile(0.975, 2), 7.37775890822787, CLOSED);
}
