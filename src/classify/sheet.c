#include "classify/sheet.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <csv.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    CELL_MAX = 1 << 20,  // bytes of one cell: libcsv's buffer grows no further
    CELL_STEP = 1 << 13, // than by so many: by its own 128 it would copy a long cell many times
    PLAIN_CELLS = 16,    // of a row that is split without it
};

// A sheet being read.
typedef struct reading {
    struct csv_parser csv;
    sheet *sheet;
    arena *keep;
    const char *header;
    error *err;
    uint32_t line;     // of the bytes being parsed
    uint32_t row_line; // where the current row began
    size_t fields;     // of the current row so far
    bool clean;        // no cell has bytes that must not be, since none of the file has
    bool started;      // a row has begun
    bool header_read;
    bool failed;
} reading;

// libcsv asks through this for more; a refusal makes it stop with CSV_ENOMEM.
static void *grow(void *block, size_t size) {
    return size > CELL_MAX ? NULL : realloc(block, size);
}

// Without this libcsv would trim spaces off the cells that stand without quotes.
static int never(unsigned char c) {
    (void)c;
    return 0;
}

static str header_name(const char *header, size_t column) {
    str rest = str_from(header);
    for (;;) {
        str_cut_result cut = str_cut(rest, ',');
        if (column == 0) return cut.head;
        if (!cut.found) return STR("");
        rest = cut.tail;
        column--;
    }
}

static void refuse(reading *r, size_t column, const char *what) {
    if (r->failed) return;
    r->failed = true;
    error_set(r->err, ATTUNE_USAGE, "%s:%u:%zu: error: %s", r->sheet->path, (unsigned)r->row_line,
              column, what);
}

// Whether all is UTF-8 without NUL; then so is what stands between commas, quotes and ends of
// lines.
static bool is_clean(str bytes) {
    return utf8_valid(bytes) == bytes.len && !(bytes.len && memchr(bytes.at, 0, bytes.len));
}

// borrowed: the cell lives as long as the bytes that are read.
static void take_cell(reading *r, str cell, bool borrowed) {
    r->started = true;
    size_t column = ++r->fields;
    if (r->failed) return;
    if (!r->clean && !is_clean(cell)) {
        refuse(r, column, "not valid UTF-8");
        error_hint(r->err, "save the file as CSV with the encoding UTF-8");
    } else if (!r->header_read) {
        // A name is never empty: nothing stands behind the last one, not even an empty cell.
        if (!cell.len || !str_equal(cell, header_name(r->header, column - 1))) {
            refuse(r, column, "not the expected column names");
            error_hint(r->err, "the first row must be %s", r->header);
        }
    } else if (column > r->sheet->columns) {
        refuse(r, column, "more cells than column names");
        error_hint(r->err, "put quotes around cells that contain a comma");
    } else {
        sheet *s = r->sheet;
        memory_reserve(s->cells, s->cell_room, s->cell_count + 1);
        s->cells[s->cell_count] = borrowed && s->borrows ? cell : arena_str(r->keep, cell);
        s->cell_count++;
    }
}

static void end_row(reading *r) {
    sheet *s = r->sheet;
    if (!r->failed && !r->header_read) {
        r->header_read = true;
        s->columns = r->fields;
        if (header_name(r->header, r->fields).len) {
            refuse(r, r->fields, "not the expected column names");
            error_hint(r->err, "the first row must be %s", r->header);
        }
    } else if (!r->failed && r->fields < s->columns) {
        refuse(r, r->fields, "fewer cells than column names");
        error_hint(r->err, "the columns are %s", r->header);
    } else if (!r->failed) {
        memory_reserve(s->lines, s->row_room, s->row_count + 1);
        s->lines[s->row_count++] = r->row_line;
    }
    r->fields = 0;
    r->started = false;
}

static void on_field(void *bytes, size_t len, void *context) {
    take_cell(context, str_of(bytes, len), false);
}

static void on_row(int end, void *context) {
    (void)end;
    end_row(context);
}

static void explain(reading *r) {
    int why = csv_error(&r->csv);
    if (why == CSV_ENOMEM || why == CSV_ETOOBIG) {
        refuse(r, r->fields + 1, "a cell of more than 1 MiB");
        error_hint(r->err, "a quote that opens a cell is probably never closed");
        return;
    }
    refuse(r, r->fields + 1, "quotes that are not those of CSV");
    error_hint(r->err, "quote the whole cell and write every quote inside it twice");
}

