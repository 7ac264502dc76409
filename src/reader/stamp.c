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
static inline int digits_at(const char *p, size_t width) {
    int value = 0;
    bool odd = false;
    for (size_t i = 0; i < width; i++) {
        odd |= !is_digit(p[i]);
        value = value * 10 + (p[i] - '0');
    }
    return odd ? -1 : value;
}

// YYYY-MM-DD[T| ]hh:mm[:ss[.fff]][zone], or the date alone.
static bool read_iso(str s, stamp *out) {
    const char *p = s.at;
    if (s.len < 10 || p[4] != '-' || p[7] != '-') return false;
    int year = digits_at(p, 4), month = digits_at(p + 5, 2), day = digits_at(p + 8, 2);
    if ((year | month | day) < 0) return false;
    int64_t days = when_gregorian(year, month, day);
    if (days == INT64_MIN) return false;
    *out = (stamp){days * 86400000, 0, TIME_LOCAL, 86400000};
    if (s.len == 10) return true;

    if (s.len < 16 || (p[10] != 'T' && p[10] != ' ' && p[10] != 't') || p[13] != ':') return false;
    int hour = digits_at(p + 11, 2), minute = digits_at(p + 14, 2), second = 0, ms = 0;
    cursor c = {str_drop(s, 16), true};
    out->precision = 60000;
    if (take(&c, ':')) {
        second = c.rest.len < 2 ? -1 : digits_at(c.rest.at, 2);
        c.rest = str_drop(c.rest, 2);
        out->precision = 1000;
        ms = take_fraction(&c, &out->precision);
    }
    if ((hour | minute | second) < 0 || hour > 24 || minute > 59 || second > 60) return false;
    out->time += ((int64_t)(hour * 60 + minute) * 60 + second) * 1000 + ms;
    if (c.rest.len) take_zone(&c, out);
    return c.ok && !c.rest.len;
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
    if (!used || used != plain.len) return false;
    if (order == ORDER_NONE && w.named == ORDER_NONE) return false;
    when_day day = when_day_of(&w, order, 1970);
    if (!day.valid || !when_has_year(&w)) return false;
    *out = (stamp){when_ms(&w, day.day), 0, TIME_LOCAL, w.has_seconds ? 1000 : 60000};
    return true;
}

bool stamp_read(str cell, date_order order, stamp *out) {
    str s = str_trim(cell);
    if (!s.len) return false;
    return read_iso(s, out) || read_number(s, out) || read_offset(s, out) ||
           read_phone(s, order, out);
}

void stamp_survey_add(stamp_survey *s, str cell) {
    stamp read;
    when_text plain;
    when w;
    str date = str_trim(cell);
    if (!date.len || stamp_read(date, ORDER_NONE, &read)) return;
    when_normalize(date, &plain);
    if (!when_scan(when_text_str(&plain), &w)) return;
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
