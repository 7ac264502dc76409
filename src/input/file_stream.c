#include "input/file_stream.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static ptrdiff_t read_file(stream *in, char *at, size_t room, error *err) {
    file_stream *s = (file_stream *)in;
    if (room > s->read_size) room = s->read_size;
    for (;;) {
        ssize_t got = read(s->descriptor, at, room);
        if (got >= 0) {
            s->count += (uint64_t)got;
            return got;
        }
        if (errno == EINTR) continue;
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            // Somebody set the descriptor not to block; what shares it may rely on that, so it
            // stays.
            struct pollfd ready = {.fd = s->descriptor, .events = POLLIN};
            if (poll(&ready, 1, -1) >= 0 || errno == EINTR) continue;
        }
        error_set(err, ATTUNE_INPUT, "%s: error: reading failed: %s", s->label, strerror(errno));
        return STREAM_FAILED;
    }
}

static bool waits(stream *in) {
    const file_stream *s = (const file_stream *)in;
    struct pollfd ready = {.fd = s->descriptor, .events = POLLIN};
    return poll(&ready, 1, 0) == 0;
}

void file_stream_init(file_stream *s, int descriptor, size_t read_size, const char *label) {
    struct stat about = {0};
    bool known = fstat(descriptor, &about) == 0;
    bool regular = known && S_ISREG(about.st_mode);
    *s = (file_stream){
        .base = {.read = read_file, .waits = known && !regular ? waits : NULL},
        .descriptor = descriptor,
        .read_size = read_size ? read_size : LIMIT_READ,
        .seekable = regular && lseek(descriptor, 0, SEEK_CUR) == 0,
        .size = regular && about.st_size > 0 ? (uint64_t)about.st_size : 0,
        .label = label,
    };
}

bool file_stream_open(file_stream *s, const char *path, size_t read_size, const char *label,
                      error *err) {
    s->descriptor = -1;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0) {
        int why = errno;
        error_set(err, ATTUNE_INPUT, "%s: error: cannot be opened: %s", label, strerror(why));
        if (why == ENOENT) return error_hint(err, "check the spelling of the path");
        if (why == EACCES) return error_hint(err, "check who may read it: ls -l");
        return false;
    }
    file_stream_init(s, descriptor, read_size, label);
    return true;
}

void file_stream_close(file_stream *s) {
    if (s->descriptor > STDIN_FILENO) close(s->descriptor);
    s->descriptor = -1;
}
