// The phrase of --consent, message by message.
#include "reader/consent.h"

#include <criterion/criterion.h>

static bool agrees(const char *phrase, str text) {
    consent c = {0};
    consent_init(&c, phrase);
    consent_note(&c, 0, text);
    bool complete = consent_complete(&c);
    cr_assert_eq(c.lacking, complete ? 0 : 1);
    consent_release(&c);
    return complete;
}

Test(consent, is_found_whatever_its_case_form_and_white_space) {
    cr_expect(agrees("I agree", STR("i AGREE")));
    cr_expect(agrees(" I  agree\t", STR("well: I \t\r\n agree!")));
    cr_expect(agrees("I\vagree", STR("I\fagree")));
    cr_expect(agrees("I\tagree", STR("I\ragree")));
    cr_expect(agrees("stra\u00dfe", STR("STRASSE")));
    cr_expect(agrees("caf\u00e9", STR("cafe\u0301")));
    cr_expect(!agrees("I agree", STR("Iagree")));
    cr_expect(!agrees("I agree", STR("I\x08 agree")));
    cr_expect(!agrees("I agree", STR("I\x0E agree")));
    cr_expect(!agrees("I agree", STR("I do not")));
    cr_expect(!agrees("I agree", STR("")));
}

Test(consent, of_text_that_grows_when_folded_is_found) {
    // U+0390 folds to three characters (CaseFolding.txt): as much as folding can take.
    cr_expect(agrees("\u0390\u0390\u0390\u0390", STR("\u03b9\u0308\u0301\u0390\u0390\u0390")));
    cr_expect(!agrees("x", STR("\u0390\u0390\u0390\u0390\u0390\u0390\u0390\u0390")));
    cr_expect(agrees("\u0390", STR("\uFDFA\u0390")));
}

Test(consent, of_bytes_that_cannot_be_folded_is_looked_for_as_they_are) {
    cr_expect(agrees("agree", STR("\xFF agree")));
    cr_expect(!agrees("agree", STR("\xFF AGREE")));
}

Test(consent, may_begin_again_after_its_release) {
    consent c = {0};
    for (int round = 0; round < 2; round++) {
        consent_init(&c, "yes");
        consent_note(&c, 1, STR("no"));
        cr_assert(!consent_complete(&c));
        consent_release(&c);
        cr_assert(consent_complete(&c));
    }
}

Test(consent, is_everybodys_who_wrote) {
    consent c = {0};
    consent_init(&c, "yes");
    cr_assert(consent_complete(&c));
    consent_note(&c, 2, STR("hello"));
    consent_note(&c, 2, STR("hello again"));
    cr_assert_eq(c.lacking, 1);
    consent_note(&c, 5, STR("yes"));
    cr_assert_eq(c.lacking, 1);
    consent_note(&c, 2, STR("yes"));
    cr_assert(consent_complete(&c));
    consent_note(&c, 2, STR("no"));
    consent_note(&c, 2, STR("yes, yes"));
    cr_assert(consent_complete(&c));
    consent_note(&c, 0, STR("no"));
    cr_assert_eq(c.lacking, 1);
    consent_reset(&c);
    cr_assert(consent_complete(&c));
    consent_note(&c, 2, STR("no")); // what was said elsewhere does not count here
    cr_assert_eq(c.lacking, 1);
    consent_release(&c);
}

Test(consent, without_a_phrase_is_everybodys) {
    consent c = {0};
    consent_init(&c, NULL);
    consent_note(&c, 3, STR("hello"));
    cr_assert(consent_complete(&c));
    cr_assert_eq(c.count, 0);
    consent_init(&c, " \t");
    consent_note(&c, 3, STR("hello"));
    cr_assert(consent_complete(&c));
    consent_release(&c);
}
