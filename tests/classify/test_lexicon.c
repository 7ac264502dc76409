#include "classify/lexicon.h"

#include <criterion/criterion.h>

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
