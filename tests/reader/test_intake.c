#include "reader/taken.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <sys/wait.h>

#define AT(minute) "2024-03-01T10:" minute ":00,local,60,"

Test(intake, hands_out_a_conversation_from_beginning_to_end) {
    taken t = take_text("Ada: hello\nBen: hello you\nAda: how are you\nand the dog?\nBen: fine\n",
                        (intake_options){0});
    cr_assert_eq(t.counts.used, 4);
    cr_assert_eq(t.counts.conversations, 1);
    expect_events(&t, "<1|Ada:hello|Ben:hello you|Ada:how are you\nand the dog?|Ben:fine|+>");
}

Test(intake, puts_records_in_order_of_time) {
    taken t = take_text(HEAD "c,1," AT("00") "Ada,,,text,,one\nc,3," AT(
                            "02") "Ada,,,text,,three\nc,2," AT("01") "Ben,,,text,,two\n",
                        (intake_options){0});
    expect_events(&t, "<c|Ada:one|Ben:two|Ada:three|+>");
}

Test(intake, counts_lines_of_the_system_and_hands_them_out) {
    taken t = take_text(HEAD "c,1," AT("00") ",,,system,,made\nc,2," AT("01") "Ada,,,text,,two\n",
                        (intake_options){0});
    cr_assert_eq(t.counts.system, 1);
    cr_assert_eq(t.counts.used, 1);
    expect_events(&t, "<c|:made(system)|Ada:two|+>");
}

Test(intake, numbers_what_has_no_id) {
    taken t =
        take_text("conversation_id,speaker,text\n,Ada,a\n,Ben,b\nx,Ada,c\n", (intake_options){0});
    expect_events(&t, "<1|Ada:a|Ben:b|+><x|Ada:c|+>");
}

Test(intake, keeps_ids_apart_in_what_is_written) {
    const char *folder = packed_folder();
    char first[600], second[600];
    snprintf(first, sizeof first, "%s",
             packed_file(folder, "1", STR("Ada: a\nBen: b\nAda: c\nBen: d\n")));
    snprintf(second, sizeof second, "%s",
             packed_file(folder, "2", STR("conversation_id,speaker,text\n1,Ada,a\n")));
    const char *paths[] = {first, second};
    taken t = take_paths(paths, 2, (intake_options){0}, 0);
    cr_assert_eq(t.counts.contradictions, 0);
    expect_events(&t, "<1|Ada:a|Ben:b|Ada:c|Ben:d|+><1~2|Ada:a|+>");
    packed_remove(folder);
}

static const char interleaved[] = "conversation_id,speaker,text,timestamp\n"
                                  "x,Ada,a,2024-03-01T10:00:00\ny,Ben,b,2024-03-01T10:01:00\n"
                                  "x,Cleo,c,2024-03-01T10:02:00\ny,Ben,d,2024-03-01T09:00:00\n";

// What comes back only behind the window was not to be foreseen.
Test(intake, takes_a_conversation_that_comes_back_late_for_another_and_says_so) {
    buf table = {0};
    buf_add(&table, STR("conversation_id,speaker,text\nx,Ada,a\n"));
    while (table.len < LIMIT_WINDOW + 1000)
        buf_add(&table,
                STR("y,Ben,a text that is somewhat longer than it would have to be here\n"));
    buf_add(&table, STR("x,Cleo,c\n"));
    buf_add_char(&table, '\0');
    taken t = take_text(table.at, (intake_options){0});
    cr_assert_eq(t.counts.returned, 1);
    cr_assert_eq(t.counts.contradictions, 0, "dates have nothing to do with it");
    cr_assert_eq(t.counts.conversations, 3);
    cr_assert(str_contains(buf_str(&t.notices), STR("--sort")));
    taken_release(&t);
    buf_release(&table);
}

