#include "reader/when.h"

#include "reader/when_words.h"

enum { WORD = 64 }; // bytes of the longest word that is looked up

typedef struct cursor {
    const char *at, *end;
} cursor;

static bool is_digit(char c) { return (unsigned char)(c - '0') < 10; }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static bool is_letter(char c) {
    return (unsigned char)c >= 0x80 || (unsigned char)(lower(c) - 'a') < 26 || c == '\'';
}

static char at(const cursor *c) { return c->at < c->end ? *c->at : '\0'; }
static bool take(cursor *c, char wanted) {
    if (at(c) != wanted) return false;
    c->at++;
    return true;
}
static bool spaces(cursor *c) {
    const char *from = c->at;
    while (at(c) == ' ') c->at++;
    return c->at > from;
}
static bool take_str(cursor *c, str wanted) {
    if (!str_starts(str_of(c->at, (size_t)(c->end - c->at)), wanted)) return false;
    c->at += wanted.len;
    return true;
}

// Reads at most most digits; their number, or 0.
static uint8_t number(cursor *c, int most, int32_t *value) {
    const char *from = c->at, *end = c->end;
    int32_t sum = 0;
    while (c->at < end && is_digit(*c->at) && c->at - from < most)
        sum = sum * 10 + (*c->at++ - '0');
    if (is_digit(at(c))) c->at = from;
    *value = sum;
    return (uint8_t)(c->at - from);
}

// Reads letters and dots into room (WORD bytes), lower case, without the dots. Empty when it is too
// long.
static str word(cursor *c, char *room) {
    size_t len = 0;
    const char *from = c->at;
    for (; is_letter(at(c)) || (at(c) == '.' && c->at > from); c->at++) {
        if (*c->at == '.') continue;
        if (len == WORD) return str_of(room, 0);
        room[len++] = lower(*c->at);
    }
    return str_of(room, len);
}

// --- dates ---

// Years of eras are written with a letter or the era's name: R4 is 2022.
static int era(cursor *c) {
    static const struct {
        const char *name;
        int before; // year before its first
    } eras[] = {{"r", 2018},    {"h", 1988},    {"s", 1925},
                {"令和", 2018}, {"平成", 1988}, {"昭和", 1925}};
    for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
        cursor next = *c;
        if (i < 3 ? lower(at(&next)) != eras[i].name[0] : !take_str(&next, str_from(eras[i].name)))
            continue;
        if (i < 3) next.at++;
        if (!is_digit(at(&next))) continue;
        *c = next;
        return eras[i].before;
    }
    return 0;
}

static bool part(cursor *c, when *w, int i) {
    int before = is_digit(at(c)) ? 0 : era(c);
    w->width[i] = number(c, 4, &w->number[i]);
    if (!w->width[i]) return false;
    if (before) {
        w->number[i] += before;
        w->width[i] = 4;
    }
    if (w->width[i] > 2) {
        bool year = w->width[i] == 4 && when_is_year(w->number[i]);
        if (!year || w->year_at != WHEN_NOWHERE) return false;
        w->year_at = (uint8_t)i;
    }
    return true;
}

// What may follow a year: "BE", "พ.ศ.", "г.". A Buddhist year has a number of its own anyway.
static void year_mark(cursor *c) {
    cursor next = *c;
    spaces(&next);
    char room[WORD];
    str mark = word(&next, room);
    if (str_equal(mark, STR("be")) || str_equal(mark, STR("พศ")) || str_equal(mark, STR("ค.ศ")) ||
        str_equal(mark, STR("г")) || str_equal(mark, STR("年")) || str_equal(mark, STR("ad")))
        *c = next;
}

// The same separator twice: 3/6/18, 13. 6. 2018., 2016. 3. 1.
static bool numeric(cursor *c, when *w, char separator) {
    w->separator = separator;
    for (int i = 1; i < 3; i++) {
        if (!take(c, separator)) return false;
        if (separator == '.') spaces(c);
        if (!part(c, w, i)) return false;
    }
    if (separator == '.' && at(c) == '.' && !(c->end - c->at > 1 && is_digit(c->at[1]))) c->at++;
    if (c->end - c->at > 2) year_mark(c);
    return true;
}

// 2024年3月5日, 2016년 2월 5일
static bool with_units(cursor *c, when *w) {
    static const char *const units[3][2] = {{"年", "년"}, {"月", "월"}, {"日", "일"}};
    for (int i = 0; i < 3; i++) {
        if (i && (spaces(c), !part(c, w, i))) return false;
        if (!take_str(c, str_from(units[i][0])) && !take_str(c, str_from(units[i][1])))
            return false;
    }
    w->named = ORDER_YMD;
    w->separator = ' ';
    return true;
}

static void date_joiner(cursor *c) {
    cursor next = *c;
    char room[WORD];
    if (is_letter(at(&next)) && when_joins_date(word(&next, room)) && spaces(&next)) *c = next;
}

