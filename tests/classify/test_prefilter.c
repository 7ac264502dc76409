#include <criterion/criterion.h>

#include "classify/book.h"
#include "classify/codebook_check.h"

// A sequence of numbers that is the same on every machine.
static uint32_t draw(uint64_t *state, uint32_t below) {
    *state = *state * 6364136223846793005ull + 1442695040888963407ull;
    return (uint32_t)((*state >> 33) % below);
}

static const char *const texts[] = {
    "a",
    "b",
    "ab",
    "ba",
    "abc",
    "A",
    "B",
    "é",
    "É",
    "e\xCC\x81",
    "b\xCC\x88",
    "3",
    "33",
    "_",
    "'",
    "\xE2\x80\x99",
    "\"",
    "\xE2\x80\x9C",
    "\xE2\x80\x9D",
    " ",
    " ",
    " ",
    "\n",
    "\xC2\xA0",
    "-",
    ".",
    "?",
    "!",
    ",",
    ":",
    "@",
    "#",
    "<3",
    ":)",
    "xD",
    "\xE2\x9D\xA4",
    "\xE2\x9D\xA4\xEF\xB8\x8F",
    "\xF0\x9F\xA4\x97",
    "\xF0\x9F\xA4\x97\xF0\x9F\x8F\xBD",
    "\xE2\x80\x8B",
    "\xE2\x80\x8D",
    "\xC2\xAD",
    "\xE4\xB8\xAD",
    "\xE3\x81\x82",
    "aaa",
    "bbbb",
    "http://a.b/c",
    ("@\xE2\x81\xA8"
     "a b\xE2\x81\xA9"),
    "\xD0\xB0",
    "\xD0\x91",
    "\xE0\xB8\x81",
    "\xC3\x9F",
    "\xEF\xAC\x81",
    "\xE2\x80\xBF",
    "\xCB\x88",
};
static const char *const atoms[] = {
    "a",
    "b",
    "c",
    "ab",
    "abc",
    "é",
    "3",
    "_",
    "'",
    "\"",
    " ",
    " ",
    "\\.",
    "\\?",
    "!",
    "-",
    "<3",
    "\xE2\x9D\xA4",
    "\xF0\x9F\xA4\x97",
    "\xE4\xB8\xAD",
    "\xD0\xB0",
    "\xE2\x80\x99",
    "\\b",
    "\\b",
    "\\b",
    "\\B",
    "\\w",
    "\\w+",
    "\\s",
    "\\s+",
    "\\s*",
    "\\W",
    "\\W*",
    ".",
    ".*",
    "[ab]",
    "[^ab]",
    "[ .,]",
    "[a-c]",
    "[\\s']",
    "\\d",
    "\\x61",
    "\\x{e9}",
    "^",
    "$",
    "\\Qa.b\\E",
    "\\p{L}",
    "ss",
    "fi",
};
// Few characters, so that matches are common.
static const char *const few_texts[] = {"a", "a", "b", "b", "c", "ab", " ", "_", "3", "'", "!"};
static const char *const few_atoms[] = {"a", "a", "b", "b",   "c",   "ab",   " ",
                                        "_", "3", "'", "\\b", "\\s", "\\w+", "."};
static const char *const quantifiers[] = {"",  "",    "",      "",     "?",  "*",
                                          "+", "{2}", "{0,2}", "{1,}", "+?", "*+"};
#define PICK(state, list) (list)[draw(state, sizeof(list) / sizeof *(list))]

// Appends a random pattern. Quotation marks are doubled, as it becomes a cell.
static void add_atom(buf *out, uint64_t *state, bool few) {
    str atom = str_from(few ? PICK(state, few_atoms) : PICK(state, atoms));
    for (size_t i = 0; i < atom.len; i++) {
        if (atom.at[i] == '"') buf_add_char(out, '"');
        buf_add_char(out, atom.at[i]);
    }
    bool repeatable = atom.len == 1 && atom.at[0] != '^' && atom.at[0] != '$';
    if (repeatable && draw(state, 3) == 0) buf_add(out, str_from(PICK(state, quantifiers)));
}

static void add_pattern(buf *out, uint64_t *state, unsigned depth, bool few) {
    unsigned branches = draw(state, 4) == 0 ? 2 + draw(state, 2) : 1;
    for (unsigned branch = 0; branch < branches; branch++) {
        if (branch) buf_add_char(out, '|');
        unsigned count = 1 + draw(state, 4);
        for (unsigned i = 0; i < count; i++) {
            if (depth < 3 && draw(state, 3) == 0) {
                static const char *const groups[] = {"(?:", "(?:", "(?:", "(",
                                                     "(?>", "(?=", "(?!", "(?|"};
                const char *group = PICK(state, groups);
                buf_add(out, str_from(group));
                add_pattern(out, state, depth + 1, few);
                buf_add_char(out, ')');
                if (!strchr(group, '=') && !strchr(group, '!'))
                    buf_add(out, str_from(PICK(state, quantifiers)));
            } else {
                add_atom(out, state, few);
            }
        }
    }
}

