// Codebooks that a person got wrong: each is refused with its file and line and with what is wrong.
#include <criterion/criterion.h>

#include "classify/book.h"

#define RULE(cells) RULES_HEADER cells "\n"

// Loads the codebook in folder, which must be refused with that in its error.
static void expect_refused(const char *folder, const char *wanted) {
    error err = {0};
    codebook *book = codebook_new(folder, NULL, "auto", &err);
    cr_expect(!book, "taken, not refused: %s", wanted);
    cr_expect(strstr(err.what, wanted), "%s; wanted: %s", err.what, wanted);
    cr_expect_eq(err.status, ATTUNE_USAGE);
    if (book) codebook_free(book);
    remove_book(folder);
}

static void refused(const char *words, const char *macros, const char *answers, const char *rules,
                    const char *wanted) {
    char folder[64];
    write_book(folder, words, macros, answers, rules);
    expect_refused(folder, wanted);
}

static void refused_rule(const char *rules, const char *wanted) {
    refused(WORDS_HEADER, MACROS_HEADER "m,ab,\nloop,{loop},\n", ANSWERS_HEADER, rules, wanted);
}

static void refused_codes(const char *codes, const char *wanted) {
    char folder[64];
    write_book(folder, WORDS_HEADER, MACROS_HEADER, ANSWERS_HEADER, RULES_HEADER);
    write_file(folder, "codes.csv", codes);
    expect_refused(folder, wanted);
}

Test(load, refuses_codes_that_are_none) {
    refused_codes("code,family\n", "codes.csv");
    refused_codes(CODES_HEADER "r.direct,request,,,,0,1,\n", "not the name of a code");
    refused_codes(CODES_HEADER ",request,,,,0,1,\n", "not the name of a code");
    refused_codes(CODES_HEADER "R-A,request,,,,0,1,\n", "not the name of a code");
    refused_codes(CODES_HEADER "R:A,request,,,,0,1,\n", "not the name of a code");
    refused_codes(CODES_HEADER "R[,request,,,,0,1,\n", "not the name of a code");
    refused_codes(CODES_HEADER "R@,request,,,,0,1,\n", "not the name of a code");
    refused_codes(CODES_HEADER "R_9.A,request,,,,0,1,\nR_9.A,request,,,,0,1,\n", "there twice");
    refused_codes(CODES_HEADER "R.A,question,,,,0,1,\n", "no family of that name");
    refused_codes(CODES_HEADER "R.A,request,,,,2,1,\n", "neither 0 nor 1");
    refused_codes(CODES_HEADER "R.A,request,,,,0,first,\n", "not a number from 0 to 1000000");
    refused_codes(CODES_HEADER "R.A,request,,,,0,-1,\n", "not a number from 0 to 1000000");
    refused_codes(CODES_HEADER "R.A,request,,,,1,1000001,\n", "not a number from 0 to 1000000");
}

// As many rows as said, made from a format with one number.
static void add_rows(buf *out, int count, const char *before, const char *behind) {
    for (int i = 0; i < count; i++) buf_printf(out, "%s%d%s\n", before, i, behind);
    buf_add_char(out, '\0');
    out->len--;
}

static bool takes_codes(int count, const char *before, const char *behind) {
    char folder[64];
    buf codes = {0};
    buf_add(&codes, STR(CODES_HEADER));
    add_rows(&codes, count, before, behind);
    write_book(folder, WORDS_HEADER, MACROS_HEADER, ANSWERS_HEADER, RULES_HEADER);
    write_file(folder, "codes.csv", codes.at);
    error err = {0};
    codebook *book = codebook_new(folder, NULL, "auto", &err);
    cr_expect(book || strstr(err.what, "more than"), "%s", err.what);
    if (book) codebook_free(book);
    remove_book(folder);
    buf_release(&codes);
    return book;
}

Test(load, takes_as_many_codes_and_themes_as_there_is_room_for) {
    cr_expect(takes_codes(LIMIT_CODES - 1, "R.", ",request,,,,0,1,"));
    cr_expect(takes_codes(LIMIT_CODES, "R.", ",request,,,,0,1,"));
    cr_expect(!takes_codes(LIMIT_CODES + 1, "R.", ",request,,,,0,1,"));
    cr_expect(takes_codes(LIMIT_THEMES - 1, "T.", ",theme,,,,,,"));
    cr_expect(takes_codes(LIMIT_THEMES, "T.", ",theme,,,,,,"));
    cr_expect(!takes_codes(LIMIT_THEMES + 1, "T.", ",theme,,,,,,"));
}

