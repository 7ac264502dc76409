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

masks masks_scalar(str text, size_t from) {
    masks m = {0, 0};
    for (size_t i = 0; i < MASKS_BYTES && from + i < text.len; i++) {
        uint8_t class = masks_class[(unsigned char)text.at[from + i]];
        m.word |= (uint64_t)((class & CLASS_WORD) != 0) << i;
        m.space |= (uint64_t)((class & CLASS_SPACE) != 0) << i;
    }
    return m;
}

#ifdef __SSE2__
// Bytes of a range: moved so that it begins at the lowest signed byte, one comparison tells.
static __m128i between(__m128i bytes, char first, char last) {
    __m128i moved = _mm_add_epi8(bytes, _mm_set1_epi8((char)(-128 - first)));
    return _mm_cmplt_epi8(moved, _mm_set1_epi8((char)(-128 + (last - first) + 1)));
}

// The masks of the 16 bytes at `at`.
static masks masks_16(const char *at) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
    __m128i word = _mm_or_si128(between(lower, 'a', 'z'), between(bytes, '0', '9'));
    word = _mm_or_si128(word, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')));
    __m128i space =
        _mm_or_si128(between(bytes, '\t', '\r'), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')));
    return (masks){(unsigned)_mm_movemask_epi8(word), (unsigned)_mm_movemask_epi8(space)};
}

// The masks of the last bytes of a text, fewer than 16, from the 16 that it ends with.
static masks masks_last(str text, size_t from) {
    if (text.len < 16) return masks_scalar(text, from);
    masks m = masks_16(text.at + text.len - 16);
    size_t before = 16 - (text.len - from);
    return (masks){m.word >> before, m.space >> before};
}

masks masks_of(str text, size_t from) {
    masks all = {0, 0};
    for (size_t i = 0; i < MASKS_BYTES && from + i < text.len; i += 16) {
        size_t at = from + i;
        masks m = at + 16 <= text.len ? masks_16(text.at + at) : masks_last(text, at);
        all.word |= m.word << i;
        all.space |= m.space << i;
    }
    return all;
}
#else
masks masks_of(str text, size_t from) { return masks_scalar(text, from); }
#endif
