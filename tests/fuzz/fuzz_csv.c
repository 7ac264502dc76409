// fuzz_csv: whatever libcsv takes as strict CSV, csv_scan cuts into the same fields; on everything
// else it ends.
#include <stdlib.h>

#include <csv.h>

#include "reader/csv_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Fields and records, each with its length or a mark, as one run of bytes that can be compared.
typedef struct trace {
    buf bytes;
    size_t fields; // of the open record
    size_t filled; // of them not empty
    size_t start;  // of the open record in bytes
} trace;

static void require(bool held) {
    if (!held) abort();
}

static void add_field(trace *t, str field) {
    buf_printf(&t->bytes, "%zu:", field.len);
    buf_add(&t->bytes, field);
    t->fields++;
    t->filled += field.len > 0;
}

// libcsv does not report lines without a field, so neither counts here.
static void end_record(trace *t) {
    if (t->fields == 1 && t->filled == 0) t->bytes.len = t->start;
    buf_add_char(&t->bytes, '\n');
    if (t->bytes.len == t->start + 1) t->bytes.len = t->start;
    t->start = t->bytes.len;
    t->fields = t->filled = 0;
}

static void on_field(void *at, size_t len, void *context) { add_field(context, str_of(at, len)); }

static void on_record(int end, void *context) {
    (void)end;
    end_record(context);
}

static int is_no_space(unsigned char byte) {
    (void)byte;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static trace ours, theirs;
    static csv_record record;
    ours.bytes.len = ours.fields = ours.filled = ours.start = 0;
    theirs.bytes.len = theirs.fields = theirs.filled = theirs.start = 0;

    str rest = str_of((const char *)data, size);
    bool open = false;
    while (rest.len) {
        csv_scan(&record, rest, ',');
        require(record.len > 0 && record.len <= rest.len);
        open = record.open_quote;
        if (open) break;
        require(record.count > 0);
        for (size_t i = 0; i < record.count; i++) add_field(&ours, record.fields[i]);
        if (record.count == CSV_FIELDS) return 0;
        end_record(&ours);
        rest = str_drop(rest, record.len);
    }

    struct csv_parser parser;
    require(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) == 0);
    csv_set_space_func(&parser, is_no_space); // it would trim fields
    bool strict = csv_parse(&parser, data, size, on_field, on_record, &theirs) == size &&
                  csv_fini(&parser, on_field, on_record, &theirs) == 0;
    csv_free(&parser);
    if (strict) require(!open && str_equal(buf_str(&ours.bytes), buf_str(&theirs.bytes)));
    return 0;
}