static bool takes_categories(int count) {
    char folder[64];
    buf words = {0};
    buf_add(&words, STR(WORDS_HEADER));
    add_rows(&words, count, "word,c", ",,");
    write_book(folder, words.at, MACROS_HEADER, ANSWERS_HEADER, RULES_HEADER);
    error err = {0};
    codebook *book = codebook_new(folder, NULL, "auto", &err);
    cr_expect(book || strstr(err.what, "categories"), "%s", err.what);
    if (book) codebook_free(book);
    remove_book(folder);
    buf_release(&words);
    return book;
}

Test(load, takes_as_many_categories_as_there_is_room_for) {
    cr_expect(takes_categories(LIMIT_CATEGORIES - 1));
    cr_expect(takes_categories(LIMIT_CATEGORIES));
    cr_expect(!takes_categories(LIMIT_CATEGORIES + 1));
}

Test(load, takes_beginnings_of_63_bytes) {
    for (int len = 62; len <= 64; len++) {
        char folder[64], words[200];
        snprintf(words, sizeof words, WORDS_HEADER "%.*s*,c,,\n", len,
                 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz");
        write_book(folder, words, MACROS_HEADER, ANSWERS_HEADER, RULES_HEADER);
        error err = {0};
        codebook *book = codebook_new(folder, NULL, "auto", &err);
        cr_expect_eq(book != NULL, len <= 63, "%d: %s", len, err.what);
        if (!book) cr_expect(strstr(err.what, "not a word"), "%s", err.what);
        if (book) codebook_free(book);
        remove_book(folder);
    }
}

Test(load, refuses_words_macros_and_answers_that_are_none) {
    static const struct {
        const char *words, *macros, *answers, *wanted;
    } cases[] = {
        {"entry\n", "", "", "words.csv"},
        {WORDS_HEADER "a,9c,,\n", "", "", "not the name of a category"},
        {WORDS_HEADER "a,,,\n", "", "", "not the name of a category"},
        {WORDS_HEADER ",c,,\n", "", "", "not a word"},
        {WORDS_HEADER "a,c,0.5,\n", "", "", "words.csv:2:3: error: a weight other than 1"},
        {"", "name\n", "", "macros.csv"},
        {"", MACROS_HEADER "9,a,\n", "", "not the name of a macro"},
        {"", MACROS_HEADER "m,a,\nm,b,\n", "", "there twice"},
        {"", "", "entry\n", "answers.csv"},
        {"", "", ANSWERS_HEADER "sure,maybe,1,\n", "neither yes, no nor hedge"},
        {"", "", ANSWERS_HEADER "sure,,1,\n", "neither yes, no nor hedge"},
        {"", "", ANSWERS_HEADER "sure,any,1,\n", "neither yes, no nor hedge"},
        {"", "", ANSWERS_HEADER "sure,yes,2,\n", "not a number from 0 to 1"},
        {"", "", ANSWERS_HEADER ",yes,1,\n", "not a word or phrase"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refused(*cases[i].words ? cases[i].words : WORDS_HEADER,
                *cases[i].macros ? cases[i].macros : MACROS_HEADER,
                *cases[i].answers ? cases[i].answers : ANSWERS_HEADER, RULES_HEADER,
                cases[i].wanted);
}

Test(load, refuses_frequent_words_in_a_sheet_of_other_columns) {
    char folder[64], en[80];
    write_book(folder, WORDS_HEADER, MACROS_HEADER, ANSWERS_HEADER, RULES_HEADER);
    snprintf(en, sizeof en, "%s/en", folder);
    write_file(en, "frequent.csv", "word,rank\nyou,1\n");
    expect_refused(folder, "frequent.csv:1");
}

Test(load, refuses_rules_that_are_none) {
    static const struct {
        const char *rules, *wanted;
    } cases[] = {
        {"id,code\n", "rules.csv"},
        {RULE("A,R.DIRECT,,1,,a,,,,,"), "not the id of a rule"},
        {RULE(",R.DIRECT,,1,,a,,,,,"), "not the id of a rule"},
        {RULE("a/b,R.DIRECT,,1,,a,,,,,"), "not the id of a rule"},
        {RULE("a:,R.DIRECT,,1,,a,,,,,"), "not the id of a rule"},
        {RULE("a{,R.DIRECT,,1,,a,,,,,"), "not the id of a rule"},
        {RULE("a-_.9,R.DIRECT,,1,,a,,,,,\na-_.9,R.DIRECT,,1,,b,,,,,"), "there twice"},
        {RULE("a,R.OTHER,,1,,a,,,,,"), "no code of that name"},
        {RULE("a,R.DIRECT,T.OTHER,1,,a,,,,,"), "no theme of that name"},
        {RULE("a,R.DIRECT,T.LOVE A.LOVE,1,,a,,,,,"), "no theme of that name"},
        {RULE("a,R.DIRECT,T.LOVE+T.SAFETY,1.001,,a,,,,,"), "not a number from 0 to 1"},
        {RULE("a,R.DIRECT,,1,maybe,a,,,,,"), "neither yes, no, both, any nor empty"},
        {RULE("a,R.DIRECT,,1,hedge,a,,,,,"), "neither yes, no, both, any nor empty"},
        {RULE("a,R.DIRECT,,1,yes,a,,later,,,"), "no scope of that name"},
        {RULE("a,R.DIRECT,,1,any,,,quoted past,,,"), "no pattern"},
        {RULE("a,R.DIRECT,,1,,{none},,,,,"), "no macro {none}"},
        {RULE("a,R.DIRECT,,1,,{loop},,,,,"), "contains itself"},
        {RULE("a,R.DIRECT,,1,,(a,,,,,"), "pattern:"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refused_rule(cases[i].rules, cases[i].wanted);
}

Test(load, refuses_gates_that_are_none) {
    static const struct {
        const char *gate, *wanted;
    } cases[] = {
        {"after=X.OTHER", "no code of that name"},
        {"after=R.*|Z.*", "no code of that name"},
        {"after=R.*/T.OTHER", "no theme of that name"},
        {"after=R.*/T.LOVE+R.DIRECT", "no theme of that name"},
        {"after=R.* turns=0", "a number from 1 to 255"},
        {"after=R.* turns=256", "a number from 1 to 255"},
        {"after=R.* turns=two", "a number from 1 to 255"},
        {"unanswered>=0", "a number from 1 to 255"},
        {"after=R.* within=24", "a time such as"},
        {"after=R.* within=0h", "a time such as"},
        {"after=R.* within=100001s", "a time such as"},
        {"after=R.* within=xh", "a time such as"},
        {"with=Z.NONE", "no code of that name"},
        {"with=R.*|Z.NONE", "no code of that name"},
        {"with=R.*>=0", "a number from 1 to 255"},
        {"with=R.*>=x", "a number from 1 to 255"},
        {"speaker=nobody", "not a condition"},
        {"speaker=self", "need after="},
        {"polarity=match", "need after="},
        {"whenever", "not a condition"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char rules[300];
        snprintf(rules, sizeof rules, RULES_HEADER "a,R.DIRECT,,1,,a,%s,,,,\n", cases[i].gate);
        refused_rule(rules, cases[i].wanted);
    }
}

Test(load, takes_every_condition_of_a_gate_at_its_limits) {
    static const char *const gates[] = {
        "",
        "alone",
        " alone  alone",
        "after=R.*",
        "after=R.DIRECT|A.LOVE/T.LOVE+T.SAFETY turns=1 within=1ms speaker=self",
        "after=R.* turns=255 within=100000d polarity=match speaker=other",
        "after=R.* within=90s",
        "after=R.* within=10m",
        "after=R.* within=24h",
        "unanswered>=1 with=A.*|R.DIRECT",
        "with=A.*>=255",
    };
    for (size_t i = 0; i < sizeof gates / sizeof *gates; i++) {
        char folder[64], rules[300];
        snprintf(rules, sizeof rules, RULES_HEADER "a,R.DIRECT,,1,,a,%s,,,,\n", gates[i]);
        write_book(folder, WORDS_HEADER, MACROS_HEADER, ANSWERS_HEADER, rules);
        codebook *book = load_book(folder);
        cr_expect_eq(book->rule_count, 1, "%s", gates[i]);
        codebook_free(book);
        remove_book(folder);
    }
}

Test(load, keeps_to_the_length_of_a_pattern_with_its_macros) {
    for (int over = -1; over <= 1; over++) {
        char folder[64];
        buf rules = {0}, macros = {0};
        // What a macro stands for is put between (?: and ).
        size_t half = LIMIT_PATTERN / 2, rest = (size_t)((int)(LIMIT_PATTERN - half - 4) + over);
        buf_printf(&macros, MACROS_HEADER "half,%0*d,\n", (int)half, 0);
        buf_printf(&rules, RULES_HEADER "a,R.DIRECT,,1,,{half}%0*d,,,,,\n", (int)rest, 0);
        write_book(folder, WORDS_HEADER, macros.at, ANSWERS_HEADER, rules.at);
        error err = {0};
        codebook *book = codebook_new(folder, NULL, "auto", &err);
        cr_expect_eq(book != NULL, over <= 0, "%d: %s", over, err.what);
        if (!book) cr_expect(strstr(err.what, "more than 4096 bytes"), "%s", err.what);
        if (book) codebook_free(book);
        remove_book(folder);
        buf_release(&rules);
        buf_release(&macros);
    }
}

// The files of a codebook together, brought to a size by the notes of macros.
static bool takes_bytes(size_t size) {
    char folder[64];
    buf macros = {0};
    size -= strlen(CODES_HEADER CODES_OF_BOOK WORDS_HEADER ANSWERS_HEADER RULES_HEADER);
    buf_add(&macros, STR(MACROS_HEADER));
    for (int i = 0; macros.len < size; i++) {
        size_t begin = macros.len, row = size - begin < 1000100 ? size - begin : 1000000;
        buf_printf(&macros, "m%d,x,", i);
        size_t note = begin + row - 1 - macros.len;
        memset(buf_more(&macros, note), 'x', note);
        macros.len += note;
        buf_add_char(&macros, '\n');
    }
    buf_add_char(&macros, '\0');
    write_book(folder, WORDS_HEADER, macros.at, ANSWERS_HEADER, RULES_HEADER);
    error err = {0};
    codebook *book = codebook_new(folder, NULL, "auto", &err);
    cr_expect(book || strstr(err.what, "larger than"), "%s", err.what);
    if (book) codebook_free(book);
    remove_book(folder);
    buf_release(&macros);
    return book;
}

Test(load, takes_16_mib_of_files_in_all) {
    cr_expect(takes_bytes(LIMIT_CODEBOOK - 1));
    cr_expect(takes_bytes(LIMIT_CODEBOOK));
    cr_expect(!takes_bytes(LIMIT_CODEBOOK + 1));
}

static void hash_part(sha256 *hash, const char *part) {
    size_t len = strlen(part);
    cr_assert(len < 1 << 16);
    unsigned char bytes[8] = {(unsigned char)len, (unsigned char)(len >> 8)};
    sha256_add(hash, str_of((const char *)bytes, sizeof bytes));
    sha256_add(hash, str_from(part));
}

Test(load, a_codebook_is_identified_by_names_lengths_and_contents_of_its_files) {
    static const char *const parts[] = {"codes.csv",      CODES_HEADER CODES_OF_BOOK,
                                        "en/answers.csv", ANSWERS_HEADER,
                                        "en/macros.csv",  MACROS_HEADER,
                                        "en/rules.csv",   RULES_HEADER,
                                        "en/words.csv",   WORDS_HEADER};
    char folder[64];
    write_book(folder, WORDS_HEADER, MACROS_HEADER, ANSWERS_HEADER, RULES_HEADER);
    codebook *book = load_book(folder);
    unsigned char digest[SHA256_SIZE], wanted[SHA256_SIZE];
    codebook_digest(book, digest);
    sha256 hash;
    sha256_start(&hash);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) hash_part(&hash, parts[i]);
    sha256_end(&hash, wanted);
    cr_expect_arr_eq(digest, wanted, sizeof wanted);
    codebook_free(book);
    remove_book(folder);
}

static void digest_of(const char *lang, unsigned char out[SHA256_SIZE]) {
    error err = {0};
    codebook *book = codebook_new(shipped_book(), NULL, lang, &err);
    cr_assert(book, "%s (%s)", err.what, err.hint);
    codebook_digest(book, out);
    codebook_free(book);
}

Test(load, a_codebook_is_the_same_in_any_order_of_its_languages) {
    unsigned char one[SHA256_SIZE], other[SHA256_SIZE], less[SHA256_SIZE];
    digest_of("en,ru", one);
    digest_of("ru,en", other);
    digest_of("ru", less);
    cr_expect_arr_eq(one, other, sizeof one);
    cr_expect_arr_neq(one, less, sizeof one);
}
