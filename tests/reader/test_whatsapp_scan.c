#include "reader/whatsapp_scan.h"

#include "reader/whatsapp_plain.h"

#include <criterion/criterion.h>

enum { BEFORE = 3, LONGEST = 200 };

static uint32_t draw(uint32_t *state, uint32_t below) {
    *state = *state * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)(*state >> 8) * below >> 24);
}

// Characters of all lengths, in few texts marks and bytes that are none, behind a name.
static str random_line(char room[BEFORE + LONGEST], uint32_t *state) {
    static const char *const pieces[] = {
        "a",        "b c",      "\u0451",   "\u00E9", "\u2019",   "\U0001F600", "\u2026",
        "\uFE0F",   "\x7F",     "\u4E00",   "\n",     "@",        "\t",         "\u200F",
        "\u2068",   "\uFEFF",   "\u061C",   "\u0950", "\uD7A3",   "\x80",       "\xBF",
        "\xC0\x80", "\xC2",     "\xD8",     "\xE0",   "\xE2\x80", "\xE2\x81",   "\xED\xA0",
        "\xF0\x80", "\xF0\x90", "\xF4\x90", "\xFF"};
    static const uint32_t usual[] = {2, 4, 10, 32};
    size_t len = 0, wanted = draw(state, LONGEST - 8);
    uint32_t kinds = usual[draw(state, 4)];
    while (len < wanted) {
        uint32_t which = draw(state, draw(state, 60) ? kinds : 32);
        if (which >= 10 && draw(state, 6)) which = 0;
        memcpy(room + BEFORE + len, pieces[which], strlen(pieces[which]));
        len += strlen(pieces[which]);
    }
    return str_of(room + BEFORE, wanted % 3 ? len : wanted);
}

static size_t first_stop(str s) {
    size_t at = 0;
    while (at < s.len && (unsigned char)s.at[at] >= ' ' && s.at[at] != '@') at++;
    return at;
}

// What stands among the last 31 bytes may be missed. Returns whether it was not.
static bool expect_extent(line_scan *scan, str s) {
    size_t wanted = first_stop(s);
    line_extent e = scan(s);
    cr_assert(e.len == wanted || (e.len == s.len && wanted + 32 > s.len));
    if (e.len == s.len) return false;
    cr_assert_eq(e.unmarked, whatsapp_is_unmarked(str_take(s, e.len)));
    return true;
}

Test(whatsapp_scan, ends_at_the_same_byte_and_says_the_same_whatever_looks) {
    char room[BEFORE + LONGEST] = "a: ";
    uint32_t state = 3, found = 0, unmarked = 0;
    for (int i = 0; i < 200000; i++) {
        str s = random_line(room, &state);
        expect_extent(whatsapp_line_scan_plain, s);
        if (!expect_extent(whatsapp_line_scan(), s)) continue;
        found++;
        unmarked += whatsapp_line_scan()(s).unmarked;
    }
    cr_assert(found > 20000 && unmarked > found / 10 && unmarked < found / 10 * 9, "%u of %u",
              unmarked, found);
}

// At all places of a block, with what goes on behind and without.
Test(whatsapp_scan, knows_each_pair_of_bytes_behind_each_start) {
    char room[BEFORE + LONGEST] = "a: ";
    static const char starts[] = "x\xC3\xD8\xE0\xE2\xE3\xED\xEF\xF0\xF1\xF4";
    for (unsigned i = 0; i < 0x10000 * (sizeof starts - 1); i++) {
        unsigned pair = i % 0x10000;
        str s = str_of(room + BEFORE, 96);
        char *at = room + BEFORE + i % 37;
        memset(room + BEFORE, 'x', 96);
        at[0] = starts[i / 0x10000];
        at[1] = (char)(pair >> 8);
        at[2] = (char)pair;
        at[3] = i % 3 ? '\x80' : 'x';
        at[4] = '\n';
        cr_assert(expect_extent(whatsapp_line_scan_plain, s));
        cr_assert(expect_extent(whatsapp_line_scan(), s));
    }
}
