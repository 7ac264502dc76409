#include "base/memory.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct guard {
    jmp_buf jump;
    struct guard *outer;
} guard;

static _Thread_local guard *innermost;

bool memory_protect(void (*body)(void *context), void *context) {
    guard here = {.outer = innermost};
    if (setjmp(here.jump)) return false;
    innermost = &here;
    body(context);
    innermost = here.outer;
    return true;
}

_Noreturn void memory_exhausted(void) {
    guard *reached = innermost;
    if (!reached) abort();
    innermost = reached->outer;
    longjmp(reached->jump, 1);
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
