// Bytes in memory as a source, for tests of readers and of the source itself.
#ifndef TESTS_INPUT_BYTES_H
#define TESTS_INPUT_BYTES_H

#include "input/stream.h"

typedef struct bytes_stream {
    stream base;
    str left;
    size_t step; // bytes given at once
    bool fails;  // instead of ending
    bool live;   // nothing is ready beyond what was given
} bytes_stream;

static inline ptrdiff_t bytes_read(stream *in, char *at, size_t room, error *err) {
    bytes_stream *b = (bytes_stream *)in;
    size_t n = b->left.len < room ? b->left.len : room;
    if (n > b->step) n = b->step;
    if (n == 0 && b->fails) {
        error_set(err, ATTUNE_INPUT, "cut");
        return STREAM_FAILED;
    }
    if (n) memcpy(at, b->left.at, n);
    b->left = str_drop(b->left, n);
    return (ptrdiff_t)n;
}

static inline bool bytes_wait(stream *in) { return ((bytes_stream *)in)->live; }

// A source of s that comes step bytes at a time. b must live as long; source_free the result.
static inline source *bytes_source(bytes_stream *b, str s, size_t step, const char *encoding) {
    source *in = source_new();
    *b = (bytes_stream){{bytes_read, bytes_wait}, s, step, false, false};
    source_start(in, &b->base,
                 (source_about){.label = "bytes",
                                .name = STR("bytes"),
                                .archive_time = INT64_MIN,
                                .encoding = encoding});
    return in;
}

#endif
