#include <criterion/criterion.h>
#include <ctype.h>

#include "base/utf8.h"
#include "classify/book.h"
#include "classify/recall.h"
#include "text/fold.h"

// The folded text of the only token of a text.
static str folded_of(memo *m, tokens *all, str text) {
    recall_sum sum;
    recall(m, text, all, &sum);
    cr_assert_eq(all->count, 1u);
    return memo_at(m, all->at[0].word)->folded;
}

// Tokens that begin alike are told apart at every length, those of which the lengths agree in
// their last bits among them.
Test(memo, tells_tokens_apart_that_differ_in_length_alone) {
    enum { LONGEST = 8300 };
    codebook *book = load_book(SMALL_BOOK);
    memo m = {0};
    memo_init(&m, book);
    tokens all = {0};
    char *letters = malloc(LONGEST);
    for (size_t i = 0; i < LONGEST; i++) letters[i] = (char)('a' + i * 7 % 26);
    for (unsigned round = 0; round < 2; round++) {
        for (size_t len = 1; len <= LONGEST; len += len < 100 ? 1 : len % 2048 < 70 ? 1 : 61) {
            str folded = folded_of(&m, &all, str_of(letters, len));
            cr_assert_eq(folded.len, len);
            cr_assert_eq(memcmp(folded.at, letters, len), 0);
        }
    }
    free(letters);
    free(all.at);
    memo_release(&m);
    codebook_free(book);
}

// So are tokens of one length that differ in one byte, wherever it is.
Test(memo, tells_tokens_apart_that_differ_in_one_byte_alone) {
    enum { LONGEST = 60 };
    codebook *book = load_book(SMALL_BOOK);
    memo m = {0};
    memo_init(&m, book);
    tokens all = {0};
    char letters[LONGEST];
    for (size_t i = 0; i < LONGEST; i++) letters[i] = (char)('a' + i * 7 % 26);
    for (size_t len = 1; len <= LONGEST; len++) {
        for (size_t i = 0; i <= 2 * len; i++) { // each twice: not known at first, then known
            char *changed = &letters[i % len], before = *changed;
            *changed = before == 'z' ? 'a' : (char)(before + 1);
            str folded = folded_of(&m, &all, str_of(letters, len));
            cr_assert(str_equal(folded, str_of(letters, len)));
            *changed = before;
        }
    }
    free(all.at);
    memo_release(&m);
    codebook_free(book);
}

static str numbered(char *to, size_t room, uint32_t n) {
    static const char *const forms[] = {"w%u", "Love%u", "http://you.a/love/%u",
                                        "unmistakably%uthere"};
    return str_of(to, (size_t)snprintf(to, room, forms[n % 4], n));
}

// More words than it holds ten times over, and between them such as it has seen before: what
// it keeps, what it forgot and what it never saw all come out as themselves, to the sieve too.
Test(memo, knows_every_word_however_often_it_had_to_forget) {
    enum { FORGETS = 20, NEW = FORGETS * MEMO_WORDS / 2 };
    codebook *book = load_book(SMALL_BOOK);
    memo m = {0};
    memo_init(&m, book);
    tokens all = {0};
    char text[40];
    for (uint32_t i = 0; i < NEW; i++) {
        for (uint32_t n = i, again = 0; again < 2;
             again++, n = (uint32_t)((uint64_t)i * i % (i + 1))) {
            str raw = numbered(text, sizeof text, n);
            str folded = folded_of(&m, &all, raw);
            cr_assert_eq(folded.len, raw.len);
            for (size_t k = 0; k < raw.len; k++)
                cr_assert_eq(folded.at[k], (char)tolower((unsigned char)text[k]), "%s", text);
            uint32_t word = all.at[0].word,
                     known = word & MEMO_PASSING ? 0 : vectors_places(&m.vectors, 0)[word];
            uint32_t place = memo_find_place(&m, word, 0);
            if (known != VECTORS_UNKNOWN) cr_assert_eq(known, place, "%s", text);
        }
    }
    cr_assert_geq(m.forgotten, 17u);
    free(all.at);
    memo_release(&m);
    codebook_free(book);
}

// A token that is longer than all that the memo holds does not make it write over what it keeps.
Test(memo, keeps_its_only_word_beside_a_giant) {
    enum { GIANT = MEMO_TEXT / 2 + 8 };
    codebook *book = load_book(SMALL_BOOK);
    memo m = {0};
    memo_init(&m, book);
    tokens all = {0};
    recall_sum sum;
    buf text = {0};
    buf_add(&text, STR("love "));
    while (text.len < GIANT) buf_add(&text, STR("xy"));
    recall(&m, buf_str(&text), &all, &sum);
    folded_of(&m, &all, STR("unmistakably"));
    cr_assert(str_equal(folded_of(&m, &all, STR("love")), STR("love")));
    buf_release(&text);
    free(all.at);
    memo_release(&m);
    codebook_free(book);
}

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

