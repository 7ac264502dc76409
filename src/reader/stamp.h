// stamp: a time as tables and JSON write it: ISO 8601, seconds or finer since 1970, an offset into
// a recording, or a phone's date under a date order.
#ifndef READER_STAMP_H
#define READER_STAMP_H

#include "reader/date_survey.h"
#include "reader/reader.h"

typedef struct stamp {
    int64_t time; // ms, as in message.time
    int16_t offset;
    uint8_t kind;       // time_kind
    uint32_t precision; // ms
} stamp;

// Reads the whole of cell (white space around it ignored). order is for dates in figures of any
// order; ORDER_NONE reads only what needs none. false when it is no time.
bool stamp_read(str cell, date_order order, stamp *out);

// What the window says of dates that only an order makes one. Zero-initialize before use.
typedef struct stamp_survey {
    date_survey dates;
    uint64_t count;
} stamp_survey;

// Notes a cell when it is such a date.
void stamp_survey_add(stamp_survey *s, str cell);

// Decides the order of state->dialect by the option, else by what was noted.
void stamp_survey_decide(const stamp_survey *s, reader_state *state);

// Writes what was read into a message.
void stamp_apply(const stamp *s, message *out);

#endif
