// sieve: which rules of a pack may match a message, asked of all rules at once.
//
// A row stands for some of the ways to fulfil what a rule needs: sets of pieces, its clauses, of
// which a message must have a piece each. Of the rarest it is known which words have it: rows that
// share it are a group. Three others are asked for, and up to two pairs, which have to stand at
// most so many tokens apart. Each clause has a bit; rare clauses share one. A word is a vector: the
// bits of the clauses that its pieces are in, and the rows of the groups of its rarest clauses. The
// union of the words' first bits, those of clauses that are asked for, is what a message has; of
// the rows of its words those remain whose clauses are all there. Pairs, and clauses that are in no
// pair and not among the three, are looked at for those alone; they have bits of their own, behind
// the first, which need no union.
//
// Measured, 395 rules as 4,222 rows: the words of a message of generated English have 26 rows in
// their groups (of talk 52); of 2.6 (13) the first clauses are there, .17 (.88) rules remain.
#ifndef CLASSIFY_SIEVE_H
#define CLASSIFY_SIEVE_H

#include "base/str.h"
#include "text/tokenize.h"

enum {
    SIEVE_ASKED = 3, // clauses of a row
    SIEVE_LATE = 2,  // of those that are left, asked for at last
    SIEVE_PAIRS = 2,
    SIEVE_ROWS = 5120, // more only where there are more rules
    // Bits of clauses, then, from SIEVE_UNITED on, of those in pairs.
    SIEVE_UNITED = 1280,
    SIEVE_BITS = SIEVE_UNITED + 2048,
    SIEVE_WORDS = SIEVE_BITS / 64, // of 64 bits
    SIEVE_COUNT_BITS = 16, // the last of the united ones: how many batches of rows a vector has
};

// Which clause of a pair is the rarest one of its row.
typedef enum sieve_key { SIEVE_NEITHER, SIEVE_EARLIER, SIEVE_LATER } sieve_key;

typedef struct sieve_pair {
    uint16_t earlier, later; // bits of clauses
    uint16_t key;            // a sieve_key
    uint8_t least, reach;    // tokens from the one to the other
} sieve_pair;

typedef struct sieve_row {
    uint32_t rule;               // of the pack
    uint16_t asked[SIEVE_ASKED]; // bits of clauses, SIEVE_ALWAYS for none
    uint16_t pair_count;
    sieve_pair pairs[SIEVE_PAIRS + SIEVE_LATE]; // a clause beside itself is a late one
} sieve_row;

// Where a match of a rule can begin: at most so many tokens before a word that has the clause (one
// of the bits of pairs); anywhere when that is SIEVE_ALWAYS.
typedef struct sieve_start {
    uint16_t clause, distance;
} sieve_start;

enum {
    SIEVE_ALWAYS = 0,                                  // the bit that every message has
    SIEVE_NEVER = SIEVE_UNITED - SIEVE_COUNT_BITS - 1, // that none has
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

// Eight rows, and the clauses that they ask for: their bits stand in 32-bit words of the bits of a
// message, so many places from the highest. Where there are fewer rows the rest asks for
// SIEVE_NEVER.
enum {
    SIEVE_LANES = 8,
    SIEVE_ROWS_MOST = SIEVE_LANES * ((1 << SIEVE_COUNT_BITS) - 1), // of a sieve
};
typedef struct sieve_batch {
    uint8_t word[SIEVE_ASKED][SIEVE_LANES], shift[SIEVE_ASKED][SIEVE_LANES];
    uint32_t row[SIEVE_LANES];
} sieve_batch;

// A vector: its bits with how many batches of rows it has, these. A word that is nothing to the
// sieve has one of zeros.
enum {
    SIEVE_LEAST = SIEVE_WORDS,
    SIEVE_BATCH = sizeof(sieve_batch) / sizeof(uint64_t),
};
static inline size_t sieve_batches(const uint64_t *vector) {
    return vector[SIEVE_UNITED / 64 - 1] >> (64 - SIEVE_COUNT_BITS);
}

// 64-bit words that a vector of these pieces takes at most.
size_t sieve_vector_words(const sieve *s, const uint32_t *pieces, size_t count);

// Makes the vector of a word with these pieces.
void sieve_vector(const sieve *s, const uint32_t *pieces, size_t count, uint64_t *vector);

// In the vector of a word that is not known yet.
static inline void sieve_set_unknown(uint64_t *vector) {
    vector[SIEVE_NEVER / 64] |= 1ull << SIEVE_NEVER % 64;
}

// A message being asked about. Its words are its start, its tokens, its end; their vectors stand
// at `places` behind `vectors`, and behind their places are SIEVE_LANES of a vector of zeros. Those
// of tokens are found in `known`, by their words, and written, unless that is NULL.
typedef struct sieve_question {
    const uint64_t *vectors;
    const uint32_t *known;
    const token *tokens;
    uint32_t *places;
    size_t count;        // of words, at least two
    uint32_t *with_rows; // scratch, for as many
    bool loose;          // tokens cannot be counted, so that no pair is asked for its distance
    uint64_t *asked;     // by rule: the stamp of the message it last remained in
    uint64_t stamp;      // of this message, not 0
} sieve_question;

// Whether a word has a clause.
static inline bool sieve_has(const uint64_t *vector, uint32_t clause) {
    return vector[clause / 64] >> clause % 64 & 1;
}

// Writes the rules that remain, each once, and returns how many; or SIEVE_UNKNOWN when a word is.
#define SIEVE_UNKNOWN SIZE_MAX
size_t sieve_rules(const sieve *s, const sieve_question *q, uint32_t *out);

#endif
