// One layer by itself: its ceilings at L-1, L and L+1, and what it makes of a stream that fails, of
// padding, and of archives with odd members.
#include "input/unpack.h"

#include "base/limits.h"
#include "input/bytes.h"
#include "input/packed.h"

typedef struct layer {
    bytes_stream from;
    file_stream file;
    unpack_budget budget;
    unpack u;
    error err;
} layer;

static const struct {
    packing kind;
    int filter;
} filtered[] = {
    {PACKING_GZIP, ARCHIVE_FILTER_GZIP},
    {PACKING_BZIP2, ARCHIVE_FILTER_BZIP2},
    {PACKING_XZ, ARCHIVE_FILTER_XZ},
    {PACKING_ZSTD, ARCHIVE_FILTER_ZSTD},
};
enum { FILTERED = sizeof filtered / sizeof *filtered };

// Begins to unpack bytes that come step at a time, and fail behind the last when fails.
static bool begin(layer *l, packing kind, str bytes, size_t step, bool fails) {
    unpack_release(&l->u);
    *l = (layer){.from = {{bytes_read, bytes_wait}, bytes, step, fails, false},
                 .file = {.descriptor = -1, .count = bytes.len, .size = bytes.len},
                 .budget = {.ratio = LIMIT_RATIO, .file = &l->file}};
    return unpack_open(&l->u, kind, &l->from.base, NULL, &l->budget, "it", &l->err);
}

// The same of a zip, which has to be a file.
static void begin_zip(layer *l, str bytes) {
    FILE *file = tmpfile();
    cr_assert(file);
    cr_assert_eq(fwrite(bytes.at, 1, bytes.len, file), bytes.len);
    cr_assert_eq(fflush(file), 0);
    rewind(file);
    *l = (layer){.budget = {.ratio = LIMIT_RATIO, .file = &l->file}};
    file_stream_init(&l->file, dup(fileno(file)), 0, "it");
    fclose(file);
    cr_assert(unpack_open(&l->u, PACKING_ZIP, &l->file.base, &l->file, &l->budget, "it", &l->err));
}

static void end_zip(layer *l) {
    unpack_release(&l->u);
    file_stream_close(&l->file);
}

// Reads the member, or the compressed stream, to its end: its length, or STREAM_FAILED.
static ptrdiff_t drain(layer *l) {
    char block[4096];
    ptrdiff_t all = 0, got;
    while ((got = l->u.base.read(&l->u.base, block, sizeof block, &l->err)) > 0) all += got;
    return got < 0 ? got : all;
}

static void pack(buf *out, int filter, str content) {
    packed_write(out, ARCHIVE_FORMAT_RAW, filter, (packed_member[]){{"x", content, 0}, {0}});
}

Test(unpack, says_why_the_stream_below_failed) {
    buf text = {0}, packed = {0};
    packed_text(&text, 400);
    for (size_t i = 0; i < FILTERED; i++) {
        buf_reset(&packed);
        pack(&packed, filtered[i].filter, buf_str(&text));
        for (size_t len = 0; len < packed.len; len += 97) {
            layer l = {0};
            bool ok = begin(&l, filtered[i].kind, str_take(buf_str(&packed), len), 50, true);
            cr_assert(!ok || drain(&l) == STREAM_FAILED);
            cr_assert_str_eq(l.err.what, "cut");
            unpack_release(&l.u);
        }
    }
    buf_release(&text);
    buf_release(&packed);
}

Test(unpack, keeps_the_error_that_was_there_first) {
    layer l = {0};
    l.from = (bytes_stream){{bytes_read, bytes_wait}, {0}, 1, true, false};
    l.budget = (unpack_budget){.ratio = LIMIT_RATIO, .file = &l.file};
    error_set(&l.err, ATTUNE_USAGE, "first");
    cr_assert(!unpack_open(&l.u, PACKING_GZIP, &l.from.base, NULL, &l.budget, "it", &l.err));
    cr_assert_str_eq(l.err.what, "first");
    unpack_release(&l.u);
}

