#include "reader/mojibake.h"

#include "base/utf8.h"

static bool is_ascii(str s) {
    const uint64_t highs = UINT64_C(0x8080808080808080);
    size_t i = 0;
    for (uint64_t eight; i + sizeof eight <= s.len; i += sizeof eight) {
        memcpy(&eight, s.at + i, sizeof eight);
        if (eight & highs) return false;
    }
    while (i < s.len && (unsigned char)s.at[i] < 0x80) i++;
    return i == s.len;
}

// Bytes that the characters stand for, or 0 when one lies beyond U+00FF.
static size_t narrow_len(str s) {
    size_t wide = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c < 0x80) continue;
        if (c != 0xC2 && c != 0xC3) return 0;
        wide++;
        i++; // the second byte of two
    }
    return s.len - wide;
}

str mojibake_repair(arena *keep, str s) {
    size_t len = is_ascii(s) ? 0 : narrow_len(s);
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
