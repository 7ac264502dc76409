// sequence: which codes follow which, from a table of transitions, also where some can never follow
// others.
#ifndef STATS_SEQUENCE_H
#define STATS_SEQUENCE_H

#include "base/arena.h"
#include "stats/contingency.h"

// Transitions between codes, row by row: counts[given * codes + target].
typedef struct sequence_table {
    size_t codes;
    const uint64_t *counts;
    const bool
        *possible; // false: a structural zero, whose count is ignored; NULL: everything is possible
    const uint64_t
        *totals; // how often each code occurred; NULL: as often as it was followed by another
} sequence_table;

// NAN where undefined, and everywhere for a structural zero.
typedef struct sequence_cell {
    double expected; // under (quasi-)independence
    double residual; // adjusted for the leverage of the cell (Christensen 1997); the classical one
                     // without zeros
    double p;        // two-sided normal p of residual
    double kappa;    // unidirectional (Wampold 1989): share of the way from chance to the possible
                     // maximum, or below 0 of the way down to none
    double kappa_z;
} sequence_cell;

typedef struct sequence_fit {
    double likelihood_ratio; // 2 sum n ln(n / E)
    double degrees;          // of freedom
    double p;                // NAN when degrees is 0
    bool converged;          // whether the expected counts have the margins of the observed ones
} sequence_fit;

// Fits the expected counts by iterative proportional fitting and fills cells (codes * codes of
// them).
sequence_fit sequence_measure(arena *scratch, const sequence_table *table, sequence_cell *cells);

// One transition against all others that are possible.
table2 sequence_collapse(const sequence_table *table, size_t given, size_t target);

// Whether segments (each a table of codes * codes counts, one after the other) share their
// transition probabilities: the halves of a log for stationarity, dyads for homogeneity. Rows that
// a segment lacks count for no degrees of freedom.
sequence_fit sequence_change(const uint64_t *segments, size_t segment_count, size_t codes);

#endif
