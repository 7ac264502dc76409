#include "base/memory.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct guard {
    jmp_buf jump;
    memory_local *locals; // held when it began
    struct guard *outer;
} guard;

static _Thread_local guard *innermost;
static _Thread_local memory_local *locals;

bool memory_protect(void (*body)(void *context), void *context) {
    guard here = {.locals = locals, .outer = innermost};
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
    for (; locals != reached->locals; locals = locals->outer) locals->release(locals->owner);
    longjmp(reached->jump, 1);
}

void memory_hold(memory_local *l, void (*release)(void *owner), void *owner) {
    *l = (memory_local){release, owner, locals};
    locals = l;
}

void memory_let_go(memory_local *l) { locals = l->outer; }

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
