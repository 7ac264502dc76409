#include "stats/activity.h"

#include "stats/near.h"

#define HOUR ((int64_t)3600000)
#define DAY (24 * HOUR)
#define WEEK (7 * DAY)

// 2024-01-01 was a Monday.
#define MONDAY ((int64_t)19723 * DAY)

Test(activity, is_the_wall_clock_without_messages) {
    uint64_t none[ACTIVITY_HOURS] = {0};
    activity_clock clock = activity_clock_of(none);
    assert_near(activity_elapsed(&clock, MONDAY + 5, MONDAY + 12345678), 12345673, CLOSED);
    assert_near(activity_elapsed(&clock, MONDAY - 3 * WEEK, MONDAY + WEEK + HOUR),
                (double)(4 * WEEK + HOUR), CLOSED);
}

Test(activity, counts_a_whole_week_as_a_week_whatever_the_profile) {
    uint64_t counts[ACTIVITY_HOURS] = {0};
    for (size_t hour = 0; hour < ACTIVITY_HOURS; hour++) counts[hour] = hour * hour % 91;
    activity_clock clock = activity_clock_of(counts);
    for (int64_t start = 0; start < WEEK; start += 7 * HOUR + 13)
        assert_near(activity_elapsed(&clock, MONDAY + start, MONDAY + start + 5 * WEEK),
                    (double)(5 * WEEK), CLOSED);
}

Test(activity, weighs_each_hour_as_the_smoothed_profile) {
    // 900 messages on Mondays from 12 to 13: shares 1, 2, 3, 2, 1 ninths around it, 1/2 in every
    // hour.
    uint64_t counts[ACTIVITY_HOURS] = {0};
    counts[12] = 900;
    activity_clock clock = activity_clock_of(counts);
    double scale = 168.0 / (900 + 84);
    static const double ninths[] = {0, 1, 2, 3, 2, 1, 0};
    for (int i = 0; i < 7; i++)
        assert_near(activity_elapsed(&clock, MONDAY + (9 + i) * HOUR, MONDAY + (10 + i) * HOUR),
                    scale * (100 * ninths[i] + .5) * (double)HOUR, CLOSED);
}

Test(activity, smooths_across_the_end_of_the_week) {
    uint64_t counts[ACTIVITY_HOURS] = {0};
    counts[0] = 900; // Monday at midnight reaches back into Sunday
    activity_clock clock = activity_clock_of(counts);
    double scale = 168.0 / (900 + 84);
    assert_near(activity_elapsed(&clock, MONDAY - HOUR, MONDAY), scale * 200.5 * (double)HOUR,
                CLOSED);
}

Test(activity, adds_up_over_any_split) {
    uint64_t counts[ACTIVITY_HOURS] = {[20] = 40, [21] = 80, [100] = 7};
    activity_clock clock = activity_clock_of(counts);
    int64_t from = MONDAY + 3 * HOUR + 1234, to = MONDAY + 12 * DAY + 77;
    for (int64_t between = from; between <= to; between += 5 * HOUR + 999)
        assert_near(activity_elapsed(&clock, from, between) + activity_elapsed(&clock, between, to),
                    activity_elapsed(&clock, from, to), CLOSED);
    cr_assert_eq(activity_elapsed(&clock, from, from), 0.0);
}

Test(activity, keeps_the_week_before_1970) {
    uint64_t counts[ACTIVITY_HOURS] = {[3] = 90};
    activity_clock clock = activity_clock_of(counts);
    int64_t monday = MONDAY - 4000 * WEEK;
    assert_near(activity_elapsed(&clock, monday + HOUR, monday + 5 * HOUR + 1),
                activity_elapsed(&clock, MONDAY + HOUR, MONDAY + 5 * HOUR + 1), CLOSED);
}

Test(activity, makes_equal_spans_of_an_hour_equal_wherever_they_begin) {
    uint64_t counts[ACTIVITY_HOURS] = {[132] = 61};
    activity_clock clock = activity_clock_of(counts);
    int64_t noon = MONDAY + 132 * HOUR;
    double span = activity_elapsed(&clock, noon, noon + 2000);
    for (int64_t start = noon; start < noon + HOUR - 2000; start += 1000)
        cr_assert_eq(activity_elapsed(&clock, start, start + 2000), span);
}
