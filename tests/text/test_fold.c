#include "text/fold.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdlib.h>

static bool is_word(const void *context, str word) {
    for (const char *const *w = context; *w; w++)
        if (str_equal(word, str_from(*w))) return true;
    return false;
}

typedef struct fold_case {
    char raw[48], want[48];
} fold_case;

ParameterizedTestParameters(fold, folds_a_word_once_for_words_and_rules) {
    static fold_case cases[] = {
        {"OK", "ok"},
        {"That\xE2\x80\x99s", "that's"},
        {"pleeease", "please"},
        {"PLEEEASE", "please"},
        {"sooo", "soo"},       // both are words: two stay
        {"helllooo", "hello"}, // two runs, one of them double in the word
        {"yess", "yess"},      // a run of two stays as it is
        {"zzzz", "zz"},        // no word either way
        {"Stra\xC3\x9F"
         "e",
         "strasse"},
        {"e\xCC\x81", "\xC3\xA9"}, // NFC
        {"\xD0\x94\xD0\x90\xD0\x90\xD0\x90", "\xD0\xB4\xD0\xB0\xD0\xB0"},
        {"\xEF\xAC\x81ne", "fine"}, // full folding of the ligature
        {"1000", "1000"},           // digits are no letters
    };
    return cr_make_param_array(fold_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(fold_case *t, fold, folds_a_word_once_for_words_and_rules) {
    static const char *const words[] = {"please", "so", "soo", "hello", NULL};
    buf out = {0};
    buf_add(&out, STR("before "));
    fold_token(&out, str_from(t->raw), TOKEN_WORD, is_word, words);
    str got = str_drop(buf_str(&out), 7);
    cr_assert(str_equal(got, str_from(t->want)), "%s: %.*s", t->raw, (int)got.len, got.at);
    buf_release(&out);
}

Test(fold, drops_what_only_changes_the_look_of_an_emoji) {
    buf out = {0};
    fold_text(&out, STR("\xE2\x9D\xA4\xEF\xB8\x8F\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD"));
    cr_assert(str_equal(buf_str(&out), STR("\xE2\x9D\xA4\xF0\x9F\x91\x8D")));
    buf_release(&out);
}

Test(fold, makes_every_space_but_the_line_feed_a_space) {
    buf out = {0};
    fold_text(&out, STR("a\tb\nc\xC2\xA0"
                        "d\xE2\x80\xAF"
                        "e"));
    cr_assert(str_equal(buf_str(&out), STR("a b\nc d e")));
    buf_release(&out);
}

Test(fold, folds_long_text_as_its_pieces) {
    buf raw = {0}, out = {0}, want = {0};
    for (int i = 0; i < 5000; i++) {
        buf_add(&raw, STR("\xC3\x84pfel "));
        buf_add(&want, STR("\xC3\xA4pfel "));
    }
    fold_text(&out, buf_str(&raw));
    cr_assert(str_equal(buf_str(&out), buf_str(&want)));
    buf_release(&raw);
    buf_release(&out);
    buf_release(&want);
}
