// Whether a message asks, by its question mark or by the words that a sentence of it begins with.
#include <criterion/criterion.h>

#include "classify/book.h"

static codebook *book;
static classifier *c;

static void open_shipped(void) {
    book = load_book(shipped_book());
    c = classifier_new(book, false);
}

static void close_shipped(void) {
    classifier_free(c);
    codebook_free(book);
}

TestSuite(question, .init = open_shipped, .fini = close_shipped);

static bool asks(const char *text) {
    hits found = {0};
    analysis a = classify_text(c, str_from(text), &found);
    free(found.at);
    return a.asks;
}

Test(question, is_asked_by_a_mark_or_by_how_a_sentence_begins) {
    cr_expect(asks("you coming?"));
    cr_expect(asks("are you there"));
    cr_expect(asks("why are they late"));
    cr_expect(asks("it rained. did you see it"));
    cr_expect(asks("it rained\ndid you see it"));
    cr_expect(!asks("you are there"));
    cr_expect(!asks("i know why they are late"));
    cr_expect(!asks("it rained, did you say"));
}

Test(question, may_have_a_conjunction_or_an_endearment_before_it) {
    cr_expect(asks("but are you there"));
    cr_expect(asks("and so, do you know him"));
    cr_expect(asks("honey, do you know him"));
    cr_expect(!asks("the train, do you know"));
}

Test(question, does_not_begin_behind_a_subject_that_may_be_a_conjunction_elsewhere) {
    cr_expect(!asks("that is a kind little letter"));
    cr_expect(!asks("that was it then"));
    cr_expect(asks("is that a good first step"));
}
