// csv: rows of a table as RFC 4180, UTF-8, with LF.
#ifndef REPORT_CSV_H
#define REPORT_CSV_H

#include "report/columns.h"
#include "report/spool.h"
#include "report/suppress.h"

// Zero-initialise with to and columns set. A cell at a time, then csv_end.
typedef struct csv {
    spool *to;
    size_t columns; // cells of a row
    size_t cells;   // of the row that is open
    suppress small; // what becomes of small counts, or zeros
    size_t start;   // of the row, in the rows of to; kept for small alone
} csv;

// The names of the first `columns` columns.
void csv_header(csv *c, const column_list *list);

// Text as it is, quoted where RFC 4180 wants it. Empty text is an empty cell.
void csv_text(csv *c, str text);

// Text of a person's making in a table: with ' in front and quoted when a spreadsheet would take it
// for a formula, or when it is NA, which R and pandas take for missing even in quotes.
void csv_name(csv *c, str text);

void csv_na(csv *c);
void csv_count(csv *c, uint64_t value);
void csv_int(csv *c, int64_t value);
void csv_flag(csv *c, bool value); // 1 or 0

// NA when value is not finite.
void csv_number(csv *c, double value);

// Begins a cell that the caller puts together at the end of the result and that needs no quotes.
buf *csv_open(csv *c);

// The open cell, which began at that length of the rows, gets the quotes it turned out to need.
void csv_quote_from(csv *c, size_t from);

// Ends the row, which must be complete.
void csv_end(csv *c);

// Whether a spreadsheet would take the text for a formula.
bool csv_is_formula(str text);

#endif
