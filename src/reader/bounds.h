// bounds: --since and --until.
#ifndef READER_BOUNDS_H
#define READER_BOUNDS_H

#include "base/error.h"
#include "input/zone.h"
#include "reader/message.h"

typedef struct bound {
    bool set;
    bool instant; // it was given with a zone
    int64_t time; // ms
} bound;

// Zero-initialise before use.
typedef struct bounds {
    bound since, until;
    const zone *zone; // in which days of zoned logs are taken; NULL is UTC
} bounds;

// since is inclusive, until exclusive; either may be NULL. days becomes b->zone. False with *err
// set when one is neither date nor time.
bool bounds_init(bounds *b, const char *since, const char *until, const zone *days, error *err);

// Whether the message is outside. One without a date never is.
bool bounds_compare(const bounds *b, const message *m); // where there is a bound
static inline bool bounds_exclude(const bounds *b, const message *m) {
    return (b->since.set || b->until.set) && bounds_compare(b, m);
}

#endif
