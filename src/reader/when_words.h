// when_words: the words in dates and times, by language: months, weekdays, halves of the day, and
// what joins them.
#ifndef READER_WHEN_WORDS_H
#define READER_WHEN_WORDS_H

#include "base/str.h"

// word is lower case without dots, as when_normalize leaves it.

// 1 to 12, or 0. An abbreviation of three or more characters will do.
int when_month(str word);

bool when_weekday(str word);

// Whether it joins date and time ("at", "klo", "à"), or the parts of a date ("de", "of").
bool when_joins_time(str word);
bool when_joins_date(str word);

// What a word says of the hours 1 to 12. Without dots and spaces: "am", "p.m." is "pm".
typedef enum half_day {
    HALF_UNKNOWN,
    HALF_MORNING, // 12 is 0
    HALF_EVENING, // 12 hours later, but 12 is 12
    HALF_NOON,    // 10 to 12 are as written, 1 to 9 are 12 hours later
    HALF_NIGHT,   // 12 is 0, 1 to 5 are as written, 6 to 11 are 12 hours later
} half_day;
half_day when_half_day(str word);

#endif
