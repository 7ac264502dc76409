#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>

static _Thread_local memory_guard *innermost;

void memory_enter(memory_guard *guard) {
    guard->outer = innermost;
    innermost = guard;
}

void memory_leave(memory_guard *guard) { innermost = guard->outer; }

_Noreturn void memory_exhausted(void) {
    memory_guard *guard = innermost;
    if (!guard) abort();
    innermost = guard->outer;
    longjmp(guard->jump, 1);
}

void *memory_alloc(size_t size) {
    void *block = calloc(1, size ? size : 1);
    if (!block) memory_exhausted();
    return block;
}

void memory_grow(void **block, size_t *room, size_t wanted, size_t size) {
    if (wanted <= *room) return;
    size_t next = *room ? *room * 2 : 16;
    if (next < wanted) next = wanted;
    if (next > SIZE_MAX / size) memory_exhausted();
    void *grown = realloc(*block, next * size);
    if (!grown) memory_exhausted();
    *block = grown;
    *room = next;
}
