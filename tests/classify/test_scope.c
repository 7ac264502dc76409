// What stands around a match and cancels it.
#include <criterion/criterion.h>

#include "classify/book.h"

#define RULES                                                                                      \
    RULES_HEADER                                                                                   \
    "en.ok.we,A.LOVE,,0.8,,(?:^|[.!?;] *)(?:\\w+ )?we are good,,negated question conditional,,,\n"

static bool counts(const char *text) {
    char folder[64];
    write_book(folder,
               WORDS_HEADER "not,negator,,\nif,conditional,,\nif,conjunction,,\n"
                            "do,question_start,,\n",
               MACROS_HEADER, ANSWERS_HEADER, RULES);
    codebook *book = load_book(folder);
    classifier *c = classifier_new(book, false);
    hits found = {0};
    classify_text(c, str_from(text), &found);
    bool some = found.count > 0;
    free(found.at);
    classifier_free(c);
    codebook_free(book);
    remove_book(folder);
    return some;
}

// The match begins with the mark that ends the sentence before.
Test(scope, of_a_match_that_begins_with_a_mark_is_the_sentence_behind_it) {
    cr_expect(counts("we are good"));
    cr_expect(counts("i am not. we are good"));
    cr_expect(counts("do they know? we are good"));
    cr_expect(counts("only if they know; we are good"));
}

Test(scope, reaches_what_stands_before_a_match_in_its_sentence) {
    cr_expect(!counts("i am not. we are good?"));
    cr_expect(!counts("do we are good"));
}

Test(scope, of_a_question_is_not_what_stands_before_another_question_than_a_tag) {
    cr_expect(counts("we are good, do you want to know?"));
    cr_expect(counts("we are good, and it rained, do you want to know?"));
    cr_expect(!counts("we are good, do we?"));
    cr_expect(!counts("we are good, and you want to know?"));
    cr_expect(!counts("do we are good, do you want to know?"));
}
