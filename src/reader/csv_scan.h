// csv_scan: records of delimited text cut into fields (RFC 4180, with what real files do besides),
// in bulk. libcsv is its oracle in the tests.
//
// A field that begins with a quotation mark ends with the next single one; "" inside stands for
// one. Text behind the closing mark up to the delimiter is kept as it stands. A mark inside an
// unquoted field is an ordinary character. Records end with LF, CR LF or CR.
#ifndef READER_CSV_SCAN_H
#define READER_CSV_SCAN_H

#include "base/buf.h"

enum { CSV_FIELDS = 256 }; // of a record; those beyond are left out

typedef struct csv_record {
    str fields[CSV_FIELDS]; // point into the text given or into unquoted
    size_t count;
    size_t place[CSV_FIELDS], moved_count; // csv_scan's own, with the next
    uint16_t moved[CSV_FIELDS];
    size_t len;     // bytes of the record with its line end
    size_t end_len; // of them the line end's
    uint64_t lines; // line ends inside it, its own included
    bool
        complete; // false: the text ends inside the record (an open quotation mark, or no line end)
    bool open_quote; // false unless it ends inside a quoted field
    buf unquoted;    // fields with doubled marks, undoubled
} csv_record;

// Cuts the record at the start of text. What it gives lives until the next call or as long as text.
void csv_scan(csv_record *out, str text, char delimiter);

void csv_record_release(csv_record *r);

#endif
