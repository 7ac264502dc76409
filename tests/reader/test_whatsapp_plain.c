#include "reader/whatsapp_plain.h"

#include "base/utf8.h"
#include "reader/when.h"

#include <criterion/criterion.h>

static bool every_character(str s, bool (*fits)(utf8_char c)) {
    if (utf8_valid(s) != s.len) return false;
    for (utf8_char c; s.len; s = str_drop(s, c.len))
        if (c = utf8_decode(s), !fits(c)) return false;
    return true;
}

static bool ascii(utf8_char c) { return c.point == '\n' || (c.point >= ' ' && c.point < 0x80); }

static bool unmarked(utf8_char c) {
    char bytes[4];
    return !when_mark(str_of(bytes, utf8_encode(c.point, bytes)));
}

enum { BEFORE = 3, LONGEST = 50 };

// Bytes that begin, continue and end characters, put together at random in all lengths.
static str random_text(char room[BEFORE + LONGEST], uint32_t *state) {
    static const char *const pieces[] = {
        "a",      " ",      "\u0451", "\u2019", "\U0001F600", "\u200F", "\u2068",   "\uFEFF",
        "\uFE0F", "\u061C", "\n",     "\u0950", "\x7F",       "\x1F",   "\x80",     "\xBF",
        "\xC0",   "\xC2",   "\xD8",   "\xE0",   "\xED",       "\xF0",   "\xF4\x90", "\xFF"};
    *state = *state * 1103515245 + 12345;
    size_t len = 0, wanted = (*state >> 16) % (LONGEST - 4);
    uint32_t kinds = (*state >> 8) % 8 < 3 ? 3 : (*state >> 8) % 8 < 7 ? 5 : 24;
    while (len < wanted) {
        *state = *state * 1103515245 + 12345;
        const char *piece = pieces[(*state >> 16) % 50 ? (*state >> 16) % kinds : *state >> 8 & 15];
        memcpy(room + BEFORE + len, piece, strlen(piece));
        len += strlen(piece);
    }
    return str_of(room + BEFORE, wanted % 3 ? len : wanted); // some end inside a character
}

Test(whatsapp_plain, is_told_as_character_by_character) {
    char room[BEFORE + LONGEST] = "a: ";
    uint32_t state = 7, found[2] = {0};
    for (int i = 0; i < 300000; i++) {
        str s = random_text(room, &state);
        bool plain = whatsapp_is_ascii(s), all = whatsapp_is_unmarked(s);
        cr_assert_eq(plain, every_character(s, ascii));
        cr_assert(!all || every_character(s, unmarked));
        found[0] += plain;
        found[1] += all;
    }
    cr_assert(found[0] > 100 && found[1] > 20000 && found[1] < 250000);
}

Test(whatsapp_plain, has_quotes_and_emoji_but_no_mark) {
    char room[64] = "a: ";
    for (uint32_t point = 1; point < 0x110000; point++) {
        if (point >= 0xD800 && point < 0xE000) continue;
        char *at = room + 3 + point % 20;
        memset(room + 3, 'x', 40);
        size_t len = utf8_encode(point, at);
        if (whatsapp_is_unmarked(str_of(room + 3, 40)))
            cr_assert_eq(when_mark(str_of(at, len)), 0, "%x", point);
    }
    str said = str_drop(STR("a: it\u2019s fine\u2026 \u2764\uFE0F \U0001F600"), 3);
    cr_assert(whatsapp_is_unmarked(said));
}
