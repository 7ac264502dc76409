#include "stats/special.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#define TWO_PI 6.283185307179586476925287
#define ROOT_TWO 1.414213562373095048801689

// From this shape on the quantile is a sum of seven terms, good to the last digit.
#define SHAPE_LARGE 1e5

double normal_survival(double z) { return 0.5 * erfc(z / ROOT_TWO); }

double normal_p(double z) { return erfc(fabs(z) / ROOT_TWO); }

double normal_quantile(double p) {
    bool upper = p > 0.5;
    double tail = upper ? 1 - p : p;
    // The tail is below exp(-z^2 / 2) / 2 and convex, so that Newton's method from there converges.
    double z = sqrt(-2 * log(2 * tail));
    for (int i = 0; i < 100; i++) {
        double step = (normal_survival(z) - tail) * sqrt(TWO_PI) * exp(0.5 * z * z);
        z += step;
        if (fabs(step) <= 1e-15 * (1 + z)) break;
    }
    return upper ? z : -z;
}

enum { SERIES_FROM = 16 }; // where the series of stirling_error is good to the last digit

// log(gamma(x + 1)) minus Stirling's (x + 1/2) log x - x + log(2 pi) / 2. Counts are small more
// often than not: their values stand here, from the factorials.
static double stirling_error(double x) {
    static const double of_counts[SERIES_FROM] = {
        NAN,
        0.08106146679532725822,
        0.04134069595540929409,
        0.02767792568499833915,
        0.02079067210376509311,
        0.01664469118982119216,
        0.01387612882307074800,
        0.01189670994589177010,
        0.01041126526197209650,
        0.00925546218271273292,
        0.00833056343336287126,
        0.00757367548795184079,
        0.00694284010720952987,
        0.00640899418800420707,
        0.00595137011275884774,
        0.00555473355196280137,
    };
    if (x >= 1 && x < SERIES_FROM && x == floor(x)) return of_counts[(int)x];
    double sum = 0;
    while (x < SERIES_FROM) {
        sum += (x + 0.5) * log1p(1 / x) - 1;
        x += 1;
    }
    double y = 1 / (x * x);
    return sum + (1.0 / 12 - y * (1.0 / 360 - y * (1.0 / 1260 - y * (1.0 / 1680 - y / 1188)))) / x;
}

// x log(x / mean) + mean - x, exact also where the terms nearly cancel.
static double deviance(double x, double mean) {
    double v = (x - mean) / (x + mean);
    if (fabs(v) >= 0.1) return x * log(x / mean) + mean - x;
    double sum = (x - mean) * v, term = 2 * x * v;
    for (int k = 3; k < 1000; k += 2) {
        term *= v * v;
        double next = sum + term / k;
        if (next == sum) break;
        sum = next;
    }
    return sum;
}

double poisson_mass(double k, double lambda) {
    if (k <= 0) return exp(-lambda);
    return exp(-stirling_error(k) - deviance(k, lambda)) / sqrt(TWO_PI * k);
}

double binomial_mass(double k, double n, double p, double q) {
    if (p <= 0) return k == 0 ? 1 : 0;
    if (q <= 0) return k == n ? 1 : 0;
    if (k == 0) return exp(n * (p < 0.1 ? log1p(-p) : log(q)));
    if (k == n) return exp(n * (q < 0.1 ? log1p(-q) : log(p)));
    double exponent = stirling_error(n) - stirling_error(k) - stirling_error(n - k) -
                      deviance(k, n * p) - deviance(n - k, n * q);
    return exp(exponent) * sqrt(n / (TWO_PI * k) / (n - k));
}

// The power series of the lower tail, for x < a + 1.
static double lower_series(double a, double x) {
    double term = 1, sum = 1;
    for (int n = 1; term > sum * DBL_EPSILON / 4; n++) {
        term *= x / (a + n);
        sum += term;
    }
    return sum * poisson_mass(a, x);
}

// Legendre's continued fraction of the upper tail by Lentz's method, for x >= a + 1.
static double upper_fraction(double a, double x) {
    double b = x + 1 - a, c = 1 / DBL_MIN, d = 1 / b, h = d;
    for (int i = 1; i < 100000; i++) {
        double an = -i * (i - a);
        b += 2;
        d = 1 / (an * d + b);
        c = b + an / c;
        h *= d * c;
        if (fabs(d * c - 1) < DBL_EPSILON) break;
    }
    return h * a * poisson_mass(a, x);
}

double gamma_lower(double a, double x) {
    if (x <= 0) return 0;
    return x < a + 1 ? lower_series(a, x) : 1 - upper_fraction(a, x);
}

double gamma_upper(double a, double x) {
    if (x <= 0) return 1;
    return x < a + 1 ? 1 - lower_series(a, x) : upper_fraction(a, x);
}

double chi_square_survival(double x, double df) { return gamma_upper(df / 2, x / 2); }

// Cornish and Fisher's expansion (Technometrics 1960) to the order df^(-3/2).
static double quantile_expansion(double z, double df) {
    double z2 = z * z, root = sqrt(df);
    return df + root * ROOT_TWO * z + 2.0 / 3 * (z2 - 1) + z * (z2 - 7) / (9 * ROOT_TWO * root) -
           ((6 * z2 + 14) * z2 - 32) / (405 * df) +
           z * ((9 * z2 + 256) * z2 - 433) / (4860 * ROOT_TWO * df * root);
}

// Newton's method on the smaller tail, kept inside the bracket that it narrows.
static double solve_gamma(double p, double a, double x) {
    double low = 0, high = INFINITY;
    for (int i = 0; i < 200; i++) {
        double excess = p < 0.5 ? gamma_lower(a, x) - p : (1 - p) - gamma_upper(a, x);
        if (excess > 0)
            high = x;
        else
            low = x;
        double next = x - excess / (poisson_mass(a, x) * a / x);
        if (!(next > low && next < high)) next = high < INFINITY ? low + (high - low) / 2 : 2 * x;
        bool settled = fabs(next - x) <= 2 * DBL_EPSILON * x;
        x = next;
        if (settled) break;
    }
    return x;
}

// log(gamma(a + 1)).
static double log_gamma_next(double a) {
    return stirling_error(a) + (a + 0.5) * log(a) - a + 0.5 * log(TWO_PI);
}

double chi_square_quantile(double p, double df) {
    if (df == 2) return -2 * log1p(-p);
    double z = normal_quantile(p), a = df / 2;
    if (a >= SHAPE_LARGE) return quantile_expansion(z, df);
    double cube = 1 - 2 / (9 * df) + z * sqrt(2 / (9 * df));
    double start = a * cube * cube * cube;
    // The cube of Wilson and Hilferty fails in the lower tail of small shapes, where the series'
    // first term rules.
    if (cube < 0.3) start = exp((log(p) + log_gamma_next(a)) / a);
    return 2 * solve_gamma(p, a, start);
}
