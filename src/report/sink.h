// sink: where bytes finally go: a file of the folder or a stream of the caller, with what the
// manifest says of them.
#ifndef REPORT_SINK_H
#define REPORT_SINK_H

#include "base/buf.h"
#include "base/error.h"
#include "base/sha256.h"

#include <stdio.h>

// Begin with sink_of; release closes what is owned.
typedef struct sink {
    FILE *file;
    const char *name; // for errors
    bool owned;       // a file of the folder: hashed, put on disk and closed at the end
    buf pending;
    sha256 hash; // of what was written, when owned
    uint64_t bytes;
    unsigned char digest[SHA256_SIZE]; // after sink_close
} sink;

sink sink_of(FILE *file, const char *name, bool owned);

// All return false with *err set, status ATTUNE_OUTPUT, when the system refuses.
bool sink_write(sink *s, str bytes, error *err);

// Hands everything to the system.
bool sink_flush(sink *s, error *err);

// The same, and for what is owned onto the disk; nothing may be written afterwards.
bool sink_close(sink *s, error *err);

void sink_release(sink *s);

// "cannot write NAME: reason" from errno.
bool sink_error(const char *name, error *err);

#endif
