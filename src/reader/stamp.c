#include "reader/stamp.h"

typedef struct cursor {
    str rest;
    bool ok;
} cursor;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The next `width` digits.
static inline int take_digits(cursor *c, size_t width) {
    int value = 0;
    bool digits = c->rest.len >= width;
    for (size_t i = 0; digits && i < width; i++) {
        digits = is_digit(c->rest.at[i]);
        value = value * 10 + (c->rest.at[i] - '0');
    }
    c->ok &= digits;
    c->rest = str_drop(c->rest, width);
    return value;
}

static inline bool take(cursor *c, char wanted) {
    if (!c->rest.len || c->rest.at[0] != wanted) return false;
    c->rest = str_drop(c->rest, 1);
    return true;
}

// The digits behind a decimal sign as ms; *precision is 1 where there are any.
static int take_fraction(cursor *c, uint32_t *precision) {
    if (!take(c, '.') && !take(c, ',')) return 0;
    static const int factor[] = {100, 10, 1};
    int ms = 0;
    size_t digits = 0;
    for (; digits < c->rest.len && is_digit(c->rest.at[digits]); digits++) {
        if (digits < 3) ms += (c->rest.at[digits] - '0') * factor[digits];
    }
    if (!digits) c->ok = false;
    c->rest = str_drop(c->rest, digits);
    *precision = 1;
    return ms;
}

// Nothing, Z, UTC, or ±hh[:]mm.
static void take_zone(cursor *c, stamp *out) {
    take(c, ' ');
    if (!c->rest.len) return;
    bool minus = c->rest.at[0] == '-';
    if (str_equal(c->rest, STR("Z")) || str_equal(c->rest, STR("z")) ||
        str_equal(c->rest, STR("UTC"))) {
        out->kind = TIME_UTC;
        c->rest = str_drop(c->rest, c->rest.len);
        return;
    }
    if (!take(c, '+') && !take(c, '-')) {
        c->ok = false;
        return;
    }
    int hours = take_digits(c, 2);
    take(c, ':');
    int minutes = c->rest.len ? take_digits(c, 2) : 0;
    if (hours > 18 || minutes > 59) c->ok = false;
    out->kind = TIME_OFFSET;
    out->offset = (int16_t)((hours * 60 + minutes) * (minus ? -1 : 1));
    out->time -= (int64_t)out->offset * 60000;
}

// The digits at p, or a number below zero when one of them is none.
static inline int two_digits(const char *p) {
    unsigned tens = (unsigned char)p[0] - (unsigned)'0', ones = (unsigned char)p[1] - (unsigned)'0';
    return tens > 9 || ones > 9 ? -1 : (int)(tens * 10 + ones);
}

// Digits behind a decimal sign at *p, as take_fraction reads them; *p goes behind them.
static int fraction_at(const char **p, const char *end) {
    const char *at = *p;
    int ms = 0, tens = end - at < 3 ? -1 : two_digits(at);
    if (tens >= 0 && is_digit(at[2])) { // as nearly all are written
        ms = tens * 10 + at[2] - '0';
        at += 3;
        while (at < end && is_digit(*at)) at++;
    } else {
        for (int factor = 100; at < end && is_digit(*at); at++, factor /= 10)
            ms += (*at - '0') * factor;
    }
    *p = at;
    return ms;
}

// Z or ±hh:mm, as most zones are written, and the end of the text with it.
static bool read_plain_zone(const char *p, const char *end, stamp *out) {
    if (end - p == 1 && *p == 'Z') {
        out->kind = TIME_UTC;
        return true;
    }
    if (end - p != 6 || (*p != '+' && *p != '-') || p[3] != ':') return false;
    int hours = two_digits(p + 1), minutes = two_digits(p + 4);
    if ((hours | minutes) < 0 || hours > 18 || minutes > 59) return false;
    out->kind = TIME_OFFSET;
    out->offset = (int16_t)((hours * 60 + minutes) * (*p == '-' ? -1 : 1));
    out->time -= (int64_t)out->offset * 60000;
    return true;
}

// [:ss[.fff]][zone] behind the minutes, up to end.
static bool read_iso_rest(const char *p, const char *end, stamp *out) {
    out->precision = 60000;
    if (p < end && *p == ':') {
        int second = end - p < 3 ? -1 : two_digits(p + 1);
        if (second < 0 || second > 60) return false;
        p += 3;
        out->time += second * 1000;
        out->precision = 1000;
        if (p < end && (*p == '.' || *p == ',')) {
            const char *digits = ++p;
            out->time += fraction_at(&p, end);
            out->precision = 1;
            if (p == digits) return false;
        }
    }
    if (p == end || read_plain_zone(p, end, out)) return true;
    cursor c = {str_of(p, (size_t)(end - p)), true};
    take_zone(&c, out);
    return c.ok && !c.rest.len;
}

