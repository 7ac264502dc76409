#include "text/word_break.h"

#include "base/utf8.h"
#include "text/word_break_table.h"

// The code point at an offset; property WB_MASK (no value of Word_Break) past the end.
typedef struct place {
    size_t at, next;
    uint8_t property;
} place;

static place place_at(str text, size_t at) {
    if (at >= text.len) return (place){at, at, WB_MASK};
    utf8_char c = utf8_decode(str_drop(text, at));
    return (place){at, at + c.len, word_break_property(c.point)};
}

static uint8_t value(place p) { return p.property & WB_MASK; }
static bool is_newline(uint8_t v) { return v == WB_CR || v == WB_LF || v == WB_NEWLINE; }
static bool is_ignored(uint8_t v) { return v == WB_EXTEND || v == WB_FORMAT || v == WB_ZWJ; }
static bool is_letter(uint8_t v) { return v == WB_ALETTER || v == WB_HEBREW_LETTER; }
static bool joins_letters(uint8_t v) {
    return v == WB_MID_LETTER || v == WB_MID_NUM_LET || v == WB_SINGLE_QUOTE;
}
static bool joins_numbers(uint8_t v) {
    return v == WB_MID_NUM || v == WB_MID_NUM_LET || v == WB_SINGLE_QUOTE;
}

// The first place from p on that WB4 does not ignore.
static place skip_ignored(str text, place p) {
    while (is_ignored(value(p))) p = place_at(text, p.next);
    return p;
}

// Whether the code points of before and after stay together, both taken after WB4; beyond is what
// follows after.
static bool stays(uint8_t before, uint8_t after, uint8_t beyond) {
    if (is_letter(before) && is_letter(after)) return true;                          // WB5
    if (is_letter(before) && joins_letters(after) && is_letter(beyond)) return true; // WB6
    if (before == WB_HEBREW_LETTER && after == WB_SINGLE_QUOTE) return true;         // WB7a
    if (before == WB_HEBREW_LETTER && after == WB_DOUBLE_QUOTE && beyond == WB_HEBREW_LETTER)
        return true;                                                                       // WB7b
    if (before == WB_NUMERIC && after == WB_NUMERIC) return true;                          // WB8
    if (is_letter(before) && after == WB_NUMERIC) return true;                             // WB9
    if (before == WB_NUMERIC && is_letter(after)) return true;                             // WB10
    if (before == WB_NUMERIC && joins_numbers(after) && beyond == WB_NUMERIC) return true; // WB12
    if (before == WB_KATAKANA && after == WB_KATAKANA) return true;                        // WB13
    bool word = is_letter(before) || before == WB_NUMERIC || before == WB_KATAKANA;
    if ((word || before == WB_EXTEND_NUM_LET) && after == WB_EXTEND_NUM_LET) return true; // WB13a
    return before == WB_EXTEND_NUM_LET &&
           (is_letter(after) || after == WB_NUMERIC || after == WB_KATAKANA); // WB13b
}

// Whether after, reached over a joiner, goes on what was joined to.
static bool resumes(uint8_t earlier, uint8_t joiner, uint8_t after) {
    if (is_letter(earlier) && joins_letters(joiner) && is_letter(after)) return true; // WB7
    if (earlier == WB_HEBREW_LETTER && joiner == WB_DOUBLE_QUOTE && after == WB_HEBREW_LETTER)
        return true;                                                              // WB7c
    return earlier == WB_NUMERIC && joins_numbers(joiner) && after == WB_NUMERIC; // WB11
}

size_t word_break(str text) {
    place here = place_at(text, 0);
    if (value(here) == WB_CR && value(place_at(text, here.next)) == WB_LF)
        return here.next + 1;                        // WB3
    if (is_newline(value(here))) return here.next;   // WB3a
    uint8_t earlier = WB_MASK, before = value(here); // after WB4
    uint8_t last = here.property;                    // right before, ignored or not
    bool indicators_odd = before == WB_REGIONAL_INDICATOR;
    for (place p = place_at(text, here.next); p.at < text.len; p = place_at(text, p.next)) {
        uint8_t after = value(p);
        if (is_newline(after)) return p.at;                                                // WB3b
        bool together = is_ignored(after);                                                 // WB4
        if ((last & WB_MASK) == WB_ZWJ && (p.property & WB_PICTOGRAPHIC)) together = true; // WB3c
        if ((last & WB_MASK) == WB_WSEG_SPACE && after == WB_WSEG_SPACE) together = true;  // WB3d
        last = p.property;
        if (is_ignored(after)) continue;
        if (!together) {
            uint8_t beyond = value(skip_ignored(text, place_at(text, p.next)));
            together = stays(before, after, beyond) || resumes(earlier, before, after);
            if (before == WB_REGIONAL_INDICATOR && after == before)
                together = indicators_odd; // WB15, WB16
        }
        if (!together) return p.at; // WB999
        if (after == WB_REGIONAL_INDICATOR) indicators_odd = !indicators_odd;
        earlier = before;
        before = after;
    }
    return text.len;
}
