// cells: what several tables write in the same way.
#include "report/number.h"
#include "report/table.h"
#include "tally/calendar.h"

#include <math.h>

void cell_conversation(csv *out, const closing *c) {
    if (c->names->raw)
        csv_name(out, c->conversation->id);
    else
        names_add_conversation(c->names, csv_open(out));
}

void cell_speaker(csv *out, const closing *c, uint32_t speaker) {
    if (speaker == NO_SPEAKER)
        csv_na(out);
    else if (c->names->raw)
        csv_name(out, c->conversation->speaker_names[names_index(c->names, speaker)]);
    else
        names_add(c->names, csv_open(out), speaker);
}

void cell_date(csv *out, const closing *c, int32_t day, int32_t first) {
    switch (c->options->run->dates) {
    case ATTUNE_DATES_FULL: number_add_date(csv_open(out), day); return;
    case ATTUNE_DATES_OFFSET: csv_int(out, day - first); return;
    case ATTUNE_DATES_YEAR: csv_int(out, calendar_date_of(day).year); return;
    }
}

// The date of a time on the clock that writes it.
static int32_t day_of(const closing *c, int64_t ms) {
    if (c->conversation->time_kind == TIME_OFFSET)
        ms += clock_offset(&c->tally->clock, ms) * 60000LL;
    return (int32_t)calendar_floor(ms, CALENDAR_DAY);
}

void cell_time(csv *out, const closing *c, int64_t ms) {
    uint8_t kind = c->conversation->time_kind;
    if (c->options->run->dates != ATTUNE_DATES_FULL && kind != TIME_NONE && kind != TIME_MEDIA) {
        cell_date(out, c, day_of(c, ms), day_of(c, c->origin));
        return;
    }
    switch ((time_kind)c->conversation->time_kind) {
    case TIME_NONE: csv_na(out); return;
    case TIME_MEDIA: number_add_thousandths(csv_open(out), ms); return;
    case TIME_LOCAL: number_add_time(csv_open(out), ms); return;
    case TIME_UTC:
        number_add_time(csv_open(out), ms);
        buf_add_char(&out->to->rows, 'Z');
        return;
    case TIME_OFFSET: {
        int minutes = clock_offset(&c->tally->clock, ms);
        number_add_time(csv_open(out), ms + minutes * 60000LL);
        number_add_offset(&out->to->rows, minutes);
    }
    }
}

void cell_seconds(csv *out, const closing *c, int64_t ms) {
    if (closing_timed(c))
        number_add_thousandths(csv_open(out), ms);
    else
        csv_na(out);
}

bool closing_hides(const closing *c, double share, uint64_t n) {
    if (!isfinite(share)) return false;
    return suppress_share(c->options->run->min_cell, (uint64_t)llround(share * (double)n), n);
}

void cell_share(csv *out, const closing *c, double share, uint64_t n) {
    csv_number(out, closing_hides(c, share, n) ? NAN : share);
}

void cell_limits(csv *out, interval i) {
    csv_number(out, i.low);
    csv_number(out, i.high);
}

void cell_interval(csv *out, interval i) {
    csv_number(out, i.value);
    cell_limits(out, i);
}
