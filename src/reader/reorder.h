// reorder: a window of records that puts those right that stand a little too late in an ascending
// log.
//
// A record waits until LIMIT_REORDER others, or REORDER_BYTES, have come after it. One that comes
// after a later one has left keeps its place in the file and takes the time of what stands before
// it: so a log that was put in order once is not changed by doing it again. Appending in order
// costs the same whatever waits.
#ifndef READER_REORDER_H
#define READER_REORDER_H

#include "base/buf.h"
#include "base/limits.h"
#include "reader/pages.h"
#include "reader/record.h"

enum {
    REORDER_BYTES = 16 << 20,
    REORDER_RING = 2048, // a power of two over LIMIT_REORDER + 1
};

// What waits, on a page.
typedef struct waiting {
    page *page;
    uint32_t size; // in bytes, of what follows the number of the line and the like
    bool late, plain;
    bool usual;    // plain words without "@", read without repair, that came in order of time
    record record; // where it is plain; else what record_pack made begins here
} waiting;

// gcc would call it, for 14 instructions a record.
#define REORDER_INLINE static inline __attribute__((always_inline))

typedef struct reorder_place {
    int64_t time; // effective; INT64_MIN while nothing before it has a time
    waiting *what;
} reorder_place;

// Zero-initialise before use.
typedef struct reorder {
    reorder_place ring[REORDER_RING]; // in order of time, then as they came; from first on
    size_t first, count;
    size_t bytes;  // of the records that wait
    int64_t last;  // effective time of the record that came last
    int64_t top;   // highest effective time that came
    int64_t left;  // effective time of the record that left last: the highest
    pages pages;   // whose records are numbered by
    uint64_t gone; // how many of all have left
    message next;  // what the next record is made in
    bool soiled;   // it may hold something behind MESSAGE_PLAIN
    buf packed;
} reorder;

// Begins with no record, keeping the memory.
void reorder_reset(reorder *r);

// Where the next record may be made; zeroed.
static inline message *reorder_next(reorder *r) {
    // Most of what is plain is zero already: 30 instructions less a record.
    memset(&r->next, 0, MESSAGE_PLAIN);
    if (r->soiled) memset((char *)&r->next + MESSAGE_PLAIN, 0, sizeof(message) - MESSAGE_PLAIN);
    r->soiled = true;
    return &r->next;
}

static inline reorder_place *reorder_at(reorder *r, size_t place) {
    return &r->ring[(r->first + place) % REORDER_RING];
}

static inline waiting *reorder_put(reorder *r, size_t size, size_t head) {
    waiting *w = (waiting *)pages_put(&r->pages, head + size);
    w->page = r->pages.newest;
    w->size = (uint32_t)size;
    w->late = w->usual = false;
    w->plain = true;
    r->bytes += size;
    return w;
}

// Adds a record. There must be room: see reorder_full.
void reorder_insert(reorder *r, waiting *w, const message *m); // where it may not be the last
waiting *reorder_pack(reorder *r, const message *m);           // what is not plain
REORDER_INLINE void reorder_add(reorder *r, waiting *w, int64_t time) {
    *reorder_at(r, r->count++) = (reorder_place){time, w};
    r->last = r->top = time;
}
REORDER_INLINE void reorder_push_usual(reorder *r, const message *m) {
    size_t size = sizeof(record_head) + m->text.len + m->author.len;
    waiting *w = reorder_put(r, size, offsetof(waiting, record.head));
    record_put_usual(&w->record, m);
    if (m->time < r->top) {
        reorder_insert(r, w, m);
    } else {
        w->usual = true;
        reorder_add(r, w, m->time);
    }
}
static inline void reorder_push(reorder *r, const message *m) {
    if (m->usual) {
        reorder_push_usual(r, m);
        return;
    }
    waiting *w;
    if (record_is_plain(m)) {
        w = reorder_put(r, record_plain_size(m), offsetof(waiting, record.head));
        record_put(&w->record, m);
        r->soiled &= m != &r->next; // nothing but what a reader sets
    } else {
        w = reorder_pack(r, m);
    }
    if (m->time < r->top || m->time_kind == TIME_NONE)
        reorder_insert(r, w, m);
    else
        reorder_add(r, w, m->time);
}

// Whether a record must leave before another can come.
static inline bool reorder_full(const reorder *r) {
    return r->count > LIMIT_REORDER || (r->bytes > REORDER_BYTES && r->count > 1);
}

// The first record leaves. There must be one. It lives until reorder_forget has its number,
// r->gone.
static inline const waiting *reorder_leave(reorder *r) {
    const waiting *w = r->ring[r->first].what;
    r->left = r->ring[r->first].time;
    r->first = (r->first + 1) % REORDER_RING;
    r->count--;
    r->bytes -= w->size;
    pages_leave(w->page, ++r->gone);
    return w;
}

// Sets *out to the record that left last, w, with effective and late set. Its strings live as long;
// its list of mentioned stands in views, which is emptied before.
void reorder_give(const reorder *r, const waiting *w, arena *views, message *out);
REORDER_INLINE void reorder_give_usual(const reorder *r, const waiting *w, message *out) {
    record_take(&w->record, out);
    out->effective = r->left;
    out->late = false;
}

static inline void reorder_forget(reorder *r, uint64_t number) { pages_forget(&r->pages, number); }

void reorder_release(reorder *r);

#endif
