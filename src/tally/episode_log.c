#include "tally/episode_log.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Records are looked at in runs of neighbors, and along chains that mostly are such runs: a table
// of small pages, each with one place where it may stand.
enum { PAGE_RECORDS = 64, PAGES = 32 };
#define NO_PAGE UINT32_MAX

typedef struct page {
    episode_record at[PAGE_RECORDS];
} page;

typedef struct place {
    page *memory;
    uint32_t number; // of the page that stands here, or NO_PAGE
    bool changed;
} place;

struct episode_log {
    const char *folder;
    error *err;
    int file; // -1 until the first page has to leave
    place places[PAGES];
    uint32_t count;
};

episode_log *episode_log_new(const char *folder, error *err) {
    episode_log *log = memory_alloc(sizeof *log);
    log->folder = folder;
    log->err = err;
    log->file = -1;
    for (size_t i = 0; i < PAGES; i++) log->places[i].number = NO_PAGE;
    return log;
}

static void fail(const episode_log *log) {
    error_set(log->err, ATTUNE_OUTPUT, "error: cannot use a temporary file: %s", strerror(errno));
    error_hint(log->err, "TMPDIR says where it is made");
}

// mkstemp makes the file 0600; its name is gone before a byte is written.
static bool has_file(episode_log *log) {
    if (log->file >= 0) return true;
    char path[4096];
    int len = snprintf(path, sizeof path, "%s/attune-XXXXXX", log->folder);
    errno = ENAMETOOLONG;
    log->file = len < (int)sizeof path ? mkstemp(path) : -1;
    if (log->file < 0) {
        fail(log);
        return false;
    }
    unlink(path);
    fcntl(log->file, F_SETFD, FD_CLOEXEC);
    return true;
}

static off_t offset_of(uint32_t number) { return (off_t)number * (off_t)sizeof(page); }

static void store(episode_log *log, place *p) {
    p->changed = false;
    if (log->err->status || !has_file(log)) return;
    const char *from = (const char *)p->memory;
    for (size_t done = 0; done < sizeof(page);) {
        ssize_t written =
            pwrite(log->file, from + done, sizeof(page) - done, offset_of(p->number) + (off_t)done);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            if (written == 0) errno = ENOSPC;
            fail(log);
            return;
        }
        done += (size_t)written;
    }
}

// What was never written reads as zeros.
static void load(episode_log *log, place *p) {
    memset(p->memory, 0, sizeof *p->memory);
    if (log->file < 0 || log->err->status) return;
    char *to = (char *)p->memory;
    for (size_t done = 0; done < sizeof(page);) {
        ssize_t got =
            pread(log->file, to + done, sizeof(page) - done, offset_of(p->number) + (off_t)done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail(log);
        if (got <= 0) return;
        done += (size_t)got;
    }
}

static place *place_of(episode_log *log, uint32_t number) {
    uint32_t wanted = (number - 1) / PAGE_RECORDS;
    place *p = &log->places[wanted % PAGES];
    if (p->number == wanted) return p;
    if (p->changed) store(log, p);
    if (!p->memory) p->memory = memory_alloc(sizeof *p->memory);
    p->number = wanted;
    load(log, p);
    return p;
}

const episode_record *episode_log_get(episode_log *log, uint32_t number) {
    return &place_of(log, number)->memory->at[(number - 1) % PAGE_RECORDS];
}

episode_record *episode_log_edit(episode_log *log, uint32_t number) {
    place *p = place_of(log, number);
    p->changed = true;
    if (log->count < number) log->count = number;
    return &p->memory->at[(number - 1) % PAGE_RECORDS];
}

uint32_t episode_log_count(const episode_log *log) { return log->count; }

void episode_log_reset(episode_log *log) {
    for (size_t i = 0; i < PAGES; i++) {
        log->places[i].number = NO_PAGE;
        log->places[i].changed = false;
    }
    log->count = 0;
    if (log->file >= 0 && ftruncate(log->file, 0)) fail(log);
}

void episode_log_free(episode_log *log) {
    if (!log) return;
    for (size_t i = 0; i < PAGES; i++) free(log->places[i].memory);
    if (log->file >= 0) close(log->file);
    free(log);
}
