// fuzz_pattern: any pattern on any text ends within the budget: it is refused, matches within the
// text, does not match, or stops at a limit; and its machine code, which is left to a matcher by
// one that is gone, says the same.
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

// Whether two matchers may say this of the same: where one comes to a limit, the other may just
// not.
static bool agree(match_result a, const match_span *at, match_result b, const match_span *other) {
    if (a == MATCH_STOPPED || b == MATCH_STOPPED) return true;
    return a == b && (a != MATCH_FOUND || (at->start == other->start && at->end == other->end &&
                                           at->swapped == other->swapped));
}

// With machine code from the first try on.
static match_result match_fast(pattern *p, const match_text *t, match_span *out) {
    matcher m = {0};
    matcher_init(&m, 1);
    for (form f = 0; f < FORMS; f++) m.codes[f].tries = UINT8_MAX;
    match_result result = pattern_match(&m, p, 0, t, 0, MATCH_ANYWHERE, out);
    matcher_release(&m);
    return result;
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
    match_span span = {0}, in_utf = {0}, other = {0};
    narrowed n = {0};
    match_text of_bytes = {.text = buf_str(&text), .ascii = str_is_ascii(buf_str(&text))},
               utf = of_bytes;
    if (!of_bytes.ascii && text.len <= LIMIT_SCAN && alphabet_text(&m.alphabet, utf.text, &n))
        of_bytes.narrow = &n;
    utf.ascii = false;
    match_result result = pattern_match(&m, &p, 0, &of_bytes, 0, MATCH_ANYWHERE, &span);
    if (result == MATCH_FOUND) require(span.start <= span.end && span.end <= text.len);
    match_result wide = pattern_match(&m, &p, 0, &utf, 0, MATCH_ANYWHERE, &in_utf);
    require(agree(result, &span, wide, &in_utf));
    matcher_release(&m);
    for (int round = 0; round < 2; round++) {
        require(agree(result, &span, match_fast(&p, &of_bytes, &other), &other));
        require(agree(wide, &in_utf, match_fast(&p, &utf, &other), &other));
    }
    narrowed_release(&n);
    pattern_release(&p);
    return 0;
}
