#include "input/spill.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FAN = 64,               // runs merged at once
    RUN_BUFFER = 256 << 10, // bytes read at once from a run, less when memory is short
    SMALLEST = 1 << 20,     // memory it does not go below
};

// A record in memory.
typedef struct entry {
    spill_key key;
    size_t at, len; // its bytes in records
} entry;

// How a record stands in a run; its bytes follow.
typedef struct header {
    spill_key key;
    uint64_t len;
} header;

typedef struct run {
    uint64_t at, end; // in the file
    buf block;        // what was read and not yet taken begins at used
    size_t used;
    header next; // of the record that is next; its bytes follow in block
    bool done;
} run;

struct spill {
    size_t memory;
    buf records;  // their bytes
    entry *index; // one of each record
    size_t count, room;
    size_t given; // of index, when everything is in memory
    int file;     // with the runs, or -1
    int merged;   // the file they are merged to, or -1
    uint64_t file_size;
    run runs[FAN];
    size_t run_count;
    size_t last; // the run whose record was given last, or FAN
    buf out;     // to be written
};

static bool failed(error *err, const char *what) {
    int why = errno;
    error_set(err, ATTUNE_OUTPUT, "error: %s a temporary file: %s", what, strerror(why));
    return error_hint(err, "set TMPDIR to a folder with room, or raise --max-memory");
}

int spill_file(error *err) {
    const char *folder = getenv("TMPDIR");
    if (!folder || !folder[0]) folder = "/tmp";
    char path[4096];
    int len = snprintf(path, sizeof path, "%s/attune.XXXXXX", folder);
    if (len < 0 || (size_t)len >= sizeof path) {
        errno = ENAMETOOLONG;
        failed(err, "cannot create");
        return -1;
    }
    int file = mkstemp(path);
    if (file < 0) {
        failed(err, "cannot create");
        return -1;
    }
    unlink(path);
    fcntl(file, F_SETFD, FD_CLOEXEC);
    return file;
}

static bool write_all(int file, str bytes, error *err) {
    while (bytes.len) {
        ssize_t put = write(file, bytes.at, bytes.len);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return failed(err, "cannot write");
        bytes = str_drop(bytes, (size_t)put);
    }
    return true;
}

bool spill_copy(int descriptor, stream *from, uint64_t limit, const char *label, error *err) {
    char block[16 << 10];
    uint64_t sum = 0;
    for (;;) {
        ptrdiff_t got = from->read(from, block, sizeof block, err);
        if (got < 0) return false;
        if (got == 0) break;
        sum += (uint64_t)got;
        if (sum > limit)
            return error_set(err, ATTUNE_INPUT, "%s: error: larger than attune reads", label);
        if (!write_all(descriptor, str_of(block, (size_t)got), err)) return false;
    }
    return lseek(descriptor, 0, SEEK_SET) == 0 || failed(err, "cannot read");
}

spill *spill_new(size_t memory) {
    spill *s = memory_alloc(sizeof *s);
    s->memory = memory < SMALLEST ? SMALLEST : memory;
    s->file = s->merged = -1;
    return s;
}

static int compare_keys(const spill_key *a, const spill_key *b) {
    if (a->group != b->group) return a->group < b->group ? -1 : 1;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    return (a->sequence > b->sequence) - (a->sequence < b->sequence);
}

static int compare(const void *a, const void *b) {
    return compare_keys(&((const entry *)a)->key, &((const entry *)b)->key);
}

static void sort_index(spill *s) {
    if (s->count > 1) qsort(s->index, s->count, sizeof *s->index, compare);
}

static bool flush_out(spill *s, int file, error *err) {
    if (!write_all(file, buf_str(&s->out), err)) return false;
    s->file_size += s->out.len;
    buf_reset(&s->out);
    return true;
}

static bool put(spill *s, int file, const header *h, str bytes, error *err) {
    buf_add(&s->out, str_of((const char *)h, sizeof *h));
    buf_add(&s->out, bytes);
    return s->out.len < RUN_BUFFER || flush_out(s, file, err);
}

// Makes the front record of a run that is long enough available in its block; false at the run's
// end.
static bool have(spill *s, run *r, size_t wanted, error *err) {
    if (r->block.len - r->used >= wanted) return true;
    if (r->used) memmove(r->block.at, r->block.at + r->used, r->block.len - r->used);
    r->block.len -= r->used;
    r->used = 0;
    size_t step = s->memory / FAN < RUN_BUFFER ? s->memory / FAN : RUN_BUFFER;
    while (r->block.len < wanted) {
        uint64_t left = r->end - r->at;
        size_t ask = wanted - r->block.len > step ? wanted - r->block.len : step;
        if (ask > left) ask = (size_t)left;
        if (ask == 0) return false;
        ssize_t got = pread(s->file, buf_more(&r->block, ask), ask, (off_t)r->at);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return failed(err, "cannot read");
        r->block.len += (size_t)got;
        r->at += (uint64_t)got;
    }
    return true;
}

