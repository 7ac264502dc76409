#include "report/csv.h"

#include "report/number.h"

#include <assert.h>
#include <math.h>

buf *csv_open(csv *c) {
    if (c->cells++)
        buf_add_char(&c->to->rows, ',');
    else
        c->start = c->to->rows.len;
    return &c->to->rows;
}

static bool needs_quotes(str text) {
    for (size_t i = 0; i < text.len; i++) {
        char at = text.at[i];
        if (at == ',' || at == '"' || at == '\n' || at == '\r') return true;
    }
    return false;
}

static void add_doubled(buf *out, str text) {
    for (;;) {
        str_cut_result cut = str_cut(text, '"');
        buf_add(out, cut.head);
        if (!cut.found) return;
        buf_add(out, STR("\"\""));
        text = cut.tail;
    }
}

void csv_text(csv *c, str text) {
    buf *out = csv_open(c);
    if (!needs_quotes(text)) {
        buf_add(out, text);
        return;
    }
    buf_add_char(out, '"');
    add_doubled(out, text);
    buf_add_char(out, '"');
}

void csv_quote_from(csv *c, size_t from) {
    buf *out = &c->to->rows;
    size_t len = out->len - from, extra = 2;
    if (!needs_quotes(str_of(out->at + from, len))) return;
    for (size_t i = 0; i < len; i++) extra += out->at[from + i] == '"';
    // From the last byte to the first, each goes to its place behind what it was.
    char *to = buf_more(out, extra) + extra;
    const char *text = out->at + from;
    out->len += extra;
    *--to = '"';
    for (size_t i = len; i-- > 0;) {
        *--to = text[i];
        if (text[i] == '"') *--to = '"';
    }
    *--to = '"';
}

// OWASP's list, with the fullwidth forms that a spreadsheet takes for the same (U+FF1D U+FF0B
// U+FF0D U+FF20), and NUL.
bool csv_is_formula(str text) {
    static const char first[] = "=+-@\t\r\n"; // and the NUL at its end
    if (text.len == 0) return false;
    if (memchr(first, text.at[0], sizeof first)) return true;
    return str_starts(text, STR("\xEF\xBC\x9D")) || str_starts(text, STR("\xEF\xBC\x8B")) ||
           str_starts(text, STR("\xEF\xBC\x8D")) || str_starts(text, STR("\xEF\xBC\xA0"));
}

void csv_name(csv *c, str text) {
    if (!csv_is_formula(text) && !str_equal(text, STR("NA"))) {
        csv_text(c, text);
        return;
    }
    buf *out = csv_open(c);
    buf_add(out, STR("\"'"));
    add_doubled(out, text);
    buf_add_char(out, '"');
}

void csv_na(csv *c) { buf_add(csv_open(c), STR("NA")); }

void csv_int(csv *c, int64_t value) { buf_add_int(csv_open(c), value); }

void csv_count(csv *c, uint64_t value) { csv_int(c, (int64_t)value); }

void csv_flag(csv *c, bool value) { buf_add_char(csv_open(c), value ? '1' : '0'); }

void csv_number(csv *c, double value) {
    if (!isfinite(value)) {
        csv_na(c);
        return;
    }
    number_add(csv_open(c), value);
}

void csv_end(csv *c) {
    assert(c->cells == c->columns);
    c->cells = 0;
    if (c->small.rows) {
        c->to->rows.len = c->start;
        return;
    }
    if (c->small.least) suppress_row(&c->small, &c->to->rows, c->start);
    buf_add_char(&c->to->rows, '\n');
    spool_row(c->to);
}

void csv_header(csv *c, const column_list *list) {
    for (size_t i = 0; i < c->columns; i++) csv_text(c, str_from(list->at[i].name));
    buf_add_char(&c->to->rows, '\n');
    c->cells = 0;
}
