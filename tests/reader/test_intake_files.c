// What intake makes of files: unknown, missing, cut, in pieces, and not yet at their end.
#include "reader/taken.h"

#include <criterion/criterion.h>
#include <sys/wait.h>

Test(intake, says_what_an_unknown_file_looks_like) {
    static const struct {
        const char *in, *seen;
    } files[] = {
        {"nothing here\nlooks like\na conversation\n", "text without times"},
        {"on 12.03.2024 there was\nsecret-word\n", "times"},
        {"{\"alpha_key\": 1, \"Some Name\": \"secret-word\", \"beta\": [1]}", "alpha_key, beta"},
        {"<html><body>secret-word</body></html>", "HTML"},
        {"\x89PNG\r\n\x1A\n\1\2\3\4\5\6 secret-word", "binary"},
        {"SQLite format 3", "SQLite"},
        {"\n\n", "blank"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        taken t = take_text(files[i].in, (intake_options){0});
        cr_assert_eq(t.err.status, ATTUNE_INPUT);
        cr_assert(str_contains(str_from(t.err.what), str_from(files[i].seen)), "%s", t.err.what);
        cr_assert_not(str_contains(str_from(t.err.what), STR("secret")), "%s", t.err.what);
        cr_assert_neq(t.err.hint[0], '\0');
        taken_release(&t);
    }
}

Test(intake, skips_and_counts_what_nobody_reads_in_a_folder) {
    const char *folder = packed_folder();
    packed_file(folder, "a.txt", STR("Ada: a\nBen: b\nAda: c\nBen: d\n"));
    packed_file(folder, "notes", STR("nothing here\n"));
    packed_file(folder, "empty", STR(""));
    taken t = take_paths(&folder, 1, (intake_options){0}, 0);
    cr_assert_eq(t.err.status, 0);
    cr_assert_eq(t.counts.skipped_files, 2);
    cr_assert(str_contains(buf_str(&t.notices), STR("it is empty")));
    expect_events(&t, "<1|Ada:a|Ben:b|Ada:c|Ben:d|+>");
    packed_remove(folder);
}

Test(intake, refuses_an_archive_of_which_it_knows_nothing) {
    const char *folder = packed_folder();
    buf zip = {0};
    packed_write(
        &zip, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
        (packed_member[]){{"a.jpg", STR("\xFF\xD8\1\2\3"), 0}, {"b", STR("nothing"), 0}, {0}});
    const char *path = packed_file(folder, "z.zip", buf_str(&zip));
    taken t = take_paths(&path, 1, (intake_options){0}, 0);
    cr_assert_eq(t.err.status, ATTUNE_INPUT);
    cr_assert_eq(t.counts.skipped_files, 2);
    cr_assert_not(str_contains(buf_str(&t.notices), STR("member 1")),
                  "a picture is no log that is missed");
    taken_release(&t);
    buf_reset(&zip);
    packed_write(&zip, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
                 (packed_member[]){{"a.jpg", STR("\xFF\xD8\1\2\3"), 0},
                                   {"b", STR("Ada: a\nBen: b\nAda: c\nBen: d\n"), 0},
                                   {0}});
    path = packed_file(folder, "z.zip", buf_str(&zip));
    taken known = take_paths(&path, 1, (intake_options){0}, 0);
    cr_assert_eq(known.err.status, 0);
    cr_assert_eq(known.counts.skipped_files, 1);
    expect_events(&known, "<1|Ada:a|Ben:b|Ada:c|Ben:d|+>");
    buf_release(&zip);
    packed_remove(folder);
}

Test(intake, goes_on_behind_a_file_that_is_missing) {
    const char *folder = packed_folder();
    const char *paths[] = {"/no/such/file",
                           packed_file(folder, "a.txt", STR("Ada: a\nBen: b\nAda: c\nBen: d\n"))};
    taken t = take_paths(paths, 2, (intake_options){0}, 0);
    cr_assert_eq(t.err.status, ATTUNE_INPUT);
    cr_assert_eq(t.counts.used, 4);
    taken_release(&t);
    packed_remove(folder);
}

Test(intake, takes_back_a_conversation_that_is_cut) {
    const char *folder = packed_folder();
    buf chat = {0}, packed = {0};
    buf_add(&chat, STR("conversation_id,speaker,text\nfirst,Ada,whole\n"));
    for (int i = 0; i < 30000; i++)
        buf_printf(&chat, "second,%s,cut %d\n", i % 3 ? "Ada" : "Ben", i * 7919);
    packed_write(&packed, ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP,
                 (packed_member[]){{"x", buf_str(&chat), 0}, {0}});
    const char *path = packed_file(folder, "cut.gz", str_take(buf_str(&packed), packed.len - 20));
    for (int sort = 0; sort < 2; sort++) {
        taken t = take_paths(&path, 1, (intake_options){.sort = sort}, 0);
        cr_assert_eq(t.err.status, ATTUNE_INPUT);
        cr_assert(
            str_starts(buf_str(&t.events), sort ? STR("") : STR("<first|Ada:whole|+><second|")));
        cr_assert(sort ? t.events.len == 0 : str_ends(buf_str(&t.events), STR("|->")));
        cr_assert_eq(t.counts.used, sort ? 0 : 1);
        cr_assert_gt(t.counts.malformed, 1000);
        taken_release(&t);
    }
    buf_release(&chat);
    buf_release(&packed);
    packed_remove(folder);
}

Test(intake, gives_the_same_whatever_the_pieces) {
    const char *folder = packed_folder();
    buf chat = {0};
    taken_long_chat(&chat, 10, 50);
    buf_add(&chat, STR("d,Ada,\"quoted\nover lines\",2024-03-01T12:00:00\n"));
    const char *path = packed_file(folder, "chat", buf_str(&chat));
    taken whole = take_paths(&path, 1, (intake_options){0}, 0);
    for (size_t size = 1; size <= 17; size++)
        for (int sort = 0; sort < 2; sort++) {
            taken t = take_paths(&path, 1, (intake_options){.sort = sort, .max_memory = 1}, size);
            cr_assert(str_equal(buf_str(&t.events), buf_str(&whole.events)));
            taken_release(&t);
        }
    taken_release(&whole);
    buf_release(&chat);
    packed_remove(folder);
}

// A file that an old program wrote, or that was joined and marked twice.
Test(intake, reads_a_log_whatever_its_lines_end_with) {
    static const char *const logs[] = {"Ada: a\nBen: b\nAda: c\nBen: d\n",
                                       "Ada: a\r\nBen: b\r\nAda: c\r\nBen: d\r\n",
                                       "Ada: a\rBen: b\rAda: c\rBen: d\r",
                                       ("\xEF\xBB\xBF\xEF\xBB\xBF"
                                        "Ada: a\nBen: b\nAda: c\nBen: d")};
    for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
        taken t = take_text(logs[i], (intake_options){0});
        expect_events(&t, "<1|Ada:a|Ben:b|Ada:c|Ben:d|+>");
    }
}

