#include "stats/activity.h"

enum { HOUR_MS = 3600000, REACH = 2 };
#define WEEK_MS ((int64_t)ACTIVITY_HOURS * HOUR_MS)

// 1970-01-01 was a Thursday.
#define MONDAY_MS ((int64_t)-72 * HOUR_MS)

activity_clock activity_clock_of(const uint64_t messages[ACTIVITY_HOURS]) {
    activity_clock clock = {.until = {0}};
    for (int hour = 0; hour < ACTIVITY_HOURS; hour++) {
        uint64_t weight = 9; // half a message, in eighteenths
        for (int away = -REACH; away <= REACH; away++) {
            uint64_t ninths = (uint64_t)(REACH + 1 - (away < 0 ? -away : away));
            weight += 2 * ninths * messages[(hour + away + ACTIVITY_HOURS) % ACTIVITY_HOURS];
        }
        clock.until[hour + 1] = clock.until[hour] + weight;
    }
    return clock;
}

// Weight from the Monday on or before a time, within its week, times ms.
static uint64_t weight_into_week(const activity_clock *clock, int64_t into_week_ms) {
    const uint64_t *at = &clock->until[into_week_ms / HOUR_MS];
    return at[0] * HOUR_MS + (uint64_t)(into_week_ms % HOUR_MS) * (at[1] - at[0]);
}

// Weeks rounded down, also before 1970.
static int64_t week_of(int64_t since_monday) {
    int64_t week = since_monday / WEEK_MS;
    return since_monday % WEEK_MS < 0 ? week - 1 : week;
}

double activity_elapsed(const activity_clock *clock, int64_t from_ms, int64_t to_ms) {
    int64_t from = from_ms - MONDAY_MS, to = to_ms - MONDAY_MS;
    int64_t first = week_of(from), last = week_of(to);
    uint64_t all = clock->until[ACTIVITY_HOURS];
    int64_t more = (int64_t)weight_into_week(clock, to - last * WEEK_MS) -
                   (int64_t)weight_into_week(clock, from - first * WEEK_MS);
    // Whole numbers up to here, so that spans that are equally long come out equal.
    double weight = (double)(last - first) * (double)(all * HOUR_MS) + (double)more;
    return weight * ACTIVITY_HOURS / (double)all;
}
