#include "text/tokenize.h"

#include "base/utf8.h"
#include "text/blocks.h"
#include "text/masks.h"
#include "text/special.h"
#include "text/word_break.h"
#include "text/word_break_table.h"

#include <utf8proc.h>

static uint8_t class_at(str text, size_t at) {
    return at < text.len ? masks_class[(unsigned char)text.at[at]] : 0;
}
static unsigned char byte_at(str text, size_t at) {
    return at < text.len ? (unsigned char)text.at[at] : 0;
}

// Length of a two-byte letter whose bytes say so by themselves, 0 when it is none.
static size_t letter_of_two(str text, size_t at) {
    return masks_is_wide(byte_at(text, at), byte_at(text, at + 1)) ? 2 : 0;
}

static bool letter_at(str text, size_t at) {
    return (class_at(text, at) & CLASS_LETTER) || letter_of_two(text, at);
}

// Non-ASCII that certainly ends a word: dashes, double quotes, the ellipsis, and emoji other than
// the skin tones and the letters of flags.
static bool ends_word(str text, size_t at) {
    unsigned char a = byte_at(text, at), b = byte_at(text, at + 1), c = byte_at(text, at + 2);
    if (a == 0xE2 && b == 0x80)
        return c == 0x93 || c == 0x94 || c == 0x9C || c == 0x9D || c == 0xA6;
    return a == 0xF0 && b == 0x9F && (c == 0x98 || c == 0x99 || c >= 0xA4);
}

// Length of the joiner at `at` that goes on a word in letters (WB6, WB7) or digits (WB11, WB12), 0
// for none.
static size_t joiner(str text, size_t start, size_t at) {
    unsigned char c = byte_at(text, at);
    size_t len =
        c == 0xE2 && byte_at(text, at + 1) == 0x80 && byte_at(text, at + 2) == 0x99 ? 3 : 1;
    bool letters = len == 3 || c == '\'' || c == '.' || c == ':';
    bool digits = len == 3 || c == '\'' || c == '.' || c == ',' || c == ';';
    bool digit_before = class_at(text, at - 1) & CLASS_DIGIT;
    bool letter_before =
        (class_at(text, at - 1) & CLASS_LETTER) || (at - start > 1 && letter_of_two(text, at - 2));
    if (letters && letter_before && letter_at(text, at + len)) return len;
    return digits && digit_before && (class_at(text, at + len) & CLASS_DIGIT) ? len : 0;
}

// Whether an ASCII character can stand inside a word (WB6, WB7, WB11, WB12, and WB7b in Hebrew).
static bool may_join(unsigned char c) {
    return c == '\'' || c == '.' || c == ':' || c == ',' || c == ';' || c == '"';
}

// End of the word that starts at `start`. Bytes that say by themselves what they are take the short
// way; at the first that does not, UAX #29 is asked for the whole segment. The first run of
// letters, digits and underscores ends at `at`.
static size_t word_end(str text, size_t start, size_t at) {
    for (;;) {
        do {
            while ((byte_at(text, at) & 0xFE) == 0xD0) at += 2; // Cyrillic, as in letter_of_two
            while (class_at(text, at) & CLASS_WORD) at++;
        } while ((byte_at(text, at) & 0xFE) == 0xD0);
        if (at >= text.len) return text.len;
        unsigned char c = byte_at(text, at);
        size_t step = c >= 0x80 ? letter_of_two(text, at) : 0;
        if (!step && at > start && (c < 0x80 || c == 0xE2)) step = joiner(text, start, at);
        if (!step) break;
        at += step;
    }
    // A joiner before a letter that is not known here may still belong to it, as may much that is
    // not ASCII.
    unsigned char next = byte_at(text, at);
    bool plain = next < 0x80 && (!may_join(next) || byte_at(text, at + 1) < 0x80);
    if (at > start && (plain || ends_word(text, at))) return at;
    return start + word_break(str_drop(text, start));
}

static bool is_keycap(str segment) { return str_ends(segment, STR("\xE2\x83\xA3")); }

static bool is_emoji(str segment, uint32_t point, uint8_t property) {
    if ((property & WB_MASK) == WB_REGIONAL_INDICATOR) return true;
    if (is_keycap(segment)) return true;
    bool shown = str_contains(segment, STR("\xEF\xB8\x8F"));
    return (property & WB_PICTOGRAPHIC) && (point >= 0x231A || shown);
}

