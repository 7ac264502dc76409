#include "classify/edges.h"

#include "base/utf8.h"
#include "classify/letters.h"
#include "classify/memo.h"
#include "text/masks.h"

#include <utf8proc.h>

// Whether any version of PCRE2 could take a character to be of words.
static bool may_be_of_words(uint32_t point) {
    if (point < 0x80) return letters_in_word(point);
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    return category <= UTF8PROC_CATEGORY_PC;
}

// Whether \s or \h of PCRE2 could match inside: some white space parts no words for UAX #29, and
// names that are mentioned may have any.
static bool has_space(str text) {
    for (size_t at = 0; at < text.len;) {
        utf8_char c = utf8_decode(str_drop(text, at));
        utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c.point);
        if (c.point == ' ' || c.point == 0x180E || category == UTF8PROC_CATEGORY_CC ||
            (category >= UTF8PROC_CATEGORY_ZS && category <= UTF8PROC_CATEGORY_ZP))
            return true;
        at += c.len;
    }
    return false;
}

// Whether a character of one or two bytes is surely a letter.
static bool is_letter(const char *at, size_t len) {
    unsigned char first = (unsigned char)at[0];
    return len == 1 ? letters_is_small(first) : masks_is_wide(first, (unsigned char)at[1]);
}

// Whether the bytes say that a word begins and ends with a letter and has no white space, which is
// in few, and nearly always a space then: no character of two bytes from U+00C0 on is that.
static bool is_plain(str text) {
    bool wide_end = (unsigned char)text.at[text.len - 1] >= 0x80;
    size_t first = (unsigned char)text.at[0] < 0x80 ? 1 : 2, last = wide_end ? 2 : 1;
    if (text.len < first || text.len < last || !is_letter(text.at, first) ||
        !is_letter(text.at + text.len - last, last))
        return false;
    if (str_is_ascii(text)) return !memchr(text.at, ' ', text.len);
    bool plain = true;
    size_t at = 0;
    while (at + 8 <= text.len && masks_are_cyrillic(str_eight(text.at + at))) at += 8;
    for (; at < text.len; at++) {
        unsigned char byte = (unsigned char)text.at[at];
        plain &= byte > ' ' && byte != 0xC2 && byte < 0xE0;
    }
    return plain;
}

uint16_t edges_flags(str folded, token_kind kind) {
    if (folded.len == 0) return WORD_ODD;
    if (kind == TOKEN_WORD && is_plain(folded))
        return WORD_STARTS | WORD_ENDS | WORD_BEGINS | WORD_FINISHES;
    size_t last = folded.len - 1;
    while (last > 0 && ((unsigned char)folded.at[last] & 0xC0) == 0x80) last--;
    uint32_t first_point = utf8_decode(folded).point,
             last_point = utf8_decode(str_drop(folded, last)).point;
    unsigned flags = has_space(folded) ? WORD_ODD : 0;
    if (letters_in_piece(first_point)) flags |= WORD_STARTS;
    if (letters_in_piece(last_point)) flags |= WORD_ENDS;
    if (may_be_of_words(first_point)) flags |= WORD_BEGINS;
    if (may_be_of_words(last_point)) flags |= WORD_FINISHES;
    if (first_point == '\'' || last_point == '\'') flags |= WORD_QUOTE;
    return (uint16_t)flags;
}
