#include "input/unpack.h"

#include "base/limits.h"
#include "base/memory.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { TAR_BLOCK = 512, EMPTY_AT_MOST = 64 };

packing packing_of(str head) {
    const unsigned char *at = (const unsigned char *)head.at;
    if (head.len >= 3 && at[0] == 0x1F && at[1] == 0x8B && at[2] == 8) return PACKING_GZIP;
    if (head.len >= 10 && str_starts(head, STR("BZh")) && at[3] >= '1' && at[3] <= '9' &&
        (memcmp(at + 4, "\x31\x41\x59\x26\x53\x59", 6) == 0 ||
         memcmp(at + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0))
        return PACKING_BZIP2;
    if (str_starts(head, STR("\xFD"
                             "7zXZ\0")))
        return PACKING_XZ;
    if (str_starts(head, STR("\x28\xB5\x2F\xFD"))) return PACKING_ZSTD;
    if (head.len >= 8 && at[0] >= 0x50 && at[0] <= 0x5F && memcmp(at + 1, "\x2A\x4D\x18", 3) == 0)
        return PACKING_ZSTD; // a skippable frame comes first
    if (str_starts(head, STR("PK\x03\x04")) || str_starts(head, STR("PK\x05\x06")))
        return PACKING_ZIP;
    if (head.len >= 262 && memcmp(at + 257, "ustar", 5) == 0) return PACKING_TAR;
    return PACKING_NONE;
}

// The next block of what is unpacked: its length, 0 at the end, STREAM_FAILED with *err set.
static ptrdiff_t next_block(unpack *u, error *err) {
    ptrdiff_t got = u->from_ended ? 0 : u->from->read(u->from, u->block, LIMIT_READ, err);
    u->from_ended = got == 0;
    if (got <= 0) return got;
    size_t len = (size_t)got, zeros = 0;
    while (zeros < len && u->block[len - 1 - zeros] == 0) zeros++;
    u->zeros = zeros < len ? zeros : u->zeros + zeros;
    u->given += len;
    return got;
}

static la_ssize_t give(struct archive *a, void *context, const void **block) {
    unpack *u = context;
    ptrdiff_t got = next_block(u, &u->why);
    if (got < 0) {
        archive_set_error(a, EIO, "reading failed");
        return ARCHIVE_FATAL;
    }
    *block = u->block;
    return got;
}

static la_int64_t move(struct archive *a, void *context, la_int64_t offset, int whence) {
    unpack *u = context;
    off_t at = lseek(u->seekable->descriptor, (off_t)offset, whence);
    if (at >= 0) return at;
    archive_set_error(a, errno, "seeking failed");
    return ARCHIVE_FATAL;
}

// Says why libarchive stopped. Its texts may quote member names, which are people's: only its
// number is used, and what truncation and damage look like.
static bool failed(unpack *u, error *err) {
    if (archive_errno(u->open) == ENOMEM) memory_exhausted();
    if (u->why.status) {
        *err = err->status ? *err : u->why;
        return false;
    }
    const char *why = archive_error_string(u->open);
    if (why && strstr(why, "requires too much memory")) {
        error_set(err, ATTUNE_INPUT, "%s: error: its zstd window is over 128 MiB", u->label);
        return error_hint(err, "zstd -dc --long=31 FILE | attune");
    }
    if (u->encrypted) {
        error_set(err, ATTUNE_INPUT, "%s: error: it is encrypted", u->label);
        return error_hint(err, "unpack it with its password first");
    }
    error_set(err, ATTUNE_INPUT, "%s: error: the compressed data is truncated or damaged",
              u->label);
    return error_hint(err, "copy or download the file again");
}

static bool spend(unpack *u, size_t n, error *err) {
    u->member += n;
    // What a tar gives was drawn by the layer below, or lies in the file as it is.
    if (u->kind != PACKING_TAR) u->budget->unpacked += n;
    uint64_t out = u->budget->unpacked, packed = u->budget->file->count;
    // A zip may point to the same bytes many times over.
    if (u->budget->file->size && packed > u->budget->file->size) packed = u->budget->file->size;
    if (u->member > LIMIT_MEMBER_BYTES || out > LIMIT_TOTAL_BYTES ||
        (out > LIMIT_RATIO_FROM && out / u->budget->ratio > packed)) {
        error_set(err, ATTUNE_INPUT, "%s: error: it unpacks to more than attune reads", u->label);
        return error_hint(err, "if it is a log all the same, unpack it first");
    }
    return true;
}

// libarchive takes what follows compressed data for padding, and so the damaged or truncated second
// part of a file made of several. Only zeros are padding.
static bool at_end(unpack *u, error *err) {
    uint64_t used = (uint64_t)archive_filter_bytes(u->open, -1);
    for (;;) {
        if (used + u->zeros < u->given) {
            error_set(err, ATTUNE_INPUT,
                      "%s: error: what follows the compressed data is not compressed data",
                      u->label);
            return error_hint(err, "copy or download the file again");
        }
        ptrdiff_t got = next_block(u, err);
        if (got <= 0) return got == 0;
    }
}

static ptrdiff_t read_unpacked(stream *in, char *at, size_t room, error *err) {
    unpack *u = (unpack *)in;
    if (u->ended) return 0;
    la_ssize_t got = archive_read_data(u->open, at, room);
    if (got > 0) return spend(u, (size_t)got, err) ? got : STREAM_FAILED;
    u->ended = true;
    if (got < 0) {
        failed(u, err);
        return STREAM_FAILED;
    }
    if (!packing_is_archive(u->kind) && !at_end(u, err)) return STREAM_FAILED;
    return 0;
}

static int prepare(unpack *u) {
    static const int filters[] = {
        [PACKING_GZIP] = ARCHIVE_FILTER_GZIP,
        [PACKING_BZIP2] = ARCHIVE_FILTER_BZIP2,
        [PACKING_XZ] = ARCHIVE_FILTER_XZ,
        [PACKING_ZSTD] = ARCHIVE_FILTER_ZSTD,
    };
    archive_read_set_read_callback(u->open, give);
    int result = archive_read_set_callback_data(u->open, u); // it allocates
    if (result != ARCHIVE_OK) return result;
    if (u->seekable) archive_read_set_seek_callback(u->open, move);
    if (u->kind == PACKING_ZIP) return archive_read_support_format_zip_seekable(u->open);
    if (u->kind == PACKING_TAR) return archive_read_support_format_tar(u->open);
    result = archive_read_support_format_raw(u->open);
    if (result != ARCHIVE_OK) return result;
    archive_read_support_format_empty(u->open); // it allocates nothing that could be missing
    // Set, not searched for: the search would go on into what is inside.
    return archive_read_append_filter(u->open, filters[u->kind]);
}

bool unpack_open(unpack *u, packing kind, stream *from, file_stream *seekable,
                 unpack_budget *budget, const char *label, error *err) {
    unpack_close(u);
    if (!u->block) u->block = memory_alloc(LIMIT_READ);
    *u = (unpack){
        .base = {.read = read_unpacked},
        .kind = kind,
        .from = from,
        .seekable = kind == PACKING_ZIP ? seekable : NULL,
        .budget = budget,
        .label = label,
        .block = u->block,
    };
    u->open = archive_read_new();
    if (!u->open) memory_exhausted();
    // Made here, as libarchive does not look whether it got memory for one of its own.
    u->entry = archive_entry_new2(u->open);
    if (!u->entry) memory_exhausted();
    if (prepare(u) < ARCHIVE_WARN) return failed(u, err);
    int opened = archive_read_open1(u->open);
    if (opened < ARCHIVE_WARN) return failed(u, err);
    if (packing_is_archive(kind)) return true;
    // What fails to give its first byte passes for empty.
    if (archive_errno(u->open)) return failed(u, err);

    u->ended = archive_read_next_header2(u->open, u->entry) != ARCHIVE_OK;
    // libarchive takes data cut within its first block for empty; what is really empty takes a few
    // bytes.
    if (u->ended && u->given > EMPTY_AT_MOST) return failed(u, err);
    return !u->ended || at_end(u, err);
}

unpack_result unpack_next(unpack *u, str *name, error *err) {
    struct archive_entry *entry = u->entry;
    int result = archive_read_next_header2(u->open, entry);
    // libarchive takes the end of the input for the end of a tar, whose end is a block of zeros.
    bool cut = u->kind == PACKING_TAR && u->from_ended && u->zeros < TAR_BLOCK;
    if (result == ARCHIVE_EOF && !cut) return UNPACK_END;
    if (result < ARCHIVE_WARN || result == ARCHIVE_EOF) {
        failed(u, err);
        return UNPACK_FAILED;
    }
    // In the C locale each form gives some of the names that are not ASCII: what was stored as
    // UTF-8, and other bytes.
    const char *path = archive_entry_pathname_utf8(entry);
    *name = str_from(path ? path : archive_entry_pathname(entry));
    u->member = 0;
    u->ended = false;
    u->encrypted = archive_entry_is_encrypted(entry);
    bool regular = archive_entry_filetype(entry) == AE_IFREG && !archive_entry_hardlink(entry);
    return regular ? UNPACK_MEMBER : UNPACK_OTHER;
}

bool unpack_finish(unpack *u, error *err) {
    for (;;) {
        ptrdiff_t got = next_block(u, err);
        if (got <= 0) return got == 0;
    }
}

void unpack_close(unpack *u) {
    if (u->entry) archive_entry_free(u->entry);
    if (u->open) archive_read_free(u->open);
    u->entry = NULL;
    u->open = NULL;
}

void unpack_release(unpack *u) {
    unpack_close(u);
    free(u->block);
    u->block = NULL;
}
