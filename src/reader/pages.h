// pages: where the bytes of records stand from when they are read until nobody needs them. A record
// is copied once, though it waits in a window and then leaves in one of many batches.
//
// A record has a number, by the order in which they leave. A page is written anew when all that
// were put on it have left and their numbers are forgotten; one record that waits holds up its own
// page alone.
#ifndef READER_PAGES_H
#define READER_PAGES_H

#include "base/str.h"

typedef struct page {
    struct page *next; // begun later
    size_t room;       // bytes behind this head
    size_t waiting;    // records on it that have not left
    uint64_t last;     // number of the one that left last
} page;

// Zero-initialise before use.
typedef struct pages {
    page *oldest, *newest; // in use, the newest being written
    page *spare;
    size_t spares;
    char *at, *end; // what is left of the newest
    uint64_t forgotten;
} pages;

// Begins a page with room for so many bytes.
void pages_more(pages *p, size_t size);

enum { PAGES_ALIGNED = 8 };

// So many bytes for a record that waits, on p->newest, aligned to PAGES_ALIGNED.
static inline char *pages_put(pages *p, size_t size) {
    size = (size + PAGES_ALIGNED - 1) & ~(size_t)(PAGES_ALIGNED - 1);
    if (size > (size_t)(p->end - p->at)) pages_more(p, size);
    p->newest->waiting++;
    char *bytes = p->at;
    p->at += size;
    return bytes;
}

// A record on that page leaves with that number, greater than all before.
static inline void pages_leave(page *of, uint64_t number) {
    of->waiting--;
    of->last = number;
}

// Nobody needs the records any longer that left with numbers up to this.
static inline void pages_forget(pages *p, uint64_t number) { p->forgotten = number; }

// None of the records waits any longer: they are lost.
void pages_drop(pages *p);

void pages_release(pages *p);

#endif
