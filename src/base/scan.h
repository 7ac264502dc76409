// scan: how far a text goes on without a byte that needs a look, sixteen bytes at a time.
#ifndef BASE_SCAN_H
#define BASE_SCAN_H

#include "base/str.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { SCAN_BLOCK = 16 };

#ifdef __SSE2__
// One byte of all bits for each byte of now that is a control character, a, b or c.
static inline __m128i scan_odd(__m128i now, char a, char b, char c) {
    __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(now, _mm_set1_epi8(' ' - 1)), now);
    __m128i first = _mm_or_si128(low, _mm_cmpeq_epi8(now, _mm_set1_epi8(a)));
    __m128i second =
        _mm_or_si128(_mm_cmpeq_epi8(now, _mm_set1_epi8(b)), _mm_cmpeq_epi8(now, _mm_set1_epi8(c)));
    return _mm_or_si128(first, second);
}
#endif

// Where the first control character (below the space) or a, b or c stands in the SCAN_BLOCK bytes
// at p, or SCAN_BLOCK. *high becomes true when some byte of them is not ASCII.
static inline size_t scan_block(const char *p, char a, char b, char c, bool *high) {
#ifdef __SSE2__
    __m128i now;
    memcpy(&now, p, sizeof now);
    unsigned odd = (unsigned)_mm_movemask_epi8(scan_odd(now, a, b, c));
    *high |= _mm_movemask_epi8(now) != 0;
    return odd ? (size_t)__builtin_ctz(odd) : SCAN_BLOCK;
#else
    typedef uint8_t bytes __attribute__((vector_size(SCAN_BLOCK)));
    bytes now;
    memcpy(&now, p, sizeof now);
    bytes odd = (bytes)(now < ' ') | (bytes)(now == (uint8_t)a) | (bytes)(now == (uint8_t)b) |
                (bytes)(now == (uint8_t)c);
    uint64_t halves[2], raw[2];
    memcpy(halves, &odd, sizeof halves);
    memcpy(raw, p, sizeof raw);
    *high |= ((raw[0] | raw[1]) & 0x8080808080808080u) != 0;
    if (!(halves[0] | halves[1])) return SCAN_BLOCK;
    size_t at = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    at = (size_t)(halves[0] ? __builtin_ctzll(halves[0]) : 64 + __builtin_ctzll(halves[1])) / 8;
#else
    while ((uint8_t)p[at] >= ' ' && p[at] != a && p[at] != b && p[at] != c) at++;
#endif
    return at;
#endif
}

// The same for the two blocks at p, at less than twice the cost.
static inline size_t scan_pair(const char *p, char a, char b, char c, bool *high) {
#ifdef __SSE2__
    __m128i now, next;
    memcpy(&now, p, sizeof now);
    memcpy(&next, p + SCAN_BLOCK, sizeof next);
    unsigned odd = (unsigned)_mm_movemask_epi8(scan_odd(now, a, b, c)) |
                   (unsigned)_mm_movemask_epi8(scan_odd(next, a, b, c)) << SCAN_BLOCK;
    *high |= _mm_movemask_epi8(_mm_or_si128(now, next)) != 0;
    return odd ? (size_t)__builtin_ctz(odd) : 2 * SCAN_BLOCK;
#else
    size_t first = scan_block(p, a, b, c, high);
    return first < SCAN_BLOCK ? first : SCAN_BLOCK + scan_block(p + SCAN_BLOCK, a, b, c, high);
#endif
}

// Length of the start of s without control characters and without a, b and c. *high becomes true
// when it may hold a byte that is not ASCII; when it stays, there is none.
static inline size_t scan_marked(str s, char a, char b, char c, bool *high) {
    size_t at = 0;
    for (; at + 2 * SCAN_BLOCK <= s.len; at += 2 * SCAN_BLOCK) {
        size_t plain = scan_pair(s.at + at, a, b, c, high);
        if (plain < 2 * SCAN_BLOCK) return at + plain;
    }
    if (at + SCAN_BLOCK <= s.len) {
        size_t plain = scan_block(s.at + at, a, b, c, high);
        if (plain < SCAN_BLOCK) return at + plain;
        at += SCAN_BLOCK;
    }
    if (at < s.len && s.len >= SCAN_BLOCK) { // the rest, and again some of which nothing was odd
        at = s.len - SCAN_BLOCK;
        return at + scan_block(s.at + at, a, b, c, high);
    }
    for (; at < s.len; at++) {
        uint8_t byte = (uint8_t)s.at[at];
        if (byte < ' ' || s.at[at] == a || s.at[at] == b || s.at[at] == c) break;
        *high |= byte >= 0x80;
    }
    return at;
}

// Where the first of a, b and c stands from at on, or end. What is searched often ends soon.
static inline const char *scan_find(const char *at, const char *end, char a, char b, char c) {
#ifdef __SSE2__
    for (; end - at >= SCAN_BLOCK; at += SCAN_BLOCK) {
        __m128i now;
        memcpy(&now, at, sizeof now);
        __m128i found = _mm_or_si128(_mm_cmpeq_epi8(now, _mm_set1_epi8(a)),
                                     _mm_or_si128(_mm_cmpeq_epi8(now, _mm_set1_epi8(b)),
                                                  _mm_cmpeq_epi8(now, _mm_set1_epi8(c))));
        unsigned bits = (unsigned)_mm_movemask_epi8(found);
        if (bits) return at + __builtin_ctz(bits);
    }
#endif
    while (at < end && *at != a && *at != b && *at != c) at++;
    return at;
}

static inline size_t scan_plain(str s, char a, char b, char c) {
    bool high = false;
    return scan_marked(s, a, b, c, &high);
}

#endif
