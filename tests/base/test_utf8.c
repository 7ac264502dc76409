#include "base/utf8.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

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
