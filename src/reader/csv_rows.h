// csv_rows: the records of a delimited source one after the other, whatever its columns mean.
#ifndef READER_CSV_ROWS_H
#define READER_CSV_ROWS_H

#include "reader/csv_scan.h"
#include "reader/reader.h"

// Zero-initialize before use, set delimiter and next_line; csv_record_release(&r->record) ends it.
typedef struct csv_rows {
    csv_record record; // the row read last, until the next call on this or the source
    char delimiter;
    uint64_t next_line; // of the record to come
    uint64_t unclosed; // records in a row whose quotation mark never closes: so many lines are left
                       // out at once
    uint64_t leave_out; // lines still to be left out
} csv_rows;

// Consumes the record at the start of head, which the source's last peek returned: the header.
void csv_rows_header(csv_rows *r, source *in, str head);

// READER_MESSAGE: r->record is the next row that is not blank, state->line its line.
// READER_REJECTED: a row was left out, with its reason. READER_END, READER_FAILED.
reader_result csv_rows_next(csv_rows *r, reader_state *state);

#endif
