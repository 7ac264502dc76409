// seen: what is remembered of the conversations that went by: the ids that were given out, and the
// sums by which a second copy is known.
#ifndef READER_SEEN_H
#define READER_SEEN_H

#include "base/str.h"

enum { SEEN_SMALLEST = 20 }; // messages from which equal sums are a copy and no coincidence

// A conversation that stood: the hash of its name and its messages, and where it came from.
typedef struct seen_sum {
    uint64_t what;
    uint32_t more;   // of the same hash
    uint32_t source; // 0 where the slot is free
} seen_sum;

// Zero-initialise before use.
typedef struct seen {
    uint64_t *ids; // hashes, with a tag in the low byte; 0 where the slot is free
    size_t id_count, id_slots;
    seen_sum *sums;
    size_t sum_count, sum_slots;
} seen;

// Remembers an id with a tag of what gave it, unless it was known.
void seen_id(seen *s, str id, uint8_t tag);

// Whether the id was remembered, and then *tag.
bool seen_has_id(const seen *s, str id, uint8_t *tag);

// What a conversation is known by: its format and its id or title. 0 when name is empty.
uint64_t seen_name(const char *format, str name);
// What those without id and title are known by, all of a format: enough to say that two are alike,
// not that they are one.
uint64_t seen_unnamed(const char *format);

// Whether another source had a conversation of that name and the same messages; remembers it when
// not. Never for a name of 0 or fewer messages than SEEN_SMALLEST.
bool seen_copy(seen *s, uint64_t name, const uint64_t sum[2], uint64_t messages, uint64_t source);

void seen_release(seen *s);

#endif
