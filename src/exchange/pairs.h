// pairs: a map from ordered pairs of speakers to a number. It holds only the pairs that were put
// there.
#ifndef EXCHANGE_PAIRS_H
#define EXCHANGE_PAIRS_H

#include <stddef.h>
#include <stdint.h>

typedef struct pair_entry {
    uint32_t from, to;
    uint32_t next; // index + 1 in the same chain, or of the next free entry
    uint32_t value;
} pair_entry;

// Zero-initialise before use; release gives the memory back.
typedef struct pairs {
    pair_entry *entries;
    size_t room;
    uint32_t used; // entries in use or free
    uint32_t held; // entries in use
    uint32_t free; // index + 1 of the first free entry
    uint32_t *heads;
    size_t head_room;
    unsigned bits; // of the number of chains; 0 while there are none
} pairs;

// The value of a pair, or NULL. Valid until the next call of pairs_put.
uint32_t *pairs_find(const pairs *map, uint32_t from, uint32_t to);

// The value of a pair, put there as 0 when it is new. Valid until the next call.
uint32_t *pairs_put(pairs *map, uint32_t from, uint32_t to);

// Forgets a pair that may be there.
void pairs_remove(pairs *map, uint32_t from, uint32_t to);

// Forgets all, keeping the memory; takes time for the pairs that were there, not for the room.
void pairs_reset(pairs *map);
void pairs_release(pairs *map);

#endif
