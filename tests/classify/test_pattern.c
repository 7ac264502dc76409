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

// The results of the first tries, which are interpreted, and of those behind them.
static void expect_same_results(const pattern *p, str text) {
    matcher m = {0};
    matcher_init(&m, 1);
    match_span first = {0}, now = {0};
    match_result result = MATCH_NONE;
    for (unsigned round = 0; round < 40; round++) {
        match_result again = pattern_match(&m, p, 0, text, 0, MATCH_ANYWHERE, false, false, false,
                                           round ? &now : &first);
        if (round == 0) result = again;
        cr_assert_eq(again, result, "%.*s on %zu bytes, try %u", (int)p->text.len, p->text.at,
                     text.len, round);
        if (again == MATCH_FOUND) cr_assert(now.start == first.start || round == 0);
        if (again == MATCH_FOUND) cr_assert(now.end == first.end || round == 0);
    }
    matcher_release(&m);
}

// Texts of every length around that at which such patterns come to a limit.
Test(pattern, says_the_same_however_often_it_was_tried) {
    static const char *const patterns[] = {
        "(?:a+)+$",    "(?:a|aa)+$",        "(?:a*)*b",          "(?:\\w+\\s?)+$",
        "(a|a|a|a)*c", "(?:a?){12}a{12}$",  "(?:(?:a+)b?)+c",    "a.*a.*a.*a.*c",
        "(?=a+!)a",    "(?<!a)a+(?:a+)+!$", "\\b(?:a+ ?){2,9}c", "(?:a|b|ab)*+c|a+!",
    };
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        pattern p = {.text = str_from(patterns[i])};
        char why[100] = "", text[400];
        size_t at;
        cr_assert(pattern_compile(&p, &at, why, sizeof why), "%s", why);
        for (size_t len = 1; len < 36; len++) {
            memset(text, 'a', len);
            text[len] = '!';
            expect_same_results(&p, str_of(text, len + 1));
        }
        for (size_t len = 36; len + 1 < sizeof text; len += 91) {
            for (size_t k = 0; k < len; k++) text[k] = k % 5 == 4 ? ' ' : 'a';
            text[len] = '!';
            expect_same_results(&p, str_of(text, len + 1));
        }
        pattern_release(&p);
    }
}