Test(intake, sorts_what_interleaves) {
    for (int asked = 0; asked < 2; asked++) {
        taken t = take_text(interleaved, (intake_options){.sort = asked});
        cr_assert_eq(t.counts.contradictions, 0);
        expect_events(&t, "<x|Ada:a|Cleo:c|+><y|Ben:d|Ben:b|+>");
    }
}

// A chat long enough to be known again.
static void long_chat(buf *out, int first, size_t count) {
    buf_add(out, STR("conversation_id,speaker,text,timestamp\n"));
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "c,%s,words %zu,2024-03-01T%02d:%02d:00\n", i % 2 ? "Ada" : "Ben", i, first,
                   (int)i);
}

Test(intake, leaves_out_a_copy) {
    const char *folder = packed_folder();
    buf chat = {0};
    long_chat(&chat, 10, 20);
    packed_file(folder, "1", buf_str(&chat));
    packed_file(folder, "2", buf_str(&chat));
    for (int way = 0; way < 4; way++) {
        intake_options o = {.sort = way % 2, .unsummed = way / 2};
        taken t = take_paths(&folder, 1, o, 0);
        cr_assert_eq(t.counts.conversations, 1);
        cr_assert_eq(t.counts.used, 20);
        cr_assert_eq(t.counts.duplicate, 20);
        cr_assert_eq(t.counts.contradictions, 0, "a copy is no contradiction");
        cr_assert(t.notices.len);
        taken_release(&t);
    }
    buf_reset(&chat);
    long_chat(&chat, 11, 20);
    packed_file(folder, "2", buf_str(&chat));
    taken other = take_paths(&folder, 1, (intake_options){0}, 0);
    cr_assert_eq(other.counts.conversations, 2, "another time is another message");
    taken_release(&other);
    buf_reset(&chat);
    long_chat(&chat, 10, 19);
    packed_file(folder, "1", buf_str(&chat));
    packed_file(folder, "2", buf_str(&chat));
    taken few = take_paths(&folder, 1, (intake_options){0}, 0);
    cr_assert_eq(few.counts.duplicate, 0, "19 messages may be the same by chance");
    taken_release(&few);
    buf_release(&chat);
    packed_remove(folder);
}

