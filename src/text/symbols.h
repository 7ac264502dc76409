// symbols: emoji, dashes, quotation marks and the like that are a token by themselves, told by a
// look at the next character. In a header because blocks_walk asks between two tokens.
#ifndef TEXT_SYMBOLS_H
#define TEXT_SYMBOLS_H

#include "base/str.h"
#include "text/masks.h"
#include "text/word_break_table.h"

enum { SYMBOL_BYTES = 8 }; // at most

// A character of three or four bytes.
static inline uint32_t symbol_point(const char *at) {
    uint32_t a = at[0] & 0x0F, b = at[1] & 0x3F, c = at[2] & 0x3F;
    if ((unsigned char)at[0] < 0xF0) return a << 12 | b << 6 | c;
    return a << 18 | b << 12 | c << 6 | (at[3] & 0x3F);
}

static inline bool symbol_is_alnum(unsigned char byte) {
    return masks_class[byte] & (CLASS_LETTER | CLASS_DIGIT);
}

// Whether U+2018 or U+2019 between two characters joins no word (WB6, WB7, WB11, WB12): one of them
// is of ASCII and none of words.
static inline bool symbol_joins_nothing(str text, size_t at, size_t end) {
    unsigned char before = at ? (unsigned char)text.at[at - 1] : 0;
    unsigned char after = end < text.len ? (unsigned char)text.at[end] : 0;
    return (before < 0x80 && !symbol_is_alnum(before)) || (after < 0x80 && !symbol_is_alnum(after));
}

// Whether a character is a token unless what follows belongs to it, and touches no word when folded
// (note_touch in recall.c): among those that are shown as text there are some not assigned yet.
static inline bool symbol_is_alone(uint32_t point) {
    uint8_t property = word_break_property(point);
    if ((property & WB_MASK) != WB_OTHER) return false;
    if (property & WB_PICTOGRAPHIC) return point < 0x3000 || (property & WB_EMOJI_PRESENTATION);
    return point >= 0x2010 && point <= 0x2027;
}

// Bytes of a sign of how an emoji looks: U+FE0F, or a skin tone.
static inline size_t symbol_look(str rest) {
    if (str_starts(rest, STR("\xEF\xB8\x8F"))) return 3;
    bool tone = str_starts(rest, STR("\xF0\x9F\x8F")) && (unsigned char)rest.at[3] >= 0xBB;
    return tone ? 4 : 0;
}

// Whether what follows a symbol surely does not belong to it (WB4).
static inline bool symbol_ends(str text, size_t end) {
    if (end == text.len || (unsigned char)text.at[end] < 0x80) return true;
    if ((unsigned char)text.at[end] < 0xE0)
        return masks_is_wide((unsigned char)text.at[end], (unsigned char)text.at[end + 1]);
    uint8_t value = word_break_property(symbol_point(text.at + end)) & WB_MASK;
    return value != WB_EXTEND && value != WB_FORMAT && value != WB_ZWJ;
}

// The end of the symbol whose first byte, of three or four, is at `at`; 0 when that has to be
// looked at more closely.
static inline size_t symbol_end(str text, size_t at) {
    uint32_t point = symbol_point(text.at + at);
    size_t end = at + ((unsigned char)text.at[at] < 0xF0 ? 3 : 4);
    bool quote = point == 0x2018 || point == 0x2019;
    if (quote ? !symbol_joins_nothing(text, at, end) : !symbol_is_alone(point)) return 0;
    if (symbol_ends(text, end)) return end;
    end += symbol_look(str_drop(text, end));
    return symbol_ends(text, end) ? end : 0;
}

#endif
