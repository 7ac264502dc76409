// encoding: bytes of UTF-16 or Windows-1252 to UTF-8, and the guess which of them some bytes are.
#ifndef INPUT_ENCODING_H
#define INPUT_ENCODING_H

#include "base/buf.h"

typedef enum encoding {
    ENCODING_UTF8,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_CP1252,
    ENCODING_NONE, // no such name
} encoding;

// "utf-8", "utf-16le", "utf-16be", "cp1252", whatever the case; else ENCODING_NONE.
encoding encoding_of(str name);

// The encoding of a stream that begins with head: by its byte-order mark, by where NULs stand, and
// Windows-1252 when more of it is invalid than valid as multi-byte UTF-8. A sequence cut by the end
// of head is not invalid.
encoding encoding_detect(str head);

// Length of the byte-order mark of that encoding at the start of head, or 0.
size_t encoding_mark(encoding from, str head);

// Appends in as UTF-8 to out and returns how many bytes of in were used: all but an unfinished
// character, and all when in is the end. What is no character becomes U+FFFD. from is not
// ENCODING_UTF8.
size_t encoding_decode(encoding from, str in, bool end, buf *out);

// The code point of a byte in Windows-1252; U+FFFD for the five that it leaves free.
uint32_t encoding_windows(unsigned char byte);

#endif
