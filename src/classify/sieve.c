#include "classify/sieve.h"

_Static_assert(SIEVE_UNITED / 32 <= UINT8_MAX && sizeof(sieve_batch) % sizeof(uint64_t) == 0,
               "a batch names words of 32 bits, and is some of 64");

static bool is_pair_bit(uint32_t bit) { return bit >= SIEVE_UNITED && bit < SIEVE_BITS; }

static bool is_row(const sieve_row *row, size_t rule_count) {
    if (row->rule >= rule_count || row->pair_count > SIEVE_PAIRS + SIEVE_LATE) return false;
    for (unsigned i = 0; i < SIEVE_ASKED; i++)
        if (row->asked[i] > SIEVE_NEVER) return false;
    for (unsigned i = 0; i < row->pair_count; i++)
        if (!is_pair_bit(row->pairs[i].earlier) || !is_pair_bit(row->pairs[i].later)) return false;
    return true;
}

// Whether firsts are count + 1 stretches of so many things.
static bool are_stretches(const uint32_t *firsts, size_t count, size_t things) {
    for (size_t i = 0; i < count; i++)
        if (firsts[i] > firsts[i + 1]) return false;
    return firsts[0] == 0 && firsts[count] == things;
}

// SIEVE_NEVER is no mark: a word that had it would never be known.
static bool is_mark(const sieve *s, uint32_t mark) {
    return mark < SIEVE_NEVER || is_pair_bit(mark) ||
           (mark >= SIEVE_BITS && mark - SIEVE_BITS < s->group_count);
}

static size_t rows_of_mark(const sieve *s, uint32_t mark) {
    if (mark < SIEVE_BITS) return 0;
    return s->first_row[mark - SIEVE_BITS + 1] - s->first_row[mark - SIEVE_BITS];
}

// Whether a piece has marks that there are, and no more rows than there are: a vector has room for
// all that its pieces say.
static bool is_piece(const sieve *s, size_t piece) {
    size_t rows = 0;
    for (uint32_t k = s->first_mark[piece]; k < s->first_mark[piece + 1]; k++) {
        if (!is_mark(s, s->marks[k])) return false;
        rows += rows_of_mark(s, s->marks[k]);
    }
    return rows <= s->row_count;
}

static bool fits(const sieve *s, size_t rule_count) {
    if (s->row_count > SIEVE_ROWS_MOST) return false;
    for (size_t i = 0; i < s->row_count; i++)
        if (!is_row(&s->rows[i], rule_count)) return false;
    for (size_t i = 0; i < rule_count; i++)
        if (s->starts[i].clause != SIEVE_ALWAYS && !is_pair_bit(s->starts[i].clause)) return false;
    if (!are_stretches(s->first_row, s->group_count, s->row_count)) return false;
    if (!are_stretches(s->first_mark, s->piece_count + 1, s->mark_count)) return false;
    for (size_t i = 0; i <= s->piece_count; i++)
        if (!is_piece(s, i)) return false;
    return true;
}

bool sieve_complete(sieve *s, size_t rule_count, sieve_edges edges) {
    s->edges = edges;
    return fits(s, rule_count) && edges.start <= s->piece_count && edges.end <= s->piece_count;
}

size_t sieve_vector_words(const sieve *s, const uint32_t *pieces, size_t count) {
    size_t rows = 0;
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = s->first_mark[pieces[i]]; k < s->first_mark[pieces[i] + 1]; k++)
            rows += rows_of_mark(s, s->marks[k]);
    return SIEVE_LEAST + (rows + SIEVE_LANES - 1) / SIEVE_LANES * SIEVE_BATCH;
}

static sieve_batch *batches(uint64_t *vector) { return (sieve_batch *)(vector + SIEVE_LEAST); }

static void set_lane(sieve_batch *to, size_t lane, const uint16_t *asked, uint32_t row) {
    for (size_t i = 0; i < SIEVE_ASKED; i++) {
        to->word[i][lane] = (uint8_t)(asked[i] / 32);
        to->shift[i][lane] = (uint8_t)(31 - asked[i] % 32);
    }
    to->row[lane] = row;
}

// Appends a row to a vector of so many.
static void add_row(const sieve *s, uint64_t *vector, size_t count, uint32_t row) {
    static const uint16_t never[SIEVE_ASKED] = {SIEVE_NEVER, SIEVE_NEVER, SIEVE_NEVER};
    sieve_batch *to = &batches(vector)[count / SIEVE_LANES];
    size_t lane = count % SIEVE_LANES;
    if (lane == 0) {
        vector[SIEVE_UNITED / 64 - 1] += 1ull << (64 - SIEVE_COUNT_BITS);
        for (size_t i = 0; i < SIEVE_LANES; i++) set_lane(to, i, never, 0);
    }
    set_lane(to, lane, s->rows[row].asked, row);
}

static bool has_row(uint64_t *vector, size_t count, uint32_t row) {
    for (size_t i = 0; i < count; i++)
        if (batches(vector)[i / SIEVE_LANES].row[i % SIEVE_LANES] == row) return true;
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
