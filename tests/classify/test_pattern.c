// Patterns at the limits of robustness.md 2, one below and one above.
#include "classify/pattern.h"

#include "base/limits.h"

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
