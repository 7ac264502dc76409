// dominance: whether two codes answer each other, and which of the two drives the other.
#ifndef STATS_DOMINANCE_H
#define STATS_DOMINANCE_H

#include <stdint.h>

// Two codes i and j in one sequence.
typedef struct mutual_counts {
    uint64_t ij, ji; // j directly after i, and i directly after j
    uint64_t i, j;   // occurrences of each
    uint64_t n;      // length of the sequence
} mutual_counts;

// Bidirectional dependence (Wampold and Margolin, Psychological Bulletin 1982). NAN where
// undefined.
typedef struct mutual_dependence {
    double observed, expected; // ij + ji
    double z, p;               // p one-sided: more than expected
    double kappa;              // in [-1, 1]
} mutual_dependence;

mutual_dependence mutual_dependence_of(mutual_counts c);

// How i and j change each other's chance (Wampold, Psychological Bulletin 1984; Quality and
// Quantity 1989).
typedef enum dominance_case {
    DOMINANCE_NONE,     // ij is what chance expects
    DOMINANCE_RAISE,    // each raises the other
    DOMINANCE_LOWER,    // each lowers the other
    DOMINANCE_RAISE_IJ, // i raises j, j lowers i
    DOMINANCE_LOWER_IJ, // i lowers j, j raises i
} dominance_case;

typedef struct dominance {
    dominance_case kind;
    double kappa; // above 0: i dominates j
    double z, p;  // z has the sign of kappa; p one-sided
} dominance;

dominance dominance_of(mutual_counts c);

#endif
