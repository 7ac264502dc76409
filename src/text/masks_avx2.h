// masks_avx2: the masks of masks.h by table look-ups, 32 bytes at once; in a header so that they
// stay in registers. For functions with the attribute MASKS_AVX2.
#ifndef TEXT_MASKS_AVX2_H
#define TEXT_MASKS_AVX2_H

#include "text/masks.h"

#ifdef __x86_64__
#include <immintrin.h>

#define MASKS_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))

// What a byte is, as one bit, from two look-ups by its halves: a bit that both have. So a bit
// stands for a rectangle in the table of ASCII, and letters, spaces and punctuation need two each.
// Their order lets one comparison take all from a bit on; numbers of DIGIT are negative.
enum {
    BIT_CONTROL = 1, // tab to carriage return
    BIT_SPACE = 2,
    BIT_ALONE_2 = 4, // in the row of 0x20
    BIT_ALONE_3 = 8, // > ?
    BIT_JOINS = 16,
    BIT_LETTER_4 = 32, // A to O, a to o
    BIT_LETTER_5 = 64, // P to Z, p to z
    BIT_DIGIT = 128,
};
// Numbers for all lanes. Not static: compilers would make each of them anew, by three instructions
// instead of none.
typedef struct masks_numbers {
    uint8_t low[32], high[32]; // the bits of a byte by its halves
    uint8_t half[32];
    uint8_t space[32], alone_3[32], joins[32]; // BIT_…
    uint8_t to_latin[32], latin[32], pair[32], cyrillic[32], c3[32], small[32], b7[32], e2[32],
        c0[32];
} masks_numbers;
extern const masks_numbers masks_all;

MASKS_AVX2 static inline __m256i masks_each(const uint8_t number[32]) {
    return _mm256_loadu_si256((const __m256i *)(const void *)number);
}

// The bytes whose bit lies above another, without DIGIT.
MASKS_AVX2 static inline uint64_t masks_above(__m256i bits, __m256i bit) {
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(bits, bit));
}

// Bytes that are not of ASCII: all of them; those that continue a character; the first of Cyrillic
// letters.
typedef struct masks_beyond {
    uint64_t all, continued, cyrillic;
} masks_beyond;

// And of the others the first of Latin letters, U+00C0's first and the last of the two signs that
// are no letters behind it, and the first of a symbol.
typedef struct masks_others {
    uint64_t latin, c3, sign, symbol;
} masks_others;

MASKS_AVX2 static inline uint64_t masks_equal(__m256i bytes, const uint8_t number[32]) {
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, masks_each(number)));
}

// The signs of vectors' bytes, from bit `shift` on.
MASKS_AVX2 static inline uint64_t masks_signs(__m256i bytes, size_t shift) {
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(bytes) << shift;
}

// Adds those of 32 bytes from bit `shift` on.
MASKS_AVX2 static inline void masks_add_beyond(masks_beyond *h, __m256i bytes, size_t shift) {
    const masks_numbers *n = &masks_all;
    h->all |= masks_signs(bytes, shift);
    // 0x80 to 0xBF, the lowest signed bytes.
    h->continued |= masks_signs(_mm256_cmpgt_epi8(masks_each(n->c0), bytes), shift);
    h->cyrillic |= masks_equal(_mm256_and_si256(bytes, masks_each(n->pair)), n->cyrillic) << shift;
}
MASKS_AVX2 static inline void masks_add_others(masks_others *h, __m256i bytes, size_t shift) {
    const masks_numbers *n = &masks_all;
    // C3 to C8, moved so that they are the lowest signed bytes.
    __m256i moved = _mm256_add_epi8(bytes, masks_each(n->to_latin));
    h->latin |= masks_signs(_mm256_cmpgt_epi8(masks_each(n->latin), moved), shift);
    h->c3 |= masks_equal(bytes, n->c3) << shift;
    h->sign |= masks_equal(_mm256_or_si256(bytes, masks_each(n->small)), n->b7) << shift;
    __m256i highest = _mm256_max_epu8(bytes, masks_each(n->e2));
    h->symbol |= masks_signs(_mm256_cmpeq_epi8(highest, bytes), shift);
}

