// groups: the conversations of a sort, numbered in order of first appearance, by 64 bits of hash.
#ifndef READER_GROUPS_H
#define READER_GROUPS_H

#include <stddef.h>
#include <stdint.h>

typedef struct group_entry {
    uint64_t hash;
    int64_t last_time; // effective, of the message that came last; INT64_MIN for none
} group_entry;

// Zero-initialize before use. At most 32 bytes for each.
typedef struct groups {
    group_entry *at; // by number
    size_t count, room;
    uint32_t *slots; // number + 1, or 0 where free; a power of two
    size_t slot_count;
} groups;

// The number of the group with this hash, added when it is new.
uint32_t groups_add(groups *g, uint64_t hash);

void groups_reset(groups *g);
void groups_release(groups *g);

#endif
