#include "reader/taken.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "reader/irc_line.h"
#include "reader/reading.h"

extern const reader reader_irc;

typedef struct irc_case {
    char line[90];
    irc_kind kind;
    irc_clock clock;
    char nick[16], text[40];
} irc_case;

static irc_case lines[] = {
    {"<ann> hi", IRC_MESSAGE, IRC_CLOCK_NONE, "ann", "hi"},
    {"12:00 <@ann> hi", IRC_MESSAGE, IRC_CLOCK_TIME, "ann", "hi"},
    {"12:00 < ann> hi", IRC_MESSAGE, IRC_CLOCK_TIME, "ann", "hi"},
    {"[12:00:01] <~ann> hi", IRC_MESSAGE, IRC_CLOCK_TIME, "ann", "hi"},
    {"[12:00] * ann waves", IRC_ACTION, IRC_CLOCK_TIME, "ann", "waves"},
    {"12:00                * | ann waves on", IRC_ACTION, IRC_CLOCK_TIME, "ann", "waves on"},
    {"12:00 <         ann> | hi", IRC_MESSAGE, IRC_CLOCK_TIME, "ann", "hi"},
    {"12:00 <ann> | hi", IRC_MESSAGE, IRC_CLOCK_TIME, "ann", "| hi"},
    {"12:00 <ann> <b> hi", IRC_MESSAGE, IRC_CLOCK_TIME, "ann", "<b> hi"},
    {"12:00 -!- ann [a@b] has joined #c", IRC_EVENT, IRC_CLOCK_TIME, "", "ann [a@b] has joined #c"},
    {"[12:00] *** Joins: ann (a@b)", IRC_EVENT, IRC_CLOCK_TIME, "", "Joins: ann (a@b)"},
    {"[12:00] * ann (a@b) has joined #c", IRC_EVENT, IRC_CLOCK_TIME, "", "ann (a@b) has joined #c"},
    {"[12:00] * ann sets mode: +o bo", IRC_EVENT, IRC_CLOCK_TIME, "", "ann sets mode: +o bo"},
    {"[12:00] * Now talking in #c", IRC_EVENT, IRC_CLOCK_TIME, "", "Now talking in #c"},
    {"[12:00] * ann says she has left home", IRC_ACTION, IRC_CLOCK_TIME, "ann",
     "says she has left home"},
    {"Jan 05 20:32:39 <ann>\thi", IRC_MESSAGE, IRC_CLOCK_YEAR, "ann", "hi"},
    {"Jan 05 20:32:39 *\tann waves", IRC_ACTION, IRC_CLOCK_YEAR, "ann", "waves"},
    {"Jan 05 20:32:39 -->\tann has joined", IRC_EVENT, IRC_CLOCK_YEAR, "", "ann has joined"},
    {"2021-03-08 22:45:00\t@ann\thi\tho", IRC_MESSAGE, IRC_CLOCK_FULL, "ann", "hi\tho"},
    {"2021-03-08 22:45:00\t *\tann waves", IRC_ACTION, IRC_CLOCK_FULL, "ann", "waves"},
    {"2021-03-08 22:45:00\t<--\tann has quit", IRC_EVENT, IRC_CLOCK_FULL, "", "ann has quit"},
    {"!RP 2021-03-08 22:45:00\tann\thi", IRC_MESSAGE, IRC_CLOCK_FULL, "ann", "hi"},
    {"2021-03-08T22:45:00 <ann> hi", IRC_MESSAGE, IRC_CLOCK_FULL, "ann", "hi"},
    {"08-Mar-2021 22:45:00 <ann> hi", IRC_MESSAGE, IRC_CLOCK_FULL, "ann", "hi"},
    {"06 14 15[18:54] <@ann> hi", IRC_MESSAGE, IRC_CLOCK_FULL, "ann", "hi"},
    {"[15 Jan 08:42] <ann!u@h> +hi", IRC_MESSAGE, IRC_CLOCK_YEAR, "ann", "hi"},
    {"1400000000 <ann> hi", IRC_MESSAGE, IRC_CLOCK_EPOCH, "ann", "hi"},
    {"12:00 -ann:#c- listen", IRC_EVENT, IRC_CLOCK_TIME, "", "-ann:#c- listen"},
    {"--- Day changed Sat May 24 2014", IRC_DATE, IRC_CLOCK_NONE, "", "Sat May 24 2014"},
    {"12:00 hello", IRC_NONE, IRC_CLOCK_TIME, "", ""},
    {"12:00 * ", IRC_NONE, IRC_CLOCK_TIME, "", ""},
    {"<p>text", IRC_NONE, IRC_CLOCK_NONE, "", ""},
    {"<> hi", IRC_NONE, IRC_CLOCK_NONE, "", ""},
    {"title: x", IRC_NONE, IRC_CLOCK_NONE, "", ""},
    {"---", IRC_NONE, IRC_CLOCK_NONE, "", ""},
    {"", IRC_NONE, IRC_CLOCK_NONE, "", ""},
};

