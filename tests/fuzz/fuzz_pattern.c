// fuzz_pattern: any pattern on any text ends within the budget: it is refused, matches within the
// text, does not match, or stops at a limit.
//
// The first line is the pattern, the rest the text.
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "classify/pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held) {
    if (!held) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static buf rule, text;
    str_cut_result parts = str_cut(str_of((const char *)data, size), '\n');
    buf_reset(&rule);
    buf_reset(&text);
    utf8_repair(&rule, parts.head);
    // The text over and over: what grows needs room to show it.
    for (size_t i = 0; i < 64 && text.len < 20000; i++) utf8_repair(&text, parts.tail);
    pattern p = {.text = buf_str(&rule)};
    size_t at = 0;
    char why[256] = "";
    if (!pattern_compile(&p, &at, why, sizeof why)) {
        require(why[0] && at <= rule.len);
        return 0;
    }
    matcher m = {0};
    matcher_init(&m, 1);
    match_span span = {0}, other = {0};
    narrowed n = {0};
    match_text of_bytes = {.text = buf_str(&text), .ascii = str_is_ascii(buf_str(&text))},
               utf = of_bytes;
    if (!of_bytes.ascii && text.len <= LIMIT_SCAN && alphabet_text(&m.alphabet, utf.text, &n))
        of_bytes.narrow = &n;
    utf.ascii = false;
    match_result result = pattern_match(&m, &p, 0, &of_bytes, 0, MATCH_ANYWHERE, &span);
    if (result == MATCH_FOUND) require(span.start <= span.end && span.end <= text.len);
    match_result wide = pattern_match(&m, &p, 0, &utf, 0, MATCH_ANYWHERE, &other);
    // Where one of them comes to a limit, the other may just not.
    if (result != MATCH_STOPPED && wide != MATCH_STOPPED) {
        require(result == wide);
        if (wide == MATCH_FOUND) require(span.start == other.start && span.end == other.end);
    }
    narrowed_release(&n);
    matcher_release(&m);
    pattern_release(&p);
    return 0;
}
