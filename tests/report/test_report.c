// A conversation is a transaction, and a failed run leaves nothing.
#include "report/scene.h"
#include "scratch.h"

#include "report/spool.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

Test(report, takes_back_every_row_of_a_conversation_that_does_not_stand) {
    scene s = {0};
    scene_start(&s, ATTUNE_READ, NULL);
    scene_begin(&s, "gone", TIME_UTC);
    for (int i = 0; i < 3; i++)
        scene_say(&s, &(line){"Ada", .time = AT(0, 1, 0, i), .text = "lost"});
    exchange_end(s.exchange);
    report_rollback(s.report);
    intern_release(&s.talk.speakers);
    scene_begin(&s, "kept", TIME_UTC);
    scene_say(&s, &(line){"Ben", .time = AT(0, 2, 0, 0), .text = "here"});
    scene_end(&s);
    const char *all = scene_finish(&s);
    expect_rows(all, 1);
    expect_row(all, 0, "kept,1,2024-01-01T02:00:00Z,utc,1,S1,,,text,,here");
    scene_release(&s);
}

// More than a spool keeps in memory: 3 MB in one conversation that goes and one that stays.
Test(report, takes_back_rows_that_went_to_a_file) {
    static char text[4001];
    memset(text, 'x', 4000);
    scene s = {0};
    scene_start(&s, ATTUNE_READ, NULL);
    for (int stands = 0; stands < 2; stands++) {
        scene_begin(&s, stands ? "kept" : "gone", TIME_UTC);
        for (int i = 0; i < 800; i++) {
            text[0] = (char)('a' + i % 26);
            cr_assert(scene_say(&s, &(line){"Ada", .time = AT(0, 1, 0, i), .text = text}));
        }
        if (stands) {
            scene_end(&s);
            continue;
        }
        exchange_end(s.exchange);
        report_rollback(s.report);
        intern_release(&s.talk.speakers);
    }
    const char *all = scene_finish(&s);
    cr_assert_gt(strlen(all), 3 * SPOOL_MEMORY);
    expect_rows(all, 800);
    cr_assert_null(strstr(all, "gone"));
    const char *at = all;
    for (int i = 0; i < 800; i++) {
        char wanted[64];
        snprintf(wanted, sizeof wanted, "\nkept,%d,", i + 1);
        at = strstr(at, wanted);
        cr_assert(at, "row %d is missing or out of order", i + 1);
        at++;
    }
    scene_release(&s);
}

Test(report, numbers_conversations_that_stand_and_speakers_at_their_first_row) {
    static const line talk[] = {
        {"Zoe", .time = AT(0, 1, 0, 0), .kind = KIND_SYSTEM},
        {"Ada", .time = AT(0, 1, 0, 1), .mentions = "Cleo"},
        {"Ben", .time = AT(0, 1, 0, 2)},
        {"Zoe", .time = AT(0, 1, 0, 3)},
    };
    scene s = {0};
    scene_start(&s, ATTUNE_REPORT, "speakers");
    for (int i = 0; i < 3; i++) {
        scene_begin(&s, "x", TIME_UTC);
        for (size_t k = 0; k < 4; k++) scene_say(&s, &talk[k]);
        if (i != 1) {
            scene_end(&s);
            continue;
        }
        exchange_end(s.exchange);
        report_rollback(s.report);
        intern_release(&s.talk.speakers);
    }
    const char *all = scene_finish(&s);
    expect_rows(all, 8);
    cr_assert(strstr(all, "\nC1,S1,1,"));
    cr_assert(strstr(all, "\nC1,S2,0,"), "who is mentioned comes behind the author");
    cr_assert(strstr(all, "\nC1,S4,1,"), "a line of the system gives no number");
    cr_assert(strstr(all, "\nC2,S3,1,"), "a conversation that is dropped takes no number");
    cr_assert_null(strstr(all, "C3"));
    scene_release(&s);
}

