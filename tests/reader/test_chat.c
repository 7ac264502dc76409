#include "reader/taken.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "reader/chat_text.h"
#include "reader/reading.h"

extern const reader reader_chat;

typedef struct tier_case {
    char in[90], out[60];
} tier_case;

static tier_case tiers[] = {
    {"you want it ?", "you want it?"},
    {"I [/] I want .", "I want."},
    {"<the big> [//] the small dog .", "the small dog."},
    {"<<see the> [?] working> [/] on .", "on."},
    {"a b [/?] c [/-] d", "a d"},
    {"it [: they] [*] goes", "they goes"},
    {"wanna [:: want to] go", "want to go"},
    {"gone [: a] [//] b", "b"},
    {"so [= laughing] is [% x] it [=! y]", "so is it"},
    {"&=laughs &-um &+fr &frag hm", "um hm"},
    {"0are 0 we 0.", "we 0."},
    {"xxx yyy www", ""},
    {"0 .", ""},
    {"(.) well (..) (1.2) (1:02.5) yes", "well yes"},
    {"+< yes +...", "yes."},
    {"+\" quoted +/?", "quoted?"},
    {"no +\"/.", "no."},
    {"(be)cause wor(d)s", "because words"},
    {"New_York ice+cream", "New York ice cream"},
    {"gaga@b dog@s:deu", "gaga dog"},
    {"no:: rea:lly", "no really"},
    {"\xE2\x86\x91up\xE2\x86\x91 \xE2\x8C\x88here\xE2\x8C\x89 \xC2\xB0soft\xC2\xB0",
     "up here soft"},
    {"\xE2\x80\xA1 Mom , come !", "Mom, come!"},
    {"it's don't", "it's don't"},
    {"a\x15"
     "1_2\x15",
     "a"},
    {"[/] > ] [ <", ""},
    {"a [unclosed b", "a unclosed b"},
    {"\x15", ""},
    {"\xE4\xBD\xA0 \xE5\xA5\xBD .", "\xE4\xBD\xA0 \xE5\xA5\xBD."},
};

ParameterizedTestParameters(chat_text, keeps_the_words) {
    return cr_make_param_array(tier_case, tiers, sizeof tiers / sizeof *tiers);
}

ParameterizedTest(tier_case *t, chat_text, keeps_the_words) {
    buf out = {0}, scratch = {0};
    buf_add(&out, STR("before "));
    bool words = chat_text_clean(&out, str_from(t->in), &scratch);
    str got = str_drop(buf_str(&out), 7);
    cr_assert(str_equal(got, str_from(t->out)), "%s: %.*s", t->in, (int)got.len, got.at);
    cr_assert_eq(words, t->out[0] != '\0');
    buf_release(&out);
    buf_release(&scratch);
}

// A code behind a group takes back what is in it; here in a group inside so many others.
static void in_groups(int groups, const char *wanted) {
    buf text = {0}, out = {0}, scratch = {0};
    for (int i = 0; i < groups; i++) buf_add_char(&text, '<');
    buf_add(&text, STR("one <two> [//] three"));
    chat_text_clean(&out, buf_str(&text), &scratch);
    cr_expect(str_equal(buf_str(&out), str_from(wanted)), "%d: %.*s", groups, (int)out.len, out.at);
    buf_release(&text);
    buf_release(&out);
    buf_release(&scratch);
}

Test(chat_text, follows_32_groups_inside_each_other) {
    in_groups(30, "one three");
    in_groups(31, "one three");
    in_groups(32, "three"); // the last that is followed is taken for it
}

Test(chat_text, has_a_time_behind_it) {
    cr_assert_eq(chat_text_start(STR("a . \x15"
                                     "1070_6270\x15")),
                 1070);
    cr_assert_eq(chat_text_start(STR("a \x15"
                                     "5_6\x15 b \x15"
                                     "7_8\x15")),
                 5);
    cr_assert_eq(chat_text_start(STR("a \x15soon_6\x15")), -1);
    cr_assert_eq(chat_text_start(STR("a \x15"
                                     "5_\x15")),
                 -1);
    cr_assert_eq(chat_text_start(STR("a 5_6")), -1);
}

Test(chat, joins_lines_and_passes_over_what_depends_on_them) {
    taken t =
        take_text("@UTF8\n@Begin\n@Participants:\tANN Anna Child,\n\tBO Adult\n"
                  "*ANN:\tone\n\ttwo .\n%mor:\tn|x\n\tn|y\n@Comment:\tno\n*BO:\tthree .\n@End\n",
                  (intake_options){0});
    cr_assert_eq(t.counts.malformed, 0);
    expect_events(&t, "<1|Anna:one two.|BO:three.|+>");
}

Test(chat, counts_a_line_that_is_too_long_and_passes_over_one_that_says_nothing) {
    static const char text[] =
        "@UTF8\n@Begin\n*ANN:\tone .\n*ANN:\tfar more than forty bytes in one line .\n"
        "%com:\tfar more than forty bytes in one line .\n*BO:\ttwo .\n@End\n";
    taken t = take_text(text, (intake_options){.reader.max_record = 40});
    cr_assert_eq(t.counts.too_long, 1);
    cr_assert_eq(t.counts.read, 3);
    expect_events(&t, "<1|ANN:one.|BO:two.|+>");
}

Test(chat, counts_what_is_no_tier_and_a_file_without_end) {
    taken t = take_text("@Begin\n*ANN:\tone .\n*no code at all\n*lower:\ttwo .\n*BO:\tthree .\n",
                        (intake_options){0});
    cr_assert_eq(t.counts.malformed, 3);
    expect_events(&t, "<1|ANN:one.|BO:three.|+>");
}

Test(chat, has_codes_as_ids_and_times_of_the_recording) {
    reading r = read_through(&reader_chat,
                             STR("@UTF8\n@Begin\n@Participants:\tANN Anna Child\n"
                                 "*ANN:\tone . \x15"
                                 "1500_1900\x15\n*ANN:\t0 .\n@End\n"),
                             NULL);
    cr_assert_eq(r.count, 2);
    expect_str(r.messages[0].author_id, "ANN");
    cr_assert_eq(r.messages[0].time, 1500);
    cr_assert_eq(r.messages[0].time_kind, TIME_MEDIA);
    cr_assert_eq(r.messages[0].line, 4);
    cr_assert_eq(r.messages[1].kind, KIND_MEDIA);
    cr_assert_eq(r.messages[1].time_kind, TIME_NONE);
    cr_assert_gt(r.bid, 90);
    reading_release(&r);
}
