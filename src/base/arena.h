// arena: many allocations, one lifetime. There is no free: reset or release ends them all.
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

typedef struct arena_block arena_block;

// Zero-initialise before use. Not thread-safe: one owner at a time.
typedef struct arena {
    arena_block *first;
    arena_block *current;
    char *at, *end; // what is left of current
} arena;

// Returns size zeroed bytes aligned to align (a power of two up to 16). Never returns NULL: see
// base/memory.h.
void *arena_alloc(arena *a, size_t size, size_t align);

// The same for bytes that the caller overwrites: neither zeroed nor aligned.
char *arena_more(arena *a, size_t size); // where the current block may be too small
static inline char *arena_bytes(arena *a, size_t size) {
    if (size >= (size_t)(a->end - a->at)) return arena_more(a, size);
    char *bytes = a->at;
    a->at += size;
    return bytes;
}

// Copies s; the result lives as long as the arena's current contents.
static inline str arena_str(arena *a, str s) {
    if (s.len == 0) return (str){"", 0};
    return (str){memcpy(arena_bytes(a, s.len), s.at, s.len), s.len};
}

// Ends the life of everything allocated so far, keeping the memory for reuse.
static inline void arena_reset(arena *a) {
    a->current = NULL;
    a->at = a->end = NULL;
}

// Ends the life of everything and returns the memory. The arena is again as if zeroed.
void arena_release(arena *a);

// Bytes held from the system.
size_t arena_size(const arena *a);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type), _Alignof(type)))
#define arena_array(a, type, count)                                                                \
    ((type *)arena_alloc((a), sizeof(type) * (count), _Alignof(type)))

#endif
