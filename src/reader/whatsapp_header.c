#include "reader/whatsapp_header.h"

static bool is_digit(char c) { return (unsigned char)(c - '0') < 10; }

static size_t spaces(str s, size_t i) {
    while (i < s.len && s.at[i] == ' ') i++;
    return i;
}

static bool ends(str s, size_t i) { return i >= s.len || s.at[i] == '\n' || s.at[i] == '\r'; }

// What follows the stamp of a header without brackets; its end, or 0.
static size_t after_stamp(str s, size_t i, whatsapp_header *out) {
    size_t next = spaces(s, i);
    if (next < s.len && s.at[next] == '-' && next > i) {
        out->form = FORM_DASH;
    } else {
        next = i;
        if (next >= s.len) return 0;
        if (s.at[next] == ';')
            out->form = FORM_SEMICOLON;
        else if (s.at[next] == ':')
            out->form = FORM_COLON;
        else if (s.at[next] == ',' && !out->stamp.time_first)
            out->form = FORM_COMMA;
        else
            return 0;
    }
    next++;
    size_t end = spaces(s, next);
    return end > next || ends(s, next) ? end : 0;
}

// Reads a header in s, which is normalized or plain ASCII; its length, or 0.
static size_t read(str s, whatsapp_header *out) {
    size_t i = spaces(s, 0);
    bool bracket = i < s.len && s.at[i] == '[';
    if (bracket) i = spaces(s, i + 1);
    size_t used = when_scan(str_drop(s, i), &out->stamp);
    if (!used) return 0;
    i += used;
    if (!bracket) return after_stamp(s, i, out);
    i = spaces(s, i);
    if (i >= s.len || s.at[i] != ']') return 0;
    out->form = FORM_BRACKET;
    return spaces(s, i + 1);
}

// A stamp has digits: a line that starts with a letter and has none near is spared the look-ups.
static bool has_digit(str s) {
    s = str_take(s, 48);
    for (size_t i = 0; i < s.len && s.at[i] != '\n'; i++)
        if (is_digit(s.at[i])) return true;
    return false;
}

static bool is_ascii(str s) {
    s = str_take(s, 64);
    for (size_t i = 0; i < s.len && s.at[i] != '\n'; i++)
        if ((unsigned char)s.at[i] >= 0x80) return false;
    return true;
}

bool whatsapp_header_read(str s, whatsapp_header *out) {
    s = str_take(s, HEADER_BYTES);
    if (s.len == 0) return false;
    size_t first = spaces(s, 0);
    char start = first < s.len ? s.at[first] : '\0';
    if (start == '[' || is_digit(start)) {
        out->len = (uint32_t)read(s, out);
        if (out->len) return true;
        if (is_ascii(s)) return false;
    } else if (is_ascii(s)) {
        out->len = has_digit(s) ? (uint32_t)read(s, out) : 0;
        return out->len > 0;
    }
    when_text text;
    when_normalize(s, &text);
    if (!has_digit(when_text_str(&text))) return false;
    size_t used = read(when_text_str(&text), out);
    out->len = text.origin[used];
    return used > 0;
}

unsigned whatsapp_header_shape(const whatsapp_header *h) {
    const when *w = &h->stamp;
    // A month name makes a stamp its own; in 2013 such stamps left out the year of the export.
    bool wide = w->named != ORDER_NONE || w->year_at != WHEN_NOWHERE;
    return (unsigned)h->form << 3 | (unsigned)w->time_first << 2 | (unsigned)wide << 1 |
           w->has_seconds;
}
