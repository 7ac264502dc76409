// masks: which bytes of a text are word characters of ASCII and which are white space, 64 to a
// machine word, so that the end of a run is one count of zeros. SSE2 where the compiler has it,
// else a table; the tests compare both.
#ifndef TEXT_MASKS_H
#define TEXT_MASKS_H

#include "base/str.h"

enum {
    CLASS_SPACE = 1,
    CLASS_LETTER = 2,
    CLASS_DIGIT = 4,
    CLASS_UNDERSCORE = 8,
    CLASS_WORD = CLASS_LETTER | CLASS_DIGIT | CLASS_UNDERSCORE,
    CLASS_JOINS = 16, // may go on a word that it follows: what joins letters or digits, makes an
                      // address, or is not ASCII
    CLASS_ALONE =
        32, // punctuation that before ASCII is a token of its own: begins neither emoticon nor tag
};

// The classes of a byte.
extern const uint8_t masks_class[256];

typedef struct masks {
    uint64_t word;  // letters, digits, underscore
    uint64_t space; // tab to carriage return, space
} masks;

enum { MASKS_BYTES = 64 };

// The masks of the bytes of a text from an offset on, at most 64; bit i is byte i. Behind the end
// is neither word nor space.
masks masks_of(str text, size_t from);

// The same without SIMD.
masks masks_scalar(str text, size_t from);

#endif
