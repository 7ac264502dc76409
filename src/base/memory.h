// memory: allocation that never returns NULL. When there is none left it jumps out of
// memory_protect.
//
// The rule that makes the jump leak-free: whatever is allocated or opened is stored at once in a
// structure reachable from the run (or the caller's own), and released from there. No local
// variable owns anything across a call that may allocate, or it is held: memory_hold.
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

// Calls body(context) and returns true; returns false when memory ran out on the way. One call per
// public function and per worker; they nest.
bool memory_protect(void (*body)(void *context), void *context);

// Zeroed; never NULL, also for size 0.
void *memory_alloc(size_t size);

// Grows *block, which has room for *room items of size bytes, to at least wanted items, at least
// doubling. What is new is not zeroed. *block stays valid and unchanged when this jumps.
void memory_grow(void **block, size_t *room, size_t wanted, size_t size);

// The same for a pointer of any type: memory_reserve(v->at, v->room, v->count + 1).
#define memory_reserve(at, room, wanted)                                                           \
    ((wanted) > (room) ? memory_grow((void **)&(at), &(room), (wanted), sizeof *(at)) : (void)0)

// What a local variable owns all the same, while something below it may allocate: between the two
// calls the jump releases it too. They nest.
typedef struct memory_local {
    void (*release)(void *owner);
    void *owner;
    struct memory_local *outer;
} memory_local;
void memory_hold(memory_local *l, void (*release)(void *owner), void *owner);
void memory_let_go(memory_local *l); // the caller releases it

// Jumps out of the innermost memory_protect of this thread; aborts when there is none.
_Noreturn void memory_exhausted(void);

#endif
