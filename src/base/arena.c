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
    a->at = contents(next);
    a->end = a->at + next->size;
}

char *arena_more(arena *a, size_t size) {
    if (size > SIZE_MAX / 2) memory_exhausted();
    if (!a->current || size > (size_t)(a->end - a->at)) advance(a, size);
    char *bytes = a->at;
    a->at += size;
    return bytes;
}

void *arena_alloc(arena *a, size_t size, size_t align) {
    // Blocks begin aligned.
    size_t gap = (size_t)(-(uintptr_t)a->at) & (align - 1);
    bool fits = a->at && gap <= (size_t)(a->end - a->at) && size <= (size_t)(a->end - a->at) - gap;
    if (fits)
        a->at += gap;
    else if (size <= SIZE_MAX / 2)
        advance(a, size);
    return memset(arena_bytes(a, size), 0, size);
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
