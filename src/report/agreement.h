// agreement: the rows of `attune agree`: how far codes agree with those of human coders, by code
// and family (the table agreement of doc/columns.md).
#ifndef REPORT_AGREEMENT_H
#define REPORT_AGREEMENT_H

#include "report/csv.h"
#include "report/sheets.h"

typedef struct agreement_options {
    uint64_t seed;
    uint32_t draws;    // of the bootstrap
    double prevalence; // for the adjusted precision; below 0: as estimated
} agreement_options;

// Zero-initialise.
typedef struct agreement_table {
    arena scratch; // of one row
    intern names;  // codes and families
    str *order;    // by name
} agreement_table;

// Writes a row for every code and family that somebody gave. Without answers the first sheet stands
// in their place.
void agreement_rows(agreement_table *t, const sheets *s, const agreement_options *o, csv *out);

// Messages that a human coder coded, whom the codes of the answers (or of the first sheet) are
// compared with; and those of them that have such codes.
typedef struct agreement_overlap {
    size_t coded, compared;
} agreement_overlap;
agreement_overlap agreement_overlap_of(const sheets *s);

void agreement_release(agreement_table *t);

#endif
