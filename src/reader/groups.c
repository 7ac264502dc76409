#include "reader/groups.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static size_t slot_of(const groups *g, uint64_t hash) {
    size_t at = (size_t)hash & (g->slot_count - 1);
    while (g->slots[at] && g->at[g->slots[at] - 1].hash != hash)
        at = (at + 1) & (g->slot_count - 1);
    return at;
}

static void grow(groups *g) {
    size_t wanted = g->slot_count ? g->slot_count * 2 : 64;
    uint32_t *fresh = memory_alloc(wanted * sizeof *fresh);
    free(g->slots);
    g->slots = fresh;
    g->slot_count = wanted;
    for (size_t i = 0; i < g->count; i++) g->slots[slot_of(g, g->at[i].hash)] = (uint32_t)i + 1;
}

uint32_t groups_add(groups *g, uint64_t hash) {
    if ((g->count + 1) * 4 > g->slot_count * 3) grow(g);
    size_t at = slot_of(g, hash);
    if (g->slots[at]) return g->slots[at] - 1;
    memory_reserve(g->at, g->room, g->count + 1);
    g->at[g->count] = (group_entry){hash, INT64_MIN};
    g->slots[at] = (uint32_t)++g->count;
    return (uint32_t)g->count - 1;
}

void groups_reset(groups *g) {
    g->count = 0;
    if (g->slots) memset(g->slots, 0, g->slot_count * sizeof *g->slots);
}

void groups_release(groups *g) {
    free(g->at);
    free(g->slots);
    *g = (groups){0};
}
