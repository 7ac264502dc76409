// encoding: bytes of UTF-16 or Windows-1252 to UTF-8, and the guess which encoding some bytes are.
// These are decoded here because nearly all logs are one of them; what else people have is left to
// the C library (legacy.h).
#ifndef INPUT_ENCODING_H
#define INPUT_ENCODING_H

#include "base/buf.h"

typedef enum encoding {
    ENCODING_UTF8,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_CP1252,
    ENCODING_CP949, // from here on: legacy.h
    ENCODING_CP874,
    ENCODING_GB18030,
    ENCODING_BIG5,
    ENCODING_SHIFT_JIS,
    ENCODING_EUC_JP,
    ENCODING_CP1250,
    ENCODING_CP1251,
    ENCODING_CP1253,
    ENCODING_CP1254,
    ENCODING_CP1256,
    ENCODING_CP1257,
    ENCODING_CP866,
    ENCODING_KOI8_R,
    ENCODING_KOI8_U,
    ENCODING_ISO_8859_2,
    ENCODING_ISO_8859_15,
    ENCODING_NONE, // no such name
} encoding;

// By its name or another that is usual, whatever the case; else ENCODING_NONE.
encoding encoding_of(str name);

// The name of an encoding, which is not ENCODING_NONE.
const char *encoding_name(encoding which);

static inline bool encoding_is_legacy(encoding which) {
    return which >= ENCODING_CP949 && which < ENCODING_NONE;
}

// The encoding of a stream that begins with head: by its byte-order mark, by where NULs stand, and
// when more of it is invalid than valid as multi-byte UTF-8, by what apps write in old encodings,
// or else Windows-1252. A sequence cut by the end of head is not invalid.
encoding encoding_detect(str head);

// Length of the byte-order mark of that encoding at the start of head, or 0.
size_t encoding_mark(encoding from, str head);

// Appends in as UTF-8 to out and returns how many bytes of in were used: all but an unfinished
// character, and all when in is the end. What is no character becomes U+FFFD. from is UTF-16 or
// Windows-1252.
size_t encoding_decode(encoding from, str in, bool end, buf *out);

// The code point of a byte in Windows-1252; U+FFFD for the five that it leaves free.
uint32_t encoding_windows(unsigned char byte);

#endif
