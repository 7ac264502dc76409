// calendar: days since 1970-01-01 as dates of the proleptic Gregorian calendar, and back.
#ifndef TALLY_CALENDAR_H
#define TALLY_CALENDAR_H

#include <stdint.h>

#define CALENDAR_DAY 86400000LL // ms
#define CALENDAR_HOUR 3600000LL // ms

typedef struct calendar_date {
    int32_t year;
    int32_t month, day; // from 1
} calendar_date;

calendar_date calendar_date_of(int32_t day);
int32_t calendar_day_of(calendar_date date);

// Rounds down, also below 0.
static inline int64_t calendar_floor(int64_t value, int64_t unit) {
    return value / unit - (value % unit < 0);
}

// Weeks begin on Monday; 1970-01-01 was a Thursday.
static inline int32_t calendar_week(int32_t day) { return (int32_t)calendar_floor(day + 3, 7); }
static inline int32_t calendar_week_start(int32_t week) { return week * 7 - 3; }

// Months since January of year 0.
static inline int32_t calendar_month(int32_t day) {
    calendar_date date = calendar_date_of(day);
    return date.year * 12 + date.month - 1;
}
static inline int32_t calendar_month_start(int32_t month) {
    int32_t year = (int32_t)calendar_floor(month, 12);
    return calendar_day_of((calendar_date){year, month - year * 12 + 1, 1});
}

// Hour of the week of a local time in ms: 0 is Monday 00:00 to 00:59.
static inline int32_t calendar_hour_of_week(int64_t local_ms) {
    int64_t hours = calendar_floor(local_ms, CALENDAR_HOUR) + 72;
    return (int32_t)(hours - calendar_floor(hours, 168) * 168);
}

#endif
