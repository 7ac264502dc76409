#define _GNU_SOURCE
#include "faults/inject.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

// What an address sanitizer would take for its own.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);

enum { MARKS = 1 << 20 };
static atomic_bool counting;
static inject_mode mode;
static unsigned long nth;
static atomic_ulong memory_count, call_count, interrupt_count, transfer_count, change_count;
static atomic_long blocks;
static atomic_uintptr_t marks[MARKS]; // blocks that were allocated while counting

void inject_start(inject_mode wanted, unsigned long n) {
    mode = wanted;
    nth = n;
    memory_count = call_count = interrupt_count = transfer_count = change_count = 0;
    blocks = 0;
    counting = true;
}

void inject_stop(void) { counting = false; }
long inject_blocks(void) { return blocks; }

unsigned long inject_count(inject_mode of) {
    switch (of) {
    case INJECT_MEMORY:
    case INJECT_MEMORY_ON: return memory_count;
    case INJECT_CALL:
    case INJECT_CALL_ON: return call_count;
    case INJECT_INTERRUPT: return interrupt_count;
    case INJECT_SHORT: return transfer_count;
    case INJECT_KILL_BEFORE:
    case INJECT_KILL_AFTER: return change_count;
    default: return 0;
    }
}

// ---- memory ----

static bool memory_fails(void) {
    if (!counting) return false;
    unsigned long n = ++memory_count;
    return (mode == INJECT_MEMORY && n == nth) || (mode == INJECT_MEMORY_ON && n >= nth);
}

static size_t slot_of(const void *block) {
    uintptr_t key = (uintptr_t)block;
    return (size_t)((key >> 4) * 0x9E3779B97F4A7C15u >> 20) % MARKS;
}

static void *mark(void *block) {
    if (!counting || !block) return block;
    size_t at = slot_of(block);
    for (size_t tries = 0; tries < MARKS; tries++, at = (at + 1) % MARKS) {
        uintptr_t empty = 0, gone = 1;
        if (atomic_compare_exchange_strong(&marks[at], &empty, (uintptr_t)block) ||
            atomic_compare_exchange_strong(&marks[at], &gone, (uintptr_t)block)) {
            blocks++;
            return block;
        }
    }
    abort();
}

static void unmark(void *block) {
    if (!block) return;
    size_t at = slot_of(block);
    for (size_t tries = 0; tries < MARKS && marks[at]; tries++, at = (at + 1) % MARKS) {
        uintptr_t wanted = (uintptr_t)block;
        if (!atomic_compare_exchange_strong(&marks[at], &wanted, 1)) continue;
        blocks--;
        return;
    }
}

static void *fail(void) {
    errno = ENOMEM;
    return NULL;
}

void *malloc(size_t size) { return memory_fails() ? fail() : mark(__libc_malloc(size)); }

void *calloc(size_t count, size_t size) {
    return memory_fails() ? fail() : mark(__libc_calloc(count, size));
}

void *realloc(void *block, size_t size) {
    if (memory_fails()) return fail();
    unmark(block);
    void *moved = __libc_realloc(block, size);
    return mark(moved ? moved : block) && moved ? moved : NULL;
}

void free(void *block) {
    unmark(block);
    __libc_free(block);
}

#define NEXT(name) (__extension__(__typeof__(&name)) next(#name))
static void *next(const char *name) {
    void *found = dlsym(RTLD_NEXT, name); // POSIX wants it to be a function when it is one
    if (!found) abort();
    return found;
}

int posix_memalign(void **out, size_t align, size_t size) {
    if (memory_fails()) return ENOMEM;
    int result = NEXT(posix_memalign)(out, align, size);
    if (result == 0) mark(*out);
    return result;
}

void *mmap(void *at, size_t size, int protection, int flags, int file, off_t offset) {
    if (memory_fails()) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    return NEXT(mmap)(at, size, protection, flags, file, offset);
}

// ---- system calls ----

// Whether this call fails; errno is set then.
static bool call_fails(int likely) {
    if (!counting) return false;
    unsigned long n = ++call_count;
    if (!((mode == INJECT_CALL && n == nth) || (mode == INJECT_CALL_ON && n >= nth))) return false;
    errno = likely;
    return true;
}

static bool is_interrupted(void) {
    if (!counting || ++interrupt_count != nth || mode != INJECT_INTERRUPT) return false;
    errno = EINTR;
    return true;
}

static size_t shortened(size_t size) {
    if (!counting || ++transfer_count < nth || mode != INJECT_SHORT) return size;
    return size ? 1 : 0;
}

static bool change_begins(void) {
    if (!counting) return false;
    bool here = ++change_count == nth;
    if (here && mode == INJECT_KILL_BEFORE) raise(SIGKILL);
    return here && mode == INJECT_KILL_AFTER;
}

static void change_ended(bool here) {
    if (!here) return;
    int kept = errno;
    raise(SIGKILL);
    errno = kept;
}

