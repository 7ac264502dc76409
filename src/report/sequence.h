// sequence: the rows of `attune seq`: how often one code follows another, pair by pair, and pooled
// over all pairs of the run.
#ifndef REPORT_SEQUENCE_H
#define REPORT_SEQUENCE_H

#include "report/table.h"
#include "stats/contingency.h"
#include "stats/sequence.h"
#include "tally/selection.h"
#include "tally/transitions.h"

// All pairs together, of one given and target at one lag.
typedef struct sequence_pool {
    pooling tables;
    sequence_fit change; // sums over the pairs, of independent chi-squares
} sequence_pool;

// Zero-initialise before sequence_init.
typedef struct sequence {
    selection selection;
    transitions transitions;
    sequence_pool *pooled; // by lag (the window last), given, target
    size_t pooled_count;
    uint32_t met; // sets that some message belonged to
} sequence;

// What options say of seq. False with *err set when they say too little or too much. They must
// outlive the sequence.
bool sequence_init(sequence *s, const attune_options *options, const codebook *book, error *err);

// A message that is not of the system; speaker by its number in the report. rows may be NULL when
// no category is asked for.
void sequence_message(sequence *s, const report_options *options, uint32_t speaker,
                      const message *m, const coding *codes, const placement *where,
                      const token_row *rows, size_t row_count);

// The rows of a conversation that has ended, in order of the earlier speaker, the later one, lag
// (the window last), given and target as asked for.
void sequence_rows(sequence *q, const closing *c, csv *out);

// The pooled rows, at the end of the run.
void sequence_pooled_rows(const sequence *q, const attune_options *o, csv *out);

void sequence_release(sequence *s);

#endif
