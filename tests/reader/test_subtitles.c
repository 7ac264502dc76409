#include "reader/taken.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "reader/reading.h"

extern const reader reader_vtt, reader_srt;

#define AT(s) "00:00:0" #s ".000 --> 00:00:0" #s ".900\n"

typedef struct block_case {
    char format[4];
    char in[400];
    char out[200];
    uint64_t malformed, duplicate;
} block_case;

static block_case blocks[] = {
    {"vtt", "WEBVTT\n\n" AT(1) "a\n\n" AT(2) "b\n", "<1|:a|:b|+>", 0, 0},
    {"vtt", "WEBVTT title\nKind: x\n\nNOTE no\ncue\n\nSTYLE\nx\n\n" AT(1) "a\n", "<1|:a|+>", 0, 0},
    {"vtt", "WEBVTT\n\nid\n" AT(1) "a\n\nno time\n\n" AT(2) "b", "<1|:a|:b|+>", 1, 0},
    {"vtt", "WEBVTT\n\n00:01 --> soon\nlost\n\n" AT(2) "b", "<1|:b|+>", 1, 0},
    {"vtt", "WEBVTT\n\n" AT(1) AT(2) "b\n", "<1|:|:b|+>", 0, 0},
    {"vtt", "WEBVTT\r\n\r\n" AT(1) "<v Ann>a</v>\r\n<v Bo>b</v>\r\n", "<1|Ann:a|Bo:b|+>", 0, 0},
    {"vtt", "WEBVTT\n\n" AT(1) "Ann: a\n\n" AT(2) "Bo: b\n", "<1|Ann:a|Bo:b|+>", 0, 0},
    {"vtt", "WEBVTT\n\n" AT(1) "He said: a\n\n" AT(2) "b\n\n" AT(3) "c\n",
     "<1|:He said: a|:b|:c|+>", 0, 0},
    {"srt", "1\n" AT(1) "a\n2\n" AT(2) "b\n\n\n3\n" AT(3) "\n\n4\n" AT(4) "d", "<1|:a|:b|:|:d|+>",
     0, 0},
    {"srt", AT(1) "[Ann] a\n\n" AT(2) "[Ann] b\n\n" AT(3) "[Once] c\n",
     "<1|Ann:a|Ann:b|:[Once] c|+>", 0, 0},
    {"srt", AT(1) "ANN: a\nb\nBO: c\nANN: [sighs]\n\n" AT(2) "a\nBO: b\n",
     "<1|ANN:a\nb|BO:c|ANN:|:a\nBO: b|+>", 0, 0},
    {"srt",
     "\xEF\xBB\xBF"
     "1\n" AT(1) "a\n\n2\n",
     "<1|:a|+>", 1, 0},
    {"vtt", "WEBVTT\n\n" AT(1) "a\n\n" AT(2) "a\nb<c> c</c>\n\n" AT(3) "b c\n\n" AT(4) "b c\nd\n",
     "<1|:a|:b c|:d|+>", 0, 1},
    {"vtt",
     "WEBVTT\n\n" AT(1) " \nhello<c> my</c>\n\n" AT(2) "hello my\n \n\n" AT(
         3) "hello my\nnext<c> "
            "words</c>\n\n" AT(4) "next words\n \n\n",
     "<1|:hello my|:next words|+>", 0, 2},
    {"srt", AT(1) "a\n \n" AT(2) "b\n", "<1|:a|:b|+>", 0, 0},
    {"vtt", "WEBVTT\n\n" AT(1) "Yes.\n\n" AT(2) "Yes.\n\n" AT(3) "No.\n\n" AT(4) "So.\n",
     "<1|:Yes.|:Yes.|:No.|:So.|+>", 0, 0},
    {"vtt", "WEBVTT\n\n \n\nNOTE a\n \nb\n\n \nid\n" AT(1) "a\n", "<1|:a|+>", 0, 0},
    {"vtt", "WEBVTT\n\n" AT(1) " \na<00:00:01.500><c> b</c>\n\n" AT(2) "a b\n \n\n", "<1|:a b|+>",
     0, 1},
    {"vtt", "WEBVTT\n\n" AT(1) "la\n\n" AT(2) "la\n", "<1|:la|:la|+>", 0, 0},
};

ParameterizedTestParameters(subtitles, are_read_block_by_block) {
    return cr_make_param_array(block_case, blocks, sizeof blocks / sizeof *blocks);
}

ParameterizedTest(block_case *t, subtitles, are_read_block_by_block) {
    taken got = take_text(t->in, (intake_options){.format = t->format});
    cr_assert_eq(got.counts.malformed, t->malformed, "%s", t->in);
    cr_assert_eq(got.counts.duplicate, t->duplicate, "%s", t->in);
    expect_events(&got, t->out);
}

Test(subtitles, have_ids_times_and_kinds) {
    reading r = read_through(&reader_srt,
                             STR("7\n00:01:02,003 --> 00:01:03,000\nANN: hi\n\n"
                                 "8\n00:01:04,000 --> 00:01:05,000\n[music]\n"),
                             NULL);
    cr_assert_eq(r.count, 2);
    expect_str(r.messages[0].id, "7");
    expect_str(r.messages[0].author, "ANN");
    cr_assert_eq(r.messages[0].time, 62003);
    cr_assert_eq(r.messages[0].time_kind, TIME_MEDIA);
    cr_assert_eq(r.messages[0].precision, 1);
    cr_assert_eq(r.messages[0].line, 2);
    expect_str(r.messages[1].id, "8");
    cr_assert_eq(r.messages[1].kind, KIND_MEDIA);
    reading_release(&r);
}

Test(subtitles, leave_out_a_cue_that_is_too_long) {
    taken t =
        take_text("WEBVTT\n\n" AT(1) "a long line\nand another that is longer\n\n" AT(2) "b\n",
                  (intake_options){.format = "vtt", .reader.max_record = 30});
    cr_assert_eq(t.counts.too_long, 1);
    expect_events(&t, "<1|:b|+>");
}

Test(subtitles, are_known_by_their_beginning) {
    cr_assert_gt(reader_vtt.bid(STR("WEBVTT"), true), 90);
    cr_assert_gt(reader_vtt.bid(STR("WEBVTT - x\n"), false), 90);
    cr_assert_eq(reader_vtt.bid(STR("WEBVTTX\n"), true), 0);
    cr_assert_gt(reader_srt.bid(STR("\n1\n" AT(1) "x\n"), true), 80);
    cr_assert_gt(reader_srt.bid(STR(AT(1) "x\n"), true), 80);
    cr_assert_eq(reader_srt.bid(STR("1\n2\n" AT(1)), true), 0);
    cr_assert_eq(reader_srt.bid(STR("1\nsome text\n"), true), 0);
    cr_assert_eq(reader_srt.bid(STR("an --> arrow\n"), true), 0);
}
