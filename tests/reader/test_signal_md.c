#include "reader/taken.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "reader/reading.h"
#include "reader/signal_text.h"

extern const reader reader_signal_md;

typedef struct talk_case {
    char in[300], out[160];
    uint64_t malformed;
} talk_case;

static talk_case talks[] = {
    {"[2024-01-02, 10:00] Ann: a  \nmore  \n\n[2024-01-02 10:01:02] Bo: b: c  \n",
     "<1|Ann:a\nmore|Bo:b: c|+>", 0},
    {"[2024-01-02, 10:00] Ann:\n[2024-01-02, 10:01] Bo:b\n", "<1|Ann:|Bo:b|+>", 0},
    {"[2024-01-02, 10:00] Ann: > quoted\n> more\n\na > b\n>_<\n", "<1|Ann:a > b\n>_<|+>", 0},
    {"[2024-01-02, 10:00] Ann: a\n(- Bo: x, Cy: y -)\n[2024-01-02, 10:01] Bo: b\n",
     "<1|Ann:a|Bo:x|Cy:y|Bo:b|+>", 0},
    {"[2024-01-02, 10:00] Ann: a\n(- -)\n", "<1|Ann:a\n(- -)|+>", 0},
    {"strange\n[2024-01-02, 10:00] Ann: a\n", "<1|Ann:a|+>", 1},
    {"[2024-13-02, 10:00] Ann: a\n[2024-01-02, 10:00] Ann: b\n", "<1|Ann:b|+>", 1},
    {"[2024-01-02, 10:00] Ann: see [a](http://x.org) ![b](./media/c.jpg)\n",
     "<1|Ann:see [a](http://x.org)|+>", 0},
    {"2024-01-02 10:00 You: a\nmore\n2024-01-02 10:01 Bo: [edited] b\n", "<1|You:a\nmore|Bo:b|+>",
     0},
    {"From: Bo (+123)\nType: incoming\nSent: Sat, 02 Mar 2024 18:04:05 +0100\n\na\n\nFrom: You\n"
     "Type: outgoing\nSent: Sat, 02 Mar 2024 18:05:05 +0100\n\nhe said\nFrom: me\n\nb\n",
     "<1|Bo:a|You:he said\nFrom: me\n\nb|+>", 0},
    {"From: Bo (+123)\nType: incoming\nSent: never\n\na\n", "", 1},
};

ParameterizedTestParameters(signal_md, reads) {
    return cr_make_param_array(talk_case, talks, sizeof talks / sizeof *talks);
}

ParameterizedTest(talk_case *t, signal_md, reads) {
    taken got = take_text(t->in, (intake_options){.format = "signal-md"});
    cr_assert_eq(got.counts.malformed, t->malformed, "%s", t->in);
    expect_events(&got, t->out);
}

Test(signal_md, has_times_people_and_flags) {
    reading r = read_through(&reader_signal_md,
                             STR("From: Bo B (+123)\nType: incoming\n"
                                 "Sent: Sat, 02 Mar 2024 18:04:05 -0530\nEdited: later\n"
                                 "Attachment: x\nReaction: + from Cy (+456)\n\na\n"),
                             NULL);
    cr_assert_eq(r.count, 2);
    cr_assert_eq(r.messages[0].time, 1709422445000); // 23:34:05 UTC
    cr_assert_eq(r.messages[0].time_kind, TIME_OFFSET);
    cr_assert_eq(r.messages[0].offset, -330);
    cr_assert_eq(r.messages[0].flags, FLAG_EDITED | FLAG_MEDIA | FLAG_CAPTION);
    expect_str(r.messages[0].author, "Bo B");
    expect_str(r.messages[0].author_id, "+123");
    cr_assert_eq(r.messages[1].kind, KIND_REACTION);
    expect_str(r.messages[1].author_id, "+456");
    cr_assert_gt(r.bid, 80);
    reading_release(&r);
}

Test(signal_text, cuts_notes_off_short_lines) {
    static const struct {
        const char *in, *out;
        bool edited, attached;
    } cases[] = {
        {"[edited] a", "a", true, false},
        {"[reply to Ann on 2024-01-02 10:00, 2 attachments] a", "a", false, true},
        {"[1 attachment]", "", false, true},
        {"[sic] a", "[sic] a", false, false},
        {"[] a", "[] a", false, false},
        {"[edited a", "[edited a", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool edited, attached;
        str text = str_from(cases[i].in);
        signal_short_note(&text, &edited, &attached);
        expect_str(text, cases[i].out);
        cr_assert_eq(edited, cases[i].edited);
        cr_assert_eq(attached, cases[i].attached);
    }
}

Test(signal_md, leaves_logs_of_programs_and_whatsapp_alone) {
    cr_assert_eq(reader_signal_md.bid(STR("[2024-01-02 10:00] INFO: a\n[2024-01-02 10:01] WARN: b\n"
                                          "[2024-01-02 10:02] INFO: c\n"),
                                      true),
                 0);
    cr_assert_eq(reader_signal_md.bid(STR("[2024-01-02, 10:00:01] Ann: a\n"
                                          "[2024-01-02, 10:00:02] Bo: b\n"),
                                      true),
                 0);
    cr_assert_gt(
        reader_signal_md.bid(STR("[2024-01-02, 10:00] Ann: a\n[2024-01-02, 10:01] Bo: b\n"), true),
        50);
    cr_assert_eq(
        reader_signal_md.bid(STR("2024-01-02 10:00 INFO: a\n2024-01-02 10:01 INFO: b\n"), true), 0);
    cr_assert_eq(reader_signal_md.bid(STR("From: a\nTo: b\n\nSubject: x\n"), true), 0);
}
