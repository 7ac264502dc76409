#include "reader/taken.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

extern const reader reader_plain;

typedef struct talk_case {
    char in[200];
    char out[200];
} talk_case;

static talk_case talks[] = {
    {"Ann: a\nBo: b\nAnn: c\nBo: d\n", "<1|Ann:a|Bo:b|Ann:c|Bo:d|+>"},
    {"Ann: a\nmore\n\nstill\nBo: b\n", "<1|Ann:a\nmore\nstill|Bo:b|+>"},
    {"Ann: a\nhttp://x.org: y\nNote: this\n12: z\nAnn: b\n",
     "<1|Ann:a\nhttp://x.org: y\nNote: this\n12: z|Ann:b|+>"},
    {"Ann: he said: yes\nAnn: b\nShe: once\n", "<1|Ann:he said: yes|Ann:b\nShe: once|+>"},
    {"**Ann:** a\n**Bo**: b\n**Ann:** c\n**Bo:** d\n", "<1|Ann:a|Bo:b|Ann:c|Bo:d|+>"},
    {"[00:00:01] Ann: a\n[00:00:05] Bo: b\n[01:00:00] Ann: c\n",
     "<1|Ann:a\n[00:00:05] Bo: b|Ann:c|+>"},
    {"Ann (00:12:34): a\nAnn (00:13:00): b\n", "<1|Ann:a|Ann:b|+>"},
    {"Ann:no space\nAnn: b\nAnn: c\n", "<1|Ann:b|Ann:c|+>"},
    {"Ann:\nwords below\nAnn: c\n", "<1|Ann:words below|Ann:c|+>"},
    {"Ann:\tTAB\nAnn: c\n", "<1|Ann:TAB|Ann:c|+>"},
    {"Ann: once\nBo: once\n", "<1|Ann:once|Bo:once|+>"},
    {"no speaker at all\n", ""},
    {"\xE7\x8E\x8B: \xE4\xBD\xA0\xE5\xA5\xBD\nAnn: b\n\xE7\x8E\x8B: c\n",
     "<1|\xE7\x8E\x8B:\xE4\xBD\xA0\xE5\xA5\xBD\nAnn: b|\xE7\x8E\x8B:c|+>"},
};

ParameterizedTestParameters(plain, reads) {
    return cr_make_param_array(talk_case, talks, sizeof talks / sizeof *talks);
}

ParameterizedTest(talk_case *t, plain, reads) {
    taken got = take_text(t->in, (intake_options){.format = "transcript"});
    expect_events(&got, t->out);
}

Test(plain, takes_the_speakers_that_it_is_told) {
    taken t = take_text("Ann: a\nShe: b\nShe: c\n",
                        (intake_options){.format = "transcript", .reader.speakers = "Ann, Bo"});
    expect_events(&t, "<1|Ann:a\nShe: b\nShe: c|+>");
}

Test(plain, counts_what_stands_before_the_first_speaker) {
    taken t = take_text("A title\nand more\nAnn: a\nBo: b\nAnn: c\nBo: d\n", (intake_options){0});
    cr_assert_eq(t.counts.malformed, 1);
    cr_assert_eq(t.counts.used, 4);
    taken_release(&t);
}

Test(plain, leaves_out_a_record_that_is_too_long) {
    taken t =
        take_text("Ann: short\nBo: 123456789012345\nAnn: 123456\n1234567\n12345678\nBo: fine\n",
                  (intake_options){.format = "transcript", .reader.max_record = 16});
    cr_assert_eq(t.counts.too_long, 2);
    expect_events(&t, "<1|Ann:short|Bo:fine|+>");
}

Test(plain, has_the_time_of_a_recording) {
    const char *folder = packed_folder();
    const char *path =
        packed_file(folder, "log", STR("[00:00:05] Ann: a\nAnn (01:02:03): b\nAnn: c\n"));
    inputs *in = inputs_new(&path, 1, &(input_options){0});
    error err = {0};
    intake_options o = {
        .reader.max_record = LIMIT_RECORD, .format = "transcript", .max_rejects = -1};
    intake *job = intake_new(in, &o, &err);
    arena keep = {0};
    conversation *c = NULL;
    message m;
    static const int64_t times[] = {5000, 3723000, 0}, effective[] = {5000, 3723000, 3723000};
    for (intake_result r; (r = intake_next(job, &keep, &m, &c, &err)) != INTAKE_DONE;) {
        if (r == INTAKE_END) conversation_free(c);
        if (r != INTAKE_MESSAGE) continue;
        cr_assert_eq(m.time, times[m.number - 1]);
        cr_assert_eq(m.effective, effective[m.number - 1]);
        cr_assert_eq(m.time_kind, m.number < 3 ? TIME_MEDIA : TIME_NONE);
    }
    arena_release(&keep);
    intake_free(job);
    inputs_free(in);
    packed_remove(folder);
}

Test(plain, bids_on_talks_and_on_nothing_else) {
    static const struct {
        const char *head;
        bool bids;
    } heads[] = {
        {"Ann: a\nBo: b\nAnn: c\nBo: d\n", true},
        {"Ann: a\nBo: b\nAnn: c\n", false},
        {"Ann: a\nmore\nmore\nmore\nBo: b\nAnn: c\nBo: d\n", false},
        {"https: a\nhttps: b\nhttp: a\nhttp: b\n", false},
        {"10:30 a\n10:31 b\n10:32 c\n", false},
        {"", false},
        {"a,b,c\n1,2,3\n", false},
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        cr_assert_eq(reader_plain.bid(str_from(heads[i].head), true) > 0, heads[i].bids, "%s",
                     heads[i].head);
}