// Adds the masks of 32 bytes from bit `shift` on.
MASKS_AVX2 static inline void masks_add_32(masks *m, __m256i bytes, size_t shift) {
    const masks_numbers *n = &masks_all;
    // A look-up gives 0 for a byte that is not ASCII.
    __m256i low = _mm256_shuffle_epi8(masks_each(n->low), bytes);
    __m256i half = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), masks_each(n->half));
    __m256i bits = _mm256_and_si256(low, _mm256_shuffle_epi8(masks_each(n->high), half));
    m->letter |= masks_above(bits, masks_each(n->joins)) << shift;
    m->joins |= masks_above(bits, masks_each(n->alone_3)) << shift;
    m->alone |= masks_above(bits, masks_each(n->space)) << shift;
    m->space |= masks_above(bits, _mm256_setzero_si256()) << shift;
    m->digit |= (uint64_t)(uint32_t)_mm256_movemask_epi8(bits) << shift;
}

// 1 to 31 bytes with zeros behind them.
MASKS_AVX2 static inline __m256i masks_load(const char *at, size_t len) {
    static const uint8_t shift[32] = {0,    1,    2,    3,    4,    5,    6,    7,
                                      8,    9,    10,   11,   12,   13,   14,   15,
                                      0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
                                      0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80};
    uint64_t first = 0, second = 0;
    if (len >= 16) {
        __m128i start = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i end = _mm_loadu_si128((const __m128i *)(const void *)(at + len - 16));
        __m128i by = _mm_loadu_si128((const __m128i *)(const void *)(shift + 32 - len));
        return _mm256_set_m128i(_mm_shuffle_epi8(end, by), start);
    }
    if (len > 8) {
        memcpy(&first, at, 8);
        memcpy(&second, at + len - 8, 8);
        second >>= 8 * (16 - len);
    } else if (len >= 4) {
        uint32_t start, end;
        memcpy(&start, at, 4);
        memcpy(&end, at + len - 4, 4);
        first = start | (uint64_t)end << 8 * (len - 4);
    } else {
        first = (unsigned char)at[0] | (uint64_t)(unsigned char)at[len / 2] << 8 * (len / 2) |
                (uint64_t)(unsigned char)at[len - 1] << 8 * (len - 1);
    }
    return _mm256_zextsi128_si256(_mm_set_epi64x((long long)second, (long long)first));
}

// Adds what is not of ASCII in two times 32 bytes, the second of which begin at bit `shift`. Most
// texts that have any Cyrillic letters have no others.
MASKS_AVX2 static inline void masks_add_wide(masks *m, __m256i low, __m256i high, size_t shift) {
    masks_beyond h = {0};
    masks_add_beyond(&h, low, 0);
    masks_add_beyond(&h, high, shift);
    m->continued = h.continued;
    m->wide = h.cyrillic;
    if (h.all & ~(h.cyrillic | h.continued)) {
        masks_others o = {0};
        masks_add_others(&o, low, 0);
        masks_add_others(&o, high, shift);
        m->wide |= o.latin & ~(o.c3 & o.sign >> 1);
        m->symbol = o.symbol;
    }
    m->letter |= m->wide | m->wide << 1;
}

MASKS_AVX2 static inline masks masks_avx2(const char *at, size_t len, char *copy) {
    masks m = {0};
    __m256i low, high;
    size_t shift = 0;
    if (len >= 32) {
        shift = len - 32;
        low = _mm256_loadu_si256((const __m256i *)(const void *)at);
        high = _mm256_loadu_si256((const __m256i *)(const void *)(at + shift));
        masks_add_32(&m, high, shift);
    } else {
        low = high = masks_load(at, len);
    }
    masks_add_32(&m, low, 0);
    _mm256_storeu_si256((__m256i *)(void *)copy, low);
    _mm256_storeu_si256((__m256i *)(void *)(copy + shift), high);
    m.space &= ~m.alone;
    m.alone &= ~m.joins;
    m.joins &= ~m.letter;
    if (_mm256_movemask_epi8(_mm256_or_si256(low, high))) masks_add_wide(&m, low, high, shift);
    return m;
}
#endif
#endif
