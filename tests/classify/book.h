// book: codebooks for tests: the small one in tests/data, the shipped one, and such as a test
// writes into a folder of its own.
#ifndef TESTS_CLASSIFY_BOOK_H
#define TESTS_CLASSIFY_BOOK_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "classify/classify.h"

#define SMALL_BOOK "tests/data/codebook"

static inline const char *shipped_book(void) {
    const char *folder = getenv("ATTUNE_LEXICONS");
    return folder ? folder : "lexicons";
}

static inline codebook *load_book(const char *folder) {
    error err = {0};
    codebook *book = codebook_new(folder, NULL, "auto", &err);
    cr_assert(book, "%s (%s)", err.what, err.hint);
    return book;
}

static inline void write_file(const char *folder, const char *name, const char *text) {
    char path[600];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    cr_assert(file);
    fputs(text, file);
    fclose(file);
}

#define CODES_HEADER "code,family,axis,label,definition,covert,precedence,source\n"
#define WORDS_HEADER "entry,category,weight,note\n"
#define RULES_HEADER                                                                               \
    "id,code,theme,confidence,answer,pattern,gate,unless,example,counterexample,note\n"
#define MACROS_HEADER "name,pattern,note\n"
#define CODES_OF_BOOK                                                                              \
    "R.DIRECT,request,,,,0,1,\nA.LOVE,affirmation,,,,0,2,\nT.LOVE,theme,,,,,,\n"                   \
    "T.SAFETY,theme,,,,,,\nX.NEED,component,,,,,,\nX.FEEL,component,,,,,,\n"
#define ANSWERS_HEADER "entry,says,strength,note\n"

// Writes a codebook with one pack "en" into a new folder, whose name is put into folder.
static inline void write_book(char folder[64], const char *words, const char *macros_text,
                              const char *answers, const char *rules) {
    strcpy(folder, "/tmp/attune-book-XXXXXX");
    cr_assert(mkdtemp(folder));
    char en[80];
    snprintf(en, sizeof en, "%s/en", folder);
    cr_assert_eq(mkdir(en, 0700), 0);
    write_file(folder, "codes.csv", CODES_HEADER CODES_OF_BOOK);
    write_file(en, "words.csv", words);
    write_file(en, "macros.csv", macros_text);
    write_file(en, "answers.csv", answers);
    write_file(en, "rules.csv", rules);
}

static inline void remove_book(const char *folder) {
    static const char *const files[] = {"codes.csv",
                                        "en/words.csv",
                                        "en/macros.csv",
                                        "en/answers.csv",
                                        "en/frequent.csv",
                                        "en/rules.csv",
                                        "en/sentences.csv",
                                        "en",
                                        ""};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        remove(path);
    }
}

static inline analysis classify_text(classifier *c, str text, hits *found) {
    message m = {.text = text, .kind = KIND_TEXT};
    found->count = 0;
    return classify(c, &m, found);
}

// Fails unless the filter finds for a text what trying every rule finds.
static inline void same_hits(classifier *filtered, classifier *plain, str text) {
    hits some = {0}, all = {0};
    classify_text(filtered, text, &some);
    classify_text(plain, text, &all);
    cr_assert_eq(some.count, all.count, "%zu hits, but %zu without the filter, in \"%.*s\"",
                 some.count, all.count, (int)text.len, text.at);
    for (size_t i = 0; i < all.count; i++) {
        cr_assert_eq(some.at[i].rule, all.at[i].rule);
        cr_assert_eq(some.at[i].start, all.at[i].start);
        cr_assert_eq(some.at[i].end, all.at[i].end);
        cr_assert_eq(some.at[i].expects, all.at[i].expects);
    }
    free(some.at);
    free(all.at);
}

#endif