Test(unpack, takes_zeros_for_padding_and_nothing_else_whatever_the_pieces) {
    static const size_t steps[] = {1, 2, 3, 5, 7, 64, 4096, 1 << 20};
    buf packed = {0};
    for (size_t i = 0; i < FILTERED; i++)
        for (size_t k = 0; k < sizeof steps / sizeof *steps; k++)
            for (size_t zeros = 0; zeros < 5000; zeros = zeros * 7 + 1) {
                // A stream of xz is padded to four bytes, one of zstd not at all.
                if (filtered[i].kind == PACKING_XZ && zeros % 4) continue;
                if (filtered[i].kind == PACKING_ZSTD && zeros) continue;
                buf_reset(&packed);
                pack(&packed, filtered[i].filter, STR("text\n"));
                size_t bare = packed.len;
                memset(buf_more(&packed, zeros), 0, zeros);
                packed.len += zeros;
                layer l = {0};
                bool ok = begin(&l, filtered[i].kind, buf_str(&packed), steps[k], false);
                bool whole = ok && drain(&l) == 5;
                cr_expect(whole, "filter %zu, step %zu, %zu zeros: %s", i, steps[k], zeros,
                          l.err.what);
                for (size_t at = 0; at < 3 && at < zeros; at++) {
                    packed.at[at == 2 ? packed.len - 1 : bare + at * (zeros / 2)] = '!';
                    ok = begin(&l, filtered[i].kind, buf_str(&packed), steps[k], false);
                    cr_expect(!ok || drain(&l) == STREAM_FAILED, "filter %zu, step %zu, %zu zeros",
                              i, steps[k], zeros);
                    cr_expect_eq(l.err.status, ATTUNE_INPUT);
                }
                unpack_release(&l.u);
            }
    buf_release(&packed);
}

Test(unpack, notices_what_follows_compressed_nothing) {
    buf packed = {0};
    for (size_t i = 0; i < FILTERED; i++) {
        buf_reset(&packed);
        pack(&packed, filtered[i].filter, STR(""));
        layer l = {0};
        cr_expect(begin(&l, filtered[i].kind, buf_str(&packed), 9, false));
        cr_expect_eq(drain(&l), 0);
        buf_add(&packed, STR("more"));
        bool ok = begin(&l, filtered[i].kind, buf_str(&packed), 9, false);
        cr_expect(!ok || drain(&l) == STREAM_FAILED, "filter %zu", i);
        unpack_release(&l.u);
    }
    buf_release(&packed);
}

Test(unpack, fails_when_the_stream_does_behind_the_end) {
    buf packed = {0};
    pack(&packed, ARCHIVE_FILTER_GZIP, STR("text\n"));
    layer l = {0};
    bool ok = begin(&l, PACKING_GZIP, buf_str(&packed), 1 << 20, true);
    cr_assert(!ok || drain(&l) == STREAM_FAILED);
    cr_assert_str_eq(l.err.what, "cut");
    buf_reset(&packed);
    packed_write(&packed, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE,
                 (packed_member[]){{"a", STR("one"), 0}, {0}});
    str name;
    cr_assert(begin(&l, PACKING_TAR, buf_str(&packed), 1 << 20, true));
    cr_assert_eq(unpack_next(&l.u, &name, &l.err), UNPACK_MEMBER);
    cr_assert_eq(drain(&l), 3);
    cr_assert_eq(unpack_next(&l.u, &name, &l.err), UNPACK_END);
    cr_assert(!unpack_finish(&l.u, &l.err));
    cr_assert_str_eq(l.err.what, "cut");
    unpack_release(&l.u);
    buf_release(&packed);
}

// Whether four bytes may still come when so much came before.
static bool gives_four(packing kind, str bytes, uint64_t member, uint64_t unpacked, uint64_t ratio,
                       uint64_t count, uint64_t size) {
    layer l = {0};
    str name;
    cr_assert(begin(&l, kind, bytes, 1 << 20, false));
    if (packing_is_archive(kind)) cr_assert_eq(unpack_next(&l.u, &name, &l.err), UNPACK_MEMBER);
    l.u.member = member;
    l.budget.unpacked = unpacked;
    l.budget.ratio = ratio;
    l.file.count = count;
    l.file.size = size;
    ptrdiff_t got = drain(&l);
    cr_assert(got == 4 || (got == STREAM_FAILED && l.err.status == ATTUNE_INPUT && l.err.hint[0]));
    unpack_release(&l.u);
    return got == 4;
}