// YYYY-MM-DD[T| ]hh:mm[:ss[.fff]][zone], or the date alone.
static bool read_iso(str s, stamp *out) {
    const char *p = s.at;
    if (s.len < 10 || p[4] != '-' || p[7] != '-') return false;
    int century = two_digits(p), year = two_digits(p + 2);
    int month = two_digits(p + 5), day = two_digits(p + 8);
    if ((century | year | month | day) < 0) return false;
    int64_t days = when_gregorian(century * 100 + year, month, day);
    if (days == INT64_MIN) return false;
    *out = (stamp){days * 86400000, 0, TIME_LOCAL, 86400000};
    if (s.len == 10) return true;

    if (s.len < 16 || (p[10] != 'T' && p[10] != ' ' && p[10] != 't') || p[13] != ':') return false;
    int hour = two_digits(p + 11), minute = two_digits(p + 14);
    if ((hour | minute) < 0 || hour > 24 || minute > 59) return false;
    out->time += (int64_t)(hour * 60 + minute) * 60000;
    return read_iso_rest(p + 16, p + s.len, out);
}

// YYYYMMDD, a date alone: so far into a recording nobody gets.
static bool read_compact(str s, stamp *out) {
    enum { FIRST = 1990, LAST = 2100 };
    cursor c = {s, s.len == 8};
    int year = take_digits(&c, 4), month = take_digits(&c, 2), day = take_digits(&c, 2);
    if (!c.ok || year < FIRST || year > LAST) return false;
    int64_t days = when_gregorian(year, month, day);
    if (days == INT64_MIN) return false;
    *out = (stamp){days * 86400000, 0, TIME_LOCAL, 86400000};
    return true;
}

// A number: ms, µs or ns since 1970 by its size; what is too small for a date since 1973 is seconds
// into a recording.
static bool read_number(str s, stamp *out) {
    str_cut_result parts = str_cut(s, '.');
    int64_t whole;
    cursor c = {str_drop(s, parts.head.len), true};
    uint32_t precision = 1000;
    int ms = take_fraction(&c, &precision);
    if (!str_int64(parts.head, &whole) || !c.ok || c.rest.len) return false;
    int64_t size = whole < 0 ? -whole : whole;
    *out = (stamp){.kind = size < 100000000 ? TIME_MEDIA : TIME_UTC, .precision = 1};
    if (size < 100000000000) {
        out->time = whole * 1000 + (whole < 0 ? -ms : ms);
        out->precision = precision;
    } else if (size < 100000000000000) {
        out->time = whole;
    } else {
        out->time = size < 100000000000000000 ? whole / 1000 : whole / 1000000;
    }
    return true;
}

// [h]h:mm:ss[.fff] or mm:ss into a recording.
static bool read_offset(str s, stamp *out) {
    int64_t sum = 0;
    uint32_t precision = 1000;
    int parts = 0, ms = 0;
    cursor c = {s, true};
    while (c.ok && parts < 3) {
        size_t digits = 0;
        while (digits < c.rest.len && is_digit(c.rest.at[digits])) digits++;
        if (digits < 1 || digits > 3) return false;
        sum = sum * 60 + take_digits(&c, digits);
        parts++;
        if (!take(&c, ':')) break;
    }
    ms = take_fraction(&c, &precision);
    if (!c.ok || c.rest.len || parts < 2) return false;
    *out = (stamp){sum * 1000 + ms, 0, TIME_MEDIA, precision};
    return true;
}

static bool read_phone(str s, date_order order, stamp *out) {
    when_text plain;
    when w;
    when_normalize(s, &plain);
    size_t used = when_scan(when_text_str(&plain), &w);
    bool alone = !used;
    if (alone) used = when_scan_date(when_text_str(&plain), &w);
    if (!used || used != plain.len) return false;
    if (order == ORDER_NONE && w.named == ORDER_NONE) return false;
    when_day day = when_day_of(&w, order, 1970);
    if (!day.valid || !when_has_year(&w)) return false;
    *out = alone ? (stamp){day.day * 86400000, 0, TIME_LOCAL, 86400000}
                 : (stamp){when_ms(&w, day.day), 0, TIME_LOCAL, w.has_seconds ? 1000 : 60000};
    return true;
}

bool stamp_read(str cell, date_order order, stamp *out) {
    str s = str_trim(cell);
    if (!s.len) return false;
    return read_iso(s, out) || read_compact(s, out) || read_number(s, out) || read_offset(s, out) ||
           read_phone(s, order, out);
}

void stamp_survey_add(stamp_survey *s, str cell) {
    stamp read;
    when_text plain;
    when w;
    str date = str_trim(cell);
    if (!date.len || stamp_read(date, ORDER_NONE, &read)) return;
    when_normalize(date, &plain);
    if (!when_scan(when_text_str(&plain), &w) && !when_scan_date(when_text_str(&plain), &w)) return;
    date_survey_add(&s->dates, &w);
    s->count++;
}

void stamp_survey_decide(const stamp_survey *s, reader_state *state) {
    if (!s->count) return;
    dialect *d = &state->dialect;
    d->order = state->options->order;
    d->evidence = EVIDENCE_OPTION;
    if (d->order == ORDER_NONE)
        d->order = date_survey_decide(&s->dates, source_archive_time(state->in), &d->evidence);
}

void stamp_apply(const stamp *s, message *out) {
    out->time = s->time;
    out->offset = s->offset;
    out->time_kind = s->kind;
    out->precision = s->precision;
}
