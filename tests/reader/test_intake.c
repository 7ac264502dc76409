// What comes of the records of a log, in which order, and what the options leave of them.
#include "reader/taken.h"

#include <criterion/criterion.h>
#include <stdio.h>

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

Test(intake, gives_line_ends_as_one_sign) {
    taken t = take_text("{\"author\":\"a\",\"body\":\"x\\r\\ny\\rz\",\"created_utc\":1710009120,"
                        "\"id\":\"x\",\"link_id\":\"t3_a\",\"parent_id\":\"t3_a\","
                        "\"subreddit\":\"s\"}\n",
                        (intake_options){0});
    expect_events(&t, "<t3_a|a:x\ny\nz|+>");
}
