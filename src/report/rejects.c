#include "report/rejects.h"

#include "base/utf8.h"
#include "input/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct rejects {
    bool raw;
    sink to;
    error failed; // the first failure
    buf row;
    char *path, *part; // in one block
};

static const str header = {"file,line,byte,reason\n", 22};

// Whether nothing is there, or an empty file or a list that may be replaced: what is neither was
// named by mistake, and may be the log itself.
static bool may_write(const char *path, bool force, error *err) {
    struct stat there;
    if (lstat(path, &there)) return true;
    if (!force) {
        error_set(err, ATTUNE_USAGE, "%s: error: already exists", path);
        return error_hint(err, "choose another name for --rejects, or replace it with --force");
    }
    if (S_ISREG(there.st_mode) && there.st_size == 0) return true;
    if (file_begins(path, header)) return true;
    error_set(err, ATTUNE_USAGE, "%s: error: is not a list of rejects, so it is not replaced",
              path);
    return error_hint(err, "choose another name for --rejects, or remove it yourself");
}

typedef struct opening {
    rejects *list;
    const char *path;
    bool force;
    error *err;
    bool ok;
} opening;

static bool open_list(opening *o) {
    rejects *l = o->list;
    size_t len = strlen(o->path);
    l->path = memory_alloc(2 * len + 8);
    l->part = l->path + len + 1;
    memcpy(l->path, o->path, len);
    memcpy(l->part, o->path, len);
    memcpy(l->part + len, ".part", 6);
    if (!may_write(l->path, o->force, o->err)) return false;
    unlink(l->part); // of a run that failed
    int file = open(l->part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    FILE *stream = file < 0 ? NULL : fdopen(file, "wb");
    if (!stream) {
        sink_error(l->part, o->err);
        if (file >= 0) close(file);
        return false;
    }
    l->to = sink_of(stream, l->part, true);
    return sink_write(&l->to, header, o->err);
}

static void open_guarded(void *context) {
    opening *o = context;
    o->ok = open_list(o);
}

rejects *rejects_new(const char *path, bool force, bool raw, error *err) {
    opening o = {.list = memory_alloc(sizeof(rejects)), .path = path, .force = force, .err = err};
    o.list->raw = raw;
    bool enough = memory_protect(open_guarded, &o);
    if (enough && o.ok) return o.list;
    rejects_free(o.list);
    if (!enough) memory_exhausted();
    return NULL;
}

// The label quoted, with what no terminal should see escaped; or the path's number and what of the
// label stands behind the path.
static void add_file(rejects *l, const rejected *r) {
    char shown[1024];
    str label = str_from(r->label), typed = str_from(r->typed);
    buf_add_char(&l->row, '"');
    if (!l->raw) {
        buf_printf(&l->row, "input %zu", r->path);
        label = str_starts(label, typed) ? str_drop(label, typed.len) : STR("");
    }
    utf8_printable(label, shown, sizeof shown);
    for (const char *c = shown; *c; c++) {
        if (*c == '"') buf_add_char(&l->row, '"');
        buf_add_char(&l->row, *c);
    }
    buf_add_char(&l->row, '"');
}

void rejects_add(void *list, const rejected *r) {
    rejects *l = list;
    if (l->failed.status) return;
    buf_reset(&l->row);
    add_file(l, r);
    buf_printf(&l->row, ",%llu,%llu,%s\n", (unsigned long long)r->line, (unsigned long long)r->byte,
               r->reason);
    sink_write(&l->to, buf_str(&l->row), &l->failed);
}

bool rejects_finish(rejects *l, error *err) {
    if (l->failed.status) {
        *err = l->failed;
        return false;
    }
    if (!sink_close(&l->to, err)) return false;
    return rename(l->part, l->path) == 0 || sink_error(l->path, err);
}

void rejects_free(rejects *l) {
    if (!l) return;
    if (l->to.file) sink_flush(&l->to, &l->failed);
    sink_release(&l->to);
    buf_release(&l->row);
    free(l->path);
    free(l);
}