Test(unpack, keeps_to_its_ceilings_to_the_byte) {
    const uint64_t member = LIMIT_MEMBER_BYTES - 4, total = LIMIT_TOTAL_BYTES - 4,
                   from = LIMIT_RATIO_FROM - 4, much = UINT64_MAX / 2;
    buf gz = {0}, tar = {0};
    pack(&gz, ARCHIVE_FILTER_GZIP, STR("four"));
    packed_write(&tar, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE,
                 (packed_member[]){{"a", STR("four"), 0}, {0}});
    str z = buf_str(&gz), t = buf_str(&tar);
    for (int over = -1; over <= 1; over++) {
        uint64_t n = (uint64_t)(int64_t)over;
        bool fits = over <= 0;
        cr_expect_eq(gives_four(PACKING_GZIP, z, member + n, 0, 200, much, 0), fits, "%d", over);
        cr_expect_eq(gives_four(PACKING_TAR, t, member + n, 0, 200, much, 0), fits, "%d", over);
        cr_expect_eq(gives_four(PACKING_GZIP, z, 0, total + n, 200, much, 0), fits, "%d", over);
        // The ratio counts from there on.
        cr_expect_eq(gives_four(PACKING_GZIP, z, 0, from + n, 200, 1, 1), fits, "%d", over);
        // 200 times 1,000,000 and less than 200 more is 200.
        uint64_t whole = 200000000 + 199 - 4;
        cr_expect_eq(gives_four(PACKING_GZIP, z, 0, whole + n, 200, 1000000, 0), fits, "%d", over);
        cr_expect_eq(gives_four(PACKING_GZIP, z, 0, whole + n, 200, 1000000, 2000000), fits);
        // Bytes that are read twice count once.
        cr_expect_eq(gives_four(PACKING_GZIP, z, 0, whole + n, 200, 3000000, 1000000), fits);
    }
    // What a tar holds was counted by what is below it.
    cr_expect(gives_four(PACKING_TAR, t, 0, total, 200, much, 0));
    cr_expect(gives_four(PACKING_TAR, t, 0, LIMIT_TOTAL_BYTES, 200, much, 0));
    buf_release(&gz);
    buf_release(&tar);
}

Test(unpack, counts_members_by_themselves_and_all_together) {
    buf zip = {0};
    packed_write(&zip, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
                 (packed_member[]){{"a", STR("one"), 0}, {"b", STR("three"), 0}, {0}});
    layer l = {0};
    str name;
    begin_zip(&l, buf_str(&zip));
    cr_assert_eq(unpack_next(&l.u, &name, &l.err), UNPACK_MEMBER);
    cr_assert_eq(drain(&l), 3);
    cr_assert_eq(l.u.member, 3);
    cr_assert_eq(unpack_next(&l.u, &name, &l.err), UNPACK_MEMBER);
    cr_assert_eq(l.u.member, 0);
    cr_assert_eq(drain(&l), 5);
    cr_assert_eq(l.u.member, 5);
    cr_assert_eq(l.budget.unpacked, 8);
    cr_assert_eq(drain(&l), 0); // the end stays the end
    end_zip(&l);
    buf_release(&zip);
}

Test(unpack, names_a_window_of_zstd_that_is_too_large) {
    // RFC 8878: magic, no checksum and no size, window 2^31, then a last raw block of one byte.
    static const char frame[] = "\x28\xB5\x2F\xFD\0\xA8\x09\0\0a";
    layer l = {0};
    bool ok = begin(&l, PACKING_ZSTD, str_of(frame, sizeof frame - 1), 64, false);
    cr_assert(!ok || drain(&l) == STREAM_FAILED);
    cr_assert(strstr(l.err.what, "128 MiB"), "%s", l.err.what);
    cr_assert_str_eq(l.err.hint, "zstd -dc --long=31 FILE | attune");
    unpack_release(&l.u);
}

