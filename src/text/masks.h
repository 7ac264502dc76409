// masks: what the bytes of a text are by themselves, 64 to a machine word, so that the tokens of
// plain text are counts of zeros. AVX2 where the processor has it, else SSE2 where the compiler
// does, else a table; the tests compare them.
#ifndef TEXT_MASKS_H
#define TEXT_MASKS_H

#include "base/str.h"

enum {
    CLASS_SPACE = 1, // tab to carriage return, space
    CLASS_LETTER = 2,
    CLASS_DIGIT = 4,
    CLASS_UNDERSCORE = 8,
    CLASS_WORD = CLASS_LETTER | CLASS_DIGIT | CLASS_UNDERSCORE,
    CLASS_JOINS = 16, // may go on a word that it follows: what joins letters or digits, makes an
                      // address, or is not ASCII
    CLASS_ALONE = 32, // punctuation that before a known byte is a token of its own: no emoticon or
                      // tag that it begins goes on with one
    CLASS_KNOWN = CLASS_SPACE | CLASS_LETTER | CLASS_DIGIT | CLASS_ALONE,
};

// The classes of a byte.
extern const uint8_t masks_class[256];

// Bit i is byte i; a bit is in one of the first five masks at most.
typedef struct masks {
    uint64_t letter; // of ASCII, and both bytes of those that wide begins
    uint64_t digit, space;
    uint64_t alone;     // CLASS_ALONE without CLASS_JOINS
    uint64_t joins;     // CLASS_ALONE with CLASS_JOINS
    uint64_t wide;      // the first of two bytes that are a letter: masks_is_wide
    uint64_t symbol;    // what may be the first byte of a symbol: from 0xE2 on
    uint64_t continued; // bytes that continue a character
} masks;

// Whether a character of two bytes is a letter by its bytes alone: U+00C0 to U+023F without the
// signs of multiplication and division, U+0400 to U+047F.
static inline bool masks_is_wide(unsigned char first, unsigned char second) {
    if ((first & 0xFE) == 0xD0) return true;
    if (first == 0xC3) return (second | 0x20) != 0xB7;
    return first >= 0xC4 && first <= 0xC8;
}

// Whether eight bytes, the first the lowest, are four letters of U+0400 to U+047F.
static inline bool masks_are_cyrillic(uint64_t bytes) {
    return (bytes & 0xC0FEC0FEC0FEC0FEu) == 0x80D080D080D080D0u;
}

enum { MASKS_BYTES = 64 };

// The masks of len bytes, 1 to 64, which are copied. Behind them is nothing, in the masks; copy has
// room for 64.
masks masks_scalar(const char *at, size_t len, char *copy);
#ifdef __SSE2__
masks masks_sse2(const char *at, size_t len, char *copy);
#endif

#endif
