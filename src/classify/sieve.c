#include "classify/sieve.h"

#include <stdlib.h>

void sieve_release(sieve *s) {
    free(s->rows);
    free(s->open);
    free(s->start);
    free(s->end);
    free(s->first_mark);
    free(s->marks);
    free(s->ways);
    free(s->unplaced);
    *s = (sieve){0};
}

void sieve_mark(const sieve *s, uint32_t number, uint64_t *vector) {
    for (uint32_t i = s->first_mark[number]; i < s->first_mark[number + 1]; i++)
        vector[s->marks[i] >> 6] |= 1ull << (s->marks[i] & 63);
}

// Whether a word of the later clause stands as far behind one of the earlier as it must.
static bool is_paired(const sieve *s, const sieve_word *words, size_t count, uint32_t row,
                      sieve_pair pair) {
    size_t earlier = pair.earlier * s->width + row / 64, later = pair.later * s->width + row / 64;
    uint64_t bit = 1ull << row % 64;
    for (size_t i = 0; i < count; i++) {
        if (!(words[i].vector[later] & bit)) continue;
        for (size_t k = i + 1; k-- > 0 && words[i].at - words[k].at <= pair.reach;)
            if ((words[k].vector[earlier] & bit) && words[i].at - words[k].at >= pair.least)
                return true;
    }
    return false;
}

static bool all_paired(const sieve *s, const sieve_word *words, size_t count, uint32_t row) {
    for (unsigned i = 0; i < s->rows[row].pair_count; i++)
        if (!is_paired(s, words, count, row, s->rows[row].pairs[i])) return false;
    return true;
}

typedef uint64_t lanes __attribute__((vector_size(32), aligned(8), may_alias));

// The rows from word `at` on that have the first SUMMED clauses, SIEVE_STEP words of them: what is
// summed stays in registers.
enum { SUMMED = 3 };
static inline __attribute__((always_inline)) void sum(const sieve *s, const sieve_word *words,
                                                      size_t count, size_t at, uint64_t *sums) {
    size_t next = s->width * sizeof(uint64_t) / sizeof(lanes);
    const lanes *v = (const lanes *)(s->open + at);
    lanes a0 = v[0], a1 = v[1], a2 = v[2], a3 = v[3];
    v += next;
    lanes b0 = v[0], b1 = v[1], b2 = v[2], b3 = v[3];
    v += next;
    lanes c0 = v[0], c1 = v[1], c2 = v[2], c3 = v[3];
    for (size_t i = 0; i < count; i++) {
        v = (const lanes *)(words[i].vector + at);
        a0 |= v[0], a1 |= v[1], a2 |= v[2], a3 |= v[3];
        v += next;
        b0 |= v[0], b1 |= v[1], b2 |= v[2], b3 |= v[3];
        v += next;
        c0 |= v[0], c1 |= v[1], c2 |= v[2], c3 |= v[3];
    }
    lanes *out = (lanes *)sums;
    out[0] = a0 & b0 & c0, out[1] = a1 & b1 & c1, out[2] = a2 & b2 & c2, out[3] = a3 & b3 & c3;
}

static void sum_plain(const sieve *s, const sieve_word *words, size_t count, size_t at,
                      uint64_t *sums) {
    sum(s, words, count, at, sums);
}

#if defined __x86_64__
__attribute__((target("avx2"))) static void sum_avx2(const sieve *s, const sieve_word *words,
                                                     size_t count, size_t at, uint64_t *sums) {
    sum(s, words, count, at, sums);
}
#endif

// The rows of one 64-bit word that have all clauses, of those that have the first.
static uint64_t remaining(const sieve *s, const sieve_word *words, size_t count, size_t at,
                          uint64_t rows) {
    for (unsigned plane = SUMMED; plane < SIEVE_PLANES && rows; plane++) {
        size_t place = plane * s->width + at;
        uint64_t all = s->open[place];
#pragma GCC unroll 4
        for (size_t i = 0; i < count; i++) all |= words[i].vector[place];
        rows &= all;
    }
    return rows;
}

size_t sieve_rows(const sieve *s, const sieve_word *words, size_t count, bool loose,
                  uint32_t *out) {
    void (*sum_up)(const sieve *, const sieve_word *, size_t, size_t, uint64_t *) = sum_plain;
#if defined __x86_64__
    if (__builtin_cpu_supports("avx2")) sum_up = sum_avx2;
#endif
    size_t found = 0;
    for (size_t step = 0; step < s->width; step += SIEVE_STEP) {
        uint64_t sums[SIEVE_STEP];
        sum_up(s, words, count, step, sums);
        for (size_t i = 0; i < SIEVE_STEP; i++) {
            if (!sums[i]) continue;
            uint64_t left = remaining(s, words, count, step + i, sums[i]);
            for (; left; left &= left - 1) {
                uint32_t row = (uint32_t)((step + i) * 64) + (uint32_t)__builtin_ctzll(left);
                if (loose || all_paired(s, words, count, row)) out[found++] = row;
            }
        }
    }
    return found;
}