// Writes a talk longer than the window, then waits for a word before the end.
static void talk(int to, int word) {
    static const char lines[] = "Ada: some words to fill the pipe with\nBen: and some more\n";
    for (size_t sum = 0; sum < LIMIT_WINDOW + 100000; sum += sizeof lines - 1)
        if (write(to, lines, sizeof lines - 1) < 0) _exit(1);
    char c;
    if (read(word, &c, 1) != 1 || write(to, "Ada: the end\n", 13) != 13) _exit(1);
    _exit(0);
}

Test(intake, says_when_a_live_pipe_has_nothing_ready) {
    alarm(60); // rather than waiting for ever
    int log[2], word[2];
    cr_assert(pipe(log) == 0 && pipe(word) == 0);
    pid_t child = fork();
    if (child == 0) talk(log[1], word[0]);
    close(log[1]);
    cr_assert_eq(dup2(log[0], STDIN_FILENO), STDIN_FILENO);
    inputs *in = inputs_new(NULL, 0, &(input_options){0});
    error err = {0};
    intake_options o = {.reader.max_record = LIMIT_RECORD, .max_rejects = -1};
    intake *job = intake_new(in, &o, &err);
    arena keep = {0};
    conversation *c = NULL;
    message m;
    size_t waits = 0;
    bool heard_end = false;
    for (intake_result r; (r = intake_next(job, &keep, &m, &c, &err)) != INTAKE_DONE;
         arena_reset(&keep)) {
        if (r == INTAKE_MESSAGE) heard_end = str_equal(m.text, STR("the end"));
        if (r == INTAKE_END) conversation_free(c);
        // Without the word the writer waits for ever.
        if (r == INTAKE_WAIT && waits++ == 0) cr_assert_eq(write(word[1], "x", 1), 1);
    }
    cr_assert(heard_end);
    cr_assert_geq(waits, 1);
    int status;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert_eq(status, 0);
    arena_release(&keep);
    intake_free(job);
    inputs_free(in);
}
