#include "classify/lexicon.h"

#include <criterion/criterion.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "text/fold.h"

// An entry stands under what fold_token makes of it, however few letters ask for folding.
static void expect_folded(const char *entry) {
    lexicon words = {0};
    buf folded = {0};
    lexicon_init(&words, 1);
    fold_token(&folded, str_from(entry), TOKEN_WORD, NULL, NULL);
    cr_assert(lexicon_add(&words, 0, str_from(entry), 4), "%s", entry);
    uint32_t id = lexicon_word(&words, buf_str(&folded));
    cr_assert_neq(id, INTERN_NONE, "%s", entry);
    cr_expect_eq(words.words.count, 1, "%s", entry);
    cr_expect_eq(lexicon_own_categories(&words, id, 0), 4, "%s", entry);
    buf_release(&folded);
    lexicon_release(&words);
}

Test(lexicon, entries_stand_under_what_folding_makes_of_them) {
    static const char *const entries[] = {
        "a",    "zz",   "love",  "Love",       "lovE",        "aaa",  "sooo", "ssooo", "soooo",
        "café", "CAFÉ", "don't", "don\u2019t", "stra\u00DFe", "ooze", "7",    "\u2764"};
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) expect_folded(entries[i]);
}

Test(lexicon, entries_that_fold_alike_are_one_word) {
    lexicon words = {0};
    lexicon_init(&words, 1);
    cr_assert(lexicon_add(&words, 0, STR("love"), 1) && lexicon_add(&words, 0, STR("LOVE"), 2));
    cr_expect_eq(words.words.count, 1);
    cr_expect_eq(lexicon_own_categories(&words, lexicon_word(&words, STR("love")), 0), 3);
    lexicon_release(&words);
}

// Letters below U+0250 are Latin, those from U+0400 to U+052F Cyrillic; what is no letter has no
// script. Letters of two bytes are told by these.
Test(lexicon, latin_and_cyrillic_letters_are_of_their_scripts_and_nothing_else_is) {
    uint32_t latin = lexicon_scripts(STR("a")), cyrillic = lexicon_scripts(STR("я"));
    cr_assert(latin && cyrillic && latin != cyrillic);
    for (uint32_t point = 0; point < 0x800; point++) {
        char bytes[4];
        uint32_t scripts = lexicon_scripts(str_of(bytes, utf8_encode(point, bytes)));
        utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
        bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
        cr_expect_eq(scripts != 0, letter, "U+%04X", point);
        cr_expect_eq(scripts == latin, letter && point < 0x250, "U+%04X", point);
        cr_expect_eq(scripts == cyrillic, letter && point >= 0x400 && point < 0x530, "U+%04X",
                     point);
    }
}
