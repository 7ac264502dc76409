// The language of a message: counting function words as its tokens are looked up, those of the
// packs that are expected apart, says what ranking the packs by all their evidence says.
#include <criterion/criterion.h>

#include "classify/book.h"
#include "classify/language.h"
#include "classify/recall.h"

static const char *const words[] = {
    "ich", "liebe", "dich", "noch",  "und",    "do",    "you",     "still",   "love", "me",
    "the", "je",    "aime", "tu",    "encore", "que",   "quieres", "todavía", "mi",   "ami",
    "no",  "si",    "você", "ainda", "ты",     "меня",  "любишь",  "ещё",     "и",    "не",
    "?",   "!",     ",",    "42",    "ok",     "xyzzy", "😂",       "ты-you",  "αβγ",  "a",
    "e",   "o",     "in",   "on",    "de",     "la",    "per",     "con",     "was",  "он",
};

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static str random_text(uint32_t *state, buf *to) {
    bool giant = next_random(state) % 64 == 0;
    size_t count = next_random(state) % (giant ? 3000 : 12);
    buf_reset(to);
    for (size_t i = 0; i < count; i++)
        buf_printf(to, "%s ", words[next_random(state) % (sizeof words / sizeof *words)]);
    return buf_str(to);
}

// Packs that have no counts of their own share the last, so that more is ranked; theirs are empty.
Test(language, is_the_same_however_many_packs_there_are) {
    enum { EMPTY = 12, TEXTS = 4000, FILES = 4 };
    static const char *const files[FILES][2] = {{"words.csv", WORDS_HEADER},
                                                {"macros.csv", MACROS_HEADER},
                                                {"answers.csv", ANSWERS_HEADER},
                                                {"rules.csv", RULES_HEADER}};
    char folder[] = "/tmp/attune-packs-XXXXXX", path[100];
    cr_assert(mkdtemp(folder));
    for (int i = 0; i < EMPTY; i++) {
        snprintf(path, sizeof path, "%s/x%02d", folder, i);
        cr_assert_eq(mkdir(path, 0700), 0);
        for (size_t k = 0; k < FILES; k++) write_file(path, files[k][0], files[k][1]);
    }
    error err = {0};
    codebook *few = load_book(shipped_book()),
             *many = codebook_new(shipped_book(), folder, "auto", &err);
    cr_assert(many, "%s (%s)", err.what, err.hint);
    cr_assert_eq(many->pack_count, few->pack_count + EMPTY);
    classifier *of_few = classifier_new(few, false), *of_many = classifier_new(many, false);
    buf text = {0};
    hits some = {0}, same = {0};
    uint32_t state = 7, packs_seen = 0;
    for (int i = 0; i < TEXTS; i++) {
        str t = random_text(&state, &text);
        analysis a = classify_text(of_few, t, &some), b = classify_text(of_many, t, &same);
        cr_assert_eq(a.pack, b.pack, "%.*s", (int)t.len, t.at);
        cr_assert_eq(memcmp(a.style, b.style, sizeof a.style), 0, "%.*s", (int)t.len, t.at);
        cr_assert_eq(a.tokens, b.tokens);
        cr_assert_eq(some.count, same.count, "%.*s", (int)t.len, t.at);
        packs_seen |= 1u << a.pack;
    }
    cr_assert_eq(packs_seen, (1u << few->pack_count) - 1);
    free(some.at);
    free(same.at);
    buf_release(&text);
    classifier_free(of_few);
    classifier_free(of_many);
    codebook_free(few);
    codebook_free(many);
    for (int i = 0; i < EMPTY; i++) {
        for (size_t k = 0; k <= FILES; k++) {
            snprintf(path, sizeof path, "%s/x%02d/%s", folder, i, k < FILES ? files[k][0] : "");
            cr_assert_eq(remove(path), 0);
        }
    }
    cr_assert_eq(remove(folder), 0);
}

static void shuffle(uint8_t *packs, size_t count, uint32_t *state) {
    for (size_t i = count; i > 1; i--) {
        size_t other = next_random(state) % i;
        uint8_t kept = packs[i - 1];
        packs[i - 1] = packs[other];
        packs[other] = kept;
    }
}

// Fails unless the pack with most function words, if one has, and its style classes are what
// looking at each token says.
static void same_as_one_by_one(const memo *m, const tokens *all, language in,
                               const uint32_t style[STYLE_CLASSES]) {
    uint32_t functions[MAX_PACKS] = {0}, classes[STYLE_CLASSES] = {0};
    const codebook *book = m->book;
    for (size_t i = 0; i < all->count; i++) {
        uint32_t word = all->at[i].word;
        for (size_t p = 0; p < book->pack_count; p++)
            functions[p] +=
                (memo_sense_at(m, word, p)->categories & book->packs[p].function_words) &&
                (memo_at(m, word)->scripts & book->engine->packs[p].scripts);
        for (size_t k = 0; k < STYLE_CLASSES; k++)
            classes[k] +=
                (memo_sense_at(m, word, in.first)->categories & book->engine->known.style[k]) != 0;
    }
    bool alone = true;
    for (size_t p = 0; p < book->pack_count; p++) {
        cr_assert_leq(functions[p], functions[in.first]);
        alone &= p == in.first || functions[p] < functions[in.first];
    }
    if (alone) cr_assert_eq(in.packs, 1ull << in.first);
    cr_assert_eq(memcmp(style, classes, sizeof classes), 0);
}

