#include "reader/whatsapp_header.h"

#include "reader/whatsapp_follow.h"

static bool is_digit(char c) { return (unsigned char)(c - '0') < 10; }

static size_t spaces(str s, size_t i) {
    while (i < s.len && s.at[i] == ' ') i++;
    return i;
}

static bool ends(str s, size_t i) { return i >= s.len || s.at[i] == '\n' || s.at[i] == '\r'; }

// Whether the line goes on with a letter and has a colon and space: a name and what it says.
static bool speaks(str s, size_t i) {
    unsigned char first = i < s.len ? (unsigned char)(s.at[i] | 0x20) : ' ';
    if (first < 'a' || (first > 'z' && first < 0x80)) return false;
    for (; i + 1 < s.len && !ends(s, i); i++)
        if (s.at[i] == ':' && s.at[i + 1] == ' ') return true;
    return false;
}

// What follows the stamp of a header without brackets; its end, or 0.
static size_t after_stamp(str s, size_t i, whatsapp_header *out) {
    size_t next = spaces(s, i);
    if (next < s.len && s.at[next] == '-' && next > i) {
        out->form = FORM_DASH;
    } else if (next > i) {
        out->form = FORM_SPACE;
        return out->stamp.has_seconds && speaks(s, next) ? next : 0;
    } else {
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

// The same of digits of any script, by the bytes that those of others begin with.
static bool may_have_digit(str s) {
    for (size_t i = 0; i < s.len && s.at[i] != '\n'; i++) {
        unsigned char byte = (unsigned char)s.at[i];
        if (is_digit(s.at[i]) || (byte >= 0xD9 && byte <= 0xE1) || byte == 0xEF) return true;
    }
    return false;
}

static bool is_ascii(str s) {
    s = str_take(s, 64);
    for (size_t i = 0; i < s.len && s.at[i] != '\n'; i++)
        if ((unsigned char)s.at[i] >= 0x80) return false;
    return true;
}

// Bytes behind a stamp in the two forms that nearly every line has, or 0. p has four.
static inline uint32_t read_sign(const char *p, header_form form) {
    if (form == FORM_BRACKET) return p[0] == ']' && p[1] == ' ' && p[2] != ' ' ? 2 : 0;
    return p[0] == ' ' && p[1] == '-' && p[2] == ' ' && p[3] != ' ' ? 3 : 0;
}

static bool read_plain(str s, whatsapp_header *out) {
    out->form = s.at[0] == '[' ? FORM_BRACKET : FORM_DASH;
    size_t start = out->form == FORM_BRACKET;
    size_t used = when_scan_plain(str_drop(s, start), &out->stamp);
    if (!used) return false;
    uint32_t sign = read_sign(s.at + start + used, out->form);
    out->len = (uint32_t)(start + used) + sign;
    return sign > 0;
}

// Where the hour begins in a header of read_plain: behind the first space.
static uint32_t hour_at(str s) {
    uint32_t at = 0;
    while (s.at[at] != ' ') at++;
    return at + 1;
}

static void remember(header_memory *m, str s, whatsapp_header *header) {
    header->date = 0;
    m->hour = hour_at(s);
    if (m->hour > 16) {
        m->hour = 0;
        return;
    }
    static const unsigned char ones[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                           255, 255, 255, 255, 255, 255, 255, 255};
    m->head_mask = str_eight((const char *)ones + 16 - m->hour);
    m->tail_mask = str_eight((const char *)ones + 24 - m->hour);
    m->head = str_eight(s.at) & m->head_mask;
    m->tail = str_eight(s.at + 8) & m->tail_mask;
    header->date = ++m->dates;
    m->header = *header;
}

bool whatsapp_header_recall(header_memory *m, str s, whatsapp_header *out) {
    if (s.len < HEADER_LEAST) return whatsapp_header_read(s, out);
    if (m->hour && header_has_date(m, s.at)) {
        *out = m->header;
        const char *hour = s.at + m->hour;
        header_clock clock = header_clock_read(hour, out->form);
        if (clock.len) {
            whatsapp_header_step(m, out, clock);
            out->stamp.has_seconds = out->form == FORM_BRACKET;
            return true;
        }
        uint32_t used = (uint32_t)when_scan_plain_time(str_drop(s, m->hour), &out->stamp);
        uint32_t sign = used ? read_sign(hour + used, out->form) : 0;
        out->len = m->hour + used + sign;
        if (sign) return true;
    }
    if (!read_plain(s, out)) return whatsapp_header_read(s, out);
    remember(m, s, out);
    return true;
}

bool whatsapp_header_read(str s, whatsapp_header *out) {
    s = str_take(s, HEADER_BYTES);
    out->date = 0;
    if (s.len == 0) return false;
    if (read_plain(s, out)) return true;
    size_t first = spaces(s, 0);
    char start = first < s.len ? s.at[first] : '\0';
    if (start == '[' || is_digit(start)) {
        out->len = (uint32_t)read(s, out);
        bool ascii = is_ascii(s);
        // Without a sign, what looks like a name may be a half of the day and a dash in bytes not
        // normalized yet.
        if (out->len && (ascii || out->form != FORM_SPACE)) return true;
        if (ascii) return false;
    } else if (is_ascii(s)) {
        out->len = has_digit(s) ? (uint32_t)read(s, out) : 0;
        return out->len > 0;
    }
    if (!may_have_digit(s)) return false;
    when_text text;
    when_normalize(s, &text);
    if (!has_digit(when_text_str(&text))) return false;
    size_t used = read(when_text_str(&text), out);
    out->len = text.origin[used];
    return used > 0;
}
