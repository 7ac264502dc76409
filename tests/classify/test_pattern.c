// Patterns at the limits of robustness.md 2, one below and one above.
#include "classify/pattern.h"

#include "classify/book.h"

#include "base/limits.h"
#include "classify/engine.h"

#include <criterion/criterion.h>
#include <string.h>

// Whether a pattern compiles: count times before, x, count times behind.
static bool takes(size_t count, const char *before, const char *behind, const char *refusal) {
    buf text = {0};
    for (size_t i = 0; i < count; i++) buf_add(&text, str_from(before));
    buf_add_char(&text, 'x');
    for (size_t i = 0; i < count; i++) buf_add(&text, str_from(behind));
    pattern p = {.text = buf_str(&text)};
    char why[100] = "";
    size_t at;
    bool taken = pattern_compile(&p, &at, why, sizeof why);
    if (!taken) cr_expect(strstr(why, refusal), "%s", why);
    pattern_release(&p);
    buf_release(&text);
    return taken;
}

Test(pattern, may_nest_50_parentheses) {
    cr_expect(takes(PARENTHESES - 1, "(?:", ")", ""));
    cr_expect(takes(PARENTHESES, "(?:", ")", ""));
    cr_expect(!takes(PARENTHESES + 1, "(?:", ")", "more than 50 nested"));
    cr_expect(takes(PARENTHESES + 1, "(?:y)", "", ""), "one behind the other");
    cr_expect(takes(PARENTHESES + 1, "\\(", "", ""), "as characters");
}

Test(pattern, may_capture_63_groups) {
    cr_expect(takes(62, "(y)", "", ""));
    cr_expect(takes(63, "(y)", "", ""));
    cr_expect(!takes(64, "(y)", "", "more than 63"));
}

Test(pattern, may_have_4_kib) {
    cr_expect(takes(LIMIT_PATTERN - 2, "y", "", ""));
    cr_expect(takes(LIMIT_PATTERN - 1, "y", "", ""));
    cr_expect(!takes(LIMIT_PATTERN, "y", "", "more than 4 KiB"));
}

// B = 2,000,000: clamp(B / len, 1,000, 200,000).
Test(pattern, has_a_budget_of_steps_that_depends_on_the_length_alone) {
    static const struct {
        size_t len;
        uint32_t steps;
    } cases[] = {{0, 200000},  {1, 200000},  {9, 200000},  {10, 200000}, {11, 181818},
                 {12, 166666}, {1000, 2000}, {1999, 1000}, {2000, 1000}, {2001, 1000},
                 {1998, 1001}, {8192, 1000}, {20000, 1000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(match_limit(cases[i].len), cases[i].steps, "%zu bytes", cases[i].len);
}

static void same_spans(matcher *m, const codebook *book, size_t index, str text) {
    const pattern *p = &book->engine->patterns[index];
    match_span plain = {0}, full = {0};
    match_result result =
        pattern_match(m, p, index, text, 0, MATCH_ANYWHERE, true, false, false, &plain);
    cr_assert_eq(pattern_match(m, p, index, text, 0, MATCH_ANYWHERE, false, false, false, &full),
                 result, "%.*s", (int)book->rules[index].id.len, book->rules[index].id.at);
    if (result != MATCH_FOUND) return;
    cr_assert_eq(plain.start, full.start);
    cr_assert_eq(plain.end, full.end);
    cr_assert_eq(plain.swapped, full.swapped);
}

// Without Unicode a pattern is another program; on texts of ASCII it must do the same.
Test(pattern, matches_ascii_the_same_with_unicode_and_without) {
    codebook *book = load_book(shipped_book());
    matcher m = {0};
    matcher_init(&m, book->rule_count);
    size_t compared = 0;
    for (size_t i = 0; i < book->rule_count; i++) {
        for (size_t k = i; k < i + 6 && k < book->rule_count; k++) {
            str texts[] = {book->rules[k].example, book->rules[k].counterexample};
            for (size_t j = 0; j < 2; j++) {
                if (!str_is_ascii(texts[j])) continue;
                same_spans(&m, book, i, texts[j]);
                compared++;
            }
        }
    }
    cr_assert_gt(compared, 5000);
    matcher_release(&m);
    codebook_free(book);
}
