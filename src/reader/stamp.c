#include "reader/stamp.h"

typedef struct cursor {
    str rest;
    bool ok;
} cursor;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The next `width` digits.
static int take_digits(cursor *c, size_t width) {
    int value = 0;
    if (c->rest.len < width) c->ok = false;
    for (size_t i = 0; c->ok && i < width; i++) {
        if (!is_digit(c->rest.at[i])) c->ok = false;
        value = value * 10 + (c->rest.at[i] - '0');
    }
    c->rest = str_drop(c->rest, width);
    return value;
}

static bool take(cursor *c, char wanted) {
    if (!c->rest.len || c->rest.at[0] != wanted) return false;
    c->rest = str_drop(c->rest, 1);
    return true;
}

// The digits behind a decimal sign as ms; *precision is 1 where there are any.
static int take_fraction(cursor *c, uint32_t *precision) {
    if (!take(c, '.') && !take(c, ',')) return 0;
    int ms = 0, factor = 100;
    if (!c->rest.len || !is_digit(c->rest.at[0])) c->ok = false;
    for (; c->rest.len && is_digit(c->rest.at[0]); c->rest = str_drop(c->rest, 1)) {
        ms += (c->rest.at[0] - '0') * factor;
        factor /= 10;
    }
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

// YYYY-MM-DD[T| ]hh:mm[:ss[.fff]][zone], or the date alone.
static bool read_iso(str s, stamp *out) {
    cursor c = {s, true};
    int year = take_digits(&c, 4);
    bool dashes = take(&c, '-');
    int month = take_digits(&c, 2);
    if (!dashes || !take(&c, '-')) return false;
    int day = take_digits(&c, 2);
    int64_t days = c.ok ? when_gregorian(year, month, day) : INT64_MIN;
    if (days == INT64_MIN) return false;
    *out = (stamp){days * 86400000, 0, TIME_LOCAL, 86400000};
    if (!c.rest.len) return true;
    if (!take(&c, 'T') && !take(&c, ' ') && !take(&c, 't')) return false;
    int hour = take_digits(&c, 2);
    if (!take(&c, ':')) return false;
    int minute = take_digits(&c, 2), second = 0, ms = 0;
    out->precision = 60000;
    if (take(&c, ':')) {
        second = take_digits(&c, 2);
        out->precision = 1000;
        ms = take_fraction(&c, &out->precision);
    }
    if (hour > 24 || minute > 59 || second > 60) return false;
    out->time += ((int64_t)(hour * 60 + minute) * 60 + second) * 1000 + ms;
    take_zone(&c, out);
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
