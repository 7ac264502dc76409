#include "reader/whatsapp_scan.h"

#include "base/scan.h"
#include "reader/whatsapp_plain.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

line_extent whatsapp_line_scan_plain(str s) {
    bool high = false;
    size_t len = scan_marked(s, '@', '@', '@', &high);
    return (line_extent){len, !high || whatsapp_is_unmarked(str_take(s, len))};
}

#ifdef __x86_64__

#define AVX2 __attribute__((target("avx2,bmi")))
#define AVX2_INLINE AVX2 __attribute__((always_inline)) static inline
#define AVX2_APART AVX2 __attribute__((noinline)) static

AVX2_INLINE __m256i load(const char *at) {
    return _mm256_loadu_si256((const __m256i *)(const void *)at);
}

AVX2_INLINE __m256i is(__m256i b, unsigned char byte) {
    return _mm256_cmpeq_epi8(b, _mm256_set1_epi8((char)byte));
}

AVX2_INLINE __m256i at_least(__m256i b, unsigned char least) {
    return _mm256_cmpeq_epi8(_mm256_max_epu8(b, _mm256_set1_epi8((char)least)), b);
}

// Whether the bits of mask are those of byte.
AVX2_INLINE __m256i is_like(__m256i b, unsigned char mask, unsigned char byte) {
    return is(_mm256_and_si256(b, _mm256_set1_epi8((char)mask)), byte);
}

AVX2_INLINE __m256i goes_on(__m256i b) { return _mm256_cmpgt_epi8(_mm256_set1_epi8(-64), b); }

AVX2_INLINE __m256i either(__m256i a, __m256i b) { return _mm256_or_si256(a, b); }

AVX2_INLINE __m256i both(__m256i a, __m256i b) { return _mm256_and_si256(a, b); }

AVX2_INLINE uint32_t bits_of(__m256i b) { return (uint32_t)_mm256_movemask_epi8(b); }

// Where the line ends among these bytes.
AVX2_INLINE uint32_t stops(__m256i now) {
    const __m256i last = _mm256_set1_epi8(' ' - 1);
    return bits_of(either(_mm256_cmpeq_epi8(_mm256_min_epu8(now, last), now), is(now, '@')));
}

// As not_unmarked of whatsapp_plain.c.
AVX2_INLINE __m256i not_unmarked(const char *at, __m256i now) {
    __m256i first = load(at - 1), second = load(at - 2), third = load(at - 3);
    __m256i wanted =
        either(at_least(first, 0xC0), either(at_least(second, 0xE0), at_least(third, 0xF0)));
    __m256i odd = _mm256_xor_si256(goes_on(now), wanted);
    odd = either(odd, either(at_least(now, 0xF1), either(is(now, 0xE0), is(now, 0xED))));
    odd = either(odd, either(is(now, 0xD8), is_like(now, 0xFE, 0xC0)));
    odd = either(odd, _mm256_andnot_si256(at_least(now, 0x90), is(first, 0xF0)));
    odd = either(odd, both(is(first, 0xEF), is(now, 0xBB)));
    __m256i invisible =
        both(is(first, 0x80), either(is_like(now, 0xFE, 0x8E), is_like(now, 0xF8, 0xA8)));
    return either(odd, both(is(second, 0xE2), either(invisible, is(first, 0x81))));
}

// The same where neither these bytes nor the three before are over DF.
AVX2_INLINE __m256i not_narrow(const char *at, __m256i now) {
    __m256i misplaced = _mm256_xor_si256(goes_on(now), at_least(load(at - 1), 0xC0));
    return either(misplaced, either(is(now, 0xD8), is_like(now, 0xFE, 0xC0)));
}

// What the line is that stops in the block at at, where those bytes are odd, as any was before. A
// character that is cut off is odd at the byte that it stops at.
AVX2_INLINE line_extent ended(size_t at, uint32_t stop, uint32_t odd, uint32_t before) {
    return (line_extent){at + (size_t)__builtin_ctz(stop), !((odd & _blsmsk_u32(stop)) | before)};
}

enum { BLOCK = 32 };

// Each of these goes on with the next when it sees the first of its bytes: they need more and more
// constants, and most lines none.
AVX2_APART line_extent scan_wide(str s, size_t at, uint32_t before) {
    for (; at + BLOCK <= s.len; at += BLOCK) {
        __m256i now = load(s.at + at);
        uint32_t stop = stops(now), odd = bits_of(not_unmarked(s.at + at, now));
        if (stop) return ended(at, stop, odd, before);
        before |= odd;
    }
    return (line_extent){s.len, false};
}

AVX2_APART line_extent scan_narrow(str s, size_t at) {
    uint32_t before = 0;
    for (; at + BLOCK <= s.len; at += BLOCK) {
        __m256i now = load(s.at + at);
        if (bits_of(at_least(now, 0xE0))) return scan_wide(s, at, before);
        uint32_t stop = stops(now), odd = bits_of(not_narrow(s.at + at, now));
        if (stop) return ended(at, stop, odd, before);
        before |= odd;
    }
    return (line_extent){s.len, false};
}

AVX2 line_extent whatsapp_line_scan_avx2(str s) {
    for (size_t at = 0; at + BLOCK <= s.len; at += BLOCK) {
        __m256i now = load(s.at + at);
        if (bits_of(now)) return scan_narrow(s, at);
        uint32_t stop = stops(now);
        if (stop) return ended(at, stop, 0, 0);
    }
    return (line_extent){s.len, false};
}

#endif

line_scan *whatsapp_line_scan(void) {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
        return whatsapp_line_scan_avx2;
#endif
    return whatsapp_line_scan_plain;
}