// RFC 8878, 3.1.1.1.2: five bits of the logarithm less 10, three of eighths above.
Test(unpack, takes_windows_of_zstd_of_128_mib) {
    for (int over = -1; over <= 1; over++) {
        char frame[] = "\x28\xB5\x2F\xFD\0\x88\x09\0\0a";
        frame[5] = (char)(frame[5] + over);
        layer l = {0};
        bool ok = begin(&l, PACKING_ZSTD, str_of(frame, sizeof frame - 1), 64, false);
        cr_expect_eq(ok && drain(&l) != STREAM_FAILED, over <= 0, "%d: %s", over, l.err.what);
        unpack_release(&l.u);
    }
}

Test(unpack, says_that_a_zip_is_encrypted) {
    buf zip = {0};
    packed_write(&zip, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
                 (packed_member[]){{"a", STR("a text of some length"), 0}, {0}});
    zip.at[6] |= 1; // bit 0 of the flags (APPNOTE 4.4.4) of the member …
    size_t listed = str_find(buf_str(&zip), STR("PK\x01\x02"));
    cr_assert_neq(listed, SIZE_MAX);
    zip.at[listed + 8] |= 1; // … and in the directory
    layer l = {0};
    str name;
    begin_zip(&l, buf_str(&zip));
    cr_assert_eq(unpack_next(&l.u, &name, &l.err), UNPACK_MEMBER);
    cr_assert_eq(drain(&l), STREAM_FAILED);
    cr_assert(strstr(l.err.what, "encrypted"), "%s", l.err.what);
    cr_assert_eq(drain(&l), 0);
    end_zip(&l);
    buf_release(&zip);
}

Test(unpack, fails_where_a_zip_cannot_be_moved_in) {
    buf zip = {0};
    packed_write(&zip, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
                 (packed_member[]){{"a", STR("one"), 0}, {0}});
    layer l = {.from = {{bytes_read, bytes_wait}, buf_str(&zip), 1 << 20, false, false},
               .file = {.descriptor = -1},
               .budget = {.ratio = LIMIT_RATIO, .file = &l.file}};
    str name;
    bool ok = unpack_open(&l.u, PACKING_ZIP, &l.from.base, &l.file, &l.budget, "it", &l.err);
    cr_assert(!ok || unpack_next(&l.u, &name, &l.err) == UNPACK_FAILED);
    cr_assert_eq(l.err.status, ATTUNE_INPUT);
    unpack_release(&l.u);
    buf_release(&zip);
}

Test(unpack, takes_a_hard_link_for_no_file) {
    buf tar = {0};
    packed_write(&tar, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE,
                 (packed_member[]){{"a", STR("one"), 0}, {0}});
    // POSIX pax, "ustar interchange format": the type of a link, and the sum of the header's bytes.
    tar.at[156] = '1';
    strcpy(tar.at + 157, "elsewhere");
    memset(tar.at + 148, ' ', 8);
    unsigned sum = 0;
    for (size_t i = 0; i < 512; i++) sum += (unsigned char)tar.at[i];
    snprintf(tar.at + 148, 8, "%06o", sum);
    layer l = {0};
    str name;
    cr_assert(begin(&l, PACKING_TAR, buf_str(&tar), 1 << 20, false));
    cr_assert_eq(unpack_next(&l.u, &name, &l.err), UNPACK_OTHER);
    cr_assert_neq(unpack_next(&l.u, &name, &l.err), UNPACK_MEMBER);
    unpack_release(&l.u);
    buf_release(&tar);
}

Test(unpack, wants_a_block_of_zeros_at_the_end_of_a_tar) {
    buf tar = {0};
    packed_write(&tar, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE,
                 (packed_member[]){{"a", STR("one"), 0}, {0}});
    for (size_t step = 100; step <= 100000; step *= 10)
        for (size_t zeros = 0; zeros <= 1024; zeros += 512) {
            layer l = {0};
            str name;
            cr_assert(begin(&l, PACKING_TAR, str_take(buf_str(&tar), 1024 + zeros), step, false));
            cr_assert_eq(unpack_next(&l.u, &name, &l.err), UNPACK_MEMBER);
            cr_assert_eq(drain(&l), 3);
            cr_expect_eq(unpack_next(&l.u, &name, &l.err), zeros ? UNPACK_END : UNPACK_FAILED,
                         "%zu zeros, step %zu", zeros, step);
            unpack_release(&l.u);
        }
    buf_release(&tar);
}
