// sieve: which rules of a pack may match a message, asked of all rules at once.
//
// A row stands for some of the ways to fulfil what a rule needs. It asks for up to six sets of
// pieces, its clauses, the rarest first; up to two pairs of them have to stand at most so many
// tokens apart. Every clause has a bit; rare clauses share one. A word is a vector: the bits of the
// clauses that its pieces are in, and the groups of rows whose rarest clause that is. The union of
// the bits of its words is what a message has; of the rows in the groups of its words those remain
// whose clauses are all there. Distances are looked at for those alone.
//
// Measured, 380 rules as 3,529 rows: the words of a message of talk have 54 rows in their groups;
// 0.68 remain, 0.07 match.
#ifndef CLASSIFY_SIEVE_H
#define CLASSIFY_SIEVE_H

#include "base/str.h"

enum {
    SIEVE_CLAUSES = 6,
    SIEVE_PAIRS = 2,
    SIEVE_ROWS = 4096, // more only where there are more rules
    SIEVE_WORDS = 32,  // 64-bit words of the bits of clauses
    SIEVE_BITS = SIEVE_WORDS * 64,
    SIEVE_OWN = SIEVE_BITS * 3 / 4, // of the most frequent clauses one each; the others share
};

typedef struct sieve_pair {
    uint8_t earlier, later; // clauses
    uint8_t least, reach;   // tokens from the one to the other
} sieve_pair;

typedef struct sieve_row {
    uint32_t rule;                   // of the pack
    uint16_t clauses[SIEVE_CLAUSES]; // their bits, SIEVE_ALWAYS for none
    uint32_t pair_count;
    sieve_pair pairs[SIEVE_PAIRS];
} sieve_row;

// Where a match of a rule can begin: at most so many tokens before a word that has the clause;
// anywhere when that is SIEVE_ALWAYS.
typedef struct sieve_start {
    uint16_t clause, distance;
} sieve_start;

enum {
    SIEVE_ALWAYS = 0,             // the bit that every message has
    SIEVE_NEVER = SIEVE_BITS - 1, // that none has
};

// What pieces PIECE_START and PIECE_END are, 0 for none.
typedef struct sieve_edges {
    uint32_t start, end;
} sieve_edges;

// A view into the pack's index, constant.
typedef struct sieve {
    const sieve_row *rows; // those of a group stand together; rules count from first_rule
    size_t row_count;
    const sieve_start *starts; // by rule of the pack
    const uint32_t *first_row; // by group, up to group_count
    size_t group_count;
    const uint32_t *first_mark; // by piece, up to piece_count + 1: a stretch of marks
    const uint32_t *marks;      // bits, and groups from SIEVE_BITS on
    size_t mark_count;
    size_t piece_count;
    uint32_t first_rule; // of the pack, in the codebook
    sieve_edges edges;
} sieve;

// Sets the edges of a sieve whose arrays are there for so many rules. False when these do not fit
// each other.
bool sieve_complete(sieve *s, size_t rule_count, sieve_edges edges);

// Eight rows, of each three of its clauses, which decide about most: the second and the third one;
// the fourth and the number of the row. Where there are fewer the rest asks for SIEVE_NEVER.
enum {
    SIEVE_LANES = 8,
    SIEVE_CLAUSE = 11, // bits of a clause in rest, below the number of the row
};
typedef struct sieve_batch {
    uint32_t two[SIEVE_LANES], rest[SIEVE_LANES];
} sieve_batch;

// A vector: its bits, how many batches of rows it has, these. A word that is nothing to the sieve
// has one of zeros.
enum {
    SIEVE_COUNT = SIEVE_WORDS, // where in a vector that count is
    SIEVE_LEAST = SIEVE_WORDS + 1,
    SIEVE_BATCH = sizeof(sieve_batch) / sizeof(uint64_t),
};

// 64-bit words that a vector of these pieces takes at most.
size_t sieve_vector_words(const sieve *s, const uint32_t *pieces, size_t count);

// Makes the vector of a word with these pieces.
void sieve_vector(const sieve *s, const uint32_t *pieces, size_t count, uint64_t *vector);

// A message being asked about: where the vectors of its words stand behind `vectors`, those of its
// start and its end being the first and the last. Behind them are SIEVE_LANES places of zeros.
// loose: tokens cannot be counted, so that no pair is asked for its distance.
typedef struct sieve_question {
    const uint64_t *vectors;
    const uint32_t *places;
    size_t count;
    uint32_t *with_rows; // scratch, for as many
    bool loose;
    uint64_t *asked; // by rule: the stamp of the message it last remained in
    uint64_t stamp;  // of this message, not 0
} sieve_question;

// Whether a word has a clause.
static inline bool sieve_has(const uint64_t *vector, uint32_t clause) {
    return vector[clause / 64] >> clause % 64 & 1;
}

// Writes the rules that remain, each once, and returns how many.
size_t sieve_rules(const sieve *s, const sieve_question *q, uint32_t *out);

#endif
