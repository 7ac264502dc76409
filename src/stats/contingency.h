// contingency: whether one thing follows another more often than chance, from four counts.
#ifndef STATS_CONTINGENCY_H
#define STATS_CONTINGENCY_H

#include "base/arena.h"
#include "stats/interval.h"

// Rows: given, not given. Columns: target, no target.
typedef struct table2 {
    uint64_t n11, n12, n21, n22;
} table2;

// NAN where undefined. When a row or column sum is 0 only the first four are defined.
typedef struct contingency {
    double n;                 // sum of the four cells
    double expected;          // of n11 under independence; NAN when n is 0
    bool sparse;              // expected below 5, or fewer than 10 given: weak figures
    double likelihood_ratio;  // 2 sum n ln(n / E), chi-square with 1 degree of freedom
    double adjusted_residual; // z of n11 (Haberman 1973)
    interval odds_ratio;      // Woolf limits; 1/2 added to every cell when any is 0
    interval yules_q;         // of the same cells
    interval phi;             // limits phi +- z SE (Bishop, Fienberg and Holland 1975), in [-1, 1]
    interval risk_difference; // P(target | given) - P(target | not given), Newcombe limits
    interval risk_ratio;      // log-normal limits; undefined when n11 or n21 is 0
} contingency;

contingency contingency_measure(table2 t);

// Pooled odds ratio of Mantel and Haenszel with the limits of Robins, Breslow and Greenland
// (Biometrics 1986). Undefined when the sum of n12 n21 / n is 0; a value of 0 has no limits.
interval mantel_haenszel(const table2 *tables, size_t count);

// The same from sums, so that tables need not be kept, and the test that all odds ratios are 1
// (Mantel and Haenszel 1959, without continuity correction). Zero-initialise before use.
typedef struct pooling {
    uint64_t tables;              // that were added with a sum above 0
    table2 cells;                 // sums of the cells
    double expected, variance;    // of the sum of n11, hypergeometric in each table
    double r, s, p_r, mixed, q_s; // Robins, Breslow and Greenland's sums
} pooling;

void pooling_add(pooling *sums, table2 t);
interval pooling_odds_ratio(const pooling *sums);
double pooling_z(const pooling *sums); // NAN when the variance is 0

// Replaces the p values by those adjusted for the false discovery rate (Benjamini and Hochberg
// 1995), in the same order. NAN stays and does not count as a test.
void benjamini_hochberg(arena *scratch, double *p, size_t count);

// ConvoKit's coordination: P(target | given) - P(target), over all replies. NAN when nothing is
// given.
double coordination(table2 t);

#endif