// By its first character.
token_kind tokenize_kind(str segment) {
    utf8_char first = utf8_decode(segment);
    uint8_t property = word_break_property(first.point);
    if (is_emoji(segment, first.point, property)) return TOKEN_EMOJI;
    switch (utf8proc_category((utf8proc_int32_t)first.point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: return TOKEN_WORD;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: {
        for (size_t at = 0; at < segment.len;) {
            utf8_char c = utf8_decode(str_drop(segment, at));
            uint8_t value = word_break_property(c.point) & WB_MASK;
            if (value == WB_ALETTER || value == WB_HEBREW_LETTER) return TOKEN_WORD;
            at += c.len;
        }
        return TOKEN_NUMBER;
    }
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF: return TOKEN_KINDS;
    default: return TOKEN_PUNCTUATION;
    }
}

// Room was made for a token per byte.
static void add(tokens *out, size_t start, size_t end, token_kind kind) {
    out->at[out->count++] = (token){(uint32_t)start, (uint32_t)end, 0, (uint8_t)kind, 0, 0};
}

// Takes the token that starts with a letter or digit of ASCII and whose first run of them ends at
// run, and returns its end.
static size_t take_word(tokens *out, str text, size_t at, size_t run) {
    uint8_t first = class_at(text, at);
    size_t end = run;
    if (class_at(text, run) & CLASS_JOINS) {
        size_t special = special_link(text, at, run);
        if (!special) {
            end = word_end(text, at, run);
            unsigned char next = byte_at(text, end);
            special = next == '@' || next == '/' ? special_address(text, at, end) : 0;
        }
        if (special) {
            add(out, at, special, TOKEN_URL);
            return special;
        }
    }
    add(out, at, end,
        first & CLASS_LETTER ? TOKEN_WORD : tokenize_kind(str_of(text.at + at, end - at)));
    return end;
}

// Takes whatever else starts at `at`, and returns its end.
static size_t take_other(tokens *out, str text, size_t at) {
    if (byte_at(text, at) < 0x80) {
        size_t end = special_emoticon(text, at);
        token_kind kind = TOKEN_EMOTICON;
        if (!end) end = special_tag(text, at, &kind);
        if (end) {
            add(out, at, end, kind);
            return end;
        }
    }
    bool letter = letter_of_two(text, at) > 0;
    size_t end = letter ? word_end(text, at, at) : at + word_break(str_drop(text, at));
    str segment = str_of(text.at + at, end - at);
    token_kind kind = letter && !is_keycap(segment) ? TOKEN_WORD : tokenize_kind(segment);
    if (kind != TOKEN_KINDS) {
        add(out, at, end, kind);
        return end;
    }
    return at + utf8_decode(str_drop(text, at))
                    .len; // UAX #29 keeps marks after a space with it; they make no token either
}

// Takes the token at `at`, and returns its end.
static size_t take(tokens *out, str text, size_t at) {
    uint8_t class = class_at(text, at);
    if (class & CLASS_ALONE && (at + 1 >= text.len || class_at(text, at + 1) & CLASS_KNOWN)) {
        add(out, at, at + 1, TOKEN_PUNCTUATION);
        return at + 1;
    }
    if (!(class & (CLASS_LETTER | CLASS_DIGIT))) return take_other(out, text, at);
    size_t run = at + 1;
    while (class_at(text, run) & CLASS_WORD) run++;
    return take_word(out, text, at, run);
}

size_t tokenize_next(tokens *out, str text, size_t at) {
    while (class_at(text, at) & CLASS_SPACE) at++;
    return at < text.len ? take(out, text, at) : at;
}

void tokenize(tokens *out, str text) {
    tokenize_begin(out, text);
    for (size_t at = 0; at < text.len;) {
        at = blocks_take(out, text, at);
        if (at < text.len) at = tokenize_next(out, text, at);
    }
}

str token_kind_name(token_kind kind) {
    static const char *const names[] = {"word", "number",  "emoji",   "emoticon",
                                        "url",  "mention", "hashtag", "punctuation"};
    return str_from(names[kind]);
}
