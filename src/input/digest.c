#include "input/digest.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool failed(const char *path, error *err) {
    return error_set(err, ATTUNE_INPUT, "%s: error: %s", path, strerror(errno));
}

static void close_file(digest *d) {
    if (d->file) close(d->file - 1);
    d->file = 0;
}

// Feeds the hash with the whole file, block by block.
static bool hash_file(digest *d, const char *path, sha256 *hash, uint64_t *size, error *err) {
    d->file = open(path, O_RDONLY | O_CLOEXEC) + 1;
    if (!d->file) return failed(path, err);
    enum { BLOCK = 64 << 10 }; // more is not faster
    char *block = buf_more(&d->block, BLOCK);
    for (;;) {
        ssize_t got = read(d->file - 1, block, BLOCK);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failed(path, err);
        if (got == 0) break;
        sha256_add(hash, str_of(block, (size_t)got));
        *size += (uint64_t)got;
    }
    close_file(d);
    return true;
}

static bool take(digest *d, const char *path, digest_found *found, void *context, error *err) {
    struct stat about;
    if (stat(path, &about)) return failed(path, err);
    if (!S_ISREG(about.st_mode)) {
        found(context, path, 0, NULL);
        return true;
    }
    sha256 hash;
    uint64_t size = 0;
    unsigned char end[SHA256_SIZE];
    sha256_start(&hash);
    if (!hash_file(d, path, &hash, &size, err)) return false;
    sha256_end(&hash, end);
    found(context, path, size, end);
    return true;
}

bool digest_path(digest *d, const char *path, digest_found *found, void *context, error *err) {
    if (strcmp(path, "-") == 0) {
        found(context, path, 0, NULL);
        return true;
    }
    struct stat about;
    if (stat(path, &about)) return failed(path, err);
    if (!S_ISDIR(about.st_mode)) return take(d, path, found, context, err);
    if (!walk_start(&d->walk, path, err)) return false;
    for (const char *below;;) {
        walk_result got = walk_next(&d->walk, &below, err);
        if (got == WALK_END) return true;
        if (got == WALK_FAILED || !take(d, below, found, context, err)) return false;
    }
}

void digest_release(digest *d) {
    close_file(d);
    buf_release(&d->block);
    walk_release(&d->walk);
    *d = (digest){0};
}
