#include "text/fold.h"

#include "base/utf8.h"

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

// One run more than a number of 32 bits has bits: "aaabbbaaa…" is the word "abbaa…".
Test(fold, tries_the_first_runs_alone_of_a_word_of_33_runs) {
    enum { COUNT = 33 };
    char raw[3 * COUNT + 1] = "", want[2 * COUNT] = "a";
    for (int i = 0; i < COUNT; i++) {
        strcat(raw, i % 2 ? "bbb" : "aaa");
        if (i) strcat(want, i % 2 ? "bb" : "aa");
    }
    const char *const known[] = {want, NULL};
    buf out = {0};
    fold_token(&out, str_from(raw), TOKEN_WORD, is_word, known);
    cr_expect(str_equal(buf_str(&out), str_from(want)), "%.*s", (int)out.len, out.at);
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

// What is folded character by character comes out as utf8proc folds it, which it does with the
// whole of a text that has an ideograph in it.
static void expect_as_whole(buf out[2], buf *text) {
    const str last = STR("\xE4\xBD\xA0");
    buf_reset(&out[0]);
    buf_reset(&out[1]);
    fold_text(&out[0], buf_str(text));
    buf_add(&out[0], last);
    buf_add(text, last);
    fold_text(&out[1], buf_str(text));
    cr_assert(str_equal(buf_str(&out[0]), buf_str(&out[1])), "%.*s", (int)text->len, text->at);
    buf_reset(text);
}

Test(fold, folds_each_character_as_utf8proc_does) {
    buf out[2] = {{0}}, text = {0};
    for (uint32_t point = 1; point < 0x20000; point++) {
        if (point >= 0xD800 && point < 0xE000) continue;
        utf8_add(&text, point);
        expect_as_whole(out, &text);
        buf_add(&text, STR("Ab"));
        utf8_add(&text, point);
        utf8_add(&text, point + 1 == 0xD800 ? point : point + 1);
        buf_add(&text, STR("\xC3\x84\xD0\x96"));
        expect_as_whole(out, &text);
    }
    uint32_t state = 3;
    for (unsigned round = 0; round < 100000; round++) {
        for (unsigned i = 0; i < 12; i++) {
            state = state * 1664525u + 1013904223u;
            uint32_t kind = state >> 30, point = state >> 10 & 0x7FFF;
            utf8_add(&text, kind == 0   ? point % 0x80
                            : kind == 1 ? point % 0x800
                            : kind == 2 ? 0x400 + point % 0x80
                                        : 0x2000 + point % 0x800);
        }
        expect_as_whole(out, &text);
    }
    buf_release(&out[0]);
    buf_release(&out[1]);
    buf_release(&text);
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