// Patterns as people write them: words and lists of words with or without a space at an edge, parts
// that may be left out or come again, and macros. Their lists are long enough not to be crossed.
static void add_words(buf *out, uint64_t *state, bool listed) {
    static const char *const words[] = {"a", "b", "c", "ab", "ba", "bc", "ca", "abc", "a b", "b'a"};
    static const char *const before[] = {"", "", "", " ", "\\b"};
    static const char *const behind[] = {"", "", "", " ", " ?"};
    const char *first = PICK(state, before), *last = PICK(state, behind);
    unsigned count = listed ? 2 + draw(state, 7) : 1;
    for (unsigned i = 0; i < count; i++) {
        if (i) buf_add_char(out, '|');
        if (draw(state, 8) == 0) first = PICK(state, before);
        buf_add(out, str_from(first));
        buf_add(out, str_from(PICK(state, words)));
        if (draw(state, 8) == 0) last = PICK(state, behind);
        buf_add(out, str_from(last));
    }
}

static void add_part(buf *out, uint64_t *state, unsigned depth) {
    static const char *const repeats[] = {"", "", "", "?", "?", "*", "+", "{0,2}", "{2}"};
    static const char *const between[] = {" ", " ", " ?", " *", "\\b", "[ ,]+"};
    static const char *const macro[] = {"{one}", "{two}", "{three}"};
    uint32_t kind = draw(state, 10);
    if (kind < 3) {
        buf_add(out, str_from(PICK(state, between)));
    } else if (kind < 5) {
        add_words(out, state, false);
    } else if (kind < 7) {
        buf_add(out, str_from(PICK(state, macro)));
        buf_add(out, str_from(PICK(state, repeats)));
    } else {
        buf_add(out, STR("(?:"));
        add_words(out, state, true);
        if (depth < 2 && draw(state, 2)) add_part(out, state, depth + 1);
        buf_add_char(out, ')');
        buf_add(out, str_from(PICK(state, repeats)));
    }
}

static void add_wordy_pattern(buf *out, uint64_t *state) {
    for (unsigned count = 2 + draw(state, 5); count > 0; count--) add_part(out, state, 0);
}

static size_t add_text(char *to, uint64_t *state) {
    size_t len = 0;
    bool few = draw(state, 2);
    for (unsigned count = 1 + draw(state, 14); count > 0; count--) {
        const char *part = few ? PICK(state, few_texts) : PICK(state, texts);
        memcpy(to + len, part, strlen(part));
        len += strlen(part);
    }
    return len;
}

static void compare_random(uint64_t seed) {
    enum { RULES = 225, TEXTS = 500 };
    buf rules = {0}, macros = {0};
    buf_add(&rules, STR(RULES_HEADER));
    uint64_t state = seed;
    for (unsigned i = 0; i < RULES; i++) {
        buf_printf(&rules, "en.r%04u,A.LOVE,,0.5,,\"", i);
        if (i % 3 == 2)
            add_wordy_pattern(&rules, &state);
        else
            add_pattern(&rules, &state, 0, i % 3);
        buf_add(&rules, STR("\",,,,,\n"));
    }
    buf_add_char(&rules, '\0');
    static const char *const names[] = {"one", "two", "three"};
    buf_add(&macros, STR(MACROS_HEADER));
    for (unsigned i = 0; i < 3; i++) {
        buf_printf(&macros, "%s,", names[i]);
        add_words(&macros, &state, true);
        buf_add(&macros, STR(",\n"));
    }
    buf_add_char(&macros, '\0');
    char folder[64];
    write_book(folder, WORDS_HEADER "ab,style_article,,\n", macros.at, ANSWERS_HEADER, rules.at);
    codebook *book = load_book(folder);
    remove_book(folder);
    classifier *filtered = classifier_new(book, false), *plain = classifier_new(book, true);
    for (unsigned i = 0; i < TEXTS; i++) {
        char text[400];
        same_hits(filtered, plain, str_of(text, add_text(text, &state)));
    }
    classifier_free(filtered);
    classifier_free(plain);
    codebook_free(book);
    buf_release(&rules);
    buf_release(&macros);
}

Test(prefilter, loses_no_match_of_random_patterns_in_random_texts) {
    const char *rounds = getenv("ATTUNE_ROUNDS");
    unsigned count = rounds ? (unsigned)atoi(rounds) : 6;
    for (unsigned seed = 1; seed <= count; seed++) compare_random(seed);
}

