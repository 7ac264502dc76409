#include "text/masks.h"

#include "text/masks_avx2.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

// clang-format off
const uint8_t masks_class[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    1, 32, 32, 0, 32, 32, 32, 48, 32, 32, 32, 32, 48, 32, 48, 48,
    4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 16, 16, 0, 0, 32, 32,
    16, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
    2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 8,
    0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
    2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 0,
    16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
    16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
    16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
    16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
    16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
    16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
    16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
    16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
};
// clang-format on

#ifdef __x86_64__
#define FOUR(n) n, n, n, n
#define EACH(n)                                                                                    \
    { FOUR(FOUR(n)), FOUR(FOUR(n)) }
// clang-format off
#define LOW                                                                \
    64 | 128 | 2,          32 | 64 | 128 | 4,     32 | 64 | 128 | 4, 32 | 64 | 128, \
    32 | 64 | 128 | 4,     32 | 64 | 128 | 4,     32 | 64 | 128 | 4, 32 | 64 | 128 | 16, \
    32 | 64 | 128 | 4,     32 | 64 | 128 | 4 | 1, 32 | 64 | 4 | 1,   32 | 4 | 1, \
    32 | 16 | 1,           32 | 4 | 1,            32 | 16 | 8,       32 | 16 | 8
#define HIGH                                                                                    \
    BIT_CONTROL, 0, BIT_SPACE | BIT_ALONE_2 | BIT_JOINS, BIT_ALONE_3 | BIT_DIGIT, BIT_LETTER_4, \
    BIT_LETTER_5, BIT_LETTER_4, BIT_LETTER_5, 0, 0, 0, 0, 0, 0, 0, 0
// clang-format on

const masks_numbers masks_all = {
    .low = {LOW, LOW}, // LETTER_4 from 1, LETTER_5 to A, DIGIT to 9
    .high = {HIGH, HIGH},
    .half = EACH(15),
    .space = EACH(BIT_SPACE),
    .alone_3 = EACH(BIT_ALONE_3),
    .joins = EACH(BIT_JOINS),
    .to_latin = EACH(0x100 + 0x80 - 0xC3),
    .latin = EACH(0x86),
    .pair = EACH(0xFE),
    .cyrillic = EACH(0xD0),
    .c3 = EACH(0xC3),
    .small = EACH(0x20),
    .b7 = EACH(0xB7),
    .e2 = EACH(0xE2),
    .c0 = EACH(0xC0),
};
#endif

// The masks of what is not ASCII.
static void add_wide(masks *m, const char *at, size_t len) {
    for (size_t i = 0; i < len; i++) {
        unsigned char first = (unsigned char)at[i];
        m->continued |= (uint64_t)((first & 0xC0) == 0x80) << i;
        if (first < 0xC3) continue;
        // The last byte of a block may be the first of a letter, which is then looked at again.
        if (i + 1 == len || masks_is_wide(first, (unsigned char)at[i + 1])) {
            bool known = first <= 0xC8 || (first & 0xFE) == 0xD0;
            m->wide |= (uint64_t)known << i;
        }
        m->symbol |= (uint64_t)(first >= 0xE2) << i;
    }
    m->letter |= m->wide | m->wide << 1;
}

masks masks_scalar(const char *at, size_t len, char *copy) {
    memcpy(copy, at, len);
    masks m = {0};
    bool high = false;
    for (size_t i = 0; i < len; i++) {
        uint64_t class = masks_class[(unsigned char)at[i]], joins = class / CLASS_JOINS & 1;
        uint64_t alone = class / CLASS_ALONE & 1;
        high |= (unsigned char)at[i] >= 0x80;
        m.letter |= (class / CLASS_LETTER & 1) << i;
        m.digit |= (class / CLASS_DIGIT & 1) << i;
        m.space |= (class & CLASS_SPACE) << i;
        m.alone |= (alone & ~joins) << i;
        m.joins |= (alone & joins) << i;
    }
    if (high) add_wide(&m, at, len);
    return m;
}

#ifdef __SSE2__
// Bytes of a range: moved so that it begins at the lowest signed byte, one comparison tells.
static __m128i between(__m128i bytes, char first, char last) {
    __m128i moved = _mm_add_epi8(bytes, _mm_set1_epi8((char)(-128 - first)));
    return _mm_cmplt_epi8(moved, _mm_set1_epi8((char)(-128 + (last - first) + 1)));
}
static __m128i equal(__m128i bytes, char one) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(one)); }

// Adds the masks of the 16 bytes at `at` from bit `shift` on. Returns which are not of ASCII.
static int add_16(masks *m, const char *at, size_t shift) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i letter = between(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 'z');
    __m128i digit = between(bytes, '0', '9');
    __m128i space = _mm_or_si128(between(bytes, '\t', '\r'), equal(bytes, ' '));
    __m128i joins =
        _mm_or_si128(_mm_or_si128(equal(bytes, '\''), equal(bytes, ',')), between(bytes, '.', '/'));
    __m128i alone = _mm_or_si128(between(bytes, '!', '-'), between(bytes, '>', '?'));
    alone = _mm_andnot_si128(_mm_or_si128(joins, equal(bytes, '#')), alone);
    m->letter |= (uint64_t)_mm_movemask_epi8(letter) << shift;
    m->digit |= (uint64_t)_mm_movemask_epi8(digit) << shift;
    m->space |= (uint64_t)_mm_movemask_epi8(space) << shift;
    m->alone |= (uint64_t)_mm_movemask_epi8(alone) << shift;
    m->joins |= (uint64_t)_mm_movemask_epi8(joins) << shift;
    return _mm_movemask_epi8(bytes);
}

masks masks_sse2(const char *at, size_t len, char *copy) {
    masks m = {0};
    if (len < 16) return masks_scalar(at, len, copy);
    memcpy(copy, at, len);
    int high = 0;
    for (size_t i = 0; i + 16 < len; i += 16) high |= add_16(&m, at + i, i);
    high |= add_16(&m, at + len - 16, len - 16); // the last, and some again
    if (high) add_wide(&m, at, len);
    return m;
}
#endif
