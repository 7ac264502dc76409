// sieve: which rules of a pack may match a message, asked of all rules at once.
//
// A row stands for some of the ways to fulfil what a rule needs. It asks for up to six sets of
// pieces, its clauses, the rarest first; up to two pairs of them have to stand at most so many
// tokens apart. Each clause is a plane of bits, one a row; a word is a vector of the planes with
// the bits of its pieces. What the words of a message have together is the sum of their vectors,
// and the rows with a bit in every plane remain: with AVX2 a word costs a fortieth of an
// instruction a row. Distances are looked at for those alone.
//
// Measured on generated English, 380 rules as 1,710 rows: 0.26 rows a message remain, 0.16 of them
// match. With four planes and one pair it were 0.7, with 512 rows instead 4.8.
#ifndef CLASSIFY_SIEVE_H
#define CLASSIFY_SIEVE_H

#include "classify/need.h"

enum {
    SIEVE_PLANES = 6,
    SIEVE_PAIRS = 2,
    SIEVE_ROWS = 4096, // more only where there are more rules
    SIEVE_STEP = 16,   // 64-bit words that are summed at once
};

typedef struct sieve_pair {
    uint8_t earlier, later; // clauses
    uint8_t least, reach;   // tokens from the one to the other
} sieve_pair;

typedef struct sieve_row {
    uint32_t rule; // of the codebook
    uint32_t pair_count;
    sieve_pair pairs[SIEVE_PAIRS];
} sieve_row;

typedef struct sieve {
    size_t width; // 64-bit words of a plane; a multiple of SIEVE_STEP
    sieve_row *rows;
    size_t row_count, row_room;
    uint64_t *open;       // a vector: clauses that rows do not have
    uint64_t *start;      // vectors of PIECE_START and
    uint64_t *end;        // PIECE_END
    uint32_t *first_mark; // by piece, up to piece_count + 1: a stretch of marks
    uint32_t *marks;      // bits of a vector
    size_t piece_count;
    struct sieve_way *ways; // while building
    size_t way_count, way_room;
    struct sieve_marks *unplaced; // while reading an index
    size_t unplaced_count;
} sieve;

// What a rule needs.
typedef struct sieve_need {
    uint32_t rule;
    const need *need; // not NULL
} sieve_need;

// Zero-initialise before. The needs are of the pieces of all; nothing of them is kept.
void sieve_build(sieve *s, piece_table *all, const sieve_need *needs, size_t count);
void sieve_release(sieve *s);

// The marks of one piece as an index has them, four bytes each, the lowest first.
typedef struct sieve_marks {
    uint32_t piece;
    str marks;
} sieve_marks;

// Makes room for so many rows in planes of so many words.
void sieve_reserve(sieve *s, size_t width, size_t row_count);

// Builds the sieve from its rows and the marks that are unplaced. False when they do not fit.
bool sieve_place(sieve *s, const piece_table *all);

static inline size_t sieve_vector_words(const sieve *s) { return SIEVE_PLANES * s->width; }

static inline bool sieve_knows(const sieve *s, uint32_t number) {
    return s->first_mark[number] != s->first_mark[number + 1];
}

// Adds the bits of a piece to a vector.
void sieve_mark(const sieve *s, uint32_t number, uint64_t *vector);

// A word with a vector and its place among the tokens, -1 for the start of the message.
typedef struct sieve_word {
    const uint64_t *vector;
    int64_t at;
} sieve_word;

// Writes the rows that remain, at most row_count, and returns how many. Words are in their order,
// start and end of the message among them. loose: tokens cannot be counted, so that no pair is
// asked for its distance.
size_t sieve_rows(const sieve *s, const sieve_word *words, size_t count, bool loose, uint32_t *out);

#endif
