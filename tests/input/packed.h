// Packed files for tests, written by libarchive.
#ifndef TESTS_INPUT_PACKED_H
#define TESTS_INPUT_PACKED_H

#include <archive.h>
#include <archive_entry.h>
#include <criterion/criterion.h>
#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"

// A member of an archive: name NULL ends a list.
typedef struct packed_member {
    const char *name;
    str content;
    int type; // 0: a regular file
} packed_member;

static inline la_ssize_t packed_put(struct archive *a, void *out, const void *at, size_t len) {
    (void)a;
    buf_add(out, str_of(at, len));
    return (la_ssize_t)len;
}

// Appends the archive of members, filtered, to out. format is ARCHIVE_FORMAT_RAW for one member
// without an archive.
static inline void packed_write(buf *out, int format, int filter, const packed_member *members) {
    // libarchive writes names that are not ASCII only in a locale that has them; it reads in ours.
    cr_assert(setlocale(LC_CTYPE, "C.UTF-8"));
    struct archive *a = archive_write_new();
    cr_assert_eq(archive_write_set_format(a, format), ARCHIVE_OK);
    cr_assert_eq(archive_write_add_filter(a, filter), ARCHIVE_OK);
    cr_assert_eq(archive_write_set_bytes_in_last_block(a, 1), ARCHIVE_OK);
    cr_assert_eq(archive_write_open(a, out, NULL, packed_put, NULL), ARCHIVE_OK);
    for (; members->name; members++) {
        struct archive_entry *e = archive_entry_new();
        archive_entry_copy_pathname(e, members->name);
        archive_entry_set_filetype(e, members->type ? (unsigned)members->type : AE_IFREG);
        archive_entry_set_perm(e, 0644);
        archive_entry_set_size(e, (la_int64_t)members->content.len);
        if (members->type == AE_IFLNK) archive_entry_copy_symlink(e, "elsewhere");
        cr_assert_eq(archive_write_header(a, e), ARCHIVE_OK, "%s", archive_error_string(a));
        if (members->content.len)
            cr_assert_eq(archive_write_data(a, members->content.at, members->content.len),
                         (la_ssize_t)members->content.len);
        archive_entry_free(e);
    }
    cr_assert_eq(archive_write_close(a), ARCHIVE_OK);
    archive_write_free(a);
    setlocale(LC_CTYPE, "C");
}

// Text that does not compress to nothing.
static inline void packed_text(buf *out, size_t lines) {
    uint32_t state = 12345;
    for (size_t i = 0; i < lines; i++) {
        for (int k = 0; k < 40; k++) {
            state = state * 1664525 + 1013904223;
            buf_add_char(out, (char)('a' + (state >> 24) % 26));
        }
        buf_add_char(out, '\n');
    }
}

// A file below a new folder; path lives until the next call.
static inline const char *packed_file(const char *folder, const char *name, str content) {
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    cr_assert_geq(file, 0);
    cr_assert_eq(write(file, content.at ? content.at : "", content.len), (ssize_t)content.len);
    close(file);
    return path;
}

static inline const char *packed_folder(void) {
    static char path[64];
    strcpy(path, "/tmp/attune-test-XXXXXX");
    cr_assert(mkdtemp(path));
    return path;
}

static inline void packed_remove(const char *folder) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    cr_assert_eq(system(command), 0);
}

#endif
