#include "input/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEP = 64 << 10 }; // bytes asked for at once

static bool failed(error *err, const char *path) {
    return error_set(err, ATTUNE_INPUT, "%s: error: %s", path, strerror(errno));
}

// Reads to the end. The memory is reserved by the caller, so that nothing jumps while the
// descriptor is open.
static bool fill(int from, const char *path, size_t size, buf *out, error *err) {
    size_t end = out->len + size;
    while (out->len < end) {
        size_t wanted = end - out->len < STEP ? end - out->len : STEP;
        ssize_t got = read(from, out->at + out->len, wanted);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failed(err, path);
        if (got == 0) return true;
        out->len += (size_t)got;
    }
    return true;
}

bool file_read(const char *path, size_t limit, buf *out, error *err) {
    struct stat status;
    if (stat(path, &status) != 0) return failed(err, path);
    if (!S_ISREG(status.st_mode))
        return error_set(err, ATTUNE_INPUT, "%s: error: not a regular file", path);
    if (status.st_size < 0 || (uint64_t)status.st_size > limit)
        return error_set(err, ATTUNE_INPUT, "%s: error: larger than %zu bytes", path, limit);
    size_t size = (size_t)status.st_size;
    buf_more(out, size ? size : 1);
    int from = open(path, O_RDONLY | O_CLOEXEC);
    if (from < 0) return failed(err, path);
    bool read_all = fill(from, path, size, out, err);
    close(from);
    return read_all;
}

bool file_exists(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

bool file_is_folder(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool file_begins(const char *path, str text) {
    char first[64];
    struct stat status;
    int from = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK);
    if (from < 0) return false;
    bool same = text.len <= sizeof first && fstat(from, &status) == 0 && S_ISREG(status.st_mode) &&
                pread(from, first, text.len, 0) == (ssize_t)text.len &&
                str_equal(str_of(first, text.len), text);
    close(from);
    return same;
}

static int by_bytes(const void *a, const void *b) {
    return str_compare(*(const str *)a, *(const str *)b);
}

bool file_list(const char *path, arena *keep, file_names *names, error *err) {
    DIR *folder = names->open = opendir(path);
    if (!folder) return failed(err, path);
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (!entry) break;
        if (entry->d_name[0] == '.') continue;
        memory_reserve(names->at, names->room, names->count + 1);
        str name = arena_str(keep, str_of(entry->d_name, strlen(entry->d_name) + 1));
        names->at[names->count++] = str_take(name, name.len - 1);
    }
    bool complete = errno == 0 || failed(err, path);
    closedir(folder);
    names->open = NULL;
    if (names->count) qsort(names->at, names->count, sizeof *names->at, by_bytes);
    return complete;
}

void file_names_release(file_names *names) {
    if (names->open) closedir(names->open);
    free(names->at);
    *names = (file_names){0};
}
