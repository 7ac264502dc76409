// clock: what the time of a message means in days, hours of the week and periods, and how it was
// written.
#ifndef TALLY_CLOCK_H
#define TALLY_CLOCK_H

#include "base/error.h"
#include "input/zone.h"
#include "reader/message.h"
#include "tally/calendar.h"

// From that effective time on, stamps were written with that offset, in minutes east of UTC.
typedef struct offset_change {
    int64_t from;
    int16_t minutes;
} offset_change;

// Zero-initialise with zone and unit set before use.
typedef struct tally_clock {
    const zone *zone; // for instants, NULL for UTC; a local clock is taken as it is
    attune_period unit;
    // Of the last dated message. Days never go back, not even where a clock is put back over
    // midnight.
    int32_t hour;   // of the week, from Monday 00:00
    int32_t day;    // since 1970-01-01
    int32_t period; // days, weeks or months: calendar.h
    uint32_t days;  // with a message, so far; 0 while nothing had a date
    // Messages stamped in that way stand in the same hour, from that time on for so many ms.
    uint8_t kind;
    int16_t offset;
    int64_t from;
    uint64_t length;
    int64_t known_from, known_until; // UTC ms between which the zone's offset is known
    int32_t known_offset;
    offset_change *offsets;
    size_t offset_count, offset_room;
} tally_clock;

// Takes the next message and its effective time. False when it has no date: it stands in a
// recording, or nothing before it had a time. Without a time of its own it shares its
// predecessor's.
bool clock_take_new(tally_clock *c, const message *m, int64_t effective);

// Whether the message stands in the hour of the last one, and has a date: then it need not be
// taken.
static inline bool clock_stays(const tally_clock *c, const message *m, int64_t effective) {
    bool alike = m->time_kind == c->kind && m->offset == c->offset;
    return alike && (uint64_t)effective - (uint64_t)c->from < c->length;
}

static inline bool clock_take(tally_clock *c, const message *m, int64_t effective) {
    return clock_stays(c, m, effective) || clock_take_new(c, m, effective);
}

// ms of the clock on which days and hours are taken.
int64_t clock_local(tally_clock *c, uint8_t kind, int64_t ms);

// The offset that stamps around an effective time were written with.
int clock_offset(const tally_clock *c, int64_t ms);

// The first day of a period.
int32_t clock_period_start(attune_period unit, int32_t period);

void clock_reset(tally_clock *c);
void clock_release(tally_clock *c);

#endif
