#include "report/sink.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { PENDING = 64 << 10 };

bool sink_error(const char *name, error *err) {
    return error_set(err, ATTUNE_OUTPUT, "error: cannot write %s: %s", name, strerror(errno));
}

sink sink_of(FILE *file, const char *name, bool owned) {
    sink s = {.file = file, .name = name, .owned = owned};
    sha256_start(&s.hash);
    return s;
}

static bool put(sink *s, str bytes, error *err) {
    if (bytes.len == 0) return true;
    errno = 0;
    if (fwrite(bytes.at, 1, bytes.len, s->file) != bytes.len) return sink_error(s->name, err);
    s->bytes += bytes.len;
    if (s->owned) sha256_add(&s->hash, bytes);
    return true;
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
    sha256_end(&s->hash, s->digest);
    // Some file systems cannot synchronize; the bytes are then as safe as they can be.
    if (fsync(fileno(s->file)) && errno != EINVAL && errno != ENOTSUP)
        return sink_error(s->name, err);
    FILE *file = s->file;
    s->file = NULL;
    return fclose(file) == 0 || sink_error(s->name, err);
}

void sink_release(sink *s) {
    if (s->owned && s->file) fclose(s->file);
    buf_release(&s->pending);
    *s = (sink){0};
}
