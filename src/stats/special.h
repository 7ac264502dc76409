// special: the distributions behind the intervals and tests, to 12 digits or better.
#ifndef STATS_SPECIAL_H
#define STATS_SPECIAL_H

// P(Z > z) of the standard normal distribution.
double normal_survival(double z);

// Two-sided p of a normal z; NAN for NAN.
double normal_p(double z);

// The z with P(Z <= z) = p, for p in (0, 1).
double normal_quantile(double p);

// exp(-lambda) lambda^k / gamma(k + 1), for real k >= 0 and lambda > 0, without loss for large
// arguments (C. Loader, Fast and accurate computation of binomial probabilities, 2000).
double poisson_mass(double k, double lambda);

// Probability of k successes in n trials of chance p, with q = 1 - p; integers in doubles, 0 <= k
// <= n.
double binomial_mass(double k, double n, double p, double q);

// P(X <= x) and P(X > x) of the gamma distribution of shape a > 0 and scale 1, for x >= 0.
double gamma_lower(double a, double x);
double gamma_upper(double a, double x);

// P(X > x) of the chi-square distribution with df > 0 degrees of freedom.
double chi_square_survival(double x, double df);

// The x with P(X <= x) = p of that distribution, for p in (0, 1).
double chi_square_quantile(double p, double df);

#endif
