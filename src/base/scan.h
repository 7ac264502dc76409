// scan: how far a text goes on without a byte that needs a look, sixteen bytes at a time.
#ifndef BASE_SCAN_H
#define BASE_SCAN_H

#include "base/str.h"

// Length of the start of s without control characters (below the space) and without a, b and c.
static inline size_t scan_plain(str s, char a, char b, char c) {
    typedef uint8_t bytes __attribute__((vector_size(16)));
    size_t at = 0;
    for (; at + 16 <= s.len; at += 16) {
        bytes now;
        memcpy(&now, s.at + at, sizeof now);
        bytes odd = (bytes)(now < ' ') | (bytes)(now == (uint8_t)a) | (bytes)(now == (uint8_t)b) |
                    (bytes)(now == (uint8_t)c);
        uint64_t halves[2];
        memcpy(halves, &odd, sizeof halves);
        if (!(halves[0] | halves[1])) continue;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        return at +
               (size_t)(halves[0] ? __builtin_ctzll(halves[0]) : 64 + __builtin_ctzll(halves[1])) /
                   8;
#else
        break;
#endif
    }
    while (at < s.len && (uint8_t)s.at[at] >= ' ' && s.at[at] != a && s.at[at] != b &&
           s.at[at] != c)
        at++;
    return at;
}

#endif
