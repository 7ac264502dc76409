// Patterns at the limits of tests/LIMITS.md, one below and one above.
#include "classify/pattern.h"

#include "classify/book.h"

#include "base/limits.h"
#include "classify/engine.h"
#include "text/fold.h"

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

// B = 2,000,000: clamp(B / starts, 1,000, 200,000).
Test(pattern, has_a_budget_of_steps_that_depends_on_the_length_alone) {
    static const struct {
        size_t starts;
        uint32_t steps;
    } cases[] = {{0, 200000},  {1, 200000},  {9, 200000},  {10, 200000}, {11, 181818},
                 {12, 166666}, {1000, 2000}, {1999, 1000}, {2000, 1000}, {2001, 1000},
                 {1998, 1001}, {8192, 1000}, {20000, 1000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(match_limit(cases[i].starts), cases[i].steps, "%zu bytes", cases[i].starts);
}

// Which needs a step for each byte and two tries, more than a 2,000th of the budget.
Test(pattern, spends_the_whole_budget_where_a_match_can_only_begin_at_the_start) {
    pattern p = {.text = STR("^(?=.*\\bonce\\b)(?=.*\\btwice\\b).*")};
    char why[100] = "", text[8192];
    size_t at;
    cr_assert(pattern_compile(&p, &at, why, sizeof why), "%s", why);
    memset(text, 'a', sizeof text);
    memcpy(text, "twice ", 6);
    memcpy(text + sizeof text - 5, " once", 5);
    matcher m = {0};
    matcher_init(&m, 1);
    match_span span;
    const match_text t = {.text = str_of(text, sizeof text), .ascii = true};
    for (unsigned try = 0; try < 40; try++)
        cr_assert_eq(pattern_match(&m, &p, 0, &t, 0, MATCH_ANYWHERE, &span), MATCH_FOUND);
    cr_expect_eq(span.end, sizeof text);
    matcher_release(&m);
    pattern_drop_fast(&p);
    pattern_release(&p);
}

// What a pattern finds in a text as bytes of the alphabet, and as UTF-8.
static void same_spans(matcher *m, pattern *p, size_t index, str text) {
    narrowed n = {0};
    bool ascii = str_is_ascii(text);
    cr_assert(ascii || alphabet_text(&m->alphabet, text, &n));
    match_text bytes = {.text = text, .ascii = ascii, .narrow = ascii ? NULL : &n};
    match_text utf = {.text = text};
    match_span narrow = {0}, wide = {0};
    match_result result = pattern_match(m, p, index, &bytes, 0, MATCH_ANYWHERE, &narrow);
    cr_assert_eq(pattern_match(m, p, index, &utf, 0, MATCH_ANYWHERE, &wide), result, "%.*s in %.*s",
                 (int)p->text.len, p->text.at, (int)text.len, text.at);
    if (result == MATCH_FOUND) {
        cr_assert_eq(narrow.start, wide.start, "%.*s", (int)text.len, text.at);
        cr_assert_eq(narrow.end, wide.end, "%.*s", (int)text.len, text.at);
        cr_assert_eq(narrow.swapped, wide.swapped);
    }
    narrowed_release(&n);
}

// "did I do well", yes; "did I fail", no: one rule asks for both.
Test(pattern, is_swapped_when_any_of_its_groups_named_swap_takes_part) {
    static const struct {
        const char *text;
        bool swapped;
    } cases[] = {
        {"did i fail", true}, {"did i do well", false}, {"was i bad", true}, {"was i good", false}};
    pattern p = {.text = STR("did i (?:(?<swap>fail)|do (well))|was i (?:good|(?<swap>bad))")};
    char why[100] = "";
    size_t at;
    cr_assert(pattern_compile(&p, &at, why, sizeof why), "%s", why);
    matcher m = {0};
    matcher_init(&m, 1);
    for (size_t i = 0; i < 200; i++) { // interpreted, then as machine code
        match_text t = {.text = str_from(cases[i % 4].text), .ascii = i % 8 < 4};
        match_span span = {0};
        cr_assert_eq(pattern_match(&m, &p, 0, &t, 0, MATCH_ANYWHERE, &span), MATCH_FOUND);
        cr_assert_eq(span.swapped, cases[i % 4].swapped, "%s, try %zu", cases[i % 4].text, i);
    }
    matcher_release(&m);
    pattern_release(&p);
}

// Of bytes a pattern is another program.
Test(pattern, matches_the_same_as_bytes_and_with_unicode) {
    codebook *book = load_book(shipped_book());
    matcher m = {0};
    matcher_init(&m, book->rule_count);
    size_t others = 0;
    buf folded = {0};
    for (size_t i = 0; i < book->rule_count; i++) {
        for (size_t k = i; k < i + 6 && k < book->rule_count; k++) {
            str texts[] = {book->rules[k].example, book->rules[k].counterexample};
            for (size_t j = 0; j < 2; j++) {
                buf_reset(&folded);
                fold_text(&folded, texts[j]);
                others += !str_is_ascii(buf_str(&folded));
                same_spans(&m, &book->engine->patterns[i], i, buf_str(&folded));
            }
        }
    }
    cr_assert_gt(others, 3000);
    buf_release(&folded);
    matcher_release(&m);
    codebook_free(book);
}

Test(pattern, is_of_bytes_for_every_shipped_rule) {
    codebook *book = load_book(shipped_book());
    matcher m = {0};
    matcher_init(&m, book->rule_count);
    match_text text = {.text = STR("x"), .ascii = true};
    for (size_t i = 0; i < book->rule_count; i++) {
        match_span span;
        pattern_match(&m, &book->engine->patterns[i], i, &text, 0, MATCH_ANYWHERE, &span);
        cr_expect(m.codes[FORMS * i + FORM_NARROW].own, "%.*s", (int)book->rules[i].id.len,
                  book->rules[i].id.at);
    }
    matcher_release(&m);
    codebook_free(book);
}

// The results of the first tries, which are interpreted, and of those behind them.
static void expect_same_results(pattern *p, str text) {
    matcher m = {0};
    matcher_init(&m, 1);
    match_span first = {0}, now = {0};
    match_result result = MATCH_NONE;
    for (unsigned round = 0; round < 40; round++) {
        match_text utf = {.text = text};
        match_result again =
            pattern_match(&m, p, 0, &utf, 0, MATCH_ANYWHERE, round ? &now : &first);
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

// As another thread does, after the first matcher is gone and had tables of its own.
Test(pattern, has_one_machine_code_for_all_matchers) {
    pattern p = {.text = STR("\\bты\\b")};
    char why[100] = "";
    size_t at;
    cr_assert(pattern_compile(&p, &at, why, sizeof why), "%s", why);
    match_span span;
    pcre2_code *made = NULL;
    for (unsigned round = 0; round < 2; round++) {
        matcher m = {0};
        matcher_init(&m, 1);
        narrowed n = {0};
        cr_assert(alphabet_text(&m.alphabet, STR("а ты?"), &n));
        match_text text = {.text = STR("а ты?"), .narrow = &n};
        for (unsigned try = 0; try < 40; try++) {
            cr_assert_eq(pattern_match(&m, &p, 0, &text, 0, MATCH_ANYWHERE, &span), MATCH_FOUND);
            cr_assert_eq(span.start, 3);
            cr_assert_eq(span.end, 7);
        }
        cr_assert(p.fast[FORM_NARROW] && !p.fast[FORM_WIDE]);
        cr_assert(!m.codes[FORM_NARROW].own, "what it was made from is given back");
        if (round) cr_assert_eq(p.fast[FORM_NARROW], made);
        made = p.fast[FORM_NARROW];
        narrowed_release(&n);
        matcher_release(&m);
    }
    pattern_drop_fast(&p);
    cr_assert(!p.fast[FORM_NARROW]);
    pattern_release(&p);
}
