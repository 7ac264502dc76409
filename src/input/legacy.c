#include "input/legacy.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdlib.h>

// As glibc and musl know them. Where Windows has more characters than the standard, it is the
// encoding of Windows, which is what people have.
static const char *const converters[ENCODING_NONE] = {
    [ENCODING_CP949] = "CP949",
    [ENCODING_CP874] = "CP874",
    [ENCODING_GB18030] = "GB18030",
    [ENCODING_BIG5] = "CP950",
    [ENCODING_SHIFT_JIS] = "CP932",
    [ENCODING_EUC_JP] = "EUC-JP",
    [ENCODING_CP1250] = "CP1250",
    [ENCODING_CP1251] = "CP1251",
    [ENCODING_CP1253] = "CP1253",
    [ENCODING_CP1254] = "CP1254",
    [ENCODING_CP1256] = "CP1256",
    [ENCODING_CP1257] = "CP1257",
    [ENCODING_CP866] = "CP866",
    [ENCODING_KOI8_R] = "KOI8-R",
    [ENCODING_KOI8_U] = "KOI8-U",
    [ENCODING_ISO_8859_2] = "ISO-8859-2",
    [ENCODING_ISO_8859_15] = "ISO-8859-15",
};

// What bytes are: a character as its code point and one, or …
enum {
    NOT_ASKED,
    NOTHING = 0x110001, // no character, and no beginning of one
    BEGINNING,          // of a longer one
};

enum { SINGLES = 256, PAIRS = 256 * 256, LONGEST = 4 }; // of known; bytes

bool legacy_open(legacy *l, encoding from) {
    if (from == ENCODING_NONE || !converters[from]) return false;
    if (l->from == from) return true;
    legacy_close(l);
    // Tables that the library loads from files: they may be missing.
    iconv_t found = iconv_open("UTF-8", converters[from]);
    if ((intptr_t)found == -1) return false;
    *l = (legacy){.converter = found, .from = from};
    return true;
}

void legacy_close(legacy *l) {
    if (l->from != ENCODING_UTF8) iconv_close(l->converter);
    free(l->known);
    *l = (legacy){0};
}

static uint32_t ask(legacy *l, const char *at, size_t count) {
    char in[LONGEST], made[16], *from = in, *to = made;
    size_t left = count, room = sizeof made;
    memcpy(in, at, count);
    iconv(l->converter, NULL, NULL, NULL, NULL);
    size_t changed = iconv(l->converter, &from, &left, &to, &room);
    if (changed == (size_t)-1 && errno == EINVAL && count < LONGEST) return BEGINNING;
    if (changed != 0 || left != 0 || to == made) return NOTHING;
    str all = str_of(made, (size_t)(to - made));
    utf8_char first = utf8_decode(all);
    bool fits = first.len == all.len && first.len <= 3 * count;
    return fits ? first.point + 1 : NOTHING;
}

static uint32_t look_up(legacy *l, const char *at, size_t count) {
    if (count > 2) return ask(l, at, count);
    const unsigned char *byte = (const unsigned char *)at;
    uint32_t *known = &l->known[count == 1 ? byte[0] : SINGLES + byte[0] * 256 + byte[1]];
    if (*known == NOT_ASKED) *known = ask(l, at, count);
    return *known;
}

// What in begins with, and how many bytes that are; BEGINNING when all of in is one.
static uint32_t next(legacy *l, str in, size_t *bytes) {
    uint32_t found = BEGINNING;
    size_t count = 0;
    while (found == BEGINNING && count < in.len) found = look_up(l, in.at, ++count);
    *bytes = found < NOTHING ? count : 1;
    return found;
}

size_t legacy_decode(legacy *l, str in, bool end, buf *out) {
    if (in.len == 0) return 0;
    if (!l->known) l->known = memory_alloc((SINGLES + PAIRS) * sizeof *l->known);
    char *at = buf_more(out, in.len * 3);
    size_t len = 0, used = 0;
    while (used < in.len) {
        size_t bytes;
        uint32_t found = next(l, str_drop(in, used), &bytes);
        if (found == BEGINNING && !end) break;
        len += utf8_encode(found < NOTHING ? found - 1 : 0xFFFD, at + len);
        used += bytes;
    }
    out->len += len;
    return used;
}
