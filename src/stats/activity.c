#include "stats/activity.h"

enum { HOUR_MS = 3600000, REACH = 2 };
#define WEEK_MS ((int64_t)ACTIVITY_HOURS * HOUR_MS)

// 1970-01-01 was a Thursday.
#define MONDAY_MS ((int64_t)-72 * HOUR_MS)

activity_clock activity_clock_of(const uint64_t messages[ACTIVITY_HOURS]) {
    double weight[ACTIVITY_HOURS], total = 0;
    for (int hour = 0; hour < ACTIVITY_HOURS; hour++) {
        weight[hour] = 0.5;
        for (int away = -REACH; away <= REACH; away++) {
            double share = (REACH + 1 - (away < 0 ? -away : away)) / 9.0;
            weight[hour] +=
                share * (double)messages[(hour + away + ACTIVITY_HOURS) % ACTIVITY_HOURS];
        }
        total += weight[hour];
    }
    activity_clock clock = {.until = {0}};
    double sum = 0;
    for (int hour = 0; hour < ACTIVITY_HOURS; hour++) {
        sum += weight[hour];
        clock.until[hour + 1] = ACTIVITY_HOURS * (sum / total);
    }
    return clock;
}

// Effective hours from the Monday on or before a time, within its week.
static double hours_into_week(const activity_clock *clock, int64_t into_week_ms) {
    int64_t hour = into_week_ms / HOUR_MS;
    double part = (double)(into_week_ms % HOUR_MS) / HOUR_MS;
    return clock->until[hour] + part * (clock->until[hour + 1] - clock->until[hour]);
}

// Weeks rounded down, also before 1970.
static int64_t week_of(int64_t since_monday) {
    int64_t week = since_monday / WEEK_MS;
    return since_monday % WEEK_MS < 0 ? week - 1 : week;
}

double activity_elapsed(const activity_clock *clock, int64_t from_ms, int64_t to_ms) {
    int64_t from = from_ms - MONDAY_MS, to = to_ms - MONDAY_MS;
    int64_t first = week_of(from), last = week_of(to);
    double hours = hours_into_week(clock, to - last * WEEK_MS) -
                   hours_into_week(clock, from - first * WEEK_MS);
    return (double)(last - first) * (double)WEEK_MS + hours * HOUR_MS;
}