ParameterizedTestParameters(irc_line, is_known_by_its_shape) {
    return cr_make_param_array(irc_case, lines, sizeof lines / sizeof *lines);
}

ParameterizedTest(irc_case *t, irc_line, is_known_by_its_shape) {
    irc_line got;
    cr_assert_eq(irc_line_read(str_from(t->line), &got), t->kind, "%s", t->line);
    if (t->kind == IRC_NONE) return;
    cr_assert_eq(got.clock, t->clock, "%s: %d", t->line, got.clock);
    cr_assert(str_equal(got.nick, str_from(t->nick)), "%s", t->line);
    cr_assert(str_equal(got.text, str_from(t->text)), "%s: %.*s", t->line, (int)got.text.len,
              got.text.at);
}

Test(irc_line, loses_its_codes) {
    buf out = {0};
    irc_line_plain(&out, STR("\x02"
                             "b\x0F \x03"
                             "04,12c \x03"
                             "4,d \x03"
                             "e \x04"
                             "ff0000f \x1D\x1F"
                             "g"));
    expect_str(buf_str(&out), "b c ,d e f g");
    buf_release(&out);
}

Test(irc_line, has_a_day_in_headings_and_names) {
    cr_assert_eq(irc_day(STR("Sat May 24 2014")), 16214);
    cr_assert_eq(irc_day(STR("Fri May 23 01:13:27 2014")), 16213);
    cr_assert_eq(irc_day(STR("Thu Jan  5 20:32:39 2017")), 17171);
    cr_assert_eq(irc_day(STR("some day")), INT64_MIN);
    cr_assert_eq(irc_day_of_name(STR("2014-05-24.log")), 16214);
    cr_assert_eq(irc_day_of_name(STR("net_#chan_20140524.log")), 16214);
    cr_assert_eq(irc_day_of_name(STR("chan.log")), INT64_MIN);
    cr_assert_eq(irc_day_of_name(STR("201405241.log")), INT64_MIN);
    cr_assert_eq(irc_day_of_name(STR("20149924.log")), INT64_MIN);
}

Test(irc, follows_nicks) {
    taken t = take_text("12:00 <a> 1\n12:01 -!- a is now known as b\n12:02 <b> 2\n12:03 <c> 3\n"
                        "12:04 -!- b is now known as a\n12:05 <a> 4\n",
                        (intake_options){.format = "irc"});
    cr_assert_eq(t.counts.used, 4);
    cr_assert_eq(t.counts.system, 2);
    taken_release(&t);
    reading r = read_through(&reader_irc,
                             STR("<a> 1\n* a is now known as b\n<b> 2\n<a_> 3\n"
                                 "* a_ is now known as b\n<b> 4\n"),
                             NULL);
    cr_assert_eq(r.count, 6);
    expect_str(r.messages[0].author_id, "a");
    expect_str(r.messages[2].author_id, "a");
    expect_str(r.messages[2].author, "b");
    expect_str(r.messages[3].author_id, "a_");
    expect_str(r.messages[5].author_id, "a");
    reading_release(&r);
}

