#include "tally/calendar.h"
#include "tally/clock.h"

#include <criterion/criterion.h>

#define MONDAY 1704067200000LL // 2024-01-01T00:00:00Z
#define HOUR 3600000LL

static bool take(tally_clock *c, time_kind kind, int64_t ms, int16_t offset) {
    return clock_take(c, &(message){.time_kind = (uint8_t)kind, .time = ms, .offset = offset}, ms);
}

Test(clock, takes_days_of_instants_in_the_zone_and_of_local_times_as_they_are) {
    error err = {0};
    zone *z = zone_new("+05:30", &err);
    cr_assert(z, "%s", err.what);
    tally_clock c = {.zone = z};
    cr_assert(take(&c, TIME_UTC, MONDAY + 18 * HOUR + HOUR / 2, 0));
    cr_assert_eq(c.day, MONDAY / CALENDAR_DAY + 1,
                 "half past six in the evening is midnight there");
    cr_assert_eq(clock_local(&c, TIME_OFFSET, MONDAY), MONDAY + 5 * HOUR + HOUR / 2);
    cr_assert_eq(clock_local(&c, TIME_LOCAL, MONDAY), MONDAY);
    clock_release(&c);
    zone_free(z);
}

Test(clock, is_utc_without_a_zone) {
    tally_clock c = {0};
    cr_assert(take(&c, TIME_UTC, MONDAY + 23 * HOUR, 0));
    cr_assert_eq(c.day, MONDAY / CALENDAR_DAY);
    clock_release(&c);
}

// Berlin, 2024-03-31: 01:00Z is the change from +01:00 to +02:00.
Test(clock, follows_a_change_of_the_offset) {
    error err = {0};
    zone *z = zone_new("Europe/Berlin", &err);
    cr_assert(z, "%s", err.what);
    tally_clock c = {.zone = z};
    int64_t change = MONDAY + 90 * 24 * HOUR + HOUR;
    cr_assert_eq(clock_local(&c, TIME_UTC, change - 1), change - 1 + HOUR);
    cr_assert_eq(clock_local(&c, TIME_UTC, change), change + 2 * HOUR);
    cr_assert_eq(clock_local(&c, TIME_UTC, change - 1), change - 1 + HOUR);
    clock_release(&c);
    zone_free(z);
}

Test(clock, gives_a_message_without_time_its_predecessors_day) {
    tally_clock c = {0};
    cr_assert_not(take(&c, TIME_NONE, 0, 0));
    cr_assert(take(&c, TIME_LOCAL, MONDAY, 0));
    cr_assert(take(&c, TIME_NONE, MONDAY, 0));
    cr_assert_eq(c.day, MONDAY / CALENDAR_DAY);
    clock_release(&c);
}

Test(clock, has_no_days_in_a_recording) {
    tally_clock c = {0};
    cr_assert_not(take(&c, TIME_MEDIA, 5000, 0));
    cr_assert_eq(c.days, 0);
    clock_release(&c);
}

Test(clock, remembers_the_offsets_that_stamps_had) {
    tally_clock c = {0};
    cr_assert_eq(clock_offset(&c, MONDAY), 0);
    take(&c, TIME_OFFSET, MONDAY, 60);
    take(&c, TIME_OFFSET, MONDAY + HOUR, 60);
    take(&c, TIME_OFFSET, MONDAY + 2 * HOUR, -300);
    take(&c, TIME_OFFSET, MONDAY + 2 * HOUR, 120);
    cr_assert_eq(c.offset_count, 2);
    cr_assert_eq(clock_offset(&c, MONDAY - HOUR), 60);
    cr_assert_eq(clock_offset(&c, MONDAY + 2 * HOUR - 1), 60);
    cr_assert_eq(clock_offset(&c, MONDAY + 2 * HOUR), 120);
    cr_assert_eq(clock_offset(&c, MONDAY + 9 * HOUR), 120);
    clock_release(&c);
}

Test(clock, remembers_65536_changes_of_the_offset) {
    enum { MOST = 1 << 16 };
    for (int64_t changes = MOST - 1; changes <= MOST + 1; changes++) {
        tally_clock c = {0};
        for (int64_t i = 0; i < changes; i++)
            take(&c, TIME_OFFSET, MONDAY + i * HOUR, i % 2 ? 60 : 0);
        cr_expect_eq(c.offset_count, (size_t)(changes < MOST ? changes : MOST));
        // What changes later keeps the last offset that is remembered.
        int64_t last = changes > MOST ? MOST - 1 : changes - 1;
        cr_expect_eq(clock_offset(&c, MONDAY + changes * HOUR), last % 2 * 60);
        clock_release(&c);
    }
}

Test(clock, cuts_days_weeks_and_months) {
    static const struct {
        attune_period unit;
        int32_t day, start; // from Monday 2024-01-01
    } cases[] = {
        {ATTUNE_DAY, 9, 9},    {ATTUNE_WEEK, 6, 0},    {ATTUNE_WEEK, 7, 7},
        {ATTUNE_MONTH, 30, 0}, {ATTUNE_MONTH, 31, 31},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tally_clock c = {.unit = cases[i].unit};
        take(&c, TIME_LOCAL, MONDAY + cases[i].day * CALENDAR_DAY, 0);
        cr_assert_eq(clock_period_start(c.unit, c.period), MONDAY / CALENDAR_DAY + cases[i].start,
                     "case %zu", i);
        clock_release(&c);
    }
}
