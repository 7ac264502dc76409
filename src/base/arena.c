#include "base/arena.h"

#include "base/memory.h"

#include <stdlib.h>

enum { BLOCK_SIZE = 64 * 1024, HEADER = 32 };

struct arena_block {
    arena_block *next;
    size_t size; // bytes after the header
};

static char *contents(arena_block *b) { return (char *)b + HEADER; }

// Makes a block with room for size bytes current: the next kept one when it is large enough, else a
// new one put in front of it, so that kept blocks are never lost.
static void advance(arena *a, size_t size) {
    arena_block *next = a->current ? a->current->next : a->first;
    if (!next || next->size < size) {
        size_t room = size > BLOCK_SIZE - HEADER ? size : BLOCK_SIZE - HEADER;
        arena_block *fresh = malloc(HEADER + room);
        if (!fresh) memory_exhausted();
        *fresh = (arena_block){next, room};
        if (a->current)
            a->current->next = fresh;
        else
            a->first = fresh;
        next = fresh;
    }
    a->current = next;
    a->used = 0;
}

static char *take(arena *a, size_t size, size_t align) {
    if (size > SIZE_MAX / 2) memory_exhausted();
    size_t start = (a->used + align - 1) & ~(align - 1);
    if (!a->current || start > a->current->size || size > a->current->size - start) {
        advance(a, size);
        start = 0;
    }
    a->used = start + size;
    return contents(a->current) + start;
}

void *arena_alloc(arena *a, size_t size, size_t align) {
    return memset(take(a, size, align), 0, size);
}

char *arena_bytes(arena *a, size_t size) { return take(a, size, 1); }

str arena_str(arena *a, str s) {
    if (s.len == 0) return (str){"", 0};
    return (str){memcpy(arena_bytes(a, s.len), s.at, s.len), s.len};
}

void arena_reset(arena *a) {
    a->current = NULL;
    a->used = 0;
}

void arena_release(arena *a) {
    for (arena_block *b = a->first; b;) {
        arena_block *next = b->next;
        free(b);
        b = next;
    }
    *a = (arena){0};
}

size_t arena_size(const arena *a) {
    size_t sum = 0;
    for (const arena_block *b = a->first; b; b = b->next) sum += b->size + HEADER;
    return sum;
}
