#include "report/folder.h"

#include "base/memory.h"
#include "report/sink.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
long syscall(long number, ...); // unistd.h declares it for _DEFAULT_SOURCE only
#endif

static bool dots(const char *name) { return strcmp(name, ".") == 0 || strcmp(name, "..") == 0; }

// Calls each with every name in a folder until it returns false; false also when the folder cannot
// be read. Takes the descriptor.
static bool each_name(int self, bool (*each)(int self, const char *name, void *context),
                      void *context) {
    DIR *open = self < 0 ? NULL : fdopendir(self);
    if (!open) {
        if (self >= 0) close(self);
        return false;
    }
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(open));)
        ok = dots(entry->d_name) || each(self, entry->d_name, context);
    closedir(open);
    return ok;
}

static int open_folder(int parent, const char *name) {
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

typedef struct ownership {
    bool (*ours)(str name);
} ownership;

static bool is_ours(int self, const char *name, void *context) {
    (void)self;
    return ((ownership *)context)->ours(str_from(name));
}

// Cuts "a/b/c/" into the folder "a/b", opened, and the name "c", copied.
static bool open_parent(folder *f, const char *path, error *err) {
    str left = str_from(path);
    while (left.len > 1 && left.at[left.len - 1] == '/') left.len--;
    size_t cut = left.len;
    while (cut > 0 && left.at[cut - 1] != '/') cut--;
    size_t len = left.len - cut;
    f->name = memory_alloc((left.len + 1) * 2);
    char *above = f->name + left.len + 1; // behind the name, in the same block
    memcpy(f->name, left.at + cut, len);
    memcpy(above, left.at, cut);
    if (len == 0 || dots(f->name))
        return error_set(err, ATTUNE_USAGE, "%s: error: not a name for a new folder", path);
    f->parent = open(cut ? above : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return f->parent >= 0 || sink_error(path, err);
}

static bool check_target(folder *f, const char *path, bool force, bool (*ours)(str name),
                         error *err) {
    struct stat there;
    if (fstatat(f->parent, f->name, &there, AT_SYMLINK_NOFOLLOW)) return true;
    if (!force) {
        error_set(err, ATTUNE_USAGE, "%s: error: already exists", path);
        return error_hint(err, "choose another folder, or replace it with --force");
    }
    ownership owner = {ours};
    if (!S_ISDIR(there.st_mode) || !each_name(open_folder(f->parent, f->name), is_ours, &owner)) {
        error_set(err, ATTUNE_USAGE,
                  "%s: error: is not a folder of tables alone, so it is not replaced", path);
        return error_hint(err, "choose another folder, or remove it yourself");
    }
    f->replaces = true;
    return true;
}

bool folder_open(folder *f, const char *path, bool force, bool (*ours)(str name), error *err) {
    if (!open_parent(f, path, err) || !check_target(f, path, force, ours, err)) return false;
    for (unsigned n = 0;; n++) {
        char hidden[sizeof f->hidden];
        snprintf(hidden, sizeof hidden, ".attune-%ld-%u", (long)getpid(), n);
        if (mkdirat(f->parent, hidden, 0700) == 0) {
            memcpy(f->hidden, hidden, sizeof hidden);
            break;
        }
        if (errno != EEXIST) return sink_error(path, err);
    }
    f->self = open_folder(f->parent, f->hidden);
    return f->self >= 0 || sink_error(path, err);
}

FILE *folder_create(folder *f, const char *name, error *err) {
    buf_add(&f->created, str_of(name, strlen(name) + 1));
    int file = openat(f->self, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    FILE *stream = file < 0 ? NULL : fdopen(file, "wb");
    if (stream) {
        setvbuf(stream, NULL, _IONBF, 0); // sinks hand over large pieces
        return stream;
    }
    sink_error(name, err);
    if (file >= 0) close(file);
    return NULL;
}

// Swaps the two names at once where the system can, so that there is no moment without a folder of
// that name.
static bool swap(folder *f) {
#if defined __linux__ && defined SYS_renameat2
    enum { EXCHANGE = 2 }; // RENAME_EXCHANGE, which stdio.h declares for _GNU_SOURCE only
    if (syscall(SYS_renameat2, f->parent, f->hidden, f->parent, f->name, EXCHANGE) == 0)
        return true;
#endif
    char aside[sizeof f->hidden + 4];
    snprintf(aside, sizeof aside, "%s.old", f->hidden);
    if (renameat(f->parent, f->name, f->parent, aside)) return false;
    if (renameat(f->parent, f->hidden, f->parent, f->name)) {
        renameat(f->parent, aside, f->parent, f->name);
        return false;
    }
    renameat(f->parent, aside, f->parent, f->hidden);
    return true;
}

static bool synchronize(int descriptor) {
    return fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP;
}

// Removes the folder of the hidden name: ours as far as it got, or the one swapped out, which has
// no other names in it. Needs no descriptor more than there are: it may be their lack that ended
// the run.
static void remove_hidden(folder *f) {
    for (str rest = buf_str(&f->created); rest.len; rest = str_cut(rest, '\0').tail) {
        char path[sizeof f->hidden + 64];
        int len = snprintf(path, sizeof path, "%s/%s", f->hidden, rest.at);
        if (len < (int)sizeof path) unlinkat(f->parent, path, 0);
    }
    unlinkat(f->parent, f->hidden, AT_REMOVEDIR);
    f->hidden[0] = '\0';
}

bool folder_finish(folder *f, error *err) {
    if (!synchronize(f->self)) return sink_error(f->name, err);
    if (f->replaces ? !swap(f) : renameat(f->parent, f->hidden, f->parent, f->name) != 0)
        return sink_error(f->name, err);
    if (f->replaces) remove_hidden(f);
    f->hidden[0] = '\0';
    synchronize(f->parent);
    return true;
}

void folder_release(folder *f) {
    if (f->hidden[0]) remove_hidden(f);
    if (f->self >= 0) close(f->self);
    if (f->parent >= 0) close(f->parent);
    buf_release(&f->created);
    free(f->name);
    *f = FOLDER_NONE;
}
