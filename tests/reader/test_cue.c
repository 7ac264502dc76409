#include "reader/cue.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <inttypes.h>

typedef struct timing_case {
    char line[80];
    bool good;
    int64_t start;
} timing_case;

static timing_case timings[] = {
    {"00:00:01.500 --> 00:00:02.000", true, 1500},
    {"01:02:03,004 --> 01:02:04,000", true, 3723004},
    {"02:03.004 --> 02:04.000 align:start", true, 123004},
    {"100:00:00.000 --> 100:00:01.000", true, 360000000},
    {"00:00:01,500 --> 00:00:02,000 X1:10 X2:20", true, 1500},
    {"00:00:01,500-->00:00:02.000", true, 1500},
    {"00:60:01.500 --> 00:00:02.000", false, 0},
    {"00:00:61.500 --> 00:00:02.000", false, 0},
    {"00:00:01.5 --> 00:00:02.000", false, 0},
    {"00:00:01.500 -> 00:00:02.000", false, 0},
    {"00:00:01.500 -->", false, 0},
    {"00:00:01.500 --> 00:00:02.000x", false, 0},
    {"--> 00:00:02.000", false, 0},
    {"soon --> later", false, 0},
    {"", false, 0},
};

ParameterizedTestParameters(cue, reads_its_timing) {
    return cr_make_param_array(timing_case, timings, sizeof timings / sizeof *timings);
}

ParameterizedTest(timing_case *t, cue, reads_its_timing) {
    int64_t start = 0;
    cr_assert_eq(cue_timing(str_from(t->line), &start), t->good, "%s", t->line);
    if (t->good) cr_assert_eq(start, t->start, "%s: %" PRId64, t->line, start);
}

typedef struct voice_case {
    char payload[120];
    bool web;
    char voices[120]; // name=text|name=text
} voice_case;

static voice_case voices[] = {
    {"plain", true, "=plain"},
    {"", true, "="},
    {"<v Ann>hi</v>", true, "Ann=hi"},
    {"<v.first.loud Ann Lee>hi", true, "Ann Lee=hi"},
    {"<v Ann>\nbelow the tag", true, "Ann=below the tag"},
    {"<v Ann>hi</v>\n<v Bo>ho</v>", true, "Ann=hi|Bo=ho"},
    {"before <v Ann>hi</v> after", true, "=before|Ann=hi|=after"},
    {"- <v Ann>hi</v>\n- <v Bo>ho</v>", true, "Ann=hi|Bo=ho"},
    {"<v A&amp;B>x</v>", true, "A&B=x"},
    {"a &amp; b &lt;3 &nbsp;c&unknown;", true, "=a & b <3  c&unknown;"},
    {"<c.red>one</c> <00:00:01.000>two", true, "=one two"},
    {"- hi\n- ho", true, "=hi\nho"},
    {"&gt;&gt; hi", true, "=hi"},
    {"3 < 4", true, "=3 < 4"},
    {"<i>hi</i> {\\an8}3 < 4 &amp;", false, "=hi 3 < 4 &amp;"},
    {"a <3 b> c", false, "=a <3 b> c"},
    {"<v Ann>hi", false, "=hi"},
};

ParameterizedTestParameters(cue, is_cut_into_voices) {
    return cr_make_param_array(voice_case, voices, sizeof voices / sizeof *voices);
}

ParameterizedTest(voice_case *t, cue, is_cut_into_voices) {
    cue c = {0};
    buf got = {0};
    cue_parse(&c, str_from(t->payload), t->web);
    for (size_t i = 0; i < c.count; i++) {
        if (i) buf_add_char(&got, '|');
        buf_add(&got, cue_name(&c, i));
        buf_add_char(&got, '=');
        buf_add(&got, cue_text(&c, i));
    }
    cr_assert(str_equal(buf_str(&got), str_from(t->voices)), "%s: %.*s", t->payload, (int)got.len,
              got.at);
    buf_release(&got);
    cue_release(&c);
}

Test(cue, keeps_more_voices_than_it_has_room_for_in_the_last) {
    for (int count = CUE_VOICES - 1; count <= CUE_VOICES + 8; count++) {
        buf payload = {0};
        for (int i = 1; i <= count; i++) buf_printf(&payload, "<v N%d>t%d</v>\n", i, i);
        cue c = {0};
        cue_parse(&c, buf_str(&payload), true);
        int kept = count < CUE_VOICES ? count : CUE_VOICES;
        buf last = {0};
        for (int i = kept; i <= count; i++) buf_printf(&last, "%st%d", i > kept ? "\n\n" : "", i);
        cr_assert_eq(c.count, (size_t)kept, "%d: %zu", count, c.count);
        str text = cue_text(&c, c.count - 1);
        cr_expect(str_equal(text, buf_str(&last)), "%d: %.*s", count, (int)text.len, text.at);
        cue_release(&c);
        buf_release(&last);
        buf_release(&payload);
    }
}

typedef struct label_case {
    char text[60];
    label_kind kind;
    char name[30], rest[40];
} label_case;

static label_case labels[] = {
    {"Ann: hi", LABEL_COLON, "Ann", "hi"},
    {"ANN LEE: hi", LABEL_CAPITAL, "ANN LEE", "hi"},
    {"[Ann] hi", LABEL_BRACKET, "Ann", "hi"},
    {"[Ann]: hi", LABEL_BRACKET, "Ann", "hi"},
    {"(Ann) hi", LABEL_BRACKET, "Ann", "hi"},
    {"Ann:\nhi", LABEL_COLON, "Ann", "hi"},
    {"[music]", LABEL_SOUND, "", ""},
    {"(door slams)", LABEL_SOUND, "", ""},
    {"♪ la la ♪", LABEL_SOUND, "", ""},
    {"[laughs] hi", LABEL_NONE, "", "[laughs] hi"},
    {"[Sighs] hi", LABEL_NONE, "", "[Sighs] hi"},
    {"see http://x.org", LABEL_NONE, "", "see http://x.org"},
    {"at 10:30 then", LABEL_NONE, "", "at 10:30 then"},
    {"so, he said: no", LABEL_NONE, "", "so, he said: no"},
    {"A name of many more words: no", LABEL_NONE, "", "A name of many more words: no"},
};

ParameterizedTestParameters(cue, may_have_a_label) {
    return cr_make_param_array(label_case, labels, sizeof labels / sizeof *labels);
}

ParameterizedTest(label_case *t, cue, may_have_a_label) {
    cue_label got = cue_label_of(str_from(t->text));
    cr_assert_eq(got.kind, t->kind, "%s", t->text);
    cr_assert(str_equal(got.name, str_from(t->name)), "%s", t->text);
    cr_assert(str_equal(got.text, str_from(t->rest)), "%s", t->text);
}
