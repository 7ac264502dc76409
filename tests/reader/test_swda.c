#include "reader/taken.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "reader/reading.h"
#include "reader/swda_text.h"

extern const reader reader_swda, reader_dailydialog;

typedef struct text_case {
    char in[90], out[60];
} text_case;

static text_case texts[] = {
    {"{F Uh, } yes. /", "Uh, yes."},
    {"{C And } {D well, } so /", "And well, so"},
    {"[ I, + I ] know", "I know"},
    {"a [ b + [ c, + c ] ] d", "a c d"},
    {"[ a + b", "b"},
    {"a + b ]", "a b"},
    {"oh <laughter> no <<faint>> ((maybe)) -- # -/", "oh no maybe"},
    {"it's *[[slash error]] fine", "it's fine"},
    {"well-known (so) 3 < 4", "well-known (so) 3 < 4"},
    {"<noise>.", ""},
    {"", ""},
};

ParameterizedTestParameters(swda_text, keeps_the_words) {
    return cr_make_param_array(text_case, texts, sizeof texts / sizeof *texts);
}

ParameterizedTest(text_case *t, swda_text, keeps_the_words) {
    buf out = {0};
    swda_text_clean(&out, str_from(t->in));
    cr_assert(str_equal(buf_str(&out), str_from(t->out)), "%s: %.*s", t->in, (int)out.len, out.at);
    swda_text_clean(&out, STR("more"));
    cr_assert(str_ends(buf_str(&out), t->out[0] ? STR(" more") : STR("more")));
    buf_release(&out);
}

// A repair takes back what stands before its +; here one inside so many others.
static void in_repairs(int repairs, const char *wanted) {
    buf text = {0}, out = {0};
    for (int i = 0; i < repairs; i++) buf_add(&text, STR("[ "));
    buf_add(&text, STR("one [ two + three ]"));
    swda_text_clean(&out, buf_str(&text));
    cr_expect(str_equal(buf_str(&out), str_from(wanted)), "%d: %.*s", repairs, (int)out.len,
              out.at);
    buf_release(&text);
    buf_release(&out);
}

Test(swda_text, follows_32_repairs_inside_each_other) {
    in_repairs(30, "one three");
    in_repairs(31, "one three");
    in_repairs(32, "three"); // the last that is followed is taken for it
}

#define COLUMNS "swda_filename,ptb_basename,conversation_no,act_tag,caller,utterance_index,text\n"

typedef struct rows_case {
    char in[320], out[100];
    uint64_t malformed;
} rows_case;

static rows_case rows[] = {
    {COLUMNS "f,,1,sd,A,1,a\nf,,1,sd,A,1,b\nf,,1,b,B,2,c\n", "<1|A:a b|B:c|+>", 0},
    {COLUMNS "f,,1,sd,A,1,a\nf,,1,b,B,2,c\nf,,1,+,A,3,b\nf,,1,sd,A,3,d\n", "<1|A:a b|B:c|A:d|+>",
     0},
    {COLUMNS "f,,1,sd,A,1,a\nf,,2,+,A,1,b\n", "<1|A:a|+><2|A:b|+>", 0},
    {COLUMNS "f,,1,+,A,1,a\nf,,1,+,B,2,b\n", "<1|A:a|B:b|+>", 0},
    {COLUMNS "f,,1,sd,A,1,a\nf,,,sd,A,1,b\nf,,1,sd,,1,b\nf,,1\n", "<1|A:a|+>", 3},
};

ParameterizedTestParameters(swda, joins_rows) {
    return cr_make_param_array(rows_case, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(rows_case *t, swda, joins_rows) {
    taken got = take_text(t->in, (intake_options){0});
    cr_assert_eq(got.counts.malformed, t->malformed, "%s", t->in);
    expect_events(&got, t->out);
}

Test(swda, does_not_wait_for_ever) {
    buf in = {0};
    buf_add(&in, STR(COLUMNS "f,,1,sd,B,0,b\n"));
    for (int i = 1; i <= 200; i++) buf_printf(&in, "f,,1,sd,A,%d,a\n", i);
    buf_add_char(&in, '\0');
    taken t = take_text(in.at, (intake_options){0});
    cr_assert_eq(t.counts.used, 201);
    taken_release(&t);
    buf_release(&in);
}

// Whether an utterance of A is gone on with behind one each of so many others.
static bool goes_on_behind(int others) {
    buf in = {0};
    buf_add(&in, STR(COLUMNS "f,,1,sd,A,0,a\n"));
    for (int i = 1; i <= others; i++) buf_printf(&in, "f,,1,sd,c%d,%d,b\n", i, i);
    buf_printf(&in, "f,,1,+,A,%d,more\n%c", others + 1, 0);
    taken t = take_text(in.at, (intake_options){0});
    cr_assert(t.counts.used == (uint64_t)others + 1 || t.counts.used == (uint64_t)others + 2);
    bool went_on = str_starts(buf_str(&t.events), STR("<1|A:a more|"));
    taken_release(&t);
    buf_release(&in);
    return went_on;
}

Test(swda, lets_64_utterances_wait) {
    cr_expect(goes_on_behind(61));
    cr_expect(goes_on_behind(62));
    cr_expect(!goes_on_behind(63));
}

Test(swda, needs_its_columns) {
    taken t = take_text("swda_filename,ptb_basename,caller,text\na,b,c,d\n", (intake_options){0});
    cr_assert_eq(t.err.status, ATTUNE_INPUT);
    taken_release(&t);
}

static rows_case dialogues[] = {
    {"a . __eou__ b ? __eou__\nc __eou__\n", "<log:1|A:a.|B:b?|+><log:2|A:c|+>", 0},
    {"a __eou__ b", "<log:1|A:a|B:b|+>", 0},
    {"a __eou__ __eou__ b __eou__\n\nno mark\n", "<log:1|A:a|A:b|+>", 1},
    {"don ’ t , it ' s Bo ' s 'quote ' __eou__\n", "<log:1|A:don’t, it's Bo's 'quote '|+>", 0},
};

ParameterizedTestParameters(dailydialog, reads) {
    return cr_make_param_array(rows_case, dialogues, sizeof dialogues / sizeof *dialogues);
}

ParameterizedTest(rows_case *t, dailydialog, reads) {
    taken got = take_text(t->in, (intake_options){0});
    cr_assert_eq(got.counts.malformed, t->malformed, "%s", t->in);
    expect_events(&got, t->out);
}

Test(dailydialog, bids_on_its_mark) {
    cr_assert_gt(reader_dailydialog.bid(STR("a __eou__\n"), true), 0);
    cr_assert_eq(reader_dailydialog.bid(STR("a\nb __eou__\n"), true), 0);
    cr_assert_gt(reader_swda.bid(STR(COLUMNS), true), 90);
}
