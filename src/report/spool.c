#include "report/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool failed(const spool *s) { return s->err->status != 0; }

// mkstemp makes the file 0600 and refuses one that exists; its name is gone before a byte is
// written.
static bool make_file(spool *s) {
    char path[4096];
    int len = snprintf(path, sizeof path, "%s/attune-XXXXXX", s->folder);
    errno = ENAMETOOLONG;
    int file = len < (int)sizeof path ? mkstemp(path) : -1;
    if (file < 0) return sink_error("a temporary file", s->err);
    unlink(path);
    fcntl(file, F_SETFD, FD_CLOEXEC);
    s->file = fdopen(file, "w+b");
    if (s->file) return true;
    sink_error("a temporary file", s->err);
    close(file);
    return false;
}

static void store(spool *s) {
    if (!failed(s) && (s->file || make_file(s))) {
        if (fwrite(s->rows.at, 1, s->rows.len, s->file) == s->rows.len)
            s->stored += s->rows.len;
        else
            sink_error("a temporary file", s->err);
    }
    buf_reset(&s->rows);
}

static void hand_on(spool *s) {
    if (!failed(s)) sink_write(s->to, buf_str(&s->rows), s->err);
    buf_reset(&s->rows);
}

void spool_row(spool *s) {
    s->held_count++;
    if (s->through && s->rows.len >= SPOOL_ROWS) hand_on(s);
    if (!s->through && s->rows.len >= SPOOL_MEMORY) store(s);
}

// Copies the file into the sink, with the rows' memory as the window.
static void copy_file(spool *s) {
    buf *window = &s->rows;
    if (fflush(s->file) || fseeko(s->file, 0, SEEK_SET)) {
        sink_error("a temporary file", s->err);
        return;
    }
    for (uint64_t left = s->stored; left > 0 && !failed(s);) {
        size_t wanted = left < SPOOL_ROWS ? (size_t)left : SPOOL_ROWS;
        errno = 0;
        if (fread(buf_more(window, wanted), 1, wanted, s->file) != wanted) {
            if (!errno) errno = EIO;
            sink_error("a temporary file", s->err);
            return;
        }
        sink_write(s->to, str_of(window->at + window->len, wanted), s->err);
        left -= wanted;
    }
}

// The file is emptied, so that the next conversation begins at its start.
static void empty_file(spool *s) {
    if (s->stored && (fseeko(s->file, 0, SEEK_SET) || ftruncate(fileno(s->file), 0)))
        sink_error("a temporary file", s->err);
    s->stored = 0;
}

void spool_commit(spool *s) {
    if (s->stored && !failed(s)) copy_file(s);
    empty_file(s);
    hand_on(s);
    s->through = true;
}

void spool_hold(spool *s) {
    if (s->through) hand_on(s);
    s->through = false;
    s->count += s->held_count;
    s->held_count = 0;
}

void spool_rollback(spool *s) {
    empty_file(s);
    buf_reset(&s->rows);
    s->held_count = 0;
}

void spool_release(spool *s) {
    if (s->file) fclose(s->file);
    buf_release(&s->rows);
    *s = (spool){0};
}