// A text of pieces that tokens are made of, and what they end at.
static size_t random_text(uint32_t *state, char *to, size_t most) {
    static const char *const pieces[] = {
        "a",
        "B",
        "you",
        "Everybody",
        "everybody's",
        "understandable",
        "x9",
        "7",
        "1.5",
        " ",
        " ",
        " ",
        "\n",
        "'",
        "’",
        "don't",
        ".",
        "!",
        "?",
        ",",
        "...",
        "@you",
        "#tag",
        "a@b.cc",
        "www.a.bc/d",
        ":-)",
        "<3",
        "люблю",
        "Это",
        "naïve",
        "×",
        "l’été",
        "÷",
        "é",
        "😂",
        "❤️",
        "_",
        "-",
        "/",
        ":",
        "(",
        "unmistakablythere",
        "неопределённость",
        "неопределённостями",
        "“",
        "”",
        "‘",
        "—",
        "…",
        "👍🏽",
        "👍",
        "\u200d",
        "①",
        "\U0001F8FF",
    };
    size_t len = 0, count = next_random(state) % 40;
    for (size_t i = 0; i < count; i++) {
        const char *next = pieces[next_random(state) % (sizeof pieces / sizeof *pieces)];
        if (len + strlen(next) > most) break;
        memcpy(to + len, next, strlen(next));
        len += strlen(next);
    }
    return len;
}

static void expect_same_tokens(memo *m, const tokens *all, const tokens *wanted, str text) {
    buf folded = {0};
    cr_assert_eq(all->count, wanted->count, "%.*s", (int)text.len, text.at);
    for (size_t i = 0; i < all->count; i++) {
        token a = all->at[i], b = wanted->at[i];
        cr_assert(a.start == b.start && a.end == b.end && a.kind == b.kind, "%.*s", (int)text.len,
                  text.at);
        buf_reset(&folded);
        fold_token(&folded, str_of(text.at + b.start, b.end - b.start), b.kind, lexicon_has,
                   &m->book->engine->words);
        cr_assert(str_equal(memo_at(m, a.word)->folded, buf_str(&folded)));
        cr_assert_eq(memo_at(m, a.word)->flags, a.flags);
    }
    buf_release(&folded);
}

static bool touches_the_one_before(const tokens *all, size_t i, str text) {
    for (size_t at = all->at[i - 1].end; at < all->at[i].start; at++)
        if ((unsigned char)text.at[at] < 0x80) return false;
    return true;
}

// Tokens of words that touch make no counting of tokens.
static void expect_loose(const tokens *all, const recall_sum *sum, str text) {
    for (size_t i = 1; i < all->count; i++)
        if (touches_the_one_before(all, i, text) && (all->at[i - 1].flags & WORD_FINISHES) &&
            (all->at[i].flags & WORD_BEGINS))
            cr_assert(sum->loose, "%.*s", (int)text.len, text.at);
}

Test(memo, knows_of_every_character_whether_it_touches_a_word) {
    codebook *book = load_book(SMALL_BOOK);
    memo m = {0};
    memo_init(&m, book);
    tokens all = {0};
    buf text = {0};
    for (uint32_t point = 0x80; point < 0x20000; point++) {
        if (point >= 0xD800 && point < 0xE000) continue;
        buf_reset(&text);
        buf_add(&text, STR("a"));
        utf8_add(&text, point);
        buf_add(&text, STR("b"));
        recall_sum sum;
        recall(&m, buf_str(&text), &all, &sum);
        expect_loose(&all, &sum, buf_str(&text));
    }
    buf_release(&text);
    free(all.at);
    memo_release(&m);
    codebook_free(book);
}

static size_t characters_of(str text) {
    size_t count = 0;
    for (; text.len; text = str_drop(text, utf8_decode(text).len)) count++;
    return count;
}

Test(memo, makes_of_any_text_the_tokens_that_tokenize_makes) {
    codebook *book = load_book(SMALL_BOOK);
    memo m = {0};
    memo_init(&m, book);
    tokens all = {0}, wanted = {0};
    uint32_t state = 1;
    for (unsigned round = 0; round < 20000; round++) {
        char text[300];
        size_t len = random_text(&state, text, sizeof text);
        char *exact =
            memcpy(malloc(len + (len == 0)), text, len); // so that a read behind it is seen
        recall_sum sum;
        recall(&m, str_of(exact, len), &all, &sum);
        tokenize(&wanted, str_of(exact, len));
        expect_same_tokens(&m, &all, &wanted, str_of(exact, len));
        expect_loose(&all, &sum, str_of(exact, len));
        cr_assert_eq(sum.ascii, str_is_ascii(str_of(exact, len)));
        cr_assert_eq(len - sum.continued, characters_of(str_of(exact, len)));
        free(exact);
    }
    free(all.at);
    free(wanted.at);
    memo_release(&m);
    codebook_free(book);
}
