#include "classify/sieve.h"

_Static_assert(SIEVE_BITS == 1 << SIEVE_CLAUSE, "21 bits are left for the number of a row");

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
    if (s->row_count > UINT32_MAX >> SIEVE_CLAUSE) return false;
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

bool sieve_complete(sieve *s, size_t rule_count, sieve_edges edges) {
    s->edges = edges;
    return fits(s, rule_count) && edges.start <= s->piece_count && edges.end <= s->piece_count;
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
    return SIEVE_LEAST + (rows + SIEVE_LANES - 1) / SIEVE_LANES * SIEVE_BATCH;
}

static sieve_batch *batches(uint64_t *vector) { return (sieve_batch *)(vector + SIEVE_LEAST); }

// Appends a row to a vector of so many.
static void add_row(const sieve *s, uint64_t *vector, size_t count, uint32_t row) {
    sieve_batch *to = &batches(vector)[count / SIEVE_LANES];
    size_t lane = count % SIEVE_LANES;
    if (lane == 0) {
        vector[SIEVE_COUNT]++;
        for (size_t i = 0; i < SIEVE_LANES; i++) to->two[i] = to->rest[i] = SIEVE_NEVER;
    }
    const uint16_t *clauses = s->rows[row].clauses;
    to->two[lane] = clauses[1] | (uint32_t)clauses[2] << 16;
    to->rest[lane] = clauses[3] | row << SIEVE_CLAUSE;
}

static bool has_row(uint64_t *vector, size_t count, uint32_t row) {
    for (size_t i = 0; i < count; i++)
        if (batches(vector)[i / SIEVE_LANES].rest[i % SIEVE_LANES] >> SIEVE_CLAUSE == row)
            return true;
    return false;
}

static size_t add_group(const sieve *s, uint64_t *vector, size_t count, uint32_t group) {
    if (has_row(vector, count, s->first_row[group])) return count;
    for (uint32_t row = s->first_row[group]; row < s->first_row[group + 1]; row++)
        add_row(s, vector, count++, row);
    return count;
}

void sieve_vector(const sieve *s, const uint32_t *pieces, size_t count, uint64_t *vector) {
    memset(vector, 0, SIEVE_LEAST * sizeof *vector);
    size_t rows = 0;
    for (size_t i = 0; i < count; i++) {
        for (uint32_t k = s->first_mark[pieces[i]]; k < s->first_mark[pieces[i] + 1]; k++) {
            uint32_t mark = s->marks[k];
            if (mark < SIEVE_BITS)
                vector[mark / 64] |= 1ull << mark % 64;
            else
                rows = add_group(s, vector, rows, mark - SIEVE_BITS);
        }
    }
}
