#include "classify/places.h"

#ifdef __x86_64__
#include <immintrin.h>
#include <stddef.h>

// The places of kept words that were asked about before, eight at a time: .8 instructions
// a byte of English less. False when there are others.
__attribute__((target("avx2"))) static bool find_known(const memo *m, const tokens *all,
                                                       size_t which, uint32_t *to) {
    const int *words = (const int *)(const void *)&all->at[0].word;
    const int *known = (const int *)(const void *)memo_places(m, which);
    const __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), none = _mm256_setzero_si256();
    const __m256i step = _mm256_slli_epi32(lane, 2); // tokens of four numbers
    for (size_t i = 0; i < all->count; i += SIEVE_LANES) {
        __m256i there = _mm256_cmpgt_epi32(_mm256_set1_epi32((int)(all->count - i)), lane);
        __m256i word = _mm256_mask_i32gather_epi32(none, words + 4 * i, step, there, 4);
        if (_mm256_movemask_ps(_mm256_castsi256_ps(word))) return false; // MEMO_PASSING
        __m256i place = _mm256_mask_i32gather_epi32(there, known, word, there, 4);
        __m256i unknown = _mm256_cmpeq_epi32(place, none);
        if (!_mm256_testz_si256(unknown, there)) return false;
        _mm256_storeu_si256((__m256i *)(void *)(to + i), place);
    }
    return true;
}
_Static_assert(sizeof(token) == 4 * sizeof(int) && MEMO_PASSING > INT32_MAX && MEMO_UNKNOWN == 0,
               "so the vectors above have it");
#endif

void places_find(memo *m, const tokens *all, size_t which, uint32_t *to) {
#ifdef __x86_64__
    if (all->count && __builtin_cpu_supports("avx2") && find_known(m, all, which, to)) return;
#endif
    const uint32_t *known = memo_places(m, which);
    for (size_t i = 0; i < all->count; i++) {
        uint32_t word = all->at[i].word, place = MEMO_UNKNOWN;
        if (!(word & MEMO_PASSING)) place = known[word];
        to[i] = place == MEMO_UNKNOWN ? memo_find_place(m, word, which) : place;
    }
}
