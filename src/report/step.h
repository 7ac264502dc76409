// step: one pair of speakers at one lag of `attune seq`: its four cells, its table with structural
// zeros, its chance baseline, and whether it stays the same.
#ifndef REPORT_STEP_H
#define REPORT_STEP_H

#include "report/table.h"
#include "stats/contingency.h"
#include "stats/dominance.h"
#include "stats/permutation.h"
#include "stats/sequence.h"
#include "tally/transitions.h"

// Entries of a map in order of their keys.
typedef struct range {
    size_t from, to;
} range;

// Those whose keys begin with the prefix.
range range_of(const tuples *t, const uint32_t *prefix, size_t words);

typedef struct step {
    uint32_t speaker, later, lag; // TRANSITIONS_WINDOW in place of a lag
    range steps;
} step;

step step_of(const transitions *t, uint32_t speaker, uint32_t later, uint32_t lag);

// given and target as bits of sets. blocks: of the first so many blocks only (transitions.h), or
// of all when 0.
table2 step_cells(const transitions *t, const step *at, uint32_t given, uint32_t target,
                  size_t blocks);

// P(target | given) in both halves of the conversation, NAN without given; and whether it and
// P(target | not given) are the same in both.
typedef struct step_halves {
    double share[2];
    sequence_fit change;
} step_halves;

step_halves step_compare(const transitions *t, const step *at, uint32_t given, uint32_t target);

// given of the one and target of the other among all units of the conversation, at lag 1.
mutual_counts step_mutual(const transitions *t, const step *at, uint32_t given, uint32_t target);

// Every unit of the two is in one state: its speaker and the first set that it belongs to, or none.
typedef struct states {
    size_t sets; // of one speaker, none included
    size_t count;
    sequence_cell *cells; // count * count
} states;

// In c->scratch. At a lag, not in a window.
states step_states(const transitions *t, const closing *c, const step *at, size_t sets);

// given and target by number.
const sequence_cell *step_state(const states *s, const step *at, uint32_t given, uint32_t target);

// given and target by number. All NAN in a window.
permutation_result step_chance(const transitions *t, const closing *c, const step *at,
                               uint32_t given, uint32_t target, uint64_t observed);

#endif
