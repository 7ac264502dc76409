// Patterns with every construct that PCRE2 has and people seldom write: the filter, which reads
// them by itself, loses none of their matches; and what a codebook may not have is refused.
#include <criterion/criterion.h>

#include "classify/book.h"

static const struct {
    const char *pattern, *text; // which it matches
} taken[] = {
    {"[[:alpha:]]bq", "xbq"},
    {"[[.]bq", "[bq"},
    {"[[=]bq", "=bq"},
    {"[\\b]bq", "\bbq"},
    {"[]a]bq", "]bq"},
    {"[\\E]a]bq", "abq"},
    {"[^\\E]a]bq", "xbq"},
    {"[\\Q\\E]a]bq", "abq"},
    {"[^]a]bq", "xbq"},
    {"(?:[a\\]]bq)", "]bq"},
    {"(?:[^]x]bq)", "abq"},
    {"(?:[]x]bq)", "]bq"},
    {"[a-cx-z]q", "yq"},
    {"[A-Cx]q", "xq"},
    {"[0-9]q", "5q"},
    {"[+-]q", "-q"},
    {"[a-]q", "-q"},
    {"[!-~]q", "zq"},
    {"[\\w-]q", "-q"},
    {"[abcdefghij]q", "jq"},
    {"[ \\t]q", " q"},
    {"[\\s]q", "\tq"},
    {"[\\W]q", "!q"},
    {"[\\d\\w]q", "3q"},
    {"[\u00e9\u00e8]q", "\u00e8q"},
    {"[\\x{e9}a]q", "\u00e9q"},
    {"a(?#note)bq", "abq"},
    {"(?|a|b)cq", "bcq"},
    {"(?<n>a)\\k<n>q", "aaq"},
    {"(?'n'a)\\k'n'q", "aaq"},
    {"(?P<n>a)(?P=n)q", "aaq"},
    {"(?<n>a)\\k{n}q", "aaq"},
    {"(a)\\1q", "aaq"},
    {"(a)\\g{1}q", "aaq"},
    {"(a)\\g1q", "aaq"},
    {"(a)\\g-1q", "aaq"},
    {"(a)\\g{-1}q", "aaq"},
    {"(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\\10q", "abcdefghijjq"},
    {"a{2,3}q", "aaq"},
    {"a{2,}q", "aaaaq"},
    {"a{0}q", "q"},
    {"a{0,1}q", "aq"},
    {"(?:ab){2}q", "ababq"},
    {"a{ }q", "a{ }q"},
    {"a{q", "a{q"},
    {"a{}q", "a{}q"},
    {"a{1,2,3}q", "a{1,2,3}q"},
    {"a+?q", "aaq"},
    {"a*+q", "aaq"},
    {"a??q", "aq"},
    {"\\Qa.b\\Eq", "a.bq"},
    {"\\Q\\Eaq", "aq"},
    {"\\Qa+\\E+q", "a++q"},
    {"aq\\Qx.y", "aqx.y"},
    {"\\Q0123456789012345678901234567890123456789012345678901234567890123456789\\Eq",
     "0123456789012345678901234567890123456789012345678901234567890123456789q"},
    {"0123456789012345678901234567890123456789012345678901234567890123456789q",
     "0123456789012345678901234567890123456789012345678901234567890123456789q"},
    {"\\N{U+61}q", "aq"},
    {"\\Nq", "aq"},
    {"\\Xq", "e\u0301q"},
    {"a\\hq", "a q"},
    {"a\\Hq", "abq"},
    {"a\\vq", "a\nq"},
    {"a\\Vq", "abq"},
    {"a\\Rq", "a\nq"},
    {"a\\nq", "a\nq"},
    {"a\\Sq", "abq"},
    {"a\\Dq", "abq"},
    {"\\pLq", "aq"},
    {"\\p{L}q", "aq"},
    {"\\P{L}q", "3q"},
    {"\\x61q", "aq"},
    {"\\x{61}q", "aq"},
    {"\\x6A\\x6a", "jj"},
    {"\\x{1F600}q", "\U0001F600q"},
    {"\\o{141}q", "aq"},
    {"\\.\\-\\_q", ".-_q"},
    {"\\\u00e9q", "\u00e9q"},
    {"a\\Kbq", "abq"},
    {"a\\Bbq", "abq"},
    {"\\Aaq", "aq"},
    {"\\Gaq", "aq"},
    {"aq\\z", "aq"},
    {"aq\\Z", "aq"},
    {"(?=a)aq", "aq"},
    {"(?!b)aq", "aq"},
    {"(?<=a)bq", "abq"},
    {"(?<!x)bq", "abq"},
    {"(?>a|ab)q", "aq"},
    {"(?:a|)q", "q"},
    {"(a|b)?q", "bq"},
    {"(?:a b)+ q", "a b q"},
    {"(?:a)\\b q", "a q"},
    {"(?:a)$", "a"},
    {"(?:a) ?q", "aq"},
    {"(?:a)\\s*q", "a q"},
    {"(?:a)\\sq", "a q"},
    {"ab\\E?q", "aq"},
    {"ab(?#note)?q", "aq"},
    {"ab(?#note)\\E{0}q", "aq"},
    {"(?:ab)\\E?q", "q"},
    {"x(?:ab)\\E+ q", "xababab q"},
    {"x(?:ab)(?#note)+ q", "xababab q"},
    {"(?:ab) (?#note)?q", "abq"},
    {"(?:ab)\\s\\E?q", "abq"},
    {"ab\\N{2,9}cq", "ab;;;;;;cq"},
    {"\\N{2,9}cq", ";;;;;;cq"},
    {"((?:a(?#\\)b)c) q", "abc q"},
    {"(?:ab\\Q) \\Ebd)cq", "ab) bdcq"},
    {"(?<*ab)x(>y)q", "abx>yq"},
    {"\\G ?abq", " abq"},
    {"ab\\scq", "ab\u202Fcq"},
    {"ab\\hcq", "ab\u180Ecq"},
    {"love love qq", "love love qq"},
    {"sorry for.*sorry qq", "sorry for that, sorry qq"},
    {"qq love.*pp love", "qq love pp love"},
    {"(?(?=a)aq|bq)", "bq"},
    {"(a)?(?(1)b|c)q", "abq"},
    {"(((((((((((((((((((((((((((((((((((((((((a)))))))))))))))))))))))))))))))))))))))))q", "aq"},
};
enum { TAKEN = sizeof taken / sizeof *taken };