#define CHANGE(type, call)                                                                         \
    do {                                                                                           \
        bool here = change_begins();                                                               \
        type result = call;                                                                        \
        change_ended(here);                                                                        \
        return result;                                                                             \
    } while (0)

ssize_t read(int file, void *at, size_t size) {
    if (call_fails(EIO) || is_interrupted()) return -1;
    return NEXT(read)(file, at, shortened(size));
}

ssize_t pread(int file, void *at, size_t size, off_t from) {
    if (call_fails(EIO) || is_interrupted()) return -1;
    return NEXT(pread)(file, at, shortened(size), from);
}

ssize_t write(int file, const void *at, size_t size) {
    if (call_fails(ENOSPC) || is_interrupted()) return -1;
    CHANGE(ssize_t, NEXT(write)(file, at, shortened(size)));
}

int open(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    mode_t rights = flags & O_CREAT ? va_arg(list, mode_t) : 0;
    va_end(list);
    if (call_fails(EMFILE)) return -1;
    return NEXT(open)(path, flags, rights);
}

int openat(int folder, const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    mode_t rights = flags & O_CREAT ? va_arg(list, mode_t) : 0;
    va_end(list);
    if (call_fails(EMFILE)) return -1;
    CHANGE(int, NEXT(openat)(folder, path, flags, rights));
}

int mkstemp(char *path) { return call_fails(ENOSPC) ? -1 : NEXT(mkstemp)(path); }
int fsync(int file) {
    if (call_fails(EIO)) return -1;
    CHANGE(int, NEXT(fsync)(file));
}
off_t lseek(int file, off_t to, int how) {
    return call_fails(EIO) ? -1 : NEXT(lseek)(file, to, how);
}
int ftruncate(int file, off_t size) {
    if (call_fails(EIO)) return -1;
    CHANGE(int, NEXT(ftruncate)(file, size));
}
int mkdirat(int folder, const char *path, mode_t rights) {
    if (call_fails(ENOSPC)) return -1;
    CHANGE(int, NEXT(mkdirat)(folder, path, rights));
}
int unlinkat(int folder, const char *path, int flags) {
    CHANGE(int, NEXT(unlinkat)(folder, path, flags)); // what cannot be removed has no remedy
}
int rename(const char *from, const char *to) {
    if (call_fails(EIO)) return -1;
    CHANGE(int, NEXT(rename)(from, to));
}
int renameat(int a, const char *from, int b, const char *to) {
    if (call_fails(EIO)) return -1;
    CHANGE(int, NEXT(renameat)(a, from, b, to));
}

long syscall(long number, ...) {
    va_list list;
    va_start(list, number);
    long a[6];
    for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
    va_end(list);
    CHANGE(long, NEXT(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]));
}

int fstat(int file, struct stat *out) { return call_fails(EIO) ? -1 : NEXT(fstat)(file, out); }
int stat(const char *path, struct stat *out) {
    return call_fails(EIO) ? -1 : NEXT(stat)(path, out);
}
int fstatat(int folder, const char *path, struct stat *out, int flags) {
    return call_fails(EACCES) ? -1 : NEXT(fstatat)(folder, path, out, flags);
}
DIR *opendir(const char *path) { return call_fails(EMFILE) ? NULL : NEXT(opendir)(path); }
DIR *fdopendir(int file) { return call_fails(ENOMEM) ? NULL : NEXT(fdopendir)(file); }
struct dirent *readdir(DIR *folder) {
    return call_fails(EIO) ? NULL : NEXT(readdir)(folder);
}
FILE *fdopen(int file, const char *how) {
    return call_fails(ENOMEM) ? NULL : NEXT(fdopen)(file, how);
}

size_t fwrite(const void *at, size_t size, size_t count, FILE *to) {
    if (to == stderr) return NEXT(fwrite)(at, size, count, to);
    if (call_fails(ENOSPC)) {
        to->_flags |= 0x20; // what glibc's ferror looks at
        return 0;
    }
    CHANGE(size_t, NEXT(fwrite)(at, size, count, to));
}
size_t fread(void *at, size_t size, size_t count, FILE *from) {
    return call_fails(EIO) ? 0 : NEXT(fread)(at, size, count, from);
}
int fflush(FILE *file) { return call_fails(ENOSPC) ? EOF : NEXT(fflush)(file); }
int fseeko(FILE *file, off_t to, int how) {
    return call_fails(EIO) ? -1 : NEXT(fseeko)(file, to, how);
}
int fclose(FILE *file) {
    bool fails = call_fails(EIO);
    int result = NEXT(fclose)(file);
    if (!fails) return result;
    errno = EIO;
    return EOF;
}
int close(int file) {
    bool fails = call_fails(EIO);
    int result = NEXT(close)(file); // as Linux does, whatever it says
    if (!fails) return result;
    errno = EIO;
    return -1;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*run)(void *), void *with) {
    return call_fails(EAGAIN) ? EAGAIN : NEXT(pthread_create)(thread, how, run, with);
}