// The length of the plain cell that a line begins with, its quotes included: without quotes, or all
// of it between two. The length of the line and more when it is none.
static size_t plain_cell(str line) {
    if (!str_starts(line, STR("\""))) {
        const char *end = memchr(line.at, ',', line.len);
        size_t len = end ? (size_t)(end - line.at) : line.len;
        return len && memchr(line.at, '"', len) ? line.len + 1 : len;
    }
    const char *end = memchr(line.at + 1, '"', line.len - 1);
    size_t len = end ? (size_t)(end - line.at) + 1 : line.len + 1;
    return len >= line.len || line.at[len] == ',' ? len : line.len + 1;
}

// Takes a row that is one line of plain cells, as nearly all are, without libcsv, which looks at
// every byte by several calls: half of the time it takes to start was spent there. False, with
// nothing taken, for any other line.
static bool take_plain(reading *r, str line) {
    str cells[PLAIN_CELLS], rest = line;
    if (!str_ends(line, STR("\n")) || memchr(line.at, '\r', line.len) || line.len == 1)
        return false;
    rest.len--;
    size_t count = 0;
    for (bool more = true; more; count++) {
        size_t len = plain_cell(rest);
        if (len > rest.len || count == PLAIN_CELLS) return false;
        bool quoted = len && rest.at[0] == '"';
        cells[count] = quoted ? str_of(rest.at + 1, len - 2) : str_take(rest, len);
        more = len < rest.len;
        rest = str_drop(rest, len + more);
    }
    for (size_t i = 0; i < count; i++) take_cell(r, cells[i], true);
    end_row(r);
    return true;
}

// Line by line, so that the number of the line is known when a row begins.
static void parse(reading *r, str bytes) {
    if (str_starts(bytes, STR("\xEF\xBB\xBF"))) bytes = str_drop(bytes, 3);
    while (bytes.len && !r->failed) {
        const char *end = memchr(bytes.at, '\n', bytes.len);
        size_t len = end ? (size_t)(end - bytes.at) + 1 : bytes.len;
        r->line++;
        // Inside a quoted cell the parser is in the middle of a row although no cell was seen.
        bool begins = !r->started && r->csv.pstate == 0;
        if (begins) r->row_line = r->line;
        bool taken = begins && take_plain(r, str_of(bytes.at, len));
        if (!taken && csv_parse(&r->csv, bytes.at, len, on_field, on_row, r) != len) explain(r);
        bytes = str_drop(bytes, len);
    }
    if (!r->failed && csv_fini(&r->csv, on_field, on_row, r) != 0) explain(r);
    if (!r->failed && !r->header_read) {
        r->row_line = 1;
        refuse(r, 1, "an empty file");
        error_hint(r->err, "the first row must be %s", r->header);
    }
}

bool sheet_read(sheet *s, arena *keep, const char *path, str bytes, const char *header,
                error *err) {
    s->path = path;
    s->cell_count = s->row_count = 0;
    reading *r = s->parser = memory_alloc(sizeof *r);
    r->sheet = s;
    r->keep = keep;
    r->header = header;
    r->err = err;
    r->clean = is_clean(bytes);
    if (csv_init(&r->csv, CSV_STRICT | CSV_STRICT_FINI) != 0) memory_exhausted();
    csv_set_realloc_func(&r->csv, grow);
    csv_set_blk_size(&r->csv, CELL_STEP);
    csv_set_space_func(&r->csv, never);
    parse(r, bytes);
    bool complete = !r->failed;
    csv_free(&r->csv);
    free(r);
    s->parser = NULL;
    return complete;
}

void sheet_release(sheet *s) {
    reading *r = s->parser;
    if (r) csv_free(&r->csv);
    free(r);
    free(s->cells);
    free(s->lines);
    *s = (sheet){0};
}

bool sheet_error(const sheet *s, size_t row, size_t column, error *err, const char *format, ...) {
    char what[512];
    va_list list;
    va_start(list, format);
    vsnprintf(what, sizeof what, format, list);
    va_end(list);
    return error_set(err, ATTUNE_USAGE, "%s:%u:%zu: error: %s", s->path, (unsigned)s->lines[row],
                     column + 1, what);
}
