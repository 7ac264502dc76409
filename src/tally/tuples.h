// tuples: counts by tuples of integers: "how many sessions were like this one". Adding up two such
// maps merges them.
#ifndef TALLY_TUPLES_H
#define TALLY_TUPLES_H

#include "base/arena.h"

// Zero-initialise with the two widths set; release gives the memory back. Entries are rows of
// key_width + value_width words, in order of first appearance.
typedef struct tuples {
    size_t key_width, value_width;
    uint32_t *words;
    size_t word_room;
    size_t count;
    uint32_t *slots; // entry + 1, or 0 where free; a power of two, at most half full
    size_t slot_count;
} tuples;

// The values of that key, zeros when it is new. Valid until the next call.
uint32_t *tuples_at(tuples *t, const uint32_t *key);

// The values of that key, or NULL.
const uint32_t *tuples_find(const tuples *t, const uint32_t *key);

static inline const uint32_t *tuples_key(const tuples *t, size_t entry) {
    return t->words + entry * (t->key_width + t->value_width);
}
static inline const uint32_t *tuples_values(const tuples *t, size_t entry) {
    return tuples_key(t, entry) + t->key_width;
}

// The number of the entry of that key, added when it is new. Numbers last until the reset.
uint32_t tuples_entry(tuples *t, const uint32_t *key);

// Makes the order of the entries that of their keys; the numbers of entries change with it.
void tuples_sort(tuples *t);

// Forgets every entry, keeping the memory unless it is large.
void tuples_reset(tuples *t);
void tuples_release(tuples *t);

#endif