// Moves a run to its next record.
static bool advance(spill *s, run *r, error *err) {
    if (!have(s, r, sizeof r->next, err)) {
        r->done = true;
        return err->status == 0;
    }
    memcpy(&r->next, r->block.at + r->used, sizeof r->next);
    r->used += sizeof r->next;
    if (have(s, r, r->next.len, err)) return true;
    return err->status == 0 && (errno = EIO, failed(err, "cannot read"));
}

// The run whose record comes next, or FAN at the end. So few runs need no heap.
static size_t lowest(const spill *s) {
    size_t best = FAN;
    for (size_t i = 0; i < s->run_count; i++) {
        if (s->runs[i].done) continue;
        if (best == FAN || compare_keys(&s->runs[i].next.key, &s->runs[best].next.key) < 0)
            best = i;
    }
    return best;
}

static bool start_runs(spill *s, error *err) {
    for (size_t i = 0; i < s->run_count; i++)
        if (!advance(s, &s->runs[i], err)) return false;
    s->last = FAN;
    return true;
}

static bool next_of_runs(spill *s, spill_key *key, str *record, error *err) {
    if (s->last < FAN) {
        run *r = &s->runs[s->last];
        r->used += r->next.len;
        s->last = FAN;
        if (!advance(s, r, err)) return false;
    }
    size_t at = lowest(s);
    if (at == FAN) return false;
    s->last = at;
    *key = s->runs[at].next.key;
    *record = str_of(s->runs[at].block.at + s->runs[at].used, s->runs[at].next.len);
    return true;
}

static void add_run(spill *s, uint64_t from) {
    run *r = &s->runs[s->run_count++];
    buf_reset(&r->block);
    r->at = from;
    r->end = s->file_size;
    r->used = 0;
    r->done = false;
}

// Merges all runs into one in a new file.
static bool merge_runs(spill *s, error *err) {
    if (!start_runs(s, err)) return false;
    s->merged = spill_file(err);
    if (s->merged < 0) return false;
    s->file_size = 0;
    header h;
    str record;
    bool ok = true;
    while (ok && next_of_runs(s, &h.key, &record, err)) {
        h.len = record.len;
        ok = put(s, s->merged, &h, record, err);
    }
    ok = ok && err->status == 0 && flush_out(s, s->merged, err);
    close(s->file);
    s->file = s->merged;
    s->merged = -1;
    s->run_count = 0;
    add_run(s, 0);
    return ok;
}

// Writes what is in memory as a run.
static bool write_run(spill *s, error *err) {
    if (s->count == 0) return true;
    if (s->file < 0 && (s->file = spill_file(err)) < 0) return false;
    if (s->run_count == FAN && !merge_runs(s, err)) return false;
    sort_index(s);
    uint64_t from = s->file_size;
    for (size_t i = 0; i < s->count; i++) {
        const entry *e = &s->index[i];
        header h = {.key = e->key, .len = e->len};
        if (!put(s, s->file, &h, str_of(s->records.at + e->at, e->len), err)) return false;
    }
    if (!flush_out(s, s->file, err)) return false;
    add_run(s, from);
    s->count = 0;
    buf_reset(&s->records);
    return true;
}

bool spill_add(spill *s, spill_key key, str record, error *err) {
    size_t needed = s->records.len + record.len + (s->count + 1) * sizeof *s->index;
    if (needed > s->memory / 2 && !write_run(s, err)) return false;
    memory_reserve(s->index, s->room, s->count + 1);
    size_t at = s->records.len;
    buf_add(&s->records, record);
    s->index[s->count++] = (entry){key, at, record.len};
    return true;
}

bool spill_sort(spill *s, error *err) {
    s->given = 0;
    if (s->file < 0) {
        sort_index(s);
        return true;
    }
    return write_run(s, err) && start_runs(s, err);
}

bool spill_next(spill *s, spill_key *key, str *record, error *err) {
    if (s->file >= 0) return next_of_runs(s, key, record, err);
    if (s->given == s->count) return false;
    const entry *e = &s->index[s->given++];
    *key = e->key;
    *record = str_of(s->records.at + e->at, e->len);
    return true;
}

void spill_reset(spill *s) {
    if (s->file >= 0) close(s->file);
    if (s->merged >= 0) close(s->merged);
    s->file = s->merged = -1;
    s->file_size = 0;
    s->count = s->given = s->run_count = 0;
    buf_reset(&s->records);
    buf_reset(&s->out);
}

void spill_free(spill *s) {
    if (!s) return;
    spill_reset(s);
    for (size_t i = 0; i < FAN; i++) buf_release(&s->runs[i].block);
    buf_release(&s->records);
    buf_release(&s->out);
    free(s->index);
    free(s);
}