Test(prefilter, agrees_with_every_rule_on_what_boundaries_make_difficult) {
    codebook *book = load_book(SMALL_BOOK);
    classifier *filtered = classifier_new(book, false), *plain = classifier_new(book, true);
    static const char *const cases[] = {
        "I don\xE2\x80\x99t know if i love you",
        "i\xE2\x80\x99m a burden",
        "are we\xC2\xA0ok",
        "are we ok\xCC\x81",
        "xare we ok",
        "are we ok2",
        "are we ok_",
        "_are we ok_",
        "*are we ok*",
        "\"are we ok\"",
        "are\nwe\nok",
        "\xE2\x9D\xA4\xEF\xB8\x8F",
        "\xE2\x9D\xA4\xEF\xB8\x8F\xE2\x9D\xA4",
        "i \xE2\x9D\xA4 u, i love u\xE2\x9D\xA4",
        "lo\xE2\x80\x8Bve i lo\xE2\x80\x8Bve you",
        "do you LOOOOVE me?? do u luv me",
        "xDi love you",
        "<3i love you",
        "@Sam i love you #i love you",
        "http://i.love/you i love you",
        "",
        " ",
        "\xEF\xBF\xBD",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        same_hits(filtered, plain, str_from(cases[i]));
    classifier_free(filtered);
    classifier_free(plain);
    codebook_free(book);
}

// A text as it is, in capitals, with curly quotes, without spaces' neighbors, between emoji, and
// next to digits and underscores: two of the sixteen, others each time.
static void compare_variants(classifier *filtered, classifier *plain, str text) {
    static const char *const around[][2] = {
        {"", ""},   {"\xE2\x9D\xA4", "\xF0\x9F\x98\x82"}, {"3", "3"},   {"_", "_"},
        {"x", "x"}, {"e\xCC\x81 ", "\xCC\x81"},           {"\"", "\""}, {"lol ", " pls"}};
    enum { VARIANTS = 2 * sizeof around / sizeof *around, APART = 8 };
    static unsigned turn;
    buf variant = {0};
    for (unsigned which = turn++ % APART; which < VARIANTS; which += APART) {
        const char *const *sides = around[which / 2];
        bool mode = (which + turn / APART) % 2;
        buf_reset(&variant);
        buf_add(&variant, str_from(sides[0]));
        for (size_t k = 0; k < text.len; k++) {
            char c = text.at[k];
            if (mode && c == '\'')
                buf_add(&variant, STR("\xE2\x80\x99"));
            else
                buf_add_char(&variant, mode && c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
        }
        buf_add(&variant, str_from(sides[1]));
        same_hits(filtered, plain, buf_str(&variant));
    }
    buf_release(&variant);
}

// The longest tests there are: two, so that both run at once.
Test(prefilter, agrees_with_every_rule_on_the_examples_of_the_shipped_codebook) {
    codebook *book = load_book(shipped_book());
    classifier *filtered = classifier_new(book, false), *plain = classifier_new(book, true);
    for (size_t i = 0; i < book->rule_count; i++) {
        compare_variants(filtered, plain, book->rules[i].example);
        compare_variants(filtered, plain, book->rules[i].counterexample);
    }
    classifier_free(filtered);
    classifier_free(plain);
    codebook_free(book);
}

Test(prefilter, agrees_with_every_rule_on_the_sentences_of_the_shipped_codebook) {
    codebook *book = load_book(shipped_book());
    classifier *filtered = classifier_new(book, false), *plain = classifier_new(book, true);
    arena keep = {0};
    for (size_t i = 0; i < book->pack_count; i++) {
        const sentence *all;
        size_t count;
        const char *path;
        error err = {0};
        cr_assert(codebook_sentences(book, i, &keep, &all, &count, &path, &err), "%s", err.what);
        for (size_t k = 0; k < count; k++) {
            compare_variants(filtered, plain, all[k].text);
            compare_variants(filtered, plain, all[k].context);
        }
    }
    arena_release(&keep);
    classifier_free(filtered);
    classifier_free(plain);
    codebook_free(book);
}

// Where one rule may begin at several places, and matches of others lie between them.
Test(prefilter, agrees_with_every_rule_on_examples_that_follow_each_other) {
    static const char *const between[] = {"\n", ". ", ", ", "  ", " and ", "? "};
    codebook *book = load_book(shipped_book());
    classifier *filtered = classifier_new(book, false), *plain = classifier_new(book, true);
    buf text = {0};
    for (size_t i = 0; i + 12 < book->rule_count; i += 4) {
        buf_reset(&text);
        for (size_t k = 0; k < 4; k++) {
            const rule *r = &book->rules[i + 3 * k];
            buf_add(&text, k % 2 ? r->example : r->counterexample);
            buf_add(&text, str_from(between[(i / 4 + k) % 6]));
            buf_add(&text, book->rules[i].example);
        }
        same_hits(filtered, plain, buf_str(&text));
    }
    buf_release(&text);
    classifier_free(filtered);
    classifier_free(plain);
    codebook_free(book);
}
