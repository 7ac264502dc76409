// permutation: how many answers would follow a request if the answerer answered without regard to
// requests.
#ifndef STATS_PERMUTATION_H
#define STATS_PERMUTATION_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Sessions alike: in each, the answerer has `floors` floors, `targets` of them with the target (an
// affirmation), and `given` of them follow a floor with the given code (a request). targets and
// given are at most floors.
typedef struct shuffle_stratum {
    uint64_t floors, targets, given;
    uint64_t sessions; // how many such sessions there are
} shuffle_stratum;

typedef struct permutation_result {
    double mean, variance; // exact, of the number of targets that follow a given
    double z;              // NAN when the variance is 0
    double p; // one-sided, at least as many as observed; NAN when no stratum can tell or none may
              // be drawn
    uint32_t draws; // 0 when p is exact
} permutation_result;

enum { PERMUTATION_SUPPORT = 100000 }; // possible values up to which p is exact

// The target labels are shuffled among the answerer's floors within each session (stratified
// hypergeometric). p is the exact tail while the sum has at most PERMUTATION_SUPPORT values, else
// (b + 1) / (draws + 1) over counter-based draws (Phipson and Smyth 2010); an exact p is never
// below 1e-290. The order of the strata does not matter.
permutation_result permutation_shuffle(arena *scratch, const shuffle_stratum *strata, size_t count,
                                       uint64_t observed, uint64_t seed, uint32_t draws);

// One session for the circular shift: whether floor i follows a given, and whether it carries the
// target.
typedef struct shift_session {
    const bool *given, *target;
    size_t floors;
} shift_session;

// The targets of each session are rotated by an independent uniform number of floors, which keeps
// their autocorrelation. Exact or drawn by the same rule.
permutation_result permutation_shift(arena *scratch, const shift_session *sessions, size_t count,
                                     uint64_t seed, uint32_t draws);

#endif
