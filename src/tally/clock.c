#include "tally/clock.h"

#include "base/memory.h"

#include <stdlib.h>

enum {
    QUARTER = 15 * 60 * 1000, // ms; offsets change at quarters of an hour, so that most messages
                              // need no look at the zone
    OFFSET_LIMIT = 1 << 16, // changes remembered; what comes later is the same instant written with
                            // an earlier offset
};

static bool instant(uint8_t kind) { return kind == TIME_UTC || kind == TIME_OFFSET; }

int64_t clock_local(tally_clock *c, uint8_t kind, int64_t ms) {
    if (!instant(kind) || !c->zone) return ms;
    if (ms < c->known_from || ms >= c->known_until) {
        c->known_from = calendar_floor(ms, QUARTER) * QUARTER;
        c->known_until = c->known_from + QUARTER;
        c->known_offset = zone_offset(c->zone, ms);
    }
    return ms + c->known_offset * 60000LL;
}

static void note_offset(tally_clock *c, int16_t minutes, int64_t effective) {
    if (c->offset_count) {
        offset_change *last = &c->offsets[c->offset_count - 1];
        if (last->minutes == minutes || c->offset_count == OFFSET_LIMIT) return;
        if (last->from == effective) {
            last->minutes = minutes;
            return;
        }
    }
    memory_reserve(c->offsets, c->offset_room, c->offset_count + 1);
    c->offsets[c->offset_count++] = (offset_change){effective, minutes};
}

int clock_offset(const tally_clock *c, int64_t ms) {
    size_t low = 0, high = c->offset_count; // the first change after ms
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->offsets[middle].from <= ms)
            low = middle + 1;
        else
            high = middle;
    }
    if (c->offset_count == 0) return 0;
    return c->offsets[low ? low - 1 : 0].minutes;
}

static int32_t period_of(attune_period unit, int32_t day) {
    switch (unit) {
    case ATTUNE_DAY: return day;
    case ATTUNE_WEEK: return calendar_week(day);
    case ATTUNE_MONTH: return calendar_month(day);
    }
    return day;
}

int32_t clock_period_start(attune_period unit, int32_t period) {
    switch (unit) {
    case ATTUNE_DAY: return period;
    case ATTUNE_WEEK: return calendar_week_start(period);
    case ATTUNE_MONTH: return calendar_month_start(period);
    }
    return period;
}

// For how long a clock that shows local at the effective time of a message goes on in its hour.
static void note_hour(tally_clock *c, const message *m, int64_t local, int64_t effective) {
    int64_t ahead = local - effective;
    int64_t from = calendar_floor(local, CALENDAR_HOUR) * CALENDAR_HOUR - ahead;
    int64_t until = from + CALENDAR_HOUR;
    if (instant(m->time_kind) && c->zone) {
        if (from < c->known_from) from = c->known_from;
        if (until > c->known_until) until = c->known_until;
    }
    c->kind = m->time_kind;
    c->offset = m->offset;
    c->from = from;
    c->length = (uint64_t)(until - from);
}

bool clock_take_new(tally_clock *c, const message *m, int64_t effective) {
    if (!instant(m->time_kind) && m->time_kind != TIME_LOCAL)
        return m->time_kind == TIME_NONE && c->days;
    if (m->time_kind == TIME_OFFSET) note_offset(c, m->offset, effective);
    int64_t local = clock_local(c, m->time_kind, effective);
    note_hour(c, m, local, effective);
    c->hour = calendar_hour_of_week(local);
    int32_t day = (int32_t)calendar_floor(local, CALENDAR_DAY);
    if (c->days && day <= c->day) return true;
    c->days++;
    c->day = day;
    c->period = period_of(c->unit, day);
    return true;
}

void clock_reset(tally_clock *c) {
    c->days = 0;
    c->length = 0;
    c->offset_count = 0;
}

void clock_release(tally_clock *c) {
    free(c->offsets);
    *c = (tally_clock){.zone = c->zone, .unit = c->unit};
}
