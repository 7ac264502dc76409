#include "report/sink.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <unistd.h>

enum { PENDING = 64 << 10 };

bool sink_error(const char *name, error *err) {
    return error_set(err, ATTUNE_OUTPUT, "error: cannot write %s: %s", name, strerror(errno));
}

static bool hash(sink *s, str bytes) {
    if (!s->owned) return true;
    if (!s->digest) {
        s->digest = EVP_MD_CTX_new();
        if (!s->digest || !EVP_DigestInit_ex(s->digest, EVP_sha256(), NULL)) memory_exhausted();
    }
    return EVP_DigestUpdate(s->digest, bytes.at, bytes.len) == 1;
}

static bool put(sink *s, str bytes, error *err) {
    if (bytes.len == 0) return true;
    errno = 0;
    if (fwrite(bytes.at, 1, bytes.len, s->file) != bytes.len) return sink_error(s->name, err);
    s->bytes += bytes.len;
    return hash(s, bytes) || error_set(err, ATTUNE_INTERNAL, "error: cannot hash %s", s->name);
}

static bool put_pending(sink *s, error *err) {
    bool ok = put(s, buf_str(&s->pending), err);
    buf_reset(&s->pending);
    return ok;
}

bool sink_write(sink *s, str bytes, error *err) {
    if (s->pending.len + bytes.len < PENDING) {
        buf_add(&s->pending, bytes);
        return true;
    }
    return put_pending(s, err) && put(s, bytes, err);
}

bool sink_flush(sink *s, error *err) {
    if (!put_pending(s, err)) return false;
    errno = 0;
    return fflush(s->file) == 0 || sink_error(s->name, err);
}

bool sink_close(sink *s, error *err) {
    if (!sink_flush(s, err)) return false;
    if (!s->owned) return true;
    if (!hash(s, STR(""))) return error_set(err, ATTUNE_INTERNAL, "error: cannot hash %s", s->name);
    if (!EVP_DigestFinal_ex(s->digest, s->sha256, NULL))
        return error_set(err, ATTUNE_INTERNAL, "error: cannot hash %s", s->name);
    // Some file systems cannot synchronize; the bytes are then as safe as they can be.
    if (fsync(fileno(s->file)) && errno != EINVAL && errno != ENOTSUP)
        return sink_error(s->name, err);
    FILE *file = s->file;
    s->file = NULL;
    return fclose(file) == 0 || sink_error(s->name, err);
}

void sink_release(sink *s) {
    if (s->owned && s->file) fclose(s->file);
    EVP_MD_CTX_free(s->digest);
    buf_release(&s->pending);
    *s = (sink){0};
}
