// sheet: a small CSV file as rows of cells (RFC 4180, UTF-8), read by libcsv in strict mode. For
// codebooks and the like, not for logs.
#ifndef CLASSIFY_SHEET_H
#define CLASSIFY_SHEET_H

#include "base/arena.h"
#include "base/error.h"

// Zero-initialise before use; sheet_release gives back what it holds, also after a failure. Cells
// point into keep; when borrows is set before, into the bytes read too, which must then outlive it.
typedef struct sheet {
    const char *path; // for errors
    str *cells;       // row after row, columns to each
    size_t cell_count, cell_room;
    uint32_t *lines; // where each row begins, from 1
    size_t row_count, row_room;
    size_t columns;
    bool borrows;
    void *parser; // while reading
} sheet;

// Reads bytes, whose first row must be the names in header (joined by commas). False with *err set,
// naming line and column of what is wrong.
bool sheet_read(sheet *s, arena *keep, const char *path, str bytes, const char *header, error *err);
void sheet_release(sheet *s);

static inline str sheet_cell(const sheet *s, size_t row, size_t at) {
    return s->cells[row * s->columns + at];
}

// Sets "path:line:column: error: column name: …" for a cell and returns false. Follow it by
// error_hint.
__attribute__((format(printf, 5, 6))) bool sheet_error(const sheet *s, size_t row, size_t column,
                                                       error *err, const char *format, ...);

#endif
