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
    match_span span = {0};
    if (pattern_match(&m, &p, 0, buf_str(&text), 0, MATCH_ANYWHERE, str_is_ascii(buf_str(&text)),
                      false, false, &span) == MATCH_FOUND)
        require(span.start <= span.end && span.end <= text.len);
    matcher_release(&m);
    pattern_release(&p);
    return 0;
}
