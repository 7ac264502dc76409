// Patterns and texts as one byte a character.
#include "classify/alphabet.h"

#include "base/utf8.h"
#include "classify/pattern.h"

#include <criterion/criterion.h>

static bool serves(const char *text) {
    alphabet a = {0};
    alphabet_init(&a);
    buf out = {0};
    bool taken = alphabet_pattern(&a, str_from(text), &out);
    buf_release(&out);
    alphabet_release(&a);
    return taken;
}

Test(alphabet, takes_patterns_of_its_characters) {
    static const char *const patterns[] = {
        "\\bты {1,2}(?:меня|нас)\\b",
        "[а-яё]+",
        "[^\\w\\s,…]",
        "(?<swap>не )?[]é]",
        "❤?",
        "\\x22[\\x27-]",
        "[é-]",
        "\\é*",
        "\\.\\[\\]",
    };
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        cr_expect(serves(patterns[i]), "%s", patterns[i]);
}

Test(alphabet, leaves_patterns_that_bytes_could_take_otherwise) {
    static const char *const patterns[] = {
        "中",    "\\x{e9}", "\\xe9", "\\p{L}",  "\\h",   "\\R",       "\\X",      "[[:^ascii:]]",
        "[a-é]", "[é-中]",  "[ä-я]", "\\Q+\\E", "\\101", "\\0",       "\\o{351}", "\\N{U+E9}",
        "(?#é)", "\\v",     "\\cA",  "[…-❤]",   "\\x8a", "(?aW:\\w)",
    };
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        cr_expect(!serves(patterns[i]), "%s", patterns[i]);
}

Test(alphabet, leaves_references_as_letters_without_a_byte_are_all_alike) {
    cr_expect(!serves("(\\w)\\1"));
    cr_expect(!serves("(?<a>\\w)\\k<a>"));
    cr_expect(!serves("(?P<a>\\w)(?P=a)"));
}

Test(alphabet, leaves_ranges_to_escaped_letters_that_span_other_characters) {
    cr_expect(!serves("[a-\\é]"));
    cr_expect(!serves("[ä-\\я]"));
    cr_expect(serves("[а-\\я]"));
    cr_expect(serves("[\\x30-\\x39]"));
}

// Every character there is, in stretches, and where each begins.
Test(alphabet, gives_each_character_a_byte_and_its_place) {
    alphabet a = {0};
    alphabet_init(&a);
    narrowed n = {0};
    buf text = {0};
    for (uint32_t point = 1; point < 0x110000; point += point < 0x3000 ? 1 : 37) {
        if (point >= 0xD800 && point < 0xE000) continue;
        utf8_add(&text, point);
        if (text.len < LIMIT_SCAN - 8) continue;
        cr_assert(alphabet_text(&a, buf_str(&text), &n));
        cr_assert_eq(n.text.len, utf8_count(buf_str(&text)));
        for (size_t i = 0, at = 0; i <= n.text.len; i++) {
            cr_assert_eq(n.wide_at[i], at);
            cr_assert_eq(narrowed_at(&n, at), i);
            if (i < n.text.len) at += utf8_decode(str_drop(buf_str(&text), at)).len;
        }
        buf_reset(&text);
    }
    buf_release(&text);
    narrowed_release(&n);
    alphabet_release(&a);
}

static bool is_found(matcher *m, pattern *p, size_t index, const match_text *t) {
    match_span span;
    return pattern_match(m, p, index, t, 0, MATCH_ANYWHERE, &span) == MATCH_FOUND;
}

// \w, \d, \s, their opposites, in classes and out, and the edge of a word, of every character.
Test(alphabet, has_the_kinds_of_unicode) {
    static const char *const patterns[] = {
        "^\\w",   "^\\d",   "^\\s",   "^\\W",         "^\\D",   "^\\S",
        "^[\\w]", "^[\\d]", "^[\\s]", "^[^\\w\\s,é]", "^[\\W]", "^.\\b!",
    };
    enum { COUNT = sizeof patterns / sizeof *patterns };
    matcher m = {0};
    matcher_init(&m, COUNT);
    narrowed n = {0};
    buf text = {0};
    for (size_t i = 0; i < COUNT; i++) {
        pattern p = {.text = str_from(patterns[i])};
        size_t at;
        char why[100];
        cr_assert(pattern_compile(&p, &at, why, sizeof why), "%s", why);
        for (uint32_t point = 0x80; point < 0x20000; point += point < 0x3000 ? 1 : 53) {
            if (point >= 0xD800 && point < 0xE000) continue;
            buf_reset(&text);
            utf8_add(&text, point);
            buf_add_char(&text, '!');
            cr_assert(alphabet_text(&m.alphabet, buf_str(&text), &n));
            match_text bytes = {.text = buf_str(&text), .narrow = &n},
                       utf = {.text = buf_str(&text)};
            cr_assert_eq(is_found(&m, &p, i, &bytes), is_found(&m, &p, i, &utf), "%s U+%04X",
                         patterns[i], point);
        }
        cr_assert(p.fast[FORM_NARROW]);
        pattern_release(&p);
    }
    buf_release(&text);
    narrowed_release(&n);
    matcher_release(&m);
}
