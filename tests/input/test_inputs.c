#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "input/inputs.h"
#include "input/packed.h"

// Everything that comes of some paths: per source its label behind the folder, name and length;
// failures as '!'.
typedef struct read_all {
    buf told;
    buf content;
    size_t sources, failures;
    error why; // the last
} read_all;

static read_all take(const char *const *paths, size_t count, size_t read_size) {
    read_all all = {0};
    inputs *in = inputs_new(paths, count, &(input_options){.read_size = read_size});
    for (;;) {
        source *s = NULL;
        error err = {0};
        inputs_result result = inputs_next(in, &s, &err);
        if (result == INPUTS_END) break;
        if (result == INPUTS_FAILED) {
            all.failures++;
            all.why = err;
            buf_add(&all.told, inputs_skippable(in) ? STR("?;") : STR("!;"));
            continue;
        }
        all.sources++;
        size_t len = 0;
        for (str some; (some = source_peek(s, 1)).len; len += some.len) {
            buf_add(&all.content, some);
            source_consume(s, some.len);
        }
        bool failed = source_failed(s, &all.why);
        all.failures += failed;
        str name = source_name(s);
        buf_printf(&all.told, "%.*s %zu%s%s;", (int)name.len, name.at, len,
                   inputs_named(in) ? "" : " inside", failed ? " cut" : "");
    }
    inputs_free(in);
    return all;
}

static void release(read_all *all) {
    buf_release(&all->told);
    buf_release(&all->content);
}

static void expect_told(const char *path, const char *wanted) {
    for (size_t step = 0; step <= 17; step += step < 4 ? 1 : 13) {
        read_all all = take(&path, 1, step);
        cr_expect(str_equal(buf_str(&all.told), str_from(wanted)), "%s in steps of %zu: %.*s", path,
                  step, (int)all.told.len, all.told.at);
        release(&all);
    }
}

static const int filters[] = {ARCHIVE_FILTER_NONE, ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_BZIP2,
                              ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD};
enum { FILTERS = sizeof filters / sizeof *filters };

Test(inputs, unpacks_by_content_and_not_by_name) {
    const char *folder = packed_folder();
    buf text = {0};
    packed_text(&text, 500);
    for (size_t i = 0; i < FILTERS; i++) {
        buf packed = {0};
        packed_write(&packed, ARCHIVE_FORMAT_RAW, filters[i],
                     (packed_member[]){{"x", buf_str(&text), 0}, {0}});
        const char *path = packed_file(folder, "chat.txt", buf_str(&packed));
        read_all all = take(&path, 1, 0);
        cr_expect(str_equal(buf_str(&all.content), buf_str(&text)));
        cr_expect_eq(all.failures, 0, "%s", all.why.what);
        release(&all);
        expect_told(path, "chat.txt 20500;");
        buf_release(&packed);
    }
    buf_release(&text);
    packed_remove(folder);
}

Test(inputs, takes_the_regular_members_of_an_archive_in_order) {
    const char *folder = packed_folder();
    static const packed_member members[] = {
        {"b/first.txt", {"one\n", 4}, 0},
        {"b", {0}, AE_IFDIR},
        {"link.txt", {0}, AE_IFLNK},
        {"__MACOSX/b/._first.txt", {"x", 1}, 0},
        {"b/._second.txt", {"x", 1}, 0},
        {"../../a/\xC3\xA9.txt", {"second\n", 7}, 0},
        {"/empty", {0}, 0},
        {0},
    };
    static const int formats[] = {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_TAR_PAX_RESTRICTED,
                                  ARCHIVE_FORMAT_ZIP};
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < FILTERS; k++) {
            buf packed = {0};
            packed_write(&packed, formats[i], filters[k], members);
            expect_told(packed_file(folder, "archive", buf_str(&packed)),
                        "first.txt 4 inside;\xC3\xA9.txt 7 inside;empty 0 inside;");
            buf_release(&packed);
        }
    packed_remove(folder);
}

// A Mac writes names with letters and accents apart; those who look for a wording have them as one.
Test(inputs, has_names_with_letters_and_accents_as_one_character) {
    const char *folder = packed_folder();
    buf zip = {0};
    packed_write(&zip, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
                 (packed_member[]){{"e\u0301.txt", STR("1\n"), 0}, {0}});
    expect_told(packed_file(folder, "o\u0308.zip", buf_str(&zip)), "\u00E9.txt 2 inside;");
    expect_told(packed_file(folder, "a\u030A.txt", STR("1\n")), "\u00E5.txt 2;");
    buf_release(&zip);
    packed_remove(folder);
}

