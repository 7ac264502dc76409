// opened: a file or standard input with its packing peeled off: one compression around an archive
// or around its members, and one archive.
#ifndef INPUT_OPENED_H
#define INPUT_OPENED_H

#include "base/buf.h"
#include "input/file_stream.h"
#include "input/unpack.h"
#include "input/zip_directory.h"

// A stream whose first bytes were read already, to see what it is.
typedef struct peeked {
    stream base;
    stream *from;
    char head[PACKING_HEAD];
    size_t len, given;
} peeked;

// The layers from the disk up. Which are in use depends on what is found.
//
//     file - outer - (spooled) - archive - inner - bytes
typedef struct opened {
    file_stream file, spooled;
    peeked file_head, outer_head, member_head, inner_head;
    unpack outer, archive, inner;
    unpack_budget budget;
    uint64_t ratio;          // unpacked to packed; 0 for LIMIT_RATIO
    zip_directory directory; // of the archive, when it is a zip
    packing kind;
    bool has_directory;
    buf member_path;
    size_t member;     // those passed so far, of any kind
    const char *label; // of the file
    stream *bytes;     // of the file or member that is open
} opened;

// Nothing is open. Before first use o is zeroed.
void opened_init(opened *o);

// Opens the file at path, or standard input when path is NULL. label must outlive it. False with
// *err set when it cannot be opened or unpacked; opened_close in any case.
bool opened_open(opened *o, const char *path, size_t read_size, const char *label, error *err);

static inline bool opened_is_archive(const opened *o) { return packing_is_archive(o->kind); }

// Goes to the next member of an archive. *path, perhaps empty, and *written (ms of the writer's
// clock, INT64_MIN when the archive does not say) live until the next call.
unpack_result opened_next(opened *o, str *path, int64_t *written, error *err);

// Peels the member's own compression off, so that its bytes can be read. An archive is refused.
typedef enum opened_inside { OPENED_BYTES, OPENED_ARCHIVE, OPENED_FAILED } opened_inside;
opened_inside opened_member(opened *o, const char *label, error *err);

// Back to before the first member.
bool opened_again(opened *o, error *err);

void opened_close(opened *o);
void opened_release(opened *o);

#endif
