// sieve_ask: what a sieve says about a message.
#include "classify/sieve.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))

// Whether a word of the clause stands as far behind the word `from`, or before it, as it must.
INLINE bool is_near(const sieve_question *q, size_t from, uint32_t clause, sieve_pair pair,
                    bool behind) {
    const sieve_word *words = q->words, *end = words + q->count, *first = words + from;
    const sieve_word *w = behind ? first + pair.least : first - pair.least;
    for (; behind ? w < end : w >= words; w += behind ? 1 : -1) {
        int32_t apart = behind ? w->at - first->at : first->at - w->at;
        if (apart > pair.reach) return false;
        if (sieve_has(w->vector, clause)) return true;
    }
    return false;
}

// Whether the clauses of a pair stand as far from each other as they must, a word of the first
// clause being `word`: each word of that clause comes to be asked.
INLINE bool is_paired(const sieve_question *q, const sieve_row *row, size_t word, sieve_pair pair) {
    uint32_t earlier = row->clauses[pair.earlier], later = row->clauses[pair.later];
    if (pair.earlier == 0) return is_near(q, word, later, pair, true);
    if (pair.later == 0) return is_near(q, word, earlier, pair, false);
    for (size_t i = 0; i < q->count; i++)
        if (sieve_has(q->words[i].vector, earlier) && is_near(q, i, later, pair, true)) return true;
    return false;
}

INLINE bool remains(const sieve_question *q, const uint64_t *bits, const sieve_row *row,
                    size_t word) {
    for (unsigned i = 4; i < SIEVE_CLAUSES; i++)
        if (!sieve_has(bits, row->clauses[i])) return false;
    for (unsigned i = 0; i < row->pair_count && !q->loose; i++)
        if (!is_paired(q, row, word, row->pairs[i])) return false;
    return true;
}

typedef uint64_t lanes __attribute__((vector_size(32), aligned(8), may_alias));

// The union of the bits of all words, which stays in registers. Returns how many words have rows,
// and writes which into the first words.
enum { LANES = SIEVE_BITS / 256 };
INLINE size_t unite(const sieve_question *q, uint64_t *bits) {
    lanes *out = (lanes *)bits;
    size_t count = 0;
    lanes all[LANES] = {0};
    for (size_t i = 0; i < q->count; i++) {
        const uint64_t *vector = q->words[i].vector;
#pragma GCC unroll 8
        for (unsigned k = 0; k < LANES; k++) all[k] |= ((const lanes *)vector)[k];
        q->words[count].with_rows = (uint32_t)i;
        count += vector[SIEVE_COUNT] != 0;
    }
#pragma GCC unroll 8
    for (unsigned k = 0; k < LANES; k++) out[k] = all[k];
    bits[SIEVE_ALWAYS / 64] |= 1ull << SIEVE_ALWAYS % 64;
    bits[SIEVE_NEVER / 64] &= ~(1ull << SIEVE_NEVER % 64);
    return count;
}

// Which rows of a batch have all of their three clauses, a bit for each.
typedef unsigned present(const uint64_t *bits, const sieve_batch *rows);

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

// Asks about the rows of the word at `word`; returns how many rules are in out.
INLINE size_t ask_rows(const sieve *s, const sieve_question *q, const uint64_t *bits, size_t word,
                       present *of, uint32_t *out, size_t found) {
    const uint64_t *vector = q->words[word].vector;
    const sieve_batch *batch = (const sieve_batch *)(vector + SIEVE_LEAST);
    for (const sieve_batch *end = batch + vector[SIEVE_COUNT]; batch < end; batch++) {
        for (unsigned there = of(bits, batch); there; there &= there - 1) {
            const sieve_row *row = &s->rows[batch->rest[__builtin_ctz(there)] >> SIEVE_CLAUSE];
            uint32_t rule = s->first_rule + row->rule;
            if (q->asked[rule] == q->stamp || !remains(q, bits, row, word)) continue;
            q->asked[rule] = q->stamp;
            out[found++] = rule;
        }
    }
    return found;
}

INLINE size_t ask(const sieve *s, const sieve_question *q, uint32_t *out, present *of) {
    uint64_t bits[SIEVE_WORDS];
    size_t count = unite(q, bits), found = 0;
    for (size_t i = 0; i < count; i++)
        found = ask_rows(s, q, bits, q->words[i].with_rows, of, out, found);
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

AVX2 static size_t ask_avx2(const sieve *s, const sieve_question *q, uint32_t *out) {
    return ask(s, q, out, present_avx2);
}
#endif

size_t sieve_rules(const sieve *s, const sieve_question *q, uint32_t *out) {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
        return ask_avx2(s, q, out);
#endif
    return ask(s, q, out, present_plain);
}
