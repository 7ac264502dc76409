#include "classify/sieve.h"

#include "base/memory.h"

#include <stdlib.h>

void sieve_release(sieve *s) {
    free(s->start);
    free(s->end);
    *s = (sieve){0};
}

static bool is_row(const sieve_row *row, size_t rule_count) {
    if (row->rule >= rule_count || row->pair_count > SIEVE_PAIRS) return false;
    for (unsigned i = 0; i < SIEVE_CLAUSES; i++)
        if (row->clauses[i] >= SIEVE_BITS) return false;
    for (unsigned i = 0; i < row->pair_count; i++)
        if (row->pairs[i].earlier >= SIEVE_CLAUSES || row->pairs[i].later >= SIEVE_CLAUSES)
            return false;
    return true;
}

// Whether firsts are count + 1 stretches of so many things.
static bool are_stretches(const uint32_t *firsts, size_t count, size_t things) {
    for (size_t i = 0; i < count; i++)
        if (firsts[i] > firsts[i + 1]) return false;
    return firsts[0] == 0 && firsts[count] == things;
}

static bool fits(const sieve *s, size_t rule_count) {
    for (size_t i = 0; i < s->row_count; i++)
        if (!is_row(&s->rows[i], rule_count)) return false;
    for (size_t i = 0; i < rule_count; i++)
        if (s->starts[i].clause >= SIEVE_BITS) return false;
    if (!are_stretches(s->first_row, s->group_count, s->row_count)) return false;
    if (!are_stretches(s->first_mark, s->piece_count + 1, s->mark_count)) return false;
    for (size_t i = 0; i < s->mark_count; i++)
        if (s->marks[i] >= SIEVE_BITS + s->group_count) return false;
    return true;
}

static uint64_t *edge(const sieve *s, uint32_t piece) {
    uint64_t *vector = memory_alloc(sieve_vector_words(s, &piece, piece != 0) * sizeof *vector);
    sieve_vector(s, &piece, piece != 0, vector);
    return vector;
}

bool sieve_complete(sieve *s, size_t rule_count, sieve_edges edges) {
    if (!fits(s, rule_count) || edges.start > s->piece_count || edges.end > s->piece_count)
        return false;
    s->start = edge(s, edges.start);
    s->end = edge(s, edges.end);
    return true;
}

// Behind the bits of a vector: how many rows it has, and these, each with three of its clauses,
// which decide about most.
enum { ROWS = SIEVE_WORDS, CLAUSE = 11, CLAUSE_MASK = (1 << CLAUSE) - 1 };
_Static_assert(SIEVE_BITS == 1 << CLAUSE, "three clauses and 31 bits for the row");

static uint64_t entry_of(const sieve *s, uint32_t row) {
    const uint16_t *clauses = s->rows[row].clauses;
    return (((uint64_t)row << CLAUSE | clauses[3]) << CLAUSE | clauses[2]) << CLAUSE | clauses[1];
}

static bool are_there(const uint64_t *bits, uint64_t entry) {
    return sieve_has(bits, (uint32_t)entry & CLAUSE_MASK) &&
           sieve_has(bits, (uint32_t)(entry >> CLAUSE) & CLAUSE_MASK) &&
           sieve_has(bits, (uint32_t)(entry >> 2 * CLAUSE) & CLAUSE_MASK);
}

static size_t rows_of_mark(const sieve *s, uint32_t mark) {
    if (mark < SIEVE_BITS) return 0;
    return s->first_row[mark - SIEVE_BITS + 1] - s->first_row[mark - SIEVE_BITS];
}

size_t sieve_vector_words(const sieve *s, const uint32_t *pieces, size_t count) {
    size_t rows = 0;
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = s->first_mark[pieces[i]]; k < s->first_mark[pieces[i] + 1]; k++)
            rows += rows_of_mark(s, s->marks[k]);
    return ROWS + 1 + rows;
}

static void add_group(const sieve *s, uint64_t *vector, uint32_t group) {
    uint64_t *rows = vector + ROWS + 1, first = entry_of(s, s->first_row[group]);
    for (size_t i = 0; i < vector[ROWS]; i++)
        if (rows[i] == first) return;
    for (uint32_t row = s->first_row[group]; row < s->first_row[group + 1]; row++)
        rows[vector[ROWS]++] = entry_of(s, row);
}

void sieve_vector(const sieve *s, const uint32_t *pieces, size_t count, uint64_t *vector) {
    memset(vector, 0, (ROWS + 1) * sizeof *vector);
    for (size_t i = 0; i < count; i++) {
        for (uint32_t k = s->first_mark[pieces[i]]; k < s->first_mark[pieces[i] + 1]; k++) {
            uint32_t mark = s->marks[k];
            if (mark < SIEVE_BITS)
                vector[mark / 64] |= 1ull << mark % 64;
            else
                add_group(s, vector, mark - SIEVE_BITS);
        }
    }
}

// Whether a word of the clause stands as far behind the word `from`, or before it, as it must.
static bool is_near(const sieve_question *q, size_t from, uint32_t clause, sieve_pair pair,
                    bool behind) {
    const sieve_word *words = q->words;
    for (size_t i = from; i < q->count; i += behind ? 1u : SIZE_MAX) {
        int64_t apart = behind ? words[i].at - words[from].at : words[from].at - words[i].at;
        if (apart > pair.reach) return false;
        if (apart >= pair.least && sieve_has(words[i].vector, clause)) return true;
    }
    return false;
}

// Whether the clauses of a pair stand as far from each other as they must, a word of the first
// clause being `word`: each word of that clause comes to be asked.
static bool is_paired(const sieve_question *q, const sieve_row *row, size_t word, sieve_pair pair) {
    uint32_t earlier = row->clauses[pair.earlier], later = row->clauses[pair.later];
    if (pair.earlier == 0) return is_near(q, word, later, pair, true);
    if (pair.later == 0) return is_near(q, word, earlier, pair, false);
    for (size_t i = 0; i < q->count; i++)
        if (sieve_has(q->words[i].vector, earlier) && is_near(q, i, later, pair, true)) return true;
    return false;
}

static bool remains(const sieve_question *q, const uint64_t *bits, const sieve_row *row,
                    size_t word) {
    for (unsigned i = 4; i < SIEVE_CLAUSES; i++)
        if (!sieve_has(bits, row->clauses[i])) return false;
    for (unsigned i = 0; i < row->pair_count && !q->loose; i++)
        if (!is_paired(q, row, word, row->pairs[i])) return false;
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
        const uint64_t *entry = q->words[i].vector + ROWS + 1, *end = entry + entry[-1];
        for (; entry < end; entry++) {
            if (!are_there(bits, *entry)) continue;
            const sieve_row *row = &s->rows[*entry >> 3 * CLAUSE];
            uint32_t rule = s->first_rule + row->rule;
            if (q->asked[rule] == q->stamp || !remains(q, bits, row, i)) continue;
            q->asked[rule] = q->stamp;
            out[found++] = rule;
        }
    }
    return found;
}