Test(report, neutralizes_names_that_a_spreadsheet_would_compute) {
    static const struct {
        const char *name, *wanted;
    } cases[] = {
        {"=1+1", "\"'=1+1\""},
        {"+49 30", "\"'+49 30\""},
        {"-x", "\"'-x\""},
        {"@sum", "\"'@sum\""},
        {"\tx", "\"'\tx\""},
        {"\rx", "\"'\rx\""},
        {"\nx", "\"'\nx\""},
        {"\xEF\xBC\x9Dx", "\"'\xEF\xBC\x9Dx\""},
        {"\xEF\xBC\x8Bx", "\"'\xEF\xBC\x8Bx\""},
        {"\xEF\xBC\x8Dx", "\"'\xEF\xBC\x8Dx\""},
        {"\xEF\xBC\xA0x", "\"'\xEF\xBC\xA0x\""},
        {"=\"q\",", "\"'=\"\"q\"\",\""},
        {"a=b", "a=b"},
        {"a,b", "\"a,b\""},
        {"a\"b", "\"a\"\"b\""},
        {"Ada", "Ada"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scene s = {.options.names = ATTUNE_NAMES_RAW};
        scene_start(&s, ATTUNE_REPORT, "speakers");
        scene_begin(&s, "=id", TIME_UTC);
        scene_say(&s, &(line){cases[i].name, .time = AT(0, 1, 0, 0)});
        scene_end(&s);
        char wanted[128];
        snprintf(wanted, sizeof wanted, "\n\"'=id\",%s,1,1,", cases[i].wanted);
        const char *all = scene_finish(&s);
        cr_assert(strstr(all, wanted), "%s is not in %s", wanted, all);
        scene_release(&s);
    }
}

Test(report, says_when_the_disk_is_full) {
    scene s = {.out = fopen("/dev/full", "w")};
    cr_assert(s.out);
    scene_start(&s, ATTUNE_REPORT, "speakers");
    cr_assert_not(report_finish(s.report, &(attune_counts){0}, NULL, &s.err));
    cr_assert_eq(s.err.status, ATTUNE_OUTPUT);
    cr_assert(strstr(s.err.what, "No space left"), "%s", s.err.what);
    scene_release(&s);
}

// The reader of a pipe is gone: the failure reaches the caller at a commit, long before the end.
Test(report, says_when_nobody_reads_any_more) {
    signal(SIGPIPE, SIG_IGN);
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    close(ends[0]);
    scene s = {.out = fdopen(ends[1], "w")};
    static char text[4001];
    memset(text, 'x', 4000);
    scene_start(&s, ATTUNE_READ, NULL);
    scene_begin(&s, "1", TIME_UTC);
    for (int i = 0; i < 300; i++)
        scene_say(&s, &(line){"Ada", .time = AT(0, 1, 0, i), .text = text});
    exchange_end(s.exchange);
    cr_assert_not(report_commit(s.report, s.exchange, &s.err));
    cr_assert_eq(s.err.status, ATTUNE_OUTPUT);
    cr_assert(strstr(s.err.what, "Broken pipe"), "%s", s.err.what);
    scene_release(&s);
}

// ---- folders ----

static int names_in(const char *path) {
    int count = 0;
    DIR *d = opendir(path);
    cr_assert(d, "%s", path);
    while (readdir(d)) count++;
    closedir(d);
    return count - 2;
}

static bool make_tables(scene *s) {
    s->options.folder = scratch_path("tables");
    TELL(s, NULL, scene_evening);
    s->options.folder = NULL;
    return true;
}

TestSuite(folder, .init = scratch_make, .fini = scratch_remove);

Test(folder, has_every_table_and_is_for_its_owner_only) {
    scene s = {0};
    umask(0);
    make_tables(&s);
    cr_assert_eq(names_in(scratch), 1);
    cr_assert_eq(names_in(scratch_path("tables")), 11);
    struct stat about;
    cr_assert_eq(stat(scratch_path("tables"), &about), 0);
    cr_assert_eq(about.st_mode & 0777, 0700);
    cr_assert_eq(stat(scratch_path("tables/manifest.json"), &about), 0);
    cr_assert_eq(about.st_mode & 0777, 0600);
    scene_release(&s);
}

Test(folder, is_not_there_until_it_is_complete) {
    scene s = {0};
    const char *path = scratch_path("tables/");
    s.options.folder = path;
    scene_start(&s, ATTUNE_REPORT, NULL);
    scene_begin(&s, "1", TIME_UTC);
    scene_say(&s, &(line){"Ada", .time = AT(0, 1, 0, 0)});
    scene_end(&s);
    struct stat about;
    cr_assert_neq(stat(path, &about), 0);
    scene_release(&s);
    cr_assert_eq(names_in(scratch), 0, "a run that does not finish leaves nothing");
}

Test(folder, that_exists_is_replaced_with_force_alone) {
    scene first = {0}, second = {0}, third = {.options.force = true};
    make_tables(&first);
    scene_release(&first);
    struct stat before, after;
    stat(scratch_path("tables/speakers.csv"), &before);
    second.options.folder = scratch_path("tables");
    cr_assert_null(
        report_new(&(report_options){.run = &second.options, .book = &scene_book}, &second.err));
    cr_assert_eq(second.err.status, ATTUNE_USAGE);
    cr_assert(strstr(second.err.hint, "--force"));
    make_tables(&third);
    scene_release(&third);
    stat(scratch_path("tables/speakers.csv"), &after);
    cr_assert_neq(before.st_ino, after.st_ino);
    cr_assert_eq(names_in(scratch), 1);
    cr_assert_eq(names_in(scratch_path("tables")), 11);
}

Test(folder, with_other_things_in_it_is_never_replaced) {
    cr_assert_eq(mkdir(scratch_path("tables"), 0700), 0);
    int file = open(scratch_path("tables/thesis.txt"), O_CREAT | O_WRONLY, 0600);
    cr_assert_geq(file, 0);
    close(file);
    scene s = {.options.force = true};
    s.options.folder = scratch_path("tables");
    cr_assert_null(report_new(&(report_options){.run = &s.options, .book = &scene_book}, &s.err));
    cr_assert_eq(s.err.status, ATTUNE_USAGE);
    cr_assert_eq(names_in(scratch_path("tables")), 1);
    cr_assert_eq(names_in(scratch), 1);
}

Test(folder, cannot_be_a_link_that_leads_elsewhere) {
    cr_assert_eq(mkdir(scratch_path("elsewhere"), 0700), 0);
    cr_assert_eq(symlink(scratch_path("elsewhere"), scratch_path("tables")), 0);
    scene s = {.options.force = true};
    s.options.folder = scratch_path("tables");
    cr_assert_null(report_new(&(report_options){.run = &s.options, .book = &scene_book}, &s.err));
    cr_assert_eq(s.err.status, ATTUNE_USAGE);
}

Test(folder, without_a_parent_cannot_be_written) {
    scene s = {0};
    s.options.folder = scratch_path("no/such");
    cr_assert_null(report_new(&(report_options){.run = &s.options, .book = &scene_book}, &s.err));
    cr_assert_eq(s.err.status, ATTUNE_OUTPUT);
}
