// legacy: the encodings from before Unicode, whose characters the C library knows (iconv).
//
// The library is asked for one character after the other and what it says is remembered, so that
// where a broken character ends is decided here, alike for every library and for any pieces; some
// stop behind what they refuse, others before it.
//
// The encodings are a fixed list, not whatever iconv_open knows. Every one is stateless and has
// ASCII as ASCII, so that a stream may be cut anywhere and a broken byte costs itself alone. Left
// out are those that shift (ISO-2022, UTF-7, HZ), those of which a library holds a character back
// to join it with the next (CP1255, CP1258, BIG5-HKSCS), and converters that few use and hostile
// bytes have led astray.
#ifndef INPUT_LEGACY_H
#define INPUT_LEGACY_H

#include "input/encoding.h"

#include <iconv.h>

// Zero-initialise before use; close gives the converter back.
typedef struct legacy {
    iconv_t converter;
    encoding from; // ENCODING_UTF8: none is open
    uint32_t *known;
} legacy;

// Gets ready for a text. False where the system has no converter, or from is none of the legacy
// encodings. What is open already stays when it is of that encoding.
bool legacy_open(legacy *l, encoding from);
void legacy_close(legacy *l);

// As encoding_decode, with an open converter.
size_t legacy_decode(legacy *l, str in, bool end, buf *out);

#endif
