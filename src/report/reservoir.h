// reservoir: a random sample of messages by stratum, from a stream, in bounded memory.
//
// Every message has a random key; a stratum keeps the messages with the lowest (bottom-k sampling).
// So the first k of them are a sample too, and samples of two conversations join into one of both.
#ifndef REPORT_RESERVOIR_H
#define REPORT_RESERVOIR_H

#include "base/buf.h"

enum { PICK_CELLS = 6, RESERVOIR_STRATA = 256 };

typedef struct pick {
    uint64_t key;
    uint32_t stratum;
    uint32_t ends[PICK_CELLS]; // of each cell in text
    buf text;
} pick;

typedef struct stratum {
    pick *at; // a heap with the highest key first
    size_t count, room;
    size_t used;    // elements of at whose text is to be released
    uint64_t total; // messages seen
} stratum;

// Zero-initialise.
typedef struct reservoir {
    stratum strata[RESERVOIR_STRATA];
} reservoir;

// Counts a message of the stratum. When its key is among the `most` lowest, the place to fill, with
// key and stratum set and text empty; else NULL. The place is valid until the next call.
pick *reservoir_offer(reservoir *r, uint32_t which, uint64_t key, size_t most);

// Moves everything of `from` into r and empties it.
void reservoir_join(reservoir *r, reservoir *from, size_t most);
void reservoir_empty(reservoir *r);

// How many of each stratum to draw so that they are n in all where there are so many: half of
// stratum 0 and the rest in equal parts; what a stratum cannot give, the others give.
void reservoir_share(const reservoir *r, size_t n, size_t *draw);

// Puts the elements of a stratum in order of their keys. Nothing may be offered afterwards.
void reservoir_sort(stratum *s);

str pick_cell(const pick *p, size_t cell);

void reservoir_release(reservoir *r);

#endif
