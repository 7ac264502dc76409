#include "reader/csv_scan.h"

#include "base/scan.h"

static void add(csv_record *out, str field) {
    if (out->count < CSV_FIELDS) out->fields[out->count++] = field;
}

// Adds what stands in unquoted behind from: as a place, because unquoted may still move.
static void add_unquoted(csv_record *out, size_t from) {
    if (out->count == CSV_FIELDS) return;
    out->place[out->count] = from;
    out->moved[out->moved_count++] = (uint16_t)out->count;
    add(out, str_of(NULL, out->unquoted.len - from));
}

// Points the fields that were undoubled to where unquoted is now.
static void settle(csv_record *out) {
    const char *all = buf_str(&out->unquoted).at;
    for (size_t i = 0; i < out->moved_count; i++)
        out->fields[out->moved[i]].at = all + out->place[out->moved[i]];
}

static bool ends_field(char c, char delimiter) { return c == delimiter || c == '\n' || c == '\r'; }

// Where the next quotation mark is, or end. Line ends before it are counted; CR LF is one.
static inline const char *find_mark(csv_record *out, const char *at, const char *end) {
    for (;; at++) {
        at = scan_find(at, end, '"', '\n', '\n');
        if (at == end || *at == '"') return at;
        out->lines++;
    }
}

static str between(const char *start, const char *end) {
    return str_of(start, (size_t)(end - start));
}

// Takes the quoted field that begins at start and has its next mark at mark, with marks that are
// doubled or text behind the last, and returns where it ends.
static const char *take_quoted(csv_record *out, const char *start, const char *mark,
                               const char *end, char delimiter) {
    size_t from = out->unquoted.len;
    for (;; mark = find_mark(out, start, end)) {
        if (mark == end) {
            out->open_quote = true;
            return end;
        }
        if (mark + 1 == end || mark[1] != '"') break;
        buf_add(&out->unquoted, between(start, mark + 1));
        start = mark + 2;
    }
    const char *after = scan_find(mark + 1, end, delimiter, '\n', '\r');
    buf_add(&out->unquoted, between(start, mark));
    buf_add(&out->unquoted, between(mark + 1, after));
    add_unquoted(out, from);
    return after;
}

// Takes the field that begins at at, and returns where it ends.
static inline const char *take(csv_record *out, const char *at, const char *end, char delimiter) {
    if (at == end || *at != '"') {
        const char *after = scan_find(at, end, delimiter, '\n', '\r');
        add(out, between(at, after));
        return after;
    }
    const char *start = at + 1, *mark = find_mark(out, start, end);
    if (end - mark < 2 || !ends_field(mark[1], delimiter))
        return take_quoted(out, start, mark, end, delimiter);
    add(out, between(start, mark));
    return mark + 1;
}

void csv_scan(csv_record *out, str text, char delimiter) {
    out->count = out->moved_count = 0;
    out->lines = 0;
    out->open_quote = false;
    buf_reset(&out->unquoted);
    const char *start = text.len ? text.at : "", *end = start + text.len, *at = start;
    while ((at = take(out, at, end, delimiter)) < end && *at == delimiter) at++;
    out->complete = at < end && !out->open_quote;
    out->end_len = out->complete;
    if (out->complete && end - at >= 2 && at[0] == '\r' && at[1] == '\n') out->end_len = 2;
    out->len = (size_t)(at - start) + out->end_len;
    out->lines += out->complete;
    settle(out);
}

void csv_record_release(csv_record *r) { buf_release(&r->unquoted); }
