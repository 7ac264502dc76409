#include "reader/mojibake.h"

#include "base/utf8.h"

// Bytes that the characters stand for, or 0 when one lies beyond U+00FF or all are ASCII.
static size_t narrow_len(str s) {
    size_t wide = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c < 0x80) continue;
        if (c != 0xC2 && c != 0xC3) return 0;
        wide++;
        i++; // the second byte of two
    }
    return wide ? s.len - wide : 0;
}

str mojibake_repair(arena *keep, str s) {
    size_t len = narrow_len(s);
    if (!len) return s;
    char *bytes = arena_bytes(keep, len);
    for (size_t i = 0, to = 0; i < s.len; to++) {
        unsigned char c = (unsigned char)s.at[i++];
        if (c >= 0x80) c = (unsigned char)((c & 3) << 6 | ((unsigned char)s.at[i++] & 63));
        bytes[to] = (char)c;
    }
    str narrow = str_of(bytes, len);
    return utf8_valid(narrow) == len ? narrow : s;
}
