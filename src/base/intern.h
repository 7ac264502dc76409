// intern: names to small integers, 0, 1, 2, … in order of first appearance.
#ifndef BASE_INTERN_H
#define BASE_INTERN_H

#include "base/arena.h"

#define INTERN_NONE UINT32_MAX

// Zero-initialise before use; release gives the memory back.
typedef struct intern {
    arena text; // the names
    str *names; // by id
    size_t count, room;
    uint32_t *slots; // id + 1, or 0 where free; a power of two, at most half full
    size_t slot_count;
} intern;

// The id of name, added when it is new (the bytes are copied).
uint32_t intern_add(intern *table, str name);

// The id of name, or INTERN_NONE.
uint32_t intern_find(const intern *table, str name);

static inline str intern_name(const intern *table, uint32_t id) { return table->names[id]; }

// Forgets every name, keeping the memory.
void intern_reset(intern *table);
void intern_release(intern *table);

#endif
