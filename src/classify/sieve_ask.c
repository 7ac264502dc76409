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
INLINE bool is_paired(const sieve_question *q, sieve_pair pair, eight by) {
    for (size_t i = 0; i < q->count; i += SIEVE_LANES)
        for (unsigned some = by.having(q, i, pair.earlier); some; some &= some - 1)
            if (is_near(q, i + (unsigned)__builtin_ctz(some), pair.later, pair, true)) return true;
    return false;
}

// The same of the first pair, a word of the rarest clause being `word`: each word of that clause
// comes to be asked. Of one pair only, as two may have it at different words ("love love you").
INLINE bool is_first_paired(const sieve_question *q, sieve_pair pair, size_t word, eight by) {
    if (pair.key == SIEVE_EARLIER) return is_near(q, word, pair.later, pair, true);
    if (pair.key == SIEVE_LATER) return is_near(q, word, pair.earlier, pair, false);
    return is_paired(q, pair, by);
}

INLINE bool remains(const sieve_question *q, const sieve_row *row, size_t word, eight by) {
    if (q->loose || row->pair_count == 0) return true;
    if (!is_first_paired(q, row->pairs[0], word, by)) return false;
    for (unsigned i = 1; i < row->pair_count; i++)
        if (!is_paired(q, row->pairs[i], by)) return false;
    return true;
}

typedef uint64_t lanes __attribute__((vector_size(32), aligned(8), may_alias));

// The first bits of some words, which stay in registers, and how many words have rows.
enum { LANES = SIEVE_UNITED / 256 };
typedef struct united {
    lanes bits[LANES];
    size_t with_rows;
} united;

INLINE void add_word(const sieve_question *q, size_t word, united *to) {
    const uint64_t *vector = vector_of(q, word);
#pragma GCC unroll 5
    for (unsigned k = 0; k < LANES; k++) to->bits[k] |= ((const lanes *)vector)[k];
    q->with_rows[to->with_rows] = (uint32_t)word;
    to->with_rows += sieve_batches(vector) != 0;
}

// The union of the first bits of all words, and how many words have rows, which are written.
// Places are looked up on the way where they are known; false when one is not.
INLINE bool unite(const sieve_question *q, uint64_t *bits, size_t *with_rows, bool known) {
    united all = {0};
    add_word(q, 0, &all);
    for (size_t i = 1; i + 1 < q->count; i++) {
        if (known) q->places[i] = q->known[q->tokens[i - 1].word];
        add_word(q, i, &all);
    }
    add_word(q, q->count - 1, &all);
#pragma GCC unroll 5
    for (unsigned k = 0; k < LANES; k++) ((lanes *)bits)[k] = all.bits[k];
    *with_rows = all.with_rows;
    bits[SIEVE_ALWAYS / 64] |= 1ull << SIEVE_ALWAYS % 64;
    return !sieve_has(bits, SIEVE_NEVER);
}

static unsigned present_plain(const uint64_t *bits, const sieve_batch *rows) {
    unsigned all = (1u << SIEVE_LANES) - 1;
    for (unsigned i = 0; i < SIEVE_ASKED; i++)
        for (unsigned k = 0; k < SIEVE_LANES; k++)
            if (!sieve_has(bits, rows->word[i][k] * 32u + 31 - rows->shift[i][k]))
                all &= ~(1u << k);
    return all;
}

static unsigned having_plain(const sieve_question *q, size_t from, uint32_t clause) {
    unsigned some = 0;
    for (unsigned i = 0; i < SIEVE_LANES; i++)
        some |= (unsigned)sieve_has(vector_of(q, from + i), clause) << i;
    return some;
}

// A row of which the first clauses are there, and a word of its rarest one.
typedef struct word_row {
    uint32_t row, word;
} word_row;

// Where a walk over all batches of the words with rows is.
typedef struct walk {
    size_t next, count; // of the words
    const sieve_batch *batch, *end;
    uint32_t word; // whose batches these are
} walk;

enum { ROWS_AT_ONCE = 64 };

// The next rows of which the first clauses are there; at the end of all none. A loop without calls,
// so that all it needs stays in registers.
INLINE size_t next_rows(const sieve_question *q, const uint64_t *bits, walk *w, eight by,
                        word_row *out) {
    size_t found = 0;
    for (;;) {
        for (; w->batch < w->end; w->batch++) {
            if (found > ROWS_AT_ONCE - SIEVE_LANES) return found;
            for (unsigned some = by.present(bits, w->batch); some; some &= some - 1)
                out[found++] = (word_row){w->batch->row[__builtin_ctz(some)], w->word};
        }
        if (w->next == w->count) return found;
        w->word = q->with_rows[w->next++];
        const uint64_t *vector = vector_of(q, w->word);
        w->batch = (const sieve_batch *)(vector + SIEVE_LEAST);
        w->end = w->batch + sieve_batches(vector);
    }
}

INLINE size_t ask(const sieve *s, const sieve_question *q, uint32_t *out, eight by) {
    uint64_t bits[SIEVE_UNITED / 64];
    walk w = {0};
    if (!(q->known ? unite(q, bits, &w.count, true) : unite(q, bits, &w.count, false)))
        return SIEVE_UNKNOWN;
    uint64_t *asked = q->asked + s->first_rule;
    word_row rows[ROWS_AT_ONCE];
    size_t found = 0;
    for (size_t count; (count = next_rows(q, bits, &w, by, rows));) {
        for (size_t i = 0; i < count; i++) {
            const sieve_row *row = &s->rows[rows[i].row];
            if (!remains(q, row, rows[i].word, by) || asked[row->rule] == q->stamp) continue;
            asked[row->rule] = q->stamp;
            out[found++] = s->first_rule + row->rule;
        }
    }
    return found;
}

#ifdef __x86_64__
#define AVX2 __attribute__((target("avx2,bmi,bmi2")))

// The bits of eight clauses, each in the highest place of its lane; others are below.
AVX2 static inline __m256i gather(const uint64_t *bits, const uint8_t *word, const uint8_t *shift) {
    __m256i words = _mm256_cvtepu8_epi32(_mm_loadu_si64(word));
    words = _mm256_i32gather_epi32((const int *)(const void *)bits, words, 4);
    return _mm256_sllv_epi32(words, _mm256_cvtepu8_epi32(_mm_loadu_si64(shift)));
}

// Eight rows at once take 22 instructions, one after the other 160.
AVX2 static inline unsigned present_avx2(const uint64_t *bits, const sieve_batch *rows) {
    __m256i all = gather(bits, rows->word[0], rows->shift[0]);
    all = _mm256_and_si256(all, gather(bits, rows->word[1], rows->shift[1]));
    all = _mm256_and_si256(all, gather(bits, rows->word[2], rows->shift[2]));
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(all));
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
