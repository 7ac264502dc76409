// fuzz_classify: any text gives the same hits with the filter as with every rule tried, each within
// the text.
//
// After an odd first byte, two bytes each choose a word of the rules' examples or something that
// sticks to words: bytes alone would hardly ever come near a rule.
#include <stdlib.h>

#include "base/utf8.h"
#include "classify/classify.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held) {
    if (!held) abort();
}

static void add_words(intern *words, str text) {
    while (text.len) {
        str_cut_result cut = str_cut(text, ' ');
        if (cut.head.len) intern_add(words, cut.head);
        text = cut.tail;
    }
}

static void collect(intern *words, const codebook *book) {
    static const char *const between[] = {"\xE2\x80\x99",
                                          "'",
                                          "\xCC\x81",
                                          "_",
                                          "7",
                                          ".",
                                          "?",
                                          "\n",
                                          "\"",
                                          "\xE2\x80\x9C",
                                          "\xF0\x9F\x98\x82",
                                          "\xE2\x9D\xA4\xEF\xB8\x8F",
                                          "\xE2\x80\x8D",
                                          "-",
                                          "s",
                                          "n't",
                                          "eee",
                                          "@a",
                                          "#b"};
    for (size_t i = 0; i < sizeof between / sizeof *between; i++)
        intern_add(words, str_from(between[i]));
    for (size_t i = 0; i < book->rule_count; i++) {
        add_words(words, book->rules[i].example);
        add_words(words, book->rules[i].counterexample);
    }
}

// Bit 15 of a choice says whether a space follows.
static void compose(buf *text, const intern *words, str choices) {
    for (size_t i = 0; i + 1 < choices.len; i += 2) {
        unsigned choice = (unsigned char)choices.at[i] | (unsigned)(unsigned char)choices.at[i + 1]
                                                             << 8;
        buf_add(text, intern_name(words, (uint32_t)((choice & 0x7FFF) % words->count)));
        if (choice >> 15 == 0) buf_add_char(text, ' ');
    }
}

static codebook *book;
static classifier *filtered, *plain;
static intern words;

// Loads the rules and makes them all ready, which takes longer than any input may.
int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    error err = {0};
    book = codebook_new("lexicons", NULL, "auto", &err);
    require(book != NULL);
    filtered = classifier_new(book, false);
    plain = classifier_new(book, true);
    collect(&words, book);
    hits found = {0};
    classify(plain, &(message){.text = STR("a"), .kind = KIND_TEXT}, &found);
    free(found.at);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static buf text;
    static hits some, all;
    buf_reset(&text);
    str input = str_of((const char *)data, size);
    if (size && data[0] & 1)
        compose(&text, &words, str_drop(input, 1));
    else
        utf8_repair(&text, str_drop(input, 1));
    message m = {.text = buf_str(&text), .kind = KIND_TEXT};
    some.count = all.count = 0;
    analysis a = classify(filtered, &m, &some);
    analysis b = classify(plain, &m, &all);
    if (a.undetermined || b.undetermined) return 0;

    require(a.tokens == b.tokens && a.answer == b.answer && some.count == all.count);
    for (size_t i = 0; i < some.count; i++) {
        hit x = some.at[i], y = all.at[i];
        require(x.rule == y.rule && x.start == y.start && x.end == y.end && x.expects == y.expects);
        require(x.rule < book->rule_count && x.start <= x.end && x.end <= text.len);
    }
    return 0;
}
