// seen: what is remembered of the conversations that went by: the ids that were given out, and the
// sums by which a second copy is known.
#ifndef READER_SEEN_H
#define READER_SEEN_H

#include "base/str.h"

enum { SEEN_SMALLEST = 20 }; // messages from which equal sums are a copy and no coincidence

typedef struct seen_sum {
    uint64_t name;   // hash of format and id or title
    uint64_t sum[2]; // of the messages
    uint64_t source; // its file or member, from 1; 0 where the slot is free
} seen_sum;

// Zero-initialise before use.
typedef struct seen {
    uint64_t *ids; // hashes, 0 where the slot is free
    size_t id_count, id_slots;
    seen_sum *sums;
    size_t sum_count, sum_slots;
} seen;

// Remembers an id; false when it was known.
bool seen_id(seen *s, str id);
bool seen_has_id(const seen *s, str id);

// Whether another source had a conversation of that name (its format and its id or title; not
// empty) and the same messages; remembers it when not.
bool seen_copy(seen *s, const char *format, str name, const uint64_t sum[2], uint64_t messages,
               uint64_t source);

void seen_release(seen *s);

#endif
