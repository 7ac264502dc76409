#include "input/digest.h"

#include "scratch.h"

#include <sys/stat.h>

TestSuite(digest, .init = scratch_make, .fini = scratch_remove);

static const char *put(const char *name, const char *text) {
    const char *path = scratch_path(name);
    FILE *file = fopen(path, "wb");
    cr_assert(file);
    fputs(text, file);
    fclose(file);
    return path;
}

static void note(void *context, const char *path, uint64_t size, const unsigned char *sum) {
    buf *told = context;
    const char *name = strrchr(path, '/');
    buf_printf(told, "%s %u ", name ? name + 1 : path, (unsigned)size);
    for (size_t i = 0; sum && i < 4; i++) buf_printf(told, "%02x", sum[i]);
    buf_add_char(told, '\n');
}

static void expect(const char *path, const char *wanted) {
    digest d = {0};
    buf told = {0};
    error err = {0};
    cr_assert(digest_path(&d, path, note, &told, &err), "%s", err.what);
    buf_add_char(&told, '\0');
    cr_assert_str_eq(told.at, wanted);
    buf_release(&told);
    digest_release(&d);
}

// FIPS 180-4: SHA-256 of "abc" begins with ba7816bf, of nothing with e3b0c442.
Test(digest, is_sha_256_of_the_bytes_as_stored) {
    expect(put("one", "abc"), "one 3 ba7816bf\n");
    expect(put("none", ""), "none 0 e3b0c442\n");
}

Test(digest, of_a_folder_is_that_of_each_file_in_order_of_paths) {
    cr_assert_eq(mkdir(scratch_path("b"), 0700), 0);
    put("c", "abc");
    put("b/z", "");
    put("a", "abc");
    put("b/y", "abc");
    put(".hidden", "abc");
    expect(scratch, "a 3 ba7816bf\ny 3 ba7816bf\nz 0 e3b0c442\nc 3 ba7816bf\n");
}

Test(digest, of_what_cannot_be_read_twice_is_left_open) {
    cr_assert_eq(mkfifo(scratch_path("pipe"), 0600), 0);
    expect(scratch_path("pipe"), "pipe 0 \n");
    expect("-", "- 0 \n");
}

Test(digest, says_what_is_missing) {
    digest d = {0};
    buf told = {0};
    error err = {0};
    cr_assert_not(digest_path(&d, "/no/such/file", note, &told, &err));
    cr_assert_eq(err.status, ATTUNE_INPUT);
    cr_assert(strstr(err.what, "/no/such/file"), "%s", err.what);
    cr_assert_eq(told.len, 0);
    digest_release(&d);
}