Test(language, is_the_same_whatever_packs_are_expected) {
    enum { TEXTS = 4000, EXPECTED_FOR = 16 };
    codebook *book = load_book(shipped_book());
    memo usual = {0}, changing = {0};
    memo_init(&usual, book);
    memo_init(&changing, book);
    cr_assert_gt(book->pack_count, (size_t)MEMO_APART);
    uint8_t packs[MAX_PACKS];
    memcpy(packs, usual.expected, sizeof packs);
    tokens same = {0}, some = {0};
    buf text = {0};
    uint32_t state = 11;
    for (int i = 0; i < TEXTS; i++) {
        str t = random_text(&state, &text);
        if (i % EXPECTED_FOR == 0) {
            shuffle(packs, book->pack_count, &state);
            memo_expect(&changing, packs);
        }
        recall_sum a, b;
        recall(&usual, t, &same, &a);
        recall(&changing, t, &some, &b);
        language in = language_find(&usual, &same, a.counts),
                 also = language_find(&changing, &some, b.counts);
        cr_assert(in.packs == also.packs && in.first == also.first, "%.*s", (int)t.len, t.at);
        cr_assert_eq(a.counts[COUNT_PUNCTUATION], b.counts[COUNT_PUNCTUATION]);
        uint32_t style[STYLE_CLASSES];
        language_style(&changing, &some, in.first, style);
        if (in.first == packs[0]) cr_assert_eq(memcmp(style, b.counts, sizeof style), 0);
        same_as_one_by_one(&usual, &same, in, style);
    }
    free(same.at);
    free(some.at);
    buf_release(&text);
    memo_release(&usual);
    memo_release(&changing);
    codebook_free(book);
}

// Which pack counts for a text.
static str pack_of(classifier *c, const codebook *book, str text) {
    hits found = {0};
    analysis a = classify_text(c, text, &found);
    free(found.at);
    return book->packs[a.pack].lang;
}

Test(language, is_that_of_most_function_words_then_of_most_known_words) {
    codebook *book = load_book(shipped_book());
    classifier *c = classifier_new(book, false);
    cr_expect(str_equal(pack_of(c, book, STR("the cat sat on the mat with я")), STR("en")));
    cr_expect(str_equal(pack_of(c, book, STR("ich bin nicht mit dir, sorry")), STR("de")));
    cr_expect(str_equal(pack_of(c, book, STR("ты меня ещё любишь, honey?")), STR("ru")));
    cr_expect(str_equal(pack_of(c, book, STR("lieblings")), STR("de")));
    classifier_free(c);
    codebook_free(book);
}

static void write_pack(const char *folder, const char *name, const char *lexicon_rows) {
    char path[100];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    cr_assert_eq(mkdir(path, 0700), 0);
    write_file(path, "words.csv", lexicon_rows);
    write_file(path, "macros.csv", MACROS_HEADER);
    write_file(path, "answers.csv", ANSWERS_HEADER);
    write_file(path, "rules.csv", RULES_HEADER);
}

// Two emoji that a pack has as pronouns do not outweigh a pronoun of another.
Test(language, is_not_told_by_function_words_without_a_letter_of_its_script) {
    static const char *const made[] = {"aa/words.csv",
                                       "aa/macros.csv",
                                       "aa/answers.csv",
                                       "aa/rules.csv",
                                       "aa",
                                       "bb/words.csv",
                                       "bb/macros.csv",
                                       "bb/answers.csv",
                                       "bb/rules.csv",
                                       "bb",
                                       "codes.csv",
                                       ""};
    char folder[] = "/tmp/attune-emoji-XXXXXX", path[100];
    cr_assert(mkdtemp(folder));
    write_file(folder, "codes.csv", CODES_HEADER CODES_OF_BOOK);
    write_pack(folder, "aa", WORDS_HEADER "foo,style_pronoun,1,\n");
    write_pack(folder, "bb", WORDS_HEADER "bar,style_pronoun,1,\n💛,style_pronoun,1,\n");
    codebook *book = load_book(folder);
    classifier *c = classifier_new(book, false);
    cr_expect(str_equal(pack_of(c, book, STR("foo 💛 💛")), STR("aa")));
    cr_expect(str_equal(pack_of(c, book, STR("bar 💛 💛")), STR("bb")));
    cr_expect(str_equal(pack_of(c, book, STR("💛")), STR("bb")));
    classifier_free(c);
    codebook_free(book);
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, made[i]);
        cr_assert_eq(remove(path), 0);
    }
}
