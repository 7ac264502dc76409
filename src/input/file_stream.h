// file_stream: an open file descriptor as a stream.
#ifndef INPUT_FILE_STREAM_H
#define INPUT_FILE_STREAM_H

#include "input/stream.h"

typedef struct file_stream {
    stream base;
    int descriptor;    // -1 when none is open
    size_t read_size;  // bytes asked from the system at once
    bool seekable;     // a regular file read from its beginning
    uint64_t count;    // bytes read so far, those read again too
    uint64_t size;     // of a regular file, else 0
    const char *label; // how errors name it
} file_stream;

// Makes s the stream of descriptor, which it owns from now on. label must outlive it. read_size 0
// is LIMIT_READ.
void file_stream_init(file_stream *s, int descriptor, size_t read_size, const char *label);

// Opens a file for reading; false with *err set when that cannot be done.
bool file_stream_open(file_stream *s, const char *path, size_t read_size, const char *label,
                      error *err);

// Closes the descriptor unless it is standard input. s may be zeroed or closed already when
// descriptor is -1.
void file_stream_close(file_stream *s);

#endif
