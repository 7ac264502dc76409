// sieve_ask: what a sieve says about a message.
#include "classify/sieve.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))

static inline const uint64_t *vector_of(const sieve_question *q, size_t word) {
    return q->vectors + q->places[word];
}

// Whether a word of the clause stands as far behind the word `from`, or before it, as it must.
INLINE bool is_near(const sieve_question *q, size_t from, uint32_t clause, sieve_pair pair,
                    bool behind) {
    size_t most = behind ? q->count - 1 - from : from,
           reach = pair.reach < most ? pair.reach : most;
    for (size_t apart = pair.least; apart <= reach; apart++)
        if (sieve_has(vector_of(q, behind ? from + apart : from - apart), clause)) return true;
    return false;
}

// How the same is asked of eight things at once.
typedef struct eight {
    // Which rows of a batch have all of their three clauses, a bit for each.
    unsigned (*present)(const uint64_t *bits, const sieve_batch *rows);
    // Which of eight words from one on have a clause.
    unsigned (*having)(const sieve_question *q, size_t from, uint32_t clause);
} eight;

// Whether the clauses of a pair stand somewhere as far from each other as they must.
INLINE bool is_paired(const sieve_question *q, const sieve_row *row, sieve_pair pair, eight by) {
    uint32_t earlier = row->clauses[pair.earlier], later = row->clauses[pair.later];
    for (size_t i = 0; i < q->count; i += SIEVE_LANES)
        for (unsigned some = by.having(q, i, earlier); some; some &= some - 1)
            if (is_near(q, i + (unsigned)__builtin_ctz(some), later, pair, true)) return true;
    return false;
}

// The same of the first pair, a word of the first clause being `word`: each word of that clause
// comes to be asked. Of one pair only, as two may have it at different words ("love love you").
INLINE bool is_first_paired(const sieve_question *q, const sieve_row *row, size_t word, eight by) {
    sieve_pair pair = row->pairs[0];
    if (pair.earlier == 0) return is_near(q, word, row->clauses[pair.later], pair, true);
    if (pair.later == 0) return is_near(q, word, row->clauses[pair.earlier], pair, false);
    return is_paired(q, row, pair, by);
}

INLINE bool remains(const sieve_question *q, const uint64_t *bits, const sieve_row *row,
                    size_t word, eight by) {
    for (unsigned i = 4; i < SIEVE_CLAUSES; i++)
        if (!sieve_has(bits, row->clauses[i])) return false;
    if (q->loose || row->pair_count == 0) return true;
    if (!is_first_paired(q, row, word, by)) return false;
    for (unsigned i = 1; i < row->pair_count; i++)
        if (!is_paired(q, row, row->pairs[i], by)) return false;
    return true;
}

typedef uint64_t lanes __attribute__((vector_size(32), aligned(8), may_alias));

// The union of the bits of all words, which stays in registers. Returns how many words have rows,
// and writes which.
enum { LANES = SIEVE_BITS / 256 };
INLINE size_t unite(const sieve_question *q, uint64_t *bits) {
    lanes *out = (lanes *)bits;
    size_t count = 0;
    lanes all[LANES] = {0};
    for (size_t i = 0; i < q->count; i++) {
        const uint64_t *vector = vector_of(q, i);
#pragma GCC unroll 8
        for (unsigned k = 0; k < LANES; k++) all[k] |= ((const lanes *)vector)[k];
        q->with_rows[count] = (uint32_t)i;
        count += vector[SIEVE_COUNT] != 0;
    }
#pragma GCC unroll 8
    for (unsigned k = 0; k < LANES; k++) out[k] = all[k];
    bits[SIEVE_ALWAYS / 64] |= 1ull << SIEVE_ALWAYS % 64;
    bits[SIEVE_NEVER / 64] &= ~(1ull << SIEVE_NEVER % 64);
    return count;
}

static unsigned present_plain(const uint64_t *bits, const sieve_batch *rows) {
    unsigned all = 0;
    for (unsigned i = 0; i < SIEVE_LANES; i++) {
        uint32_t two = rows->two[i], rest = rows->rest[i];
        all |= (unsigned)(sieve_has(bits, two & 0xFFFF) && sieve_has(bits, two >> 16) &&
                          sieve_has(bits, rest & ((1u << SIEVE_CLAUSE) - 1)))
               << i;
    }
    return all;
}

