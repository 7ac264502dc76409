// The stamps that nearly every line has, read straight through: three numbers with one separator, a
// space or comma and space, a time, perhaps AM or PM, all in ASCII. Whatever else comes up is left
// to when_scan.
#include "reader/when.h"

enum {
    DATE = 12, // bytes of the longest date and what follows it
    TIME = 16, // and of the longest time, and what has to be seen behind it
};

static unsigned digit(char c) { return (unsigned)(unsigned char)c - '0'; }

// One, two or four digits. Returns how many, or 0.
static inline unsigned part(const char *p, int32_t *value) {
    unsigned first = digit(p[0]), second = digit(p[1]);
    if (first > 9) return 0;
    *value = (int32_t)first;
    if (second > 9) return 1;
    *value = (int32_t)(first * 10 + second);
    unsigned third = digit(p[2]), fourth = digit(p[3]);
    if (third > 9) return 2;
    if (fourth > 9) return 0;
    *value = *value * 100 + (int32_t)(third * 10 + fourth);
    return 4;
}

// The three numbers; the bytes they take, or 0.
static inline size_t date(const char *p, when *out) {
    size_t at = 0;
    out->year_at = WHEN_NOWHERE;
    out->separator = 0;
    for (unsigned i = 0; i < 3; i++) {
        unsigned width = part(p + at, &out->number[i]);
        if (!width) return 0;
        out->width[i] = (uint8_t)width;
        if (width == 4) {
            if (out->year_at != WHEN_NOWHERE || !when_is_year(out->number[i])) return 0;
            out->year_at = (uint8_t)i;
        }
        at += width;
        if (i == 2) break;
        char separator = p[at];
        if (i ? separator != out->separator
              : separator != '/' && separator != '.' && separator != '-')
            return 0;
        out->separator = separator;
        at++;
    }
    return at;
}

static bool has_leap_day(const when *w) {
    int32_t year = w->year_at == WHEN_NOWHERE ? 0 : w->number[w->year_at];
    return year >= WHEN_FIRST_YEAR && year < 2400 && year % 4 == 0 &&
           (year % 100 != 0 || year % 400 == 0); // from 2400 on they are Buddhist
}

// Whether the numbers but the year are a month and a day that it surely has, in either order.
static inline bool surely_possible(const when *w) {
    static const uint8_t days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t a = w->number[w->year_at == 0 ? 1 : 0], b = w->number[w->year_at <= 1 ? 2 : 1];
    int32_t month = a < b ? a : b, day = a < b ? b : a;
    if (month == 2 && day == 29) return has_leap_day(w);
    return month > 0 && month <= 12 && day <= days[month];
}

// Two digits and their number, or more than 99.
static inline unsigned two(const char *p) {
    unsigned tens = digit(p[0]), ones = digit(p[1]);
    return tens <= 9 && ones <= 9 ? tens * 10 + ones : 100;
}

// hh:mm or hh:mm:ss; the bytes they take, or 0.
static inline size_t time_of_day(const char *p, when *out) {
    size_t at = digit(p[1]) <= 9 ? 2 : 1;
    unsigned hour = at == 2 ? two(p) : digit(p[0]), minute = two(p + at + 1), second = 0;
    char separator = p[at];
    if ((separator != ':' && separator != '.') || hour > 24 || minute > 59) return 0;
    at += 3;
    out->has_seconds =
        p[at] == separator && digit(p[at + 1]) <= 9; // else a colon may end the header
    if (out->has_seconds) {
        second = two(p + at + 1);
        at += 3;
    }
    if (second > 59 || digit(p[at]) <= 9) return 0;
    out->hour = (uint8_t)(hour == 24 ? 0 : hour);
    out->minute = (uint8_t)minute;
    out->second = (uint8_t)second;
    return at;
}

// AM or PM after a space; the bytes they take. SIZE_MAX when other words follow.
static inline size_t half(const char *p, when *out) {
    out->half_days = out->capitals = out->half_first = false;
    char sign = p[0];
    if (sign == ']' || sign == ';' || sign == ':' || (sign == ' ' && (p[1] == '-' || p[1] == ']')))
        return 0;
    char letter = (char)(p[1] | 0x20), after = p[3];
    bool whole = after == ']' || (after == ' ' && p[4] == '-');
    if (sign != ' ' || (letter != 'a' && letter != 'p') || (p[2] | 0x20) != 'm' || !whole)
        return SIZE_MAX;
    out->half_days = true;
    out->capitals = p[1] != letter && p[2] == 'M';
    if (letter == 'a' && out->hour == 12) out->hour = 0;
    if (letter == 'p' && out->hour < 12) out->hour = (uint8_t)(out->hour + 12);
    return 3;
}

size_t when_scan_plain_time(str s, when *out) {
    if (s.len < TIME) return 0;
    size_t used = time_of_day(s.at, out);
    if (!used) return 0;
    size_t words = half(s.at + used, out);
    return words == SIZE_MAX ? 0 : used + words;
}

size_t when_scan_plain(str s, when *out) {
    if (s.len < DATE + TIME) return 0;
    size_t at = date(s.at, out);
    if (!at) return 0;
    if (s.at[at] == ',') at++;
    if (s.at[at] != ' ' || !surely_possible(out)) return 0;
    at++;
    out->named = ORDER_NONE;
    out->time_first = false;
    size_t used = when_scan_plain_time(str_drop(s, at), out);
    return used ? at + used : 0;
}