Test(intake, makes_checksums_only_where_they_are_read_or_show_a_copy) {
    const char *folder = packed_folder();
    buf chat = {0};
    long_chat(&chat, 10, 20);
    const char *file = packed_file(folder, "1", buf_str(&chat)), *twice[] = {file, file};
    struct {
        const char *const *paths;
        size_t count;
        bool unsummed, summed;
    } cases[] = {{&file, 1, false, true},
                 {&file, 1, true, false},
                 {&folder, 1, true, true},
                 {twice, 2, true, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        intake_options o = {.unsummed = cases[i].unsummed};
        taken t = take_paths(cases[i].paths, cases[i].count, o, 0);
        cr_expect_eq(t.counts.used, 20u);
        cr_expect_eq(t.summed, cases[i].summed, "case %zu", i);
        taken_release(&t);
    }
    buf_release(&chat);
    packed_remove(folder);
}

// Neither id nor title: what the two are called is nothing but the name of a file.
Test(intake, says_that_two_chats_without_a_name_are_alike_and_counts_both) {
    const char *folder = packed_folder();
    buf chat = {0};
    char first[600], second[600];
    for (int fewer = 0; fewer < 2; fewer++) {
        buf_reset(&chat);
        buf_add(&chat, STR("speaker,text\n"));
        for (int i = fewer; i < 20; i++) buf_printf(&chat, "%s,words %d\n", i % 2 ? "A" : "B", i);
        snprintf(first, sizeof first, "%s", packed_file(folder, "1", buf_str(&chat)));
        snprintf(second, sizeof second, "%s", packed_file(folder, "2", buf_str(&chat)));
        const char *paths[] = {first, second};
        for (int sort = 0; sort < 2; sort++) {
            taken t = take_paths(paths, 2, (intake_options){.sort = sort}, 0);
            cr_assert(t.counts.used == 40 - 2 * (uint64_t)fewer && t.counts.duplicate == 0);
            bool said = str_contains(buf_str(&t.notices), STR("the same messages as in"));
            cr_assert_eq(said, !fewer, "sorted %d, fewer %d", sort, fewer);
            taken_release(&t);
        }
    }
    buf_release(&chat);
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

Test(intake, drops_times_that_cannot_be) {
    taken t = take_text(HEAD "c,1,1989-12-31T23:59:59,local,60,Ada,,,text,,early\nc,2,1990-01-"
                             "01T00:00:00,local,60,Ada,,,text,,first\n"
                             "c,3,2099-12-31T23:59:59,local,60,Ada,,,text,,last\nc,4,2100-01-01T00:"
                             "00:00,local,60,Ada,,,text,,late\n",
                        (intake_options){0});
    cr_assert_eq(t.counts.bad_time, 2);
    expect_events(&t, "<c|Ada:first|Ada:last|+>");
}

static const char four[] = HEAD "c,1," AT("00") "Ada,,,text,,one\nc,2," AT(
    "10") "Ben,,,text,,two\nc,3," AT("20") "Ada,,,text,,three\n"
                                           "c,4," AT("30") "\xCE\x96o\xCC\x88,,,text,,four\n";

Test(intake, leaves_out_what_the_options_say) {
    taken between = take_text(
        four, (intake_options){.since = "2024-03-01T10:10", .until = "2024-03-01T10:30:00"});
    cr_assert_eq(between.counts.excluded, 2);
    expect_events(&between, "<c|Ben:two|Ada:three|+>");
    taken day = take_text(four, (intake_options){.since = "2024-03-02"});
    cr_assert_eq(day.counts.excluded, 4);
    cr_assert_eq(day.counts.conversations, 0);
    expect_events(&day, "");
    // NFC makes one of both spellings.
    taken names = take_text(four, (intake_options){.exclude = " Ada ,\xCE\x96\xC3\xB6"});
    cr_assert_eq(names.counts.excluded, 3);
    expect_events(&names, "<c|Ben:two|+>");
}

Test(intake, takes_days_in_the_zone_that_is_told) {
    error err = {0};
    zone *z = zone_new("+05:00", &err);
    taken t = take_text(HEAD "c,1,2024-03-01T18:59:59Z,utc,1,Ada,,,text,,before\nc,2,2024-03-01T19:"
                             "00:00Z,utc,1,Ada,,,text,,after\n",
                        (intake_options){.since = "2024-03-02", .zone = z});
    expect_events(&t, "<c|Ada:after|+>");
    zone_free(z);
}

Test(intake, refuses_wrong_options) {
    static const intake_options wrong[] = {{.format = "nonsense"},
                                           {.since = "someday"},
                                           {.until = "2024"},
                                           {.since = "2024-13-01"},
                                           {.alias = "/no/such/file"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        taken t = take_text(four, wrong[i]);
        cr_assert_eq(t.err.status, ATTUNE_USAGE, "%zu", i);
        cr_assert_neq(t.err.hint[0], '\0', "%zu", i);
        taken_release(&t);
    }
}

Test(intake, stops_beyond_the_rejects_that_are_allowed) {
    const char *text =
        HEAD "c,1," AT("00") "Ada,,,text,,one\nc,2,1950-01-01T00:00:00,local,60,Ada,,,text,,two\n"
                             "c,3,1950-01-01T00:00:00,local,60,Ada,,,text,,three\nc,4," AT(
                                 "01") "Ada,,,text,,four\n";
    taken allowed = take_text(text, (intake_options){.max_rejects = 2});
    cr_assert_eq(allowed.err.status, 0);
    expect_events(&allowed, "<c|Ada:one|Ada:four|+>");
    for (int sort = 0; sort < 2; sort++) {
        taken refused = take_text(text, (intake_options){.max_rejects = 1, .sort = sort});
        cr_assert_eq(refused.err.status, ATTUNE_INPUT);
        cr_assert_eq(refused.counts.used, 0);
        taken_release(&refused);
    }
}

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

Test(intake, gives_the_same_whatever_the_pieces) {
    const char *folder = packed_folder();
    buf chat = {0};
    long_chat(&chat, 10, 50);
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

Test(intake, sorts_more_than_its_memory) {
    const char *folder = packed_folder();
    buf chat = {0}, wanted = {0};
    enum { COUNT = 40000 };
    buf_add(&chat, STR("conversation_id,speaker,text,timestamp\n"));
    for (int i = COUNT; i > 0; i--)
        buf_printf(&chat, "%d,Ada,words that take some room so that it does not fit %d,%d\n", i % 2,
                   i, 1700000000 + i);
    const char *path = packed_file(folder, "chat", buf_str(&chat));
    taken small = take_paths(&path, 1, (intake_options){.sort = true, .max_memory = 1 << 20}, 0);
    taken large = take_paths(&path, 1, (intake_options){.sort = true}, 0);
    cr_assert_eq(small.counts.used, COUNT);
    cr_assert_eq(small.counts.conversations, 2);
    cr_assert(str_equal(buf_str(&small.events), buf_str(&large.events)));
    taken_release(&small);
    taken_release(&large);
    buf_release(&chat);
    buf_release(&wanted);
    packed_remove(folder);
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

#define SIGNAL(at, rest)                                                                           \
    "{\"envelope\":{\"sourceUuid\":\"a\",\"sourceName\":\"Ada\",\"timestamp\":" at "," rest "}}\n"
#define SAID(at, text) "\"dataMessage\":{\"timestamp\":" at ",\"message\":\"" text "\"}"
#define EDITED(old, at, text) "\"editMessage\":{\"targetSentTimestamp\":" old "," SAID(at, text) "}"

// Whether the edits come behind what they edit, or what they edit is missing.
Test(intake, gives_the_last_edit_in_place_of_the_message) {
    taken t = take_text(
        SIGNAL("1700000000001", SAID("1700000000001", "a"))
            SIGNAL("1700000000002", SAID("1700000000002", "b"))
                SIGNAL("1700000000003", EDITED("1700000000001", "1700000000003", "c"))
                    SIGNAL("1700000000004", EDITED("1700000000003", "1700000000004", "d"))
                        SIGNAL("1700000000009", EDITED("1700000000008", "1700000000009", "e")),
        (intake_options){0});
    cr_assert(t.counts.used == 3 && t.counts.duplicate == 2);
    expect_events(&t, "<a|Ada:d|Ada:b|Ada:e|+>");
}

Test(intake, names_columns_that_nobody_reads_where_the_speaker_is_missing) {
    taken t = take_text("{\"who\":\"Ada\",\"said_by\":\"Ben\",\"text\":\"a\",\"Ada Lee\":1}\n",
                        (intake_options){.format = "jsonl"});
    cr_assert(str_contains(buf_str(&t.notices), STR("the time; not read: said_by\n")));
    taken_release(&t);
    taken full = take_text("speaker,text,time,mood\nAda,a,2024-03-01,good\n", (intake_options){0});
    cr_assert_eq(full.notices.len, 0);
    taken_release(&full);
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

Test(intake, gives_line_ends_as_one_sign) {
    taken t = take_text("{\"author\":\"a\",\"body\":\"x\\r\\ny\\rz\",\"created_utc\":1710009120,"
                        "\"id\":\"x\",\"link_id\":\"t3_a\",\"parent_id\":\"t3_a\","
                        "\"subreddit\":\"s\"}\n",
                        (intake_options){0});
    expect_events(&t, "<t3_a|a:x\ny\nz|+>");
}