Test(inputs, has_folders_with_letters_and_accents_as_one_character) {
    const char *folder = packed_folder();
    char path[600];
    snprintf(path, sizeof path, "%s/u\u0308", folder);
    cr_assert_eq(mkdir(path, 0700), 0);
    packed_file(folder, "u\u0308/a", STR("1\n"));
    const char *above = path;
    inputs *in = inputs_new(&above, 1, &(input_options){0});
    source *s;
    error err = {0};
    cr_assert_eq(inputs_next(in, &s, &err), INPUTS_SOURCE);
    cr_expect(str_equal(source_folder(s), STR("\u00FC")));
    inputs_free(in);
    packed_remove(folder);
}

Test(inputs, peels_one_compression_inside_an_archive_and_no_more) {
    const char *folder = packed_folder();
    buf once = {0}, twice = {0}, zip = {0}, tar = {0}, outer = {0};
    packed_write(&once, ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP,
                 (packed_member[]){{"x", STR("text\n"), 0}, {0}});
    packed_write(&twice, ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP,
                 (packed_member[]){{"x", buf_str(&once), 0}, {0}});
    char told[100];
    snprintf(told, sizeof told, "g %zu;", once.len);
    expect_told(packed_file(folder, "g", buf_str(&twice)), told);

    packed_write(&tar, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE,
                 (packed_member[]){{"x", STR("text\n"), 0}, {0}});
    const packed_member members[] = {
        {"a.txt.gz", buf_str(&once), 0}, {"t.tar", buf_str(&tar), 0}, {"b", STR("x"), 0}, {0}};
    packed_write(&zip, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, members);
    expect_told(packed_file(folder, "z", buf_str(&zip)), "a.txt 5 inside;?;b 1 inside;");

    // The compression around the archive is the one.
    packed_write(&outer, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_GZIP, members);
    snprintf(told, sizeof told, "a.txt %zu inside;?;b 1 inside;", once.len);
    expect_told(packed_file(folder, "o", buf_str(&outer)), told);
    buf_release(&once);
    buf_release(&twice);
    buf_release(&zip);
    buf_release(&tar);
    buf_release(&outer);
    packed_remove(folder);
}

Test(inputs, reads_several_compressed_parts_and_notices_what_is_none) {
    const char *folder = packed_folder();
    for (size_t i = 1; i < FILTERS; i++) {
        buf packed = {0};
        for (int k = 0; k < 2; k++)
            packed_write(&packed, ARCHIVE_FORMAT_RAW, filters[i],
                         (packed_member[]){{"x", STR("text\n"), 0}, {0}});
        expect_told(packed_file(folder, "two", buf_str(&packed)), "two 10;");
        buf_add(&packed, STR("more"));
        const char *path = packed_file(folder, "garbage", buf_str(&packed));
        read_all all = take(&path, 1, 0);
        cr_expect_eq(all.failures, 1, "filter %zu", i);
        cr_expect_eq(all.why.status, ATTUNE_INPUT);
        release(&all);
        buf_release(&packed);
    }
    packed_remove(folder);
}

// Every way to pack it, cut at every 64th byte and at the last ones: never as if it were whole.
static void never_whole(int format, int filter) {
    const char *folder = packed_folder();
    buf text = {0}, packed = {0};
    packed_text(&text, 120);
    packed_write(
        &packed, format, filter,
        (packed_member[]){{"a.txt", buf_str(&text), 0},
                          {format == ARCHIVE_FORMAT_RAW ? NULL : "b.txt", buf_str(&text), 0},
                          {0}});
    // A tar is whole with the first block of zeros behind its last member.
    bool plain_tar = format == ARCHIVE_FORMAT_TAR_USTAR && filter == ARCHIVE_FILTER_NONE;
    size_t end = packed.len - (plain_tar ? 512 : 0);
    for (size_t len = 12; len < end; len += len + 20 < end && len % 64 != 0 ? 64 - len % 64
                                            : len + 20 < end                ? 64
                                                                            : 1) {
        const char *path = packed_file(folder, "cut", str_take(buf_str(&packed), len));
        read_all all = take(&path, 1, 0);
        if (!plain_tar || len >= 262)
            cr_expect_geq(all.failures, 1, "%zu of %zu bytes, format %x, filter %d: %.*s", len,
                          packed.len, format, filter, (int)all.told.len, all.told.at);
        release(&all);
    }
    buf_release(&text);
    buf_release(&packed);
    packed_remove(folder);
}

