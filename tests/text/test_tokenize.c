#include "text/tokenize.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "text/blocks_walk.h"
#include "text/word_break.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdlib.h>

// The tokens of text as "kind:token|kind:token".
static str shown(const char *text, buf *out) {
    tokens found = {0};
    str s = str_from(text);
    tokenize(&found, s);
    buf_reset(out);
    for (size_t i = 0; i < found.count; i++) {
        token t = found.at[i];
        buf_printf(out, "%s%s:", i ? "|" : "", token_kind_name(t.kind).at);
        buf_add(out, str_of(s.at + t.start, t.end - t.start));
    }
    free(found.at);
    return buf_str(out);
}

typedef struct tokens_case {
    char text[96], want[224];
} tokens_case;

ParameterizedTestParameters(tokenize, gives_each_token_its_kind) {
    static tokens_case cases[] = {
        {"", ""},
        {" \t\r\n\xC2\xA0\xE2\x80\xAF", ""},
        {"don't go", "word:don't|word:go"},
        {"that\xE2\x80\x99s", "word:that\xE2\x80\x99s"},
        {"ok\xE2\x80\xA6", "word:ok|punctuation:\xE2\x80\xA6"},
        {"2nite at 8:30", "word:2nite|word:at|number:8|punctuation::|number:30"},
        {"3.14 1,000", "number:3.14|number:1,000"},
        {"hello:) ok :-(", "word:hello|emoticon::)|word:ok|emoticon::-("},
        {":D xD :'(", "emoticon::D|word:xD|emoticon::'("},
        {"<3<3 </3 <33", "emoticon:<3|emoticon:<3|emoticon:</3|emoticon:<33"},
        {"8:Deer", "number:8|punctuation::|word:Deer"},
        {"see https://a.example/x?y=1. ok",
         "word:see|url:https://a.example/x?y=1|punctuation:.|word:ok"},
        {"www.example.org, me@example.org", "url:www.example.org|punctuation:,|url:me@example.org"},
        {"example.org/a", "url:example.org/a"},
        {"and/or", "word:and|punctuation:/|word:or"},
        {"@Anna #tag #1", "mention:@Anna|hashtag:#tag|punctuation:#|number:1"},
        {"@\xE2\x81\xA8"
         "Ann Lee\xE2\x81\xA9!",
         "mention:@\xE2\x81\xA8"
         "Ann Lee\xE2\x81\xA9|punctuation:!"},
        {"\xE2\x9D\xA4\xEF\xB8\x8F\xE2\x9D\xA4",
         "emoji:\xE2\x9D\xA4\xEF\xB8\x8F|emoji:\xE2\x9D\xA4"},
        {"\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD", "emoji:\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD"},
        {"\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA\xF0\x9F\x87\xAB\xF0\x9F\x87\xB7",
         "emoji:\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA|emoji:\xF0\x9F\x87\xAB\xF0\x9F\x87\xB7"},
        {"5\xEF\xB8\x8F\xE2\x83\xA3", "emoji:5\xEF\xB8\x8F\xE2\x83\xA3"},
        {"na\xC3\xAFve \xD1\x82\xD0\xB5\xD0\xB1\xD1\x8F",
         "word:na\xC3\xAFve|word:\xD1\x82\xD0\xB5\xD0\xB1\xD1\x8F"},
        {"e\xCC\x81t\xC3\xA9", "word:e\xCC\x81t\xC3\xA9"},
    };
    return cr_make_param_array(tokens_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(tokens_case *t, tokenize, gives_each_token_its_kind) {
    buf out = {0};
    str got = shown(t->text, &out);
    cr_assert(str_equal(got, str_from(t->want)), "%s: %.*s", t->text, (int)got.len, got.at);
    buf_release(&out);
}

// The short way through a word must agree with UAX #29 on everything that is not a token kind of
// chats.
Test(tokenize, cuts_random_text_where_uax_29_does) {
    static const uint32_t alphabet[] = {
        'a',    'b',    'Z',    '0',    '7',    '\'',    '.',   ',',   ':',   ';',    '_',    ' ',
        '!',    '?',    0x2019, 0x2018, 0xE9,   0x301,   0x431, 0x44F, 0x5D0, '"',    0x200D, 0xAD,
        0x2026, 0x201C, 0x4F60, 0x3042, 0x30AB, 0x1F602, 0x662, 0xD7,  0x483, 0x1F3FD};
    uint64_t state = 7;
    buf text = {0};
    tokens found = {0};
    for (int round = 0; round < 200000; round++) {
        buf_reset(&text);
        for (int i = 0; i < 8; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            utf8_add(&text, alphabet[(state >> 33) % (sizeof alphabet / sizeof *alphabet)]);
        }
        str s = buf_str(&text);
        tokenize(&found, s);
        size_t next = 0;
        for (size_t at = 0; at < s.len;) {
            size_t end = at + word_break(str_drop(s, at));
            if (next < found.count && found.at[next].start == at) {
                cr_assert_eq(found.at[next].end, end, "round %d: \"%.*s\" at %zu", round,
                             (int)s.len, s.at, at);
                next++;
            }
            // A segment that begins with a space or an invisible mark makes its token, if any, from
            // the rest.
            if (next < found.count && found.at[next].end == end && found.at[next].start > at)
                next++;
            at = end;
        }
        cr_assert_eq(next, found.count, "round %d: a token starts inside a segment of \"%.*s\"",
                     round, (int)s.len, s.at);
    }
    free(found.at);
    buf_release(&text);
}

// The masks of a processor as those of any, and bytes as their copies.
typedef masks masks_function(const char *, size_t, char *);

BLOCKS_INLINE void expect_same(const char *at, size_t len, masks_function *of) {
    char copies[2][MASKS_BYTES];
    masks fast = of(at, len, copies[0]), slow = masks_scalar(at, len, copies[1]);
    cr_assert_eq(memcmp(copies[0], at, len), 0);
    cr_assert_eq(memcmp(copies[1], at, len), 0);
    cr_assert_eq(fast.letter, slow.letter);
    cr_assert_eq(fast.digit, slow.digit);
    cr_assert_eq(fast.space, slow.space);
    cr_assert_eq(fast.alone, slow.alone);
    cr_assert_eq(fast.joins, slow.joins);
    cr_assert_eq(fast.wide, slow.wide);
    cr_assert_eq(fast.symbol, slow.symbol);
    cr_assert_eq(fast.continued, slow.continued);
}

#ifdef __x86_64__
MASKS_AVX2 static void expect_avx2_same(const char *at, size_t len) {
    expect_same(at, len, masks_avx2);
}
#endif

static void expect_all_same(const char *bytes, size_t starts) {
    for (size_t from = 0; from < starts; from++) {
        for (size_t len = 1; len <= MASKS_BYTES; len++) {
            char *copy = malloc(len); // so that a sanitizer sees what is read behind it
            memcpy(copy, bytes + from, len);
#ifdef __SSE2__
            expect_same(copy, len, masks_sse2);
#endif
#ifdef __x86_64__
            if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
                expect_avx2_same(copy, len);
#endif
            free(copy);
        }
    }
}

Test(masks, are_the_same_with_and_without_simd) {
    static const char some[] = "\xC3\x97\xC3\xB7\xC3\xA9\xD0\xB0\xE2\x80\x99 a";
    char bytes[64 + 768];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 7 + i / 3);
    expect_all_same(bytes, 768);
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = some[(i * 5 + i / 7) % (sizeof some - 1)];
    expect_all_same(bytes, 768);
}

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

// The tokens of blocks as those that are each looked at closely.
static void expect_as_looked_at(tokens *blocks, tokens *each, str text) {
    tokenize(blocks, text);
    tokenize_begin(each, text);
    for (size_t at = 0; at < text.len;) at = tokenize_next(each, text, at);
    cr_assert_eq(blocks->count, each->count, "%.*s", (int)text.len, text.at);
    for (size_t i = 0; i < each->count; i++) {
        token a = blocks->at[i], b = each->at[i];
        cr_assert(a.start == b.start && a.end == b.end && a.kind == b.kind,
                  "%zu to %zu, kind %u, instead of %zu to %zu, kind %u: %.*s", (size_t)a.start,
                  (size_t)a.end, a.kind, (size_t)b.start, (size_t)b.end, b.kind, (int)text.len,
                  text.at);
    }
}

Test(blocks, have_the_tokens_that_a_closer_look_finds) {
    static const char *const pieces[] = {
        "a",          "You",     "don't",   "that’s",   "café",
        "люблю",      "7",       "x9",      "1.5",      "www",
        "http",       "@a",      "#t",      " ",        " ",
        " ",          "\n",      ".",       ",",        "!",
        "?",          "...",     "'",       "\"",       "(",
        ")",          "-",       "_",       "/",        ":",
        ":-)",        "<3",      "“",       "”",        "‘",
        "’",          "’",       "„",       "—",        "–",
        "…",          "•",       "‼",       "‼️",   "😂",
        "🙏",          "❤",       "❤️",  "👍🏽", "👨‍👩‍👧",
        "🇩🇪",         "🇩",       "5️⃣", "☀",        "☀️",
        "🌶",       "🌶️", "™",       "→",        "€",
        "①",          "⁠",     "\u200d",  "\u200b",   "\u0301",
        "\ufe0f",     "🏽",    "你",      "ア",       "×",
        "\u00a0",     "\u2028",  "א",       "ª",        "٢",
        "\U0001F8FF", "\u24C2",
    };
    enum { COUNT = sizeof pieces / sizeof *pieces };
    tokens blocks = {0}, each = {0};
    buf text = {0};
    uint32_t state = 5;
    for (unsigned round = 0; round < 200000; round++) {
        buf_reset(&text);
        for (size_t i = next_random(&state) % 50; i; i--)
            buf_add(&text, str_from(pieces[next_random(&state) % COUNT]));
        size_t len = buf_str(&text).len;
        char *exact = malloc(len + !len); // so that a sanitizer sees what is read behind it
        if (len) memcpy(exact, buf_str(&text).at, len);
        expect_as_looked_at(&blocks, &each, str_of(exact, len));
        free(exact);
    }
    buf_release(&text);
    free(blocks.at);
    free(each.at);
}

Test(blocks, have_the_tokens_of_every_character) {
    static const char *const around[][2] = {{"", ""},         {"a", "b"},      {" ", " "},
                                            {"a", "\u0301"},  {"(", "\uFE0F"}, {"’", "’"},
                                            {"😂", "\u200D😂"}, {"a", "🏽b"},  {"1", "1"}};
    tokens blocks = {0}, each = {0};
    buf text = {0};
    for (uint32_t point = 1; point < 0x20000; point++) {
        if (point >= 0xD800 && point < 0xE000) continue;
        for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
            buf_reset(&text);
            buf_add(&text, str_from(around[i][0]));
            utf8_add(&text, point);
            buf_add(&text, str_from(around[i][1]));
            expect_as_looked_at(&blocks, &each, buf_str(&text));
        }
    }
    buf_release(&text);
    free(blocks.at);
    free(each.at);
}

Test(tokenize, does_not_depend_on_where_blocks_of_64_bytes_end) {
    static const char tail[] =
        "don't stop_2 http://a.example me@b.example, ok... :) that\xE2\x80\x99s";
    char text[256];
    tokens alone = {0}, shifted = {0};
    tokenize(&alone, str_from(tail));
    for (size_t shift = 0; shift < 140; shift++) {
        memset(text, ' ', shift);
        memcpy(text + shift, tail, sizeof tail);
        tokenize(&shifted, str_of(text, shift + sizeof tail - 1));
        cr_assert_eq(shifted.count, alone.count, "shift %zu", shift);
        for (size_t i = 0; i < alone.count; i++) {
            cr_assert_eq(shifted.at[i].start, alone.at[i].start + shift);
            cr_assert_eq(shifted.at[i].end, alone.at[i].end + shift);
            cr_assert_eq(shifted.at[i].kind, alone.at[i].kind);
        }
    }
    free(alone.at);
    free(shifted.at);
}
