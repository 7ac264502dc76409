// unpack: compressed bytes and archive members as streams, by libarchive. Kinds are known by
// content. One unpack peels one layer, and how many are put on each other is the caller's business:
// libarchive's own peeling has no limit.
#ifndef INPUT_UNPACK_H
#define INPUT_UNPACK_H

#include "input/file_stream.h"

typedef enum packing {
    PACKING_NONE,
    PACKING_GZIP,
    PACKING_BZIP2,
    PACKING_XZ,
    PACKING_ZSTD,
    PACKING_TAR,
    PACKING_ZIP,
} packing;

enum { PACKING_HEAD = 512 }; // bytes from which packing_of decides

packing packing_of(str head);
static inline bool packing_is_archive(packing kind) { return kind >= PACKING_TAR; }

// What may still come out of one input (tests/LIMITS.md): all layers draw from it.
typedef struct unpack_budget {
    uint64_t unpacked;       // bytes so far
    uint64_t ratio;          // unpacked to packed, from LIMIT_RATIO_FROM on
    const file_stream *file; // the packed bytes
} unpack_budget;

typedef struct unpack {
    stream base;          // the unpacked bytes; of an archive those of the member
    struct archive *open; // NULL when not in use
    struct archive_entry *entry;
    packing kind;
    stream *from;
    file_stream *seekable; // where from can be moved in, else NULL
    unpack_budget *budget;
    const char *label;
    char *block;    // LIMIT_READ bytes
    uint64_t given; // bytes of all blocks so far
    uint64_t zeros; // at their end
    bool from_ended;
    uint64_t member; // bytes of the current member so far
    bool ended;      // the member, or the compressed stream, is read to its end
    bool encrypted;  // the member is
    error why;       // why from failed
} unpack;

// Begins to peel a layer off from. label must outlive it. A zip needs a seekable file. False with
// *err set when what is there cannot be unpacked. Call unpack_close in any case.
bool unpack_open(unpack *u, packing kind, stream *from, file_stream *seekable,
                 unpack_budget *budget, const char *label, error *err);

typedef enum unpack_result { UNPACK_MEMBER, UNPACK_OTHER, UNPACK_END, UNPACK_FAILED } unpack_result;

// The next member of an archive: a regular file, something else (folder, link, device), or none.
// *name is its path, perhaps empty, until the next call.
unpack_result unpack_next(unpack *u, str *name, error *err);

// Reads an archive's input to its end, so that a truncation behind its last member is noticed.
bool unpack_finish(unpack *u, error *err);

// Gives the library's memory back; the block is kept for the next use.
void unpack_close(unpack *u);
void unpack_release(unpack *u);

#endif