Test(irc, takes_the_day_from_lines_and_passes_midnight) {
    reading r = read_through(&reader_irc,
                             STR("--- Log opened Fri May 23 21:00:00 2014\n"
                                 "23:59 <a> 1\n00:01 <a> 2\n--- Day changed Sun May 25 2014\n"
                                 "00:02 <a> 3\n"),
                             NULL);
    cr_assert_eq(r.count, 3);
    cr_assert_eq(r.messages[0].time, (16213 * 1440ll + 1439) * 60000);
    cr_assert_eq(r.messages[1].time, (16214 * 1440ll + 1) * 60000);
    cr_assert_eq(r.messages[2].time, (16215 * 1440ll + 2) * 60000);
    cr_assert_eq(r.messages[0].time_kind, TIME_LOCAL);
    cr_assert_eq(r.messages[0].precision, 60000);
    cr_assert_gt(r.bid, 80);
    reading_release(&r);
}

Test(irc, has_no_time_without_a_day) {
    reading r = read_through(&reader_irc, STR("12:00 <a> 1\nJan 05 20:32:39 <b>\t2\n"), NULL);
    cr_assert_eq(r.messages[0].time_kind, TIME_NONE);
    cr_assert_eq(r.messages[1].time_kind, TIME_NONE);
    reading_release(&r);
}

Test(irc, decodes_each_line_for_itself) {
    reading r = read_through(&reader_irc, STR("<a> caf\xE9\n<b> caf\xC3\xA9\n"), NULL);
    expect_str(r.messages[0].text, "caf\xC3\xA9");
    expect_str(r.messages[1].text, "caf\xC3\xA9");
    reading_release(&r);
}

Test(irc, counts_lines_that_are_none) {
    taken t =
        take_text("12:00 <a> 1\nsomething else\n12:01 <a> 2\n", (intake_options){.format = "irc"});
    cr_assert_eq(t.counts.malformed, 1);
    expect_events(&t, "<1|a:1|a:2|+>");
}

Test(irc, bids_on_logs_alone) {
    cr_assert_gt(reader_irc.bid(STR("12:00 <a> 1\n"), true), 0);
    cr_assert_gt(reader_irc.bid(STR("<a> 1\n<b> 2\n<a> 3\n"), true), 0);
    cr_assert_eq(reader_irc.bid(STR("<a> 1\n"), true), 0);
    cr_assert_eq(reader_irc.bid(STR("<p> 1\n<p> 2</p>\n<p> 3\n"), true), 0);
    cr_assert_eq(reader_irc.bid(STR("<!DOCTYPE html>\n<a> 1\n<b> 2\n<a> 3\n"), true), 0);
    cr_assert_eq(reader_irc.bid(STR("12:00 * one\n12:01 * two\n"), true), 0);
    cr_assert_eq(reader_irc.bid(STR("plain\ntext\n"), true), 0);
}

// The speaker of the last message of a log.
static uint32_t last_speaker(str log) {
    const char *folder = packed_folder();
    const char *path = packed_file(folder, "log", log);
    inputs *in = inputs_new(&path, 1, &(input_options){0});
    error err = {0};
    intake_options o = {.format = "irc",
                        .max_rejects = -1,
                        .max_memory = LIMIT_MEMORY,
                        .reader.max_record = LIMIT_RECORD};
    intake *job = intake_new(in, &o, &err);
    arena keep = {0};
    uint32_t speaker = INTERN_NONE;
    message m;
    conversation *c = NULL;
    for (intake_result r; (r = intake_next(job, &keep, &m, &c, &err)) != INTAKE_DONE;) {
        if (r == INTAKE_MESSAGE) speaker = m.speaker;
        if (r == INTAKE_END) conversation_free(c);
        arena_reset(&keep);
    }
    arena_release(&keep);
    intake_free(job);
    inputs_free(in);
    packed_remove(folder);
    return speaker;
}

// Whether a change of nick is followed in a log of so many, of which the last is the first's.
static bool follows(int nicks) {
    buf log = {0};
    for (int i = 1; i < nicks; i++) buf_printf(&log, "<n%d> x\n", i);
    buf_printf(&log, "* n1 is now known as n%d\n<n%d> y\n", nicks, nicks);
    uint32_t speaker = last_speaker(buf_str(&log));
    cr_assert(speaker == 0 || speaker == (uint32_t)nicks - 1);
    buf_release(&log);
    return speaker == 0;
}

Test(irc, follows_65536_nicks) {
    cr_expect(follows(65535));
    cr_expect(follows(65536));
    cr_expect(!follows(65537));
}
