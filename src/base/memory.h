// memory: allocation that never returns NULL. When there is none left it jumps to the guard of the thread.
//
// The rule that makes the jump leak-free: whatever is allocated or opened is stored at once in a structure
// reachable from the run (or the caller's own), and released from there. No local variable owns anything
// across a call that may allocate.
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <setjmp.h>
#include <stddef.h>

// One per public function and one per worker, on their stack.
typedef struct memory_guard {
    jmp_buf jump;
    struct memory_guard *outer;
} memory_guard;

// Use as: memory_guard guard; if (memory_try(guard)) { …; memory_leave(&guard); } else { out of memory }
#define memory_try(guard) (memory_enter(&(guard)), setjmp((guard).jump) == 0)
void memory_enter(memory_guard *guard);
void memory_leave(memory_guard *guard);

// Zeroed; never NULL, also for size 0.
void *memory_alloc(size_t size);

// Grows *block, which has room for *room items of size bytes, to at least wanted items, at least doubling.
// What is new is not zeroed. *block stays valid and unchanged when this jumps.
void memory_grow(void **block, size_t *room, size_t wanted, size_t size);

// The same for a pointer of any type: memory_reserve(v->at, v->room, v->count + 1).
#define memory_reserve(at, room, wanted)                                                           \
    ((wanted) > (room) ? memory_grow((void **)&(at), &(room), (wanted), sizeof *(at)) : (void)0)

// Jumps to the innermost guard of this thread; aborts when there is none.
_Noreturn void memory_exhausted(void);

#endif
