// utf8: decoding, encoding and repair.
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/buf.h"
#include "base/str.h"

// The code point at the start of s and its length in bytes. Bytes that are no UTF-8 give U+FFFD and
// the length of the maximal subpart (Unicode 15, 3.9, table 3-8), at least 1. s must not be empty.
typedef struct utf8_char {
    uint32_t point;
    uint32_t len;
} utf8_char;
utf8_char utf8_decode(str s);

// Writes the 1 to 4 bytes of point, which must be a scalar value, and returns their number.
size_t utf8_encode(uint32_t point, char out[4]);
void utf8_add(buf *b, uint32_t point);

// Length of the longest prefix that is valid UTF-8.
size_t utf8_valid(str s);

// Appends s to b with every maximal invalid subpart replaced by U+FFFD, and returns the number
// replaced.
size_t utf8_repair(buf *b, str s);

// Number of code points in valid UTF-8.
size_t utf8_count(str s);

// Writes s for a person's terminal: C0, DEL, C1, bidi and zero-width controls and invalid bytes as
// \xNN or \u{…}, cut at a character to fit size bytes with the final NUL.
void utf8_printable(str s, char *out, size_t size);

// The same, appended to b as a whole.
void utf8_add_printable(buf *b, str s);

#endif