// A month name, after the filling words that some languages put before it.
static bool month(cursor *c, when *w, int i) {
    char room[WORD];
    date_joiner(c);
    int32_t counted;
    cursor next = *c;
    if (number(&next, 2, &counted)) { // tháng 3
        if (c->at[-1] != ' ' || counted < 1 || counted > 12) return false;
        *c = next;
        w->number[i] = counted;
    } else {
        str name = word(c, room);
        str hebrew_in = STR("\u05D1"); // 5 במרץ
        w->number[i] = when_month(name);
        if (!w->number[i] && str_starts(name, hebrew_in))
            w->number[i] = when_month(str_drop(name, hebrew_in.len));
    }
    w->width[i] = 2;
    return w->number[i] > 0;
}

// A year after a day and a month name, or none: what follows may be the hour.
static void year_after(cursor *c, when *w) {
    cursor next = *c;
    if (at(&next) == ',') next.at++;
    if (!spaces(&next) && next.at == c->at && at(&next) != '-' && at(&next) != '/') return;
    if (at(&next) == '-' || at(&next) == '/') next.at++;
    date_joiner(&next);
    when with = *w;
    if (!part(&next, &with, 2) || with.width[2] == 1 || with.width[2] == 3) return;
    if (with.width[2] == 2 && (at(&next) == ':' || at(&next) == '.')) return;
    *w = with;
    w->year_at = 2;
    *c = next;
    if (at(c) == '.') c->at++;
    year_mark(c);
}

// 28 Aug 2013, 28. august 2013, 28 de ago. de 2013, 28-Aug-2013, 2013 Aug 28
static bool with_name(cursor *c, when *w) {
    take(c, '.');
    if (!spaces(c)) {
        if (at(c) != '-' && at(c) != '/' && !is_letter(at(c))) return false;
        if (!is_letter(at(c))) c->at++;
    }
    w->separator = ' ';
    if (!month(c, w, 1)) return false;
    if (w->year_at == 0) {
        w->named = ORDER_YMD;
        if (!spaces(c) && !take(c, '-')) return false;
        return part(c, w, 2) && w->width[2] <= 2;
    }
    w->named = ORDER_DMY;
    year_after(c, w);
    return true;
}

// Aug 28, 2013
static bool name_first(cursor *c, when *w) {
    w->named = ORDER_MDY;
    w->separator = ' ';
    if (!month(c, w, 0)) return false;
    spaces(c);
    if (!part(c, w, 1) || w->width[1] > 2) return false;
    take(c, '.');
    year_after(c, w);
    return true;
}

// Whether some order makes the numbers a date.
static bool possible(const when *w) {
    if (w->named != ORDER_NONE) return when_day_of(w, w->named, 2000).valid;
    return when_day_of(w, ORDER_DMY, 2000).valid ||
           (w->year_at == WHEN_NOWHERE && when_day_of(w, ORDER_YMD, 2000).valid);
}

static bool date_here(cursor *c, when *w) {
    w->year_at = WHEN_NOWHERE;
    w->named = ORDER_NONE;
    if (!is_digit(at(c))) {
        cursor next = *c;
        if (!era(&next)) return name_first(c, w) && possible(w);
    }
    if (!part(c, w, 0)) return false;
    char next = at(c);
    if (next == '/' || next == '-' || next == '.') {
        cursor numbers = *c;
        when as_numbers = *w;
        if (numeric(&numbers, &as_numbers, next) && possible(&as_numbers)) {
            *c = numbers;
            *w = as_numbers;
            return true;
        }
    } else if ((unsigned char)next >= 0x80) {
        cursor units = *c;
        when as_units = *w;
        if (with_units(&units, &as_units) && possible(&as_units)) {
            *c = units;
            *w = as_units;
            return true;
        }
    }
    return with_name(c, w) && possible(w);
}

static bool weekday(cursor *c) {
    cursor next = *c;
    char room[WORD];
    take(&next, '(');
    if (!when_weekday(word(&next, room))) return false;
    take_str(&next, STR("-feira")); // segunda-feira
    take(&next, ')');
    take(&next, ',');
    if (!spaces(&next)) return false;
    *c = next;
    return true;
}

static bool date(cursor *c, when *w) {
    if (!is_digit(at(c))) {
        cursor next = *c;
        if (weekday(&next) && date_here(&next, w)) {
            *c = next;
            return true;
        }
    }
    return date_here(c, w);
}

// --- times ---

static int hour_of(half_day half, int hour) {
    switch (half) {
    case HALF_MORNING: return hour == 12 ? 0 : hour;
    case HALF_EVENING: return hour < 12 ? hour + 12 : hour;
    case HALF_NOON: return hour < 10 ? hour + 12 : hour;
    case HALF_NIGHT: return hour == 12 ? 0 : hour >= 6 && hour < 12 ? hour + 12 : hour;
    default: return hour;
    }
}