static unsigned having_plain(const sieve_question *q, size_t from, uint32_t clause) {
    unsigned some = 0;
    for (unsigned i = 0; i < SIEVE_LANES; i++)
        some |= (unsigned)sieve_has(vector_of(q, from + i), clause) << i;
    return some;
}

// Asks about the rows of the word at `word`; returns how many rules are in out.
INLINE size_t ask_rows(const sieve *s, const sieve_question *q, const uint64_t *bits, size_t word,
                       eight by, uint32_t *out, size_t found) {
    const uint64_t *vector = vector_of(q, word);
    const sieve_batch *batch = (const sieve_batch *)(vector + SIEVE_LEAST);
    for (const sieve_batch *end = batch + vector[SIEVE_COUNT]; batch < end; batch++) {
        for (unsigned there = by.present(bits, batch); there; there &= there - 1) {
            const sieve_row *row = &s->rows[batch->rest[__builtin_ctz(there)] >> SIEVE_CLAUSE];
            uint32_t rule = s->first_rule + row->rule;
            if (q->asked[rule] == q->stamp || !remains(q, bits, row, word, by)) continue;
            q->asked[rule] = q->stamp;
            out[found++] = rule;
        }
    }
    return found;
}

INLINE size_t ask(const sieve *s, const sieve_question *q, uint32_t *out, eight by) {
    uint64_t bits[SIEVE_WORDS];
    size_t count = unite(q, bits), found = 0;
    for (size_t i = 0; i < count; i++)
        found = ask_rows(s, q, bits, q->with_rows[i], by, out, found);
    return found;
}

#ifdef __x86_64__
#define AVX2 __attribute__((target("avx2,bmi,bmi2")))

// The bits of eight clauses, each in the lowest place of its lane; others are above.
AVX2 static inline __m256i gather(const uint64_t *bits, __m256i clauses) {
    __m256i words =
        _mm256_i32gather_epi32((const int *)(const void *)bits, _mm256_srli_epi32(clauses, 5), 4);
    return _mm256_srlv_epi32(words, _mm256_and_si256(clauses, _mm256_set1_epi32(31)));
}

// Eight rows at once take 32 instructions, one after the other 160.
AVX2 static inline unsigned present_avx2(const uint64_t *bits, const sieve_batch *rows) {
    __m256i two = _mm256_loadu_si256((const __m256i *)(const void *)rows->two);
    __m256i rest = _mm256_loadu_si256((const __m256i *)(const void *)rows->rest);
    __m256i all = gather(bits, _mm256_srli_epi32(two, 16));
    all = _mm256_and_si256(all, gather(bits, _mm256_and_si256(two, _mm256_set1_epi32(0xFFFF))));
    rest = _mm256_and_si256(rest, _mm256_set1_epi32((1 << SIEVE_CLAUSE) - 1));
    all = _mm256_and_si256(all, gather(bits, rest));
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_slli_epi32(all, 31)));
}

AVX2 static inline unsigned having_avx2(const sieve_question *q, size_t from, uint32_t clause) {
    __m256i places = _mm256_loadu_si256((const __m256i *)(const void *)(q->places + from));
    __m256i at =
        _mm256_add_epi32(_mm256_add_epi32(places, places), _mm256_set1_epi32((int)(clause / 32)));
    __m256i words = _mm256_i32gather_epi32((const int *)(const void *)q->vectors, at, 4);
    __m256i first = _mm256_sll_epi32(words, _mm_cvtsi32_si128((int)(31 - clause % 32)));
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(first));
}

AVX2 static size_t ask_avx2(const sieve *s, const sieve_question *q, uint32_t *out) {
    return ask(s, q, out, (eight){present_avx2, having_avx2});
}
#endif

size_t sieve_rules(const sieve *s, const sieve_question *q, uint32_t *out) {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
        return ask_avx2(s, q, out);
#endif
    return ask(s, q, out, (eight){present_plain, having_plain});
}
