#include "tally/calendar.h"

#include <criterion/criterion.h>
#include <time.h>

// gmtime_r is the reference, for every day of 1600 to 2400.
Test(calendar, agrees_with_the_c_library) {
    for (int32_t day = -135140; day < 157054; day++) {
        time_t when = (time_t)day * 86400;
        struct tm wanted;
        gmtime_r(&when, &wanted);
        calendar_date got = calendar_date_of(day);
        cr_assert(got.year == wanted.tm_year + 1900 && got.month == wanted.tm_mon + 1 &&
                      got.day == wanted.tm_mday,
                  "day %d", day);
        cr_assert_eq(calendar_day_of(got), day);
        int32_t since_monday = (wanted.tm_wday + 6) % 7;
        cr_assert_eq(calendar_week_start(calendar_week(day)), day - since_monday);
        cr_assert_eq(calendar_month_start(calendar_month(day)), day - wanted.tm_mday + 1);
        cr_assert_eq(calendar_hour_of_week((int64_t)day * 86400000 + 5400000),
                     since_monday * 24 + 1);
    }
}

Test(calendar, rounds_down_on_both_sides_of_zero) {
    cr_assert_eq(calendar_floor(7, 3), 2);
    cr_assert_eq(calendar_floor(6, 3), 2);
    cr_assert_eq(calendar_floor(-1, 3), -1);
    cr_assert_eq(calendar_floor(-3, 3), -1);
    cr_assert_eq(calendar_floor(-4, 3), -2);
}