static void add_rule(buf *out, size_t number, const char *pattern) {
    buf_printf(out, "r%zu,R.DIRECT,,1,,\"%s\",,,,,\n", number, pattern);
}

static bool found_by(classifier *c, str text, size_t number) {
    hits found = {0};
    bool there = false;
    classify_text(c, text, &found);
    for (size_t i = 0; i < found.count; i++) there |= found.at[i].rule == number;
    free(found.at);
    return there;
}

Test(syntax, of_every_kind_is_filtered_without_a_loss) {
    char folder[64];
    buf rules = {0};
    buf_add(&rules, STR(RULES_HEADER));
    for (size_t i = 0; i < TAKEN; i++) add_rule(&rules, i, taken[i].pattern);
    buf_add_char(&rules, '\0');
    write_book(folder, WORDS_HEADER, MACROS_HEADER, ANSWERS_HEADER, rules.at);
    codebook *book = load_book(folder);
    classifier *filtered = classifier_new(book, false), *plain = classifier_new(book, true);
    for (size_t i = 0; i < TAKEN; i++) {
        str text = str_from(taken[i].text);
        cr_expect(found_by(plain, text, i), "%s does not match its text", taken[i].pattern);
        same_hits(filtered, plain, text);
        static const char *const around[][2] = {{"", "x"}, {"x", ""}, {" ", " "}, {"q", "?"}};
        for (size_t k = 0; k < sizeof around / sizeof *around; k++) {
            char more[200];
            snprintf(more, sizeof more, "%s%s%s", around[k][0], taken[i].text, around[k][1]);
            same_hits(filtered, plain, str_from(more));
        }
    }
    classifier_free(filtered);
    classifier_free(plain);
    codebook_free(book);
    remove_book(folder);
    buf_release(&rules);
}

static void repeat(buf *out, const char *text, size_t count) {
    for (size_t i = 0; i < count; i++) buf_add(out, str_from(text));
}

// Groups that come again in groups that do, each of them between spaces: neither is what stands in
// them put behind itself 2^48 times, nor read as often.
Test(syntax, of_groups_in_groups_is_read_at_once) {
    static const char *const ends[][2] = {{"(?:", ")+"}, {"(?: ", " )+"}, {"(?: ", " | c )+"}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char folder[64];
        buf rules = {0};
        buf_add(&rules, STR(RULES_HEADER "r0,R.DIRECT,,1,,"));
        repeat(&rules, ends[i][0], 48);
        repeat(&rules, "ab cd.", 580);
        repeat(&rules, ends[i][1], 48);
        buf_add(&rules, STR(",,,,,\n"));
        buf_add_char(&rules, '\0');
        write_book(folder, WORDS_HEADER, MACROS_HEADER, ANSWERS_HEADER, rules.at);
        codebook_free(load_book(folder));
        remove_book(folder);
        buf_release(&rules);
    }
}

Test(syntax, that_a_codebook_may_not_have_is_refused) {
    static const char *const refused[] = {
        "(?R)",
        "a(?1)?(b)",
        "(?&n)(?<n>a)",
        "(?+1)(a)",
        "(a)(?-1)",
        "(?P>n)",
        "(?i)a",
        "(?-i)a",
        "(?^)a",
        "a\\C",
        "a(?C)b",
        "a(?C1)b",
        "(*LIMIT_MATCH=1)a",
        "(*UTF)a",
        "(a)\\g<1>",
        "(a)\\g'1'",
        "(?#[)a(?R)?b",
        "(?#[)a(?x) b",
        "\\Q[\\Ea(?R)?b",
        "\\c[a(?R)?b",
        "\\c\\(?R)?b",
        "[[:alpha:][]a(?R)?b",
        "[\\E][]a(?<n>b)(?&n)",
        "(?#[)a(*COMMIT)b",
        "a{,3}",
        "a{ 1,3}b",
        "a{1, 3}",
        "a{2 }",
        "\\x{110000}",
        "a{70000}",
        "(?<n>a",
        "[a",
        "a\\",
        "(?#a",
        "\\p{Nothing}",
        "(",
        ")",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        char folder[64];
        buf rules = {0};
        buf_add(&rules, STR(RULES_HEADER));
        add_rule(&rules, i, refused[i]);
        buf_add_char(&rules, '\0');
        write_book(folder, WORDS_HEADER, MACROS_HEADER, ANSWERS_HEADER, rules.at);
        error err = {0};
        codebook *book = codebook_new(folder, NULL, "auto", &err);
        cr_expect(!book, "%s is taken", refused[i]);
        cr_expect_eq(err.status, ATTUNE_USAGE);
        if (book) codebook_free(book);
        remove_book(folder);
        buf_release(&rules);
    }
}
