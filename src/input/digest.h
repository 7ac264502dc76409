// digest: what identifies an input afterwards: the size and the SHA-256 of its bytes as stored.
#ifndef INPUT_DIGEST_H
#define INPUT_DIGEST_H

#include "base/sha256.h"
#include "input/walk.h"

// One file. hash, SHA256_SIZE bytes, is NULL for what cannot be read a second time: standard input,
// a pipe.
typedef void digest_found(void *context, const char *path, uint64_t size,
                          const unsigned char *hash);

// Zero-initialise before use; release gives back what it holds, also after a failure.
typedef struct digest {
    walk walk;
    buf block;
    int file; // descriptor + 1, or 0
} digest;

// Tells of the file at path, or of every file below the folder at path in order of their
// paths. "-" is standard input. False with *err set (ATTUNE_INPUT) when something cannot be read.
bool digest_path(digest *d, const char *path, digest_found *found, void *context, error *err);

void digest_release(digest *d);

#endif
