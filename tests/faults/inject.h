// inject: counts allocations and system calls of this process, and makes the n-th of them fail.
//
// The functions are defined again in the program, so that the libraries call these too. What libc
// does inside itself (the write below fwrite) is not seen: the outer function is.
#ifndef TESTS_FAULTS_INJECT_H
#define TESTS_FAULTS_INJECT_H

#include <stdbool.h>
#include <stddef.h>

typedef enum inject_mode {
    INJECT_NOTHING,     // only count
    INJECT_MEMORY,      // the n-th allocation fails
    INJECT_MEMORY_ON,   // … and all after it
    INJECT_CALL,        // the n-th system call fails, with the error that is likely for it
    INJECT_CALL_ON,     // … and all after it
    INJECT_INTERRUPT,   // the n-th system call that may be interrupted is (EINTR)
    INJECT_SHORT,       // every read and write from the n-th on moves one byte
    INJECT_KILL_BEFORE, // SIGKILL before the n-th call that changes a file …
    INJECT_KILL_AFTER,  // … or right behind it
    INJECT_MODES,
} inject_mode;

// Begins to count; from then on the n-th (from 1) fails. inject_stop ends it.
void inject_start(inject_mode mode, unsigned long n);
void inject_stop(void);

// How many of those that a mode is about there were since inject_start.
unsigned long inject_count(inject_mode mode);

// Blocks of memory that were allocated since inject_start and are not freed.
long inject_blocks(void);

#endif
