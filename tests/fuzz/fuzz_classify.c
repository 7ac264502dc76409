// fuzz_classify: any text gives the same hits with the filter as with every rule tried, each within the text.
#include <stdlib.h>

#include "base/utf8.h"
#include "classify/classify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held) {
    if (!held) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static codebook *book;
    static classifier *filtered, *plain;
    static buf text;
    static hits some, all;
    if (!book) {
        error err = {0};
        book = codebook_new("lexicons", NULL, "auto", &err);
        require(book != NULL);
        filtered = classifier_new(book, false);
        plain = classifier_new(book, true);
    }
    buf_reset(&text);
    utf8_repair(&text, str_of((const char *)data, size));
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
