// sample: the rows of `attune sample`: a sheet for human coders, drawn by stratum, which says
// nothing of what the program thinks; and the answers to it, which say that alone. Prints text.
#ifndef REPORT_SAMPLE_H
#define REPORT_SAMPLE_H

#include "report/csv.h"
#include "report/recent.h"
#include "report/report.h"
#include "report/reservoir.h"

// Zero-initialise before sample_init.
typedef struct sample {
    const codebook *book;
    size_t size;
    uint64_t seed;
    attune_strata strata;
    bool answers;           // write those instead of the sheet
    uint8_t min_confidence; // percent
    recent recent;
    reservoir open, drawn; // of the conversation that is open; of those that stand
    const pick **chosen;
} sample;

// What options say of the sample; they must outlive it. False with *err set.
bool sample_init(sample *s, const attune_options *options, const codebook *book, error *err);

// A conversation begins; what the one before left that does not stand is forgotten.
void sample_begin(sample *s);
void sample_stand(sample *s);

// A message that is not of the system.
void sample_message(sample *s, const names *n, const report_entry *e);

// The rows, at the end of the run, in random order.
void sample_rows(sample *s, csv *out);

void sample_release(sample *s);

#endif
