#include "base/utf8.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>

// Length of the longest valid prefix, one character after the other.
static size_t valid_by_characters(str s) {
    size_t at = 0;
    while (at < s.len) {
        utf8_char c = utf8_decode(str_drop(s, at));
        if (c.point == 0xFFFD && !str_starts(str_drop(s, at), STR("\uFFFD"))) break;
        at += c.len;
    }
    return at;
}

static uint32_t draw(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

typedef struct sequence_case {
    char bytes[8];
    size_t valid;
} sequence_case;

// The borders of Unicode 15, table 3-7.
ParameterizedTestParameters(utf8, valid_keeps_to_the_well_formed_sequences) {
    static sequence_case cases[] = {
        {"a", 1},
        {"\x7F", 1},
        {"\x80", 0},
        {"\xC1\xBF", 0},
        {"\xC2\x80", 2},
        {"\xDF\xBF", 2},
        {"\xC2", 0},
        {"\xC2\xC2", 0},
        {"\xE0\x9F\xBF", 0},
        {"\xE0\xA0\x80", 3},
        {"\xE1\x80\x80", 3},
        {"\xED\x9F\xBF", 3},
        {"\xED\xA0\x80", 0},
        {"\xEE\x80\x80", 3},
        {"\xEF\xBF\xBF", 3},
        {"\xE1\x80", 0},
        {"\xF0\x8F\xBF\xBF", 0},
        {"\xF0\x90\x80\x80", 4},
        {"\xF4\x8F\xBF\xBF", 4},
        {"\xF4\x90\x80\x80", 0},
        {"\xF5\x80\x80\x80", 0},
        {"\xFF", 0},
        {"\xF1\x80\x80", 0},
        {"\xF1\x80\x80\x80", 4},
    };
    return cr_make_param_array(sequence_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(sequence_case *t, utf8, valid_keeps_to_the_well_formed_sequences) {
    size_t len = strlen(t->bytes);
    cr_assert_eq(utf8_valid(str_of(t->bytes, len)), t->valid);
    // Wherever it stands in a longer text, so that it is looked at with others too.
    for (size_t before = 0; before < 40; before++) {
        char text[96];
        for (size_t i = 0; i < sizeof text; i += 2) memcpy(text + i, "\u0436", 2);
        if (before % 2) text[before - 1] = 'x';
        memcpy(text + before, t->bytes, len);
        if ((before + len) % 2) text[before + len] = 'x';
        size_t want = t->valid == len ? sizeof text : before + t->valid;
        cr_assert_eq(utf8_valid(str_of(text, sizeof text)), want, "at %zu", before);
    }
}

Test(utf8, valid_agrees_with_decoding_one_by_one) {
    static const uint32_t points[] = {'a',    ' ',    0x7F,   0x80,   0x430,   0x7FF,   0x800,
                                      0x2019, 0xD7FF, 0xE000, 0xFFFD, 0x1F600, 0x10FFFF};
    uint32_t state = 1;
    for (int round = 0; round < 200000; round++) {
        char text[100];
        size_t len = 0, most = draw(&state) % 90;
        while (len < most)
            len += utf8_encode(points[draw(&state) % (sizeof points / sizeof *points)], text + len);
        if (round % 3 && len) text[draw(&state) % len] = (char)draw(&state);
        len -= len ? draw(&state) % 4 % len : 0;
        cr_assert_eq(utf8_valid(str_of(text, len)), valid_by_characters(str_of(text, len)),
                     "round %d", round);
    }
}

Test(utf8, valid_agrees_with_decoding_at_the_bounds_of_every_byte) {
    static const unsigned char bytes[] = {'a',  0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
                                          0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
                                          0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
    enum { COUNT = sizeof bytes };
    for (size_t before = 8; before < 26; before++) {
        char text[64];
        for (size_t i = 0; i < sizeof text; i += 2) memcpy(text + i, "\u0436", 2);
        if (before % 2) text[before - 1] = 'x';
        for (size_t i = 0; i < COUNT * COUNT * COUNT; i++) {
            text[before] = (char)bytes[i % COUNT];
            text[before + 1] = (char)bytes[i / COUNT % COUNT];
            text[before + 2] = (char)bytes[i / COUNT / COUNT];
            text[before + 3] = before % 2 ? '\x80' : 'x';
            str all = str_of(text, sizeof text);
            cr_assert_eq(utf8_valid(all), valid_by_characters(all), "%zu at %zu", i, before);
        }
    }
}

Test(utf8, valid_agrees_with_decoding_where_leads_stand_apart_from_what_follows) {
    // A continuation that comes a byte too early or too late, among sixteen that are ASCII.
    static const char bytes[] = {'a', '\x80', '\xC2', '\xE1', '\xF1'};
    enum { COUNT = sizeof bytes, ALL = COUNT * COUNT * COUNT * COUNT * COUNT };
    for (size_t before = 16; before < 34; before++) {
        char text[64];
        memset(text, 'a', sizeof text);
        for (size_t i = 0; i < ALL; i++) {
            for (size_t k = 0, left = i; k < 5; k++, left /= COUNT)
                text[before + k] = bytes[left % COUNT];
            str all = str_of(text, sizeof text);
            cr_assert_eq(utf8_valid(all), valid_by_characters(all), "%zu at %zu", i, before);
        }
    }
}

Test(utf8, valid_looks_at_nothing_before_the_text) {
    // Leads that would want what the text begins with, and a text that begins like what they want.
    char text[40];
    memset(text, 'a', sizeof text);
    memcpy(text, "\xE1\xC3", 2);
    for (size_t len = 0; len <= 38; len++) cr_assert_eq(utf8_valid(str_of(text + 2, len)), len);
    text[2] = '\x80';
    for (size_t len = 0; len <= 38; len++) cr_assert_eq(utf8_valid(str_of(text + 2, len)), 0);
}

Test(utf8, valid_stops_at_the_first_of_many_that_are_wrong) {
    // Sixteen bytes are looked at at once: as many that would be right one place on, or in part.
    static const char *const wrong[] = {
        "\x80",         "\xBF",         "\xC3",     "\xC0\x80", "\xE2\x82", "\xC3\xA9\xA9",
        "\xED\xA0\x80", "\xE0\x80\x80", "\xF5\x80", "\xC1\xBF", "\xFF",     "\xE2\x82\xAC\x80"};
    static const size_t good[] = {0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 3};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        for (size_t before = 0; before < 40; before++)
            for (size_t wide = 0; wide < 2; wide++) {
                char text[140];
                size_t len = 0;
                if (before % 2) text[len++] = 'x';
                for (; len < before; len += 2) memcpy(text + len, wide ? "\u0436" : "ab", 2);
                while (len + 4 < sizeof text) {
                    memcpy(text + len, wrong[i], strlen(wrong[i]));
                    len += strlen(wrong[i]);
                }
                cr_assert_eq(utf8_valid(str_of(text, len)), before + good[i], "%zu behind %zu", i,
                             before);
            }
}

Test(utf8, valid_takes_ascii_of_any_length_and_sees_what_is_among_it) {
    char text[40];
    memset(text, 'a', sizeof text);
    for (size_t len = 0; len <= sizeof text; len++) {
        cr_assert_eq(utf8_valid(str_of(text, len)), len);
        for (size_t at = 0; at < len; at++) {
            text[at] = '\x80';
            cr_assert_eq(utf8_valid(str_of(text, len)), at);
            text[at] = 'a';
        }
        for (size_t at = 0; at + 1 < len; at++) {
            memcpy(text + at, "\u0436", 2);
            cr_assert_eq(utf8_valid(str_of(text, len)), len);
            memset(text + at, 'a', 2);
        }
    }
}

Test(utf8, encode_writes_what_decode_reads) {
    // Unicode 15, table 3-6: the first and last of each length.
    static const struct {
        uint32_t point;
        const char *bytes;
    } cases[] = {
        {0x01, "\x01"},
        {0x7F, "\x7F"},
        {0x80, "\xC2\x80"},
        {0x7FF, "\xDF\xBF"},
        {0x800, "\xE0\xA0\x80"},
        {0xFFFF, "\xEF\xBF\xBF"},
        {0xD7FF, "\xED\x9F\xBF"},
        {0xE000, "\xEE\x80\x80"},
        {0x10000, "\xF0\x90\x80\x80"},
        {0x10FFFF, "\xF4\x8F\xBF\xBF"},
        {0x2ABCD, "\xF0\xAA\xAF\x8D"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[4];
        str made = str_of(out, utf8_encode(cases[i].point, out));
        cr_assert(str_equal(made, str_from(cases[i].bytes)), "U+%04X", (unsigned)cases[i].point);
        utf8_char read = utf8_decode(made);
        cr_assert_eq(read.point, cases[i].point);
        cr_assert_eq(read.len, made.len);
    }
}

// Unicode 15, 3.9, table 3-8 and the rule behind it: the longest beginning of a character that has
// one, else one byte.
Test(utf8, repair_replaces_each_maximal_subpart_once) {
    static const struct {
        const char *in, *out;
        size_t replaced;
    } cases[] = {
        {"a", "a", 0},
        {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41",
         "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA", 8},
        {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41",
         "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA", 8},
        {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA\uFFFD\uFFFDB", 7},
        {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "\uFFFD\uFFFD\uFFFD\uFFFDA", 4},
        {"\xE0\xC0", "\uFFFD\uFFFD", 2},
        {"\xED\x7F", "\uFFFD\x7F", 1},
        {"\xF0\xC0", "\uFFFD\uFFFD", 2},
        {"\xF4\x7F", "\uFFFD\x7F", 1},
        {"\xE1\x7F", "\uFFFD\x7F", 1},
        {"\xE1\xC0", "\uFFFD\uFFFD", 2},
        {"\xF5", "\uFFFD", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf out = {0};
        cr_expect_eq(utf8_repair(&out, str_from(cases[i].in)), cases[i].replaced, "case %zu", i);
        cr_expect(str_equal(buf_str(&out), str_from(cases[i].out)), "case %zu", i);
        buf_release(&out);
    }
}

Test(utf8, count_counts_characters) {
    cr_assert_eq(utf8_count(STR("")), 0);
    cr_assert_eq(utf8_count(STR("a\u00e9\u2019\U0001F600z")), 5);
}

static void expect_printable(str in, const char *wanted) {
    char out[400];
    utf8_printable(in, out, sizeof out);
    cr_expect_str_eq(out, wanted);
}

Test(utf8, printable_escapes_each_byte_that_is_no_text) {
    expect_printable(STR("a\x80z"), "a\\x80z");
    expect_printable(STR("\xE2\x80"), "\\xE2\\x80");
    expect_printable(STR("\xF0\x9F\x98"), "\\xF0\\x9F\\x98");
    expect_printable(STR("\xF0\x9F\x98z"), "\\xF0\\x9F\\x98z");
    expect_printable(STR("\uFFFD"), "\uFFFD");
    expect_printable(STR("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), "\u00e9\u20ac\U0001F600");
}

Test(utf8, printable_escapes_controls_and_their_neighbors_stay) {
    static const struct {
        uint32_t first, last;
    } ranges[] = {{0x00, 0x1F},     {0x7F, 0x9F},     {0x61C, 0x61C},  {0x200B, 0x200F},
                  {0x2028, 0x202E}, {0x2066, 0x2069}, {0xFEFF, 0xFEFF}};
    for (uint32_t point = 0; point < 0x11000; point++) {
        if (point >= 0xD800 && point < 0xE000) continue; // surrogates are no characters
        bool control = false;
        for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
            control |= point >= ranges[i].first && point <= ranges[i].last;
        char in[5] = {0}, wanted[16];
        size_t len = utf8_encode(point, in);
        if (control)
            snprintf(wanted, sizeof wanted, point < 0x100 ? "\\x%02X" : "\\u{%X}", (unsigned)point);
        else
            memcpy(wanted, in, sizeof in);
        expect_printable(str_of(in, len), wanted);
    }
}

Test(utf8, printable_cuts_at_a_character_and_ends_with_nul) {
    static const char *const cut[] = {"",        "a",       "a",       "a\u00e9",
                                      "a\u00e9", "a\u00e9", "a\u00e9", "a\u00e9\\x07"};
    for (size_t size = 1; size <= 8; size++) {
        char out[16] = "##############";
        utf8_printable(STR("a\u00e9\a"), out, size);
        cr_expect_str_eq(out, cut[size - 1], "size %zu", size);
        cr_expect_eq(out[size], '#');
    }
    char none[] = "#";
    utf8_printable(STR("a"), none, 0);
    cr_assert_str_eq(none, "#");
}
