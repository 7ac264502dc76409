// str: a borrowed run of bytes, and parsing as cutting. Never owns, never NUL-terminated, passed by
// value.
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct str {
    const char *at; // may be NULL only when len is 0
    size_t len;     // bytes
} str;

// A str of a string literal, usable as an initialiser.
#define STR(literal) ((str){"" literal, sizeof(literal) - 1})

typedef struct str_cut_result {
    str head, tail;
    bool found;
} str_cut_result;

static inline str str_from(const char *s) { return (str){s, s ? strlen(s) : 0}; }
static inline str str_of(const char *at, size_t len) { return (str){at, len}; }

// Without the first n bytes; n is capped at the length.
static inline str str_drop(str s, size_t n) {
    if (n > s.len) n = s.len;
    return (str){s.len ? s.at + n : s.at, s.len - n};
}

// The first n bytes; n is capped at the length.
static inline str str_take(str s, size_t n) { return (str){s.at, n < s.len ? n : s.len}; }

static inline bool str_equal(str a, str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

// At most eight bytes as a number, the first of them lowest, zeros behind a shorter run.
static inline uint64_t str_bytes(const char *at, size_t len) {
    uint64_t bytes = 0;
    memcpy(&bytes, at, len);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bytes = __builtin_bswap64(bytes);
#endif
    return bytes;
}
static inline uint64_t str_eight(const char *at) { return str_bytes(at, sizeof(uint64_t)); }

static inline bool str_is_ascii(str s) {
    uint64_t all = 0, some;
    size_t at = 0;
    for (; at + sizeof some <= s.len; at += sizeof some) {
        memcpy(&some, s.at + at, sizeof some);
        all |= some;
    }
    if (s.len >= sizeof some) {
        memcpy(&some, s.at + s.len - sizeof some, sizeof some); // the rest, and some again
        all |= some;
    } else {
        for (; at < s.len; at++) all |= (unsigned char)s.at[at];
    }
    return !(all & 0x8080808080808080ull);
}

// Whether size bytes are the same at a and b; size is 4 or 8.
static inline bool str_same_word(const char *a, const char *b, size_t size) {
    uint64_t first = 0, second = 0;
    memcpy(&first, a, size);
    memcpy(&second, b, size);
    return first == second;
}

// str_equal without a call for what is as short as most names: by its two ends, which may overlap.
static inline bool str_same(str a, str b) {
    if (a.len != b.len || a.len < 4 || a.len > 16) return str_equal(a, b);
    const char *end = a.at + a.len, *other = b.at + b.len;
    if (a.len < 8) return str_same_word(a.at, b.at, 4) && str_same_word(end - 4, other - 4, 4);
    return str_same_word(a.at, b.at, 8) && str_same_word(end - 8, other - 8, 8);
}

// Copies s to at, without a call for what is as short as most names. Returns what is behind it.
static inline char *str_put(char *at, str s) {
    char *end = at + s.len;
    uint64_t first, last;
    if (s.len >= 8 && s.len <= 16) {
        memcpy(&first, s.at, 8);
        memcpy(&last, s.at + s.len - 8, 8);
        memcpy(at, &first, 8);
        memcpy(end - 8, &last, 8);
    } else if (s.len >= 4 && s.len < 8) {
        memcpy(&first, s.at, 4);
        memcpy(&last, s.at + s.len - 4, 4);
        memcpy(at, &first, 4);
        memcpy(end - 4, &last, 4);
    } else if (s.len) {
        memcpy(at, s.at, s.len);
    }
    return end;
}

// Byte order, a prefix first: <0, 0, >0.
int str_compare(str a, str b);

static inline bool str_starts(str s, str prefix) {
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.at, prefix.at, prefix.len) == 0);
}
static inline bool str_ends(str s, str suffix) {
    return s.len >= suffix.len &&
           (suffix.len == 0 || memcmp(s.at + s.len - suffix.len, suffix.at, suffix.len) == 0);
}

// Splits s at the first separator byte.
static inline str_cut_result str_cut(str s, char separator) {
    const char *hit = s.len ? memchr(s.at, separator, s.len) : NULL;
    if (!hit) return (str_cut_result){.head = s};
    size_t len = (size_t)(hit - s.at);
    return (str_cut_result){{s.at, len}, str_drop(s, len + 1), true};
}

// Offset of the first occurrence of needle in s, or SIZE_MAX.
size_t str_find(str s, str needle);
static inline bool str_contains(str s, str needle) { return str_find(s, needle) != SIZE_MAX; }

// Without ASCII white space at either end.
str str_trim_ends(str s);
static inline str str_trim(str s) {
    bool bare = s.len && (uint8_t)s.at[0] > ' ' && (uint8_t)s.at[s.len - 1] > ' ';
    return bare ? s : str_trim_ends(s);
}

// ASCII letters compare equal whatever their case.
bool str_equal_nocase(str a, str b);

// Reads the whole of s as a decimal number with an optional minus; false when it is none or out of
// range.
bool str_int64(str s, int64_t *value);

// A 64-bit hash for tables in memory; never written anywhere.
uint64_t str_hash(str s);

#endif
