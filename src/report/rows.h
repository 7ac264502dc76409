// rows: the message CSV that read and classify write, and the token CSV (messages and tokens in
// doc/columns.md). Data for the next stage: nothing is neutralized, and what is missing is an empty
// cell.
#ifndef REPORT_ROWS_H
#define REPORT_ROWS_H

#include "report/csv.h"
#include "report/names.h"
#include "report/report.h"

// One row of `attune read`; with codes, of `attune classify`.
void message_row(csv *out, const names *n, const message *m, const codebook *book,
                 const coding *codes);

// A row per candidate of a message: what of it decided, and never its text.
void trace_rows(csv *out, const names *n, const codebook *book, const report_entry *e);

// A row per token of a message.
void token_rows(csv *out, const names *n, const message *m, const codebook *book,
                const token_row *rows, size_t count);

#endif