// The words up to a digit or a sign: "p. m.", "in the morning", 오후.
static half_day half(cursor *c) {
    char room[WORD];
    size_t len = 0;
    cursor next = *c, after = *c;
    for (; is_letter(at(&next)) || at(&next) == '.' || at(&next) == ' '; next.at++) {
        if (len == WORD) return HALF_UNKNOWN;
        if (*next.at != ' ') after.at = next.at + 1;
        if (*next.at != ' ' && *next.at != '.') room[len++] = lower(*next.at);
    }
    half_day found = when_half_day(str_of(room, len));
    if (found != HALF_UNKNOWN) *c = after;
    return found;
}

// The half that follows the digits. false when another word does, unless it stands apart from
// seconds.
static bool half_after(cursor *c, when *w) {
    cursor next = *c;
    spaces(&next);
    if (!is_letter(at(&next))) return true;
    const char *from = next.at;
    half_day found = HALF_UNKNOWN;
    if (next.end - from > 2 && (from[1] | 32) == 'm' && !is_letter(from[2]) && from[2] != '.' &&
        from[2] != ' ')
        found = lower(*from) == 'a'   ? HALF_MORNING
                : lower(*from) == 'p' ? HALF_EVENING
                                      : HALF_UNKNOWN;
    if (found != HALF_UNKNOWN)
        next.at += 2;
    else
        found = half(&next);
    if (found == HALF_UNKNOWN || (next.at == from + 1 && at(&next) == ':')) {
        return w->has_seconds && from > c->at; // it may be a name
    }
    w->half_days = true;
    w->capitals = (*from == 'A' || *from == 'P') && from[1] == 'M';
    w->hour = (uint8_t)hour_of(found, w->hour);
    *c = next;
    return true;
}

static bool time_of_day(cursor *c, when *w) {
    half_day before = HALF_UNKNOWN;
    if (!is_digit(at(c))) {
        before = half(c);
        if (before == HALF_UNKNOWN) return false;
        spaces(c);
    }
    int32_t hour, minute, second = 0;
    if (!number(c, 2, &hour)) return false;
    char separator = at(c);
    if (separator != ':' && separator != '.') return false;
    c->at++;
    if (number(c, 2, &minute) != 2) return false;
    bool seconds = (at(c) == ':' || at(c) == '.') && c->end - c->at > 2 && is_digit(c->at[1]);
    if (seconds) {
        c->at++;
        if (number(c, 2, &second) != 2) return false;
    }
    if (hour > 24 || minute > 59 || second > 59) return false;
    w->hour = (uint8_t)(hour == 24 ? 0 : hour);
    w->minute = (uint8_t)minute;
    w->second = (uint8_t)second;
    w->has_seconds = seconds;
    if (before == HALF_UNKNOWN) return half_after(c, w);
    w->half_days = w->half_first = true;
    w->hour = (uint8_t)hour_of(before, w->hour);
    return true;
}

// --- both ---

// What stands between date and time: ", ", " at ", " - ", a space.
static bool between(cursor *c) {
    const char *from = c->at;
    take(c, ',');
    if (!spaces(c)) return c->at > from || (unsigned char)at(c) >= 0x80; // 3月5日下午3:05
    if (take(c, '-')) return spaces(c);
    cursor next = *c;
    char room[WORD];
    if (is_letter(at(&next))) {
        str first = word(&next, room);
        if (str_equal(first, STR("a")) && spaces(&next)) { // a las, a la, a les
            cursor second = next;
            char more[WORD];
            str article = word(&second, more);
            if (str_starts(article, STR("la")) || str_equal(article, STR("les")))
                next = second;
            else
                next.at--;
        }
        if (when_joins_time(first) && spaces(&next) && is_digit(at(&next))) *c = next;
    }
    return true;
}

static bool date_then_time(cursor *c, when *w) {
    return date(c, w) && between(c) && time_of_day(c, w);
}

static bool time_then_date(cursor *c, when *w) {
    w->time_first = true;
    if (!time_of_day(c, w)) return false;
    return (take(c, ',') ? (spaces(c), true) : spaces(c)) && date(c, w);
}

static size_t scan(str s, when *out, bool (*rule)(cursor *, when *)) {
    if (s.len == 0) return 0;
    cursor c = {s.at, s.at + s.len};
    *out = (when){.year_at = WHEN_NOWHERE};
    return rule(&c, out) ? (size_t)(c.at - s.at) : 0;
}

size_t when_scan(str s, when *out) {
    size_t used = scan(s, out, date_then_time);
    return used ? used : scan(s, out, time_then_date);
}

size_t when_scan_date(str s, when *out) { return scan(s, out, date); }
size_t when_scan_time(str s, when *out) { return scan(s, out, time_of_day); }
