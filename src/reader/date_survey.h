// date_survey: which number of a date is the day, decided once from all dates of a window.
// What tells, in this order: where the year stands; a number over 12; which reading has the days
// run backwards less often; a dot or dash as the separator; which reading travels a fourth of the
// other or less; the time of the file in its archive.
#ifndef READER_DATE_SURVEY_H
#define READER_DATE_SURVEY_H

#include "reader/when.h"

// One way to read the dates of one family.
typedef struct date_reading {
    uint64_t backward; // times a date is before the one above it
    uint64_t travel;   // days between neighbors, summed
    int64_t last;      // the last date, or INT64_MIN
    bool broken;       // not all are dates, so read
} date_reading;

enum { READ_DAY_FIRST, READ_MONTH_FIRST, READ_YEAR_FIRST, READINGS };

// Dates whose year stands in the same place.
typedef struct date_family {
    uint64_t count;
    uint64_t over_first, over_second; // the first, the second of the two other numbers is over 12
    uint64_t changes;                 // dates unlike the one above
    uint64_t marks;                   // with . or - between
    uint64_t year_like;               // the first number is over 31
    uint64_t
        too_old; // the last number would be a year before 2009, when the first phone chat began
    int32_t previous[3];
    date_reading readings[READINGS];
} date_family;

// Zero-initialize before use.
typedef struct date_survey {
    date_family families[3]; // year first, in the middle, last or not known
    uint64_t unpadded;       // some number under 10 has one digit
    uint64_t short_years;
    uint64_t capitals;   // AM, PM
    uint64_t half_first; // the half of the day stands before the time
} date_survey;

void date_survey_add(date_survey *s, const when *w);

// The same for a stamp like the one before in all but the time, which is of the whole day.
static inline void date_survey_again(date_survey *s, const when *w) {
    s->families[w->year_at == WHEN_NOWHERE ? 2 : w->year_at].count++;
}

// The order and what decided it; archive_time is source_archive_time of the source. ORDER_NONE when
// every month has a name.
date_order date_survey_decide(const date_survey *s, int64_t archive_time, date_evidence *evidence);

#endif
