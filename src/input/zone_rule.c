#include "input/zone_rule.h"

enum { DAY = 86400 };

static bool is_digit(str s) { return s.len && s.at[0] >= '0' && s.at[0] <= '9'; }

static bool number(str *s, int highest, int *out) {
    if (!is_digit(*s)) return false;
    *out = 0;
    while (is_digit(*s)) {
        *out = *out * 10 + (s->at[0] - '0');
        if (*out > highest) return false;
        *s = str_drop(*s, 1);
    }
    return true;
}

static bool skip(str *s, char c) {
    if (s->len == 0 || s->at[0] != c) return false;
    *s = str_drop(*s, 1);
    return true;
}

// Letters, or anything between < and >.
static bool skip_name(str *s) {
    if (skip(s, '<')) {
        str_cut_result cut = str_cut(*s, '>');
        *s = cut.tail;
        return cut.found;
    }
    size_t len = 0;
    while (len < s->len && ((s->at[len] | 32) >= 'a' && (s->at[len] | 32) <= 'z')) len++;
    *s = str_drop(*s, len);
    return len >= 3;
}

// [+-]hh[:mm[:ss]]
static bool clock_seconds(str *s, int *out) {
    int sign = skip(s, '-') ? -1 : (skip(s, '+'), 1);
    int hours, minutes = 0, seconds = 0;
    if (!number(s, 167, &hours)) return false;
    if (skip(s, ':') && !number(s, 59, &minutes)) return false;
    if (skip(s, ':') && !number(s, 59, &seconds)) return false;
    *out = sign * (hours * 3600 + minutes * 60 + seconds);
    return true;
}

static bool change(str *s, zone_change *out) {
    if (!skip(s, ',')) return false;
    *out = (zone_change){.kind = ZONE_DAY_ZERO, .seconds = 2 * 3600};
    if (skip(s, 'M')) {
        out->kind = ZONE_DAY_MONTH;
        if (!number(s, 12, &out->month) || !skip(s, '.') || !number(s, 5, &out->week) ||
            !skip(s, '.') || !number(s, 6, &out->day) || out->month < 1 || out->week < 1)
            return false;
    } else {
        if (skip(s, 'J')) out->kind = ZONE_DAY_JULIAN;
        if (!number(s, 365, &out->day)) return false;
    }
    return !skip(s, '/') || clock_seconds(s, &out->seconds);
}

bool zone_rule_parse(str text, zone_rule *out) {
    *out = (zone_rule){0};
    int west;
    if (!skip_name(&text) || !clock_seconds(&text, &west)) return false;
    out->standard = -west;
    if (text.len == 0) return true;
    out->has_summer = true;
    if (!skip_name(&text)) return false;
    out->summer = out->standard + 3600;
    if (text.len && text.at[0] != ',') {
        if (!clock_seconds(&text, &west)) return false;
        out->summer = -west;
    }
    return change(&text, &out->to_summer) && change(&text, &out->to_standard) && text.len == 0;
}

static bool is_leap(int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

// Days from 1970-01-01 to 1 January of a year of the common era.
static int64_t year_start(int64_t year) {
    int64_t y = year - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 - 719162;
}

static int64_t year_of(int64_t day) {
    int64_t year = 1970 + day * 400 / 146097;
    while (year_start(year) > day) year--;
    while (year_start(year + 1) <= day) year++;
    return year;
}

static int64_t day_of(const zone_change *c, int64_t year) {
    static const int starts[13] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    int64_t first = year_start(year);
    if (c->kind == ZONE_DAY_ZERO) return first + c->day;
    if (c->kind == ZONE_DAY_JULIAN) return first + c->day - 1 + (is_leap(year) && c->day > 59);
    bool leap = is_leap(year);
    int64_t month = first + starts[c->month - 1] + (leap && c->month > 2);
    int64_t end = first + starts[c->month] + (leap && c->month > 1);
    int64_t weekday = ((month + 4) % 7 + 7) % 7; // 1970-01-01 was a Thursday
    int64_t day = month + (c->day - weekday + 7) % 7 + (c->week - 1) * 7;
    return day < end ? day : day - 7;
}

int zone_rule_offset(const zone_rule *rule, int64_t instant) {
    if (!rule->has_summer) return rule->standard / 60;
    int64_t local = instant + rule->standard;
    int64_t year = year_of(local / DAY - (local % DAY < 0));
    // The first change is told in standard time, the second in summer time.
    int64_t on = day_of(&rule->to_summer, year) * DAY + rule->to_summer.seconds - rule->standard;
    int64_t off = day_of(&rule->to_standard, year) * DAY + rule->to_standard.seconds - rule->summer;
    bool summer = on < off ? instant >= on && instant < off : instant >= on || instant < off;
    return (summer ? rule->summer : rule->standard) / 60;
}
