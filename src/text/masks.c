#include "text/masks.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

// clang-format off
const uint8_t masks_class[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    1, 32, 32, 0, 32, 32, 32, 48, 0, 32, 32, 32, 48, 16, 48, 48,
    4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 16, 16, 0, 0, 0, 32,
    16, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
    2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 32, 0, 32, 0, 8,
    32, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
    2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 32, 32, 32, 32, 0,
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

masks masks_scalar(const char *at) {
    masks m = {0, 0};
    for (unsigned i = 0; i < 64; i++) {
        uint8_t class = masks_class[(unsigned char)at[i]];
        m.word |= (uint64_t)((class & CLASS_WORD) != 0) << i;
        m.space |= (uint64_t)((class & CLASS_SPACE) != 0) << i;
    }
    return m;
}

#ifdef __SSE2__
// Bytes between first and last, both included; all below 0x80. Signed comparison serves, because
// bytes from 0x80 on are negative.
static __m128i between(__m128i bytes, char first, char last) {
    return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)(first - 1))),
                         _mm_cmplt_epi8(bytes, _mm_set1_epi8((char)(last + 1))));
}

masks masks_of(const char *at) {
    masks m = {0, 0};
    for (unsigned i = 0; i < 64; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + i));
        __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
        __m128i word = _mm_or_si128(between(lower, 'a', 'z'), between(bytes, '0', '9'));
        word = _mm_or_si128(word, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')));
        __m128i space =
            _mm_or_si128(between(bytes, '\t', '\r'), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')));
        m.word |= (uint64_t)(unsigned)_mm_movemask_epi8(word) << i;
        m.space |= (uint64_t)(unsigned)_mm_movemask_epi8(space) << i;
    }
    return m;
}
#else
masks masks_of(const char *at) { return masks_scalar(at); }
#endif
