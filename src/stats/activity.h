// activity: a clock that runs as fast as a person is usually active, so that nights hardly count.
//
// After Navaroli and Smyth (ICWSM 2015): the time t becomes the integral of the person's activity
// up to t.
#ifndef STATS_ACTIVITY_H
#define STATS_ACTIVITY_H

#include <stdint.h>

enum { ACTIVITY_HOURS = 168 };

// Activity from Monday 00:00 to the start of each hour of the week; the last is that of the week.
typedef struct activity_clock {
    uint64_t until[ACTIVITY_HOURS + 1];
} activity_clock;

// From messages per hour of the week (0: Monday 00:00 to 00:59 by the log's days and hours).
// Smoothed by a triangle over five hours and half a message in every hour, and scaled to a mean of
// 1: with few messages the clock is close to the wall clock.
activity_clock activity_clock_of(const uint64_t messages[ACTIVITY_HOURS]);

// Effective milliseconds between two local times in ms since 1970-01-01 00:00 local; from is at
// most to. Spans of one length within hours of one weight are exactly equal.
double activity_elapsed(const activity_clock *clock, int64_t from_ms, int64_t to_ms);

#endif
