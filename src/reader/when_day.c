// Numbers of a date to a day: order, calendar, century.
#include "reader/when.h"

static bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

static int month_days(int year, int month) {
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

// Days before each month of a year that begins in March, so that the leap day ends it.
static const uint16_t before[] = {306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275};

int64_t when_gregorian(int year, int month, int day) {
    bool possible = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1;
    if (!possible || (day > 28 && day > month_days(year, month))) return INT64_MIN;
    int y = month <= 2 ? year - 1 : year, centuries = y / 100;
    return (int64_t)y * 365 + y / 4 - centuries + centuries / 4 + before[month - 1] + day - 719469;
}

static bool persian_leap(int year) { return (25 * year + 11) % 33 < 8; } // true of 1244 to 1472

// Half a year of months of 31 days, the rest of 30, and a last one of 29 that has 30 in leap years;
// counted from the first day of 1403.
static int64_t persian(int year, int month, int day) {
    int last = month <= 6 ? 31 : month < 12 || persian_leap(year) ? 30 : 29;
    if (month < 1 || month > 12 || day < 1 || day > last) return INT64_MIN;
    int64_t days = when_gregorian(2024, 3, 20);
    for (int y = 1403; y < year; y++) days += 365 + persian_leap(y);
    for (int y = year; y < 1403; y++) days -= 365 + persian_leap(y);
    return days + (month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30) + day - 1;
}

static int64_t day_number(int year, int month, int day) {
    return when_is_persian(year) ? persian(year, month, day) : when_gregorian(year, month, day);
}

int when_year(int64_t day) {
    int year = 1970 + (int)(day / 366);
    while (when_gregorian(year + 1, 1, 1) <= day) year++;
    while (when_gregorian(year, 1, 1) > day) year--;
    return year;
}

// Two digits are of 1990 to 2089; from 2400 on they are Buddhist years.
static int full_year(const when *w, int at) {
    int year = w->number[at];
    if (w->width[at] <= 2) return year + (year < 90 ? 2000 : 1900);
    return year >= 2400 ? year - 543 : year;
}

// Positions of year, month and day.
static void places(const when *w, date_order order, int at[3]) {
    static const uint8_t table[][3] = {
        [ORDER_NONE] = {2, 1, 0}, [ORDER_YMD] = {0, 1, 2}, [ORDER_YDM] = {0, 2, 1},
        [ORDER_DMY] = {2, 1, 0},  [ORDER_MDY] = {2, 0, 1}, [ORDER_MYD] = {1, 0, 2},
        [ORDER_DYM] = {1, 2, 0},
    };
    bool day_first = order == ORDER_DMY || order == ORDER_DYM;
    if (w->named != ORDER_NONE)
        order = w->named;
    else if (w->year_at != WHEN_NOWHERE && table[order][0] != w->year_at)
        order = w->year_at == 0   ? ORDER_YMD
                : w->year_at == 1 ? (day_first ? ORDER_DYM : ORDER_MYD)
                                  : (order == ORDER_MYD ? ORDER_MDY : ORDER_DMY);
    for (int i = 0; i < 3; i++) at[i] = table[order][i];
}

when_day when_day_of(const when *w, date_order order, int year) {
    int at[3];
    places(w, order, at);
    if (w->width[at[0]]) year = full_year(w, at[0]);
    int month = w->number[at[1]], number = w->number[at[2]];
    int64_t day = day_number(year, month, number);
    if (day != INT64_MIN) return (when_day){.valid = true, .day = day};
    if (w->named != ORDER_NONE) return (when_day){0};
    day = day_number(year, number, month);
    return (when_day){.valid = day != INT64_MIN, .swapped = true, .day = day};
}
