#include "reader/csv_scan.h"

#include "base/scan.h"

enum { IN_TEXT = 0 }; // else 1 + where the field begins in unquoted, which may still move

static void add(csv_record *out, str field, size_t place) {
    if (out->count == CSV_FIELDS) return;
    out->place[out->count] = place;
    out->fields[out->count++] = field;
}

// Points the fields that were undoubled to where unquoted is now.
static void settle(csv_record *out) {
    if (!out->unquoted.len) return;
    for (size_t i = 0; i < out->count; i++)
        if (out->place[i] != IN_TEXT) out->fields[i].at = out->unquoted.at + out->place[i] - 1;
}

static bool ends_field(char c, char delimiter) { return c == delimiter || c == '\n' || c == '\r'; }

// Where the next delimiter or line end is, or the end.
static size_t find_end(str text, size_t at, char delimiter) {
    for (;; at++) {
        at += scan_plain(str_drop(text, at), delimiter, delimiter, delimiter);
        if (at == text.len || ends_field(text.at[at], delimiter)) return at;
    }
}

// Where the next quotation mark is, or the end. Line ends before it are counted; CR LF is one.
static size_t find_mark(csv_record *out, str text, size_t at) {
    for (;; at++) {
        at += scan_plain(str_drop(text, at), '"', '"', '"');
        if (at >= text.len || text.at[at] == '"') return at;
        out->lines += text.at[at] == '\n';
    }
}

// Takes the quoted field that opens at text[at], and returns where it ends.
static size_t take_quoted(csv_record *out, str text, size_t at, char delimiter) {
    size_t start = at + 1, from = out->unquoted.len;
    bool doubled = false;
    for (at = start;;) {
        at = find_mark(out, text, at);
        if (at >= text.len) {
            out->open_quote = true;
            return text.len;
        }
        if (at + 1 == text.len || text.at[at + 1] != '"') break;
        buf_add(&out->unquoted, str_of(text.at + start, at + 1 - start));
        start = at += 2;
        doubled = true;
    }
    size_t end = at + 1;
    while (end < text.len && !ends_field(text.at[end], delimiter)) end++;
    if (!doubled && end == at + 1) {
        add(out, str_of(text.at + start, at - start), IN_TEXT);
        return end;
    }
    buf_add(&out->unquoted, str_of(text.at + start, at - start));
    buf_add(&out->unquoted, str_of(text.at + at + 1, end - at - 1));
    add(out, str_of(out->unquoted.at + from, out->unquoted.len - from), from + 1);
    return end;
}

static size_t take_plain(csv_record *out, str text, size_t at, char delimiter) {
    size_t end = find_end(text, at, delimiter);
    add(out, str_of(text.at + at, end - at), IN_TEXT);
    return end;
}

void csv_scan(csv_record *out, str text, char delimiter) {
    out->count = out->lines = 0;
    out->complete = out->open_quote = false;
    buf_reset(&out->unquoted);
    for (size_t at = 0;;) {
        bool quoted = at < text.len && text.at[at] == '"';
        at = quoted ? take_quoted(out, text, at, delimiter) : take_plain(out, text, at, delimiter);
        if (at < text.len && text.at[at] == delimiter) {
            at++;
            continue;
        }
        out->complete = at < text.len && !out->open_quote;
        out->end_len = out->complete;
        if (out->complete && text.at[at] == '\r' && at + 1 < text.len && text.at[at + 1] == '\n')
            out->end_len = 2;
        out->len = at + out->end_len;
        out->lines += out->complete;
        settle(out);
        return;
    }
}

void csv_record_release(csv_record *r) { buf_release(&r->unquoted); }