Test(inputs, notices_a_truncated_gzip) { never_whole(ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP); }
Test(inputs, notices_a_truncated_bzip2) { never_whole(ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_BZIP2); }
Test(inputs, notices_a_truncated_xz) { never_whole(ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_XZ); }
Test(inputs, notices_a_truncated_zstd) { never_whole(ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_ZSTD); }
Test(inputs, notices_a_truncated_zip) { never_whole(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE); }
Test(inputs, notices_a_truncated_tar) {
    never_whole(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
}
Test(inputs, notices_a_truncated_tar_gz) {
    never_whole(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP);
}
Test(inputs, notices_a_truncated_zip_gz) { never_whole(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_GZIP); }

Test(inputs, stops_at_what_unpacks_to_too_much) {
    const char *folder = packed_folder();
    size_t size = LIMIT_RATIO_FROM + (8 << 20);
    char *zeros = calloc(1, size);
    for (size_t i = 1; i < FILTERS; i++) {
        buf packed = {0};
        packed_write(&packed, ARCHIVE_FORMAT_RAW, filters[i],
                     (packed_member[]){{"x", str_of(zeros, size), 0}, {0}});
        const char *path = packed_file(folder, "bomb", buf_str(&packed));
        inputs *in = inputs_new(&path, 1, &(input_options){0});
        source *s;
        error err = {0};
        cr_assert_eq(inputs_next(in, &s, &err), INPUTS_SOURCE);
        for (str some; (some = source_peek(s, 1)).len;) source_consume(s, some.len);
        cr_expect(source_failed(s, &err));
        cr_expect_leq(source_offset(s), LIMIT_RATIO_FROM + LIMIT_READ);
        inputs_free(in);
        buf_release(&packed);
    }
    free(zeros);
    packed_remove(folder);
}

Test(inputs, walks_a_folder_in_order_of_the_paths) {
    const char *folder = packed_folder();
    char path[600];
    static const char *const folders[] = {"a", "a/z", "c", "empty"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, folders[i]);
        cr_assert_eq(mkdir(path, 0700), 0);
    }
    static const char *const files[] = {"c/5",     "a.txt", "a/z/4", "a/2",  "a-b",
                                        ".hidden", "c/B",   "c/12",  "c/012"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        packed_file(folder, files[i], STR("x"));
    snprintf(path, sizeof path, "%s/pipe", folder);
    cr_assert_eq(mkfifo(path, 0600), 0);
    snprintf(path, sizeof path, "%s/link-to-folder", folder);
    cr_assert_eq(symlink("a", path), 0);
    snprintf(path, sizeof path, "%s/link-to-file", folder);
    cr_assert_eq(symlink("a/2", path), 0);
    snprintf(path, sizeof path, "%s/loop", folder);
    cr_assert_eq(symlink("loop", path), 0);
    expect_told(folder, "a-b 1 inside;a.txt 1 inside;2 1 inside;4 1 inside;5 1 inside;"
                        "012 1 inside;12 1 inside;B 1 inside;"
                        "link-to-file 1 inside;");
    packed_remove(folder);
}

Test(inputs, goes_on_behind_a_missing_file) {
    const char *folder = packed_folder();
    const char *there = packed_file(folder, "there", STR("x"));
    const char *paths[] = {"/no/such/file", there};
    read_all all = take(paths, 2, 0);
    cr_assert(str_equal(buf_str(&all.told), STR("!;there 1;")));
    cr_assert_eq(all.why.status, ATTUNE_INPUT);
    cr_assert(str_contains(str_from(all.why.what), STR("/no/such/file")));
    cr_assert_neq(all.why.hint[0], '\0');
    release(&all);
    packed_remove(folder);
}

Test(inputs, reads_a_zip_from_a_pipe) {
    buf zip = {0};
    packed_write(&zip, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
                 (packed_member[]){{"a", STR("one"), 0}, {"b", STR("three"), 0}, {0}});
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(write(ends[1], zip.at, zip.len), (ssize_t)zip.len);
    close(ends[1]);
    cr_assert_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    const char *path = "-";
    read_all all = take(&path, 1, 3);
    cr_assert(str_equal(buf_str(&all.told), STR("a 3 inside;b 5 inside;")));
    release(&all);
    buf_release(&zip);
}

Test(inputs, names_members_by_number) {
    const char *folder = packed_folder();
    buf zip = {0};
    packed_write(&zip, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
                 (packed_member[]){{"secret one", STR("1"), 0}, {"secret two", STR("2"), 0}, {0}});
    packed_file(folder, "secret.zip", buf_str(&zip));
    inputs *in = inputs_new(&folder, 1, &(input_options){0});
    source *s;
    error err = {0};
    char wanted[100];
    for (int i = 1; i <= 2; i++) {
        cr_assert_eq(inputs_next(in, &s, &err), INPUTS_SOURCE);
        snprintf(wanted, sizeof wanted, "%s, file 1, member %d", folder, i);
        cr_assert_str_eq(source_label(s), wanted);
    }
    cr_assert_eq(inputs_next(in, &s, &err), INPUTS_END);
    inputs_free(in);
    buf_release(&zip);
    packed_remove(folder);
}

static bool is_table(str path) { return str_ends(path, STR("users.json")); }

static void expect_order(const char *path, const char *wanted) {
    buf told = {0};
    inputs *in = inputs_new(&path, 1, &(input_options){0});
    inputs_give_first(in, is_table);
    source *s;
    error err = {0};
    while (inputs_next(in, &s, &err) == INPUTS_SOURCE) {
        str at = source_path(s), folder = source_folder(s), head = source_peek(s, 10);
        buf_printf(&told, "%s%.*s (%.*s) %.*s;", inputs_before(in) ? "first " : "", (int)at.len,
                   at.at, (int)folder.len, folder.at, (int)head.len, head.at);
    }
    cr_expect_eq(err.status, 0, "%s", err.what);
    cr_expect(str_equal(buf_str(&told), str_from(wanted)), "%.*s", (int)told.len, told.at);
    buf_release(&told);
    inputs_free(in);
}

static const packed_member tables[] = {{"x/general/1.json", {"one", 3}, 0},
                                       {"./x/users.json", {"names", 5}, 0},
                                       {"top.txt", {"two", 3}, 0},
                                       {0}};
static const char in_order[] =
    "first x/users.json (x) names;x/general/1.json (general) one;top.txt () two;";

typedef struct telling {
    buf paths;
    size_t given; // sources so far that come first by nobody's word
    bool late;    // a path was told after one of them
} telling;

static void tell(void *context, str path) {
    telling *t = context;
    buf_add(&t->paths, path);
    buf_add_char(&t->paths, ';');
    t->late |= t->given > 0;
}

// Clutter is no file of the archive.
Test(inputs, tells_all_paths_before_it_gives_what_has_no_precedence) {
    const packed_member members[] = {
        {"x/1.json", STR("one"), 0},         {"x/empty", STR(""), AE_IFDIR},
        {"__MACOSX/._1.json", STR("no"), 0}, {"./x/users.json", STR("names"), 0},
        {"top.txt", STR("two"), 0},          {0}};
    const char *folder = packed_folder();
    static const int formats[] = {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_ZIP};
    for (size_t i = 0; i < 4; i++) {
        buf packed = {0};
        packed_write(&packed, formats[i % 2], ARCHIVE_FILTER_NONE, members);
        const char *path = packed_file(folder, "a", buf_str(&packed));
        inputs *in = inputs_new(&path, 1, &(input_options){0});
        telling t = {0};
        if (i < 2) inputs_give_first(in, is_table);
        inputs_tell_paths(in, tell, &t);
        source *s;
        error err = {0};
        while (inputs_next(in, &s, &err) == INPUTS_SOURCE) t.given += !inputs_before(in);
        cr_expect_eq(err.status, 0, "%s", err.what);
        cr_expect(str_equal(buf_str(&t.paths), STR("x/1.json;x/users.json;top.txt;")), "%.*s",
                  (int)t.paths.len, t.paths.at);
        cr_expect_eq(t.given, i < 2 ? 2 : 3);
        cr_expect_not(t.late);
        inputs_free(in);
        buf_release(&t.paths);
        buf_release(&packed);
    }
    packed_remove(folder);
}

Test(inputs, gives_tables_before_what_needs_them) {
    const char *folder = packed_folder();
    static const int formats[] = {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_ZIP};
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < FILTERS; k++) {
            buf packed = {0};
            packed_write(&packed, formats[i], filters[k], tables);
            expect_order(packed_file(folder, "archive", buf_str(&packed)), in_order);
            buf_release(&packed);
        }
    packed_remove(folder);
}

Test(inputs, gives_tables_first_from_a_folder_and_a_pipe) {
    const char *folder = packed_folder();
    char path[600];
    snprintf(path, sizeof path, "%s/x", folder);
    cr_assert_eq(mkdir(path, 0700), 0);
    packed_file(folder, "x/z", STR("log"));
    packed_file(folder, "x/users.json", STR("names"));
    expect_order(path, "first users.json (x) names;z (x) log;");
    expect_order(packed_file(folder, "x/users.json", STR("alone")), "users.json (x) alone;");
    packed_remove(folder);

    buf packed = {0};
    packed_write(&packed, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, tables);
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(write(ends[1], packed.at, packed.len), (ssize_t)packed.len);
    close(ends[1]);
    cr_assert_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    expect_order("-", in_order);
    buf_release(&packed);
}
