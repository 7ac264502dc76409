#include "classify/sieve.h"

#include <stdlib.h>

void sieve_release(sieve *s) {
    free(s->rows);
    free(s->first_row);
    free(s->start);
    free(s->end);
    free(s->first_mark);
    free(s->marks);
    free(s->ways);
    free(s->unplaced);
    *s = (sieve){0};
}

// Behind the bits of a vector: how many groups it has, and these.
typedef uint32_t __attribute__((may_alias)) number;
static number *groups_of(uint64_t *vector) { return (number *)(vector + SIEVE_WORDS); }

size_t sieve_vector_words(const sieve *s, const uint32_t *pieces, size_t count) {
    size_t groups = 0;
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = s->first_mark[pieces[i]]; k < s->first_mark[pieces[i] + 1]; k++)
            groups += s->marks[k] >= SIEVE_BITS;
    return SIEVE_WORDS + groups / 2 + 1;
}

static void add_group(number *groups, uint32_t group) {
    for (uint32_t i = 1; i <= groups[0]; i++)
        if (groups[i] == group) return;
    groups[++groups[0]] = group;
}

void sieve_vector(const sieve *s, const uint32_t *pieces, size_t count, uint64_t *vector) {
    memset(vector, 0, (SIEVE_WORDS + 1) * sizeof *vector);
    for (size_t i = 0; i < count; i++) {
        for (uint32_t k = s->first_mark[pieces[i]]; k < s->first_mark[pieces[i] + 1]; k++) {
            uint32_t mark = s->marks[k];
            if (mark < SIEVE_BITS)
                vector[mark / 64] |= 1ull << mark % 64;
            else
                add_group(groups_of(vector), mark - SIEVE_BITS);
        }
    }
}

static bool has(const uint64_t *bits, uint32_t clause) {
    return bits[clause / 64] >> clause % 64 & 1;
}

// Whether a word of the later clause stands as far behind one of the earlier as it must.
static bool is_paired(const sieve_question *q, uint32_t earlier, uint32_t later, sieve_pair pair) {
    const sieve_word *words = q->words;
    for (size_t i = 0; i < q->count; i++) {
        if (!has(words[i].vector, later)) continue;
        for (size_t k = i + 1; k-- > 0 && words[i].at - words[k].at <= pair.reach;)
            if (has(words[k].vector, earlier) && words[i].at - words[k].at >= pair.least)
                return true;
    }
    return false;
}

static bool remains(const sieve_question *q, const uint64_t *bits, const sieve_row *row) {
    for (unsigned i = 1; i < SIEVE_CLAUSES; i++)
        if (!has(bits, row->clauses[i])) return false;
    for (unsigned i = 0; i < row->pair_count && !q->loose; i++) {
        sieve_pair pair = row->pairs[i];
        if (!is_paired(q, row->clauses[pair.earlier], row->clauses[pair.later], pair)) return false;
    }
    return true;
}

typedef uint64_t lanes __attribute__((vector_size(32), aligned(8), may_alias));

// The union of the bits of all words; STEP lanes of it at a time stay in registers.
enum { LANES = SIEVE_BITS / 256, STEP = 8 };
static inline __attribute__((always_inline)) void unite(const sieve_question *q, uint64_t *bits) {
    lanes *out = (lanes *)bits;
    for (unsigned from = 0; from < LANES; from += STEP) {
        lanes a[STEP] = {0};
        for (size_t i = 0; i < q->count; i++) {
            const lanes *v = (const lanes *)q->words[i].vector + from;
#pragma GCC unroll 8
            for (unsigned k = 0; k < STEP; k++) a[k] |= v[k];
        }
#pragma GCC unroll 8
        for (unsigned k = 0; k < STEP; k++) out[from + k] = a[k];
    }
    bits[SIEVE_ALWAYS / 64] |= 1ull << SIEVE_ALWAYS % 64;
}

static void unite_plain(const sieve_question *q, uint64_t *bits) { unite(q, bits); }

#if defined __x86_64__
__attribute__((target("avx2"))) static void unite_avx2(const sieve_question *q, uint64_t *bits) {
    unite(q, bits);
}
#endif

size_t sieve_rules(const sieve *s, const sieve_question *q, uint32_t *out) {
    uint64_t bits[SIEVE_WORDS];
#if defined __x86_64__
    if (__builtin_cpu_supports("avx2"))
        unite_avx2(q, bits);
    else
#endif
        unite_plain(q, bits);
    size_t found = 0;
    for (size_t i = 0; i < q->count; i++) {
        const number *groups = (const number *)(q->words[i].vector + SIEVE_WORDS);
        for (uint32_t k = 1; k <= groups[0]; k++) {
            const sieve_row *row = &s->rows[s->first_row[groups[k]]];
            const sieve_row *end = &s->rows[s->first_row[groups[k] + 1]];
            for (; row < end; row++) {
                if (!has(bits, row->clauses[1]) || !remains(q, bits, row)) continue;
                if (q->asked[row->rule] == q->stamp) continue;
                q->asked[row->rule] = q->stamp;
                out[found++] = row->rule;
            }
        }
    }
    return found;
}
