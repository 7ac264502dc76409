#include "reader/swda_text.h"

enum { REPAIRS = 32 }; // inside each other

typedef struct cleaner {
    buf *out;
    size_t repairs[REPAIRS]; // where what may be taken back begins
    size_t depth;
} cleaner;

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static bool ends_with_space(const cleaner *c) {
    return c->out->len == 0 || c->out->at[c->out->len - 1] == ' ';
}

static void add(cleaner *c, char sign) {
    bool closes = strchr(".,?!;:", sign) != NULL;
    if (is_space(sign)) {
        if (!ends_with_space(c)) buf_add_char(c->out, ' ');
        return;
    }
    if (closes && c->out->len > 0 && c->out->at[c->out->len - 1] == ' ') c->out->len--;
    if (closes && c->out->len == 0) return;
    buf_add_char(c->out, sign);
}

// Length of what stands between open at the start of s and close, both included; 0 without close.
static size_t enclosed(str s, str open, str close) {
    if (!str_starts(s, open)) return 0;
    size_t at = str_find(str_drop(s, open.len), close);
    return at == SIZE_MAX ? 0 : open.len + at + close.len;
}

// Comments and noises.
static size_t comment_length(str s) {
    size_t len = enclosed(s, STR("*[["), STR("]]"));
    if (!len) len = enclosed(s, STR("<<"), STR(">>"));
    if (!len) len = enclosed(s, STR("<"), STR(">"));
    return len;
}

// Marks of a repair: "[ a + b ]".
static bool take_repair(cleaner *c, char sign) {
    if (sign == '[') {
        if (c->depth < REPAIRS) c->repairs[c->depth++] = c->out->len;
        return true;
    }
    if (sign == ']') {
        if (c->depth) c->depth--;
        return true;
    }
    if (sign != '+') return false;
    if (c->depth && c->out->len > c->repairs[c->depth - 1]) c->out->len = c->repairs[c->depth - 1];
    return true;
}

// Length of a mark without words at the start of s: "{F", "}", "((", "))", "/", "-/", "--", "#".
static size_t mark_length(const cleaner *c, str s) {
    char sign = s.at[0], next = s.len > 1 ? s.at[1] : ' ';
    if (sign == '{') return next >= 'A' && next <= 'Z' ? 2 : 1;
    if (sign == '}' || sign == '/' || sign == '#') return 1;
    if (sign == '(' || sign == ')') return next == sign ? 2 : 0;
    if (sign == '-' && (next == '/' || next == '-')) return 2;
    if (sign == '-' && is_space(next) && ends_with_space(c)) return 1;
    return 0;
}

void swda_text_clean(buf *out, str text) {
    cleaner c = {.out = out};
    if (!ends_with_space(&c)) buf_add_char(out, ' ');
    while (text.len) {
        size_t used = comment_length(text);
        if (!used) used = mark_length(&c, text);
        if (!used) {
            used = 1;
            if (!take_repair(&c, text.at[0])) add(&c, text.at[0]);
        }
        text = str_drop(text, used);
    }
    while (out->len && out->at[out->len - 1] == ' ') out->len--;
}
