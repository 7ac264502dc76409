// pairs: chained hashing with entries in one array, so that forgetting all costs only what was
// remembered.
#include "exchange/pairs.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static size_t chain_of(const pairs *map, uint32_t from, uint32_t to) {
    uint64_t mixed = ((uint64_t)from << 32 | to) * 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ mixed >> 32) * 0xd6e8feb86659fd93u;
    return (size_t)(mixed >> (64 - map->bits));
}

uint32_t *pairs_find(const pairs *map, uint32_t from, uint32_t to) {
    if (map->held == 0) return NULL;
    uint32_t at = map->heads[chain_of(map, from, to)];
    while (at) {
        pair_entry *entry = &map->entries[at - 1];
        if (entry->from == from && entry->to == to) return &entry->value;
        at = entry->next;
    }
    return NULL;
}

// Doubles the chains. Only called when no entry is free, so that all of them are in use.
static void grow(pairs *map) {
    unsigned bits = map->bits ? map->bits + 1 : 4;
    size_t count = (size_t)1 << bits;
    memory_reserve(map->heads, map->head_room, count);
    map->bits = bits;
    memset(map->heads, 0, count * sizeof *map->heads);
    for (uint32_t i = 0; i < map->used; i++) {
        pair_entry *entry = &map->entries[i];
        uint32_t *head = &map->heads[chain_of(map, entry->from, entry->to)];
        entry->next = *head;
        *head = i + 1;
    }
}

uint32_t *pairs_put(pairs *map, uint32_t from, uint32_t to) {
    uint32_t *there = pairs_find(map, from, to);
    if (there) return there;

    uint32_t at = map->free;
    if (at) {
        map->free = map->entries[at - 1].next;
    } else {
        if (map->bits == 0 || map->used >= (uint32_t)1 << map->bits) grow(map);
        memory_reserve(map->entries, map->room, (size_t)map->used + 1);
        at = ++map->used;
    }
    uint32_t *head = &map->heads[chain_of(map, from, to)];
    map->entries[at - 1] = (pair_entry){.from = from, .to = to, .next = *head};
    *head = at;
    map->held++;
    return &map->entries[at - 1].value;
}

void pairs_remove(pairs *map, uint32_t from, uint32_t to) {
    if (map->held == 0) return;
    uint32_t *link = &map->heads[chain_of(map, from, to)];
    while (*link) {
        pair_entry *entry = &map->entries[*link - 1];
        if (entry->from == from && entry->to == to) {
            uint32_t at = *link;
            *link = entry->next;
            entry->next = map->free;
            map->free = at;
            map->held--;
            return;
        }
        link = &entry->next;
    }
}

void pairs_reset(pairs *map) {
    for (uint32_t i = 0; i < map->used; i++) {
        pair_entry *entry = &map->entries[i];
        map->heads[chain_of(map, entry->from, entry->to)] = 0;
    }
    map->used = map->held = map->free = 0;
}

void pairs_release(pairs *map) {
    free(map->entries);
    free(map->heads);
    *map = (pairs){0};
}
