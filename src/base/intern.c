#include "base/intern.h"

#include "base/memory.h"

#include <stdlib.h>

// The slot where name is, or where it would go.
static size_t slot_of(const intern *t, str name) {
    size_t mask = t->slot_count - 1;
    size_t at = (size_t)str_hash(name) & mask;
    while (t->slots[at] && !str_same(t->names[t->slots[at] - 1], name)) at = (at + 1) & mask;
    return at;
}

static void rehash(intern *t, size_t wanted) {
    uint32_t *fresh = memory_alloc(wanted * sizeof *fresh);
    free(t->slots);
    t->slots = fresh;
    t->slot_count = wanted;
    for (size_t i = 0; i < t->count; i++) t->slots[slot_of(t, t->names[i])] = (uint32_t)i + 1;
}

uint32_t intern_add(intern *t, str name) {
    if ((t->count + 1) * 2 > t->slot_count) rehash(t, t->slot_count ? t->slot_count * 2 : 16);
    size_t at = slot_of(t, name);
    if (t->slots[at]) return t->slots[at] - 1;
    memory_reserve(t->names, t->room, t->count + 1);
    t->names[t->count] = arena_str(&t->text, name);
    t->slots[at] = (uint32_t)++t->count;
    return (uint32_t)t->count - 1;
}

uint32_t intern_find(const intern *t, str name) {
    if (t->count == 0) return INTERN_NONE;
    size_t at = slot_of(t, name);
    return t->slots[at] ? t->slots[at] - 1 : INTERN_NONE;
}

void intern_reset(intern *t) {
    arena_reset(&t->text);
    t->count = 0;
    if (t->slots) memset(t->slots, 0, t->slot_count * sizeof *t->slots);
}

void intern_release(intern *t) {
    arena_release(&t->text);
    free(t->names);
    free(t->slots);
    *t = (intern){0};
}
