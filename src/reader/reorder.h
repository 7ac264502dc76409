// reorder: a window of records that puts those right that stand a little too late in an ascending
// log.
//
// A record waits until LIMIT_REORDER others, or REORDER_BYTES, have come after it. One that comes
// after a later one has left keeps its place in the file and takes the time of what stands before
// it: so a log that was put in order once is not changed by doing it again. Appending in order
// costs the same whatever waits.
#ifndef READER_REORDER_H
#define READER_REORDER_H

#include "base/limits.h"
#include "reader/pages.h"
#include "reader/record.h"

enum {
    REORDER_BYTES = 16 << 20,
    REORDER_RING = 2048, // a power of two over LIMIT_REORDER + 1
};

typedef struct reorder_slot {
    message message; // where it is plain: the record, its strings in …
    page *page;      // … that
    buf packed;      // otherwise
    size_t size;     // in bytes
    int64_t time;    // effective; INT64_MIN while nothing before it has a time
    bool late, plain;
    bool clean; // message is zero behind MESSAGE_PLAIN
} reorder_slot;

// Zero-initialise before use.
typedef struct reorder {
    reorder_slot slots[LIMIT_REORDER + 1];
    uint16_t ring[REORDER_RING]; // slots in order of time, then as they came; from first on
    size_t first, count;
    uint16_t vacant[LIMIT_REORDER + 1]; // slots that were used and are free
    size_t vacant_count, slots_used;
    size_t slots_held; // of which any was used since the start, and may hold memory
    pages pages;       // of plain records, which are numbered by
    uint64_t gone;     // how many of all have left
    size_t bytes;      // of the records that wait
    int64_t last;      // effective time of the record that came last
    int64_t left;      // highest effective time that has left
} reorder;

// Begins with no record, keeping the memory.
void reorder_reset(reorder *r);

// Where the next record may be made without being copied; zeroed.
message *reorder_next(reorder *r);

// Adds a record. There must be room: see reorder_full.
void reorder_push(reorder *r, const message *m);

// Whether a record must leave before another can come.
static inline bool reorder_full(const reorder *r) {
    return r->count > LIMIT_REORDER || (r->count > 1 && r->bytes > REORDER_BYTES);
}

// Takes the first record out into *out, with effective and late set. There must be one. True when
// its strings live until reorder_forget has its number, r->gone. Else they live until the next push
// or reset, its list of mentioned in keep.
bool reorder_pop(reorder *r, arena *keep, message *out);

static inline void reorder_forget(reorder *r, uint64_t number) { pages_forget(&r->pages, number); }

void reorder_release(reorder *r);

#endif
