// when: a date and a time of day as phones write them: any order, separator, digit system, month
// name, half-day word and calendar. It reads what stands there; what the
// numbers mean is said by a date_order, which date_survey finds.
#ifndef READER_WHEN_H
#define READER_WHEN_H

#include "reader/reader.h"

enum { WHEN_TEXT = 160 }; // bytes of a normalized line start; longer than any stamp

// The start of a line as the grammar reads it: invisible marks dropped, special spaces as a space,
// the digits of every script as ASCII, wide and Arabic punctuation as ASCII, letters in lower case.
typedef struct when_text {
    char at[WHEN_TEXT];
    uint16_t origin[WHEN_TEXT + 1]; // where each byte, and the end, stands in the line
    uint16_t len;
} when_text;

// Normalizes as much of line as fits.
void when_normalize(str line, when_text *out);
static inline str when_text_str(const when_text *t) { return str_of(t->at, t->len); }

// What stands for a code point in normalized text; 0 for nothing.
uint32_t when_plain(uint32_t c);

// Length of the invisible mark at the start of s (bidi controls and U+FEFF), or 0.
size_t when_mark(str s);

enum {
    WHEN_NOWHERE = 3,
    WHEN_FIRST_YEAR = 1900,    // a number of four digits outside these is no year
    WHEN_LAST_YEAR = 2700,     // Buddhist years are 543 ahead
    WHEN_PERSIAN_FIRST = 1370, // or a year of the Persian calendar between these, 1991 to 2045
    WHEN_PERSIAN_LAST = 1425,
};

static inline bool when_is_persian(int32_t year) {
    return year >= WHEN_PERSIAN_FIRST && year < WHEN_PERSIAN_LAST;
}
static inline bool when_is_year(int32_t number) {
    return (number >= WHEN_FIRST_YEAR && number < WHEN_LAST_YEAR) || when_is_persian(number);
}

typedef struct when {
    int32_t number[3]; // of the date, as they stand; a month name is its number; an era or Buddhist
                       // year is Gregorian
    uint8_t width[3];  // digits each is written with; 0 for a missing year
    uint8_t year_at;   // the one that can only be the year, or WHEN_NOWHERE
    date_order named;  // the order when a month name or unit tells it, else ORDER_NONE
    char separator;    // after the first number: '/', '.', '-', or ' ' where words stand
    bool time_first;
    bool has_seconds;
    bool half_days;               // AM or PM was written
    bool half_first;              // before the digits, as in East Asia
    bool capitals;                // as AM or PM, in capitals without dots
    uint8_t hour, minute, second; // hour of 24
} when;

// Reads a stamp at the start of s, which is normalized or plain ASCII. Returns the bytes it takes,
// or 0 when there is none: an impossible time, a date that no order makes possible, or a word that
// is in no table right behind it (behind seconds and a space it may be a name).
size_t when_scan(str s, when *out);

// when_scan for what nearly every line has; 0 also for much that when_scan reads. s may be
// anything.
size_t when_scan_plain(str s, when *out);

// Its end alone, from the hour on, for a line whose date is that of the line before.
size_t when_scan_plain_time(str s, when *out);

// The parts of when_scan, for formats that write dates and times apart. 0 when there is none.
size_t when_scan_date(str s, when *out);
size_t when_scan_time(str s, when *out);

// Whether the stamp has a year.
static inline bool when_has_year(const when *w) {
    return w->width[0] && w->width[1] && w->width[2];
}

typedef struct when_day {
    bool valid;
    bool
        swapped; // day and month stand the other way round than order says: only so are they a date
    int64_t day; // since 1970-01-01
} when_day;

// The day under an order. year serves stamps without one.
when_day when_day_of(const when *w, date_order order, int year);

// ms since 1970 of a day and the stamp's time, the clock read as if it were UTC.
static inline int64_t when_ms(const when *w, int64_t day) {
    return (((day * 24 + w->hour) * 60 + w->minute) * 60 + w->second) * 1000;
}

// Days since 1970 of a date of the Gregorian calendar; INT64_MIN when there is no such day.
int64_t when_gregorian(int year, int month, int day);

// The year of a day since 1970.
int when_year(int64_t day);

#endif
