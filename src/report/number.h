// number: figures and times as text, the same in every locale and on every machine.
#ifndef REPORT_NUMBER_H
#define REPORT_NUMBER_H

#include "base/buf.h"

// Appends value with ten significant digits and without trailing zeros, as %.10g does in the C
// locale; 0 for -0. value must be finite.
void number_add(buf *out, double value);

// Appends thousandths exactly: 1500 as 1.5. For ms as seconds and percent of percent alike.
void number_add_thousandths(buf *out, int64_t value);

// Appends ms since 1970 of a calendar as 2024-01-02T10:00:00[.mmm], without any zone.
void number_add_time(buf *out, int64_t ms);

// Appends a day since 1970-01-01 as 2024-01-02.
void number_add_date(buf *out, int32_t day);

// Appends minutes east of UTC as ±hh:mm.
void number_add_offset(buf *out, int minutes);

#endif
