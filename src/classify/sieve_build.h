// sieve_build: which clauses the rows of a sieve ask for. A rule may have hundreds of ways to be
// fulfilled; those that share a rare clause share a row.
#ifndef CLASSIFY_SIEVE_BUILD_H
#define CLASSIFY_SIEVE_BUILD_H

#include "classify/need.h"
#include "classify/sieve.h"

// What a rule needs.
typedef struct sieve_need {
    const need *need; // NULL for nothing
    piece_set head;   // a match begins at most so many tokens before one of these; empty when that
    uint32_t head_distance; // is not known
} sieve_need;

enum { SIEVE_CLAUSES = 6 }; // of a row in the making, the rarest first

// Two clauses of it, by their place there.
typedef struct sieve_way_pair {
    uint8_t earlier, later, least, reach;
} sieve_way_pair;

// A row in the making. An empty set is no clause.
typedef struct sieve_way {
    uint32_t rule;
    uint16_t pair_count;
    sieve_way_pair pairs[SIEVE_PAIRS];
    piece_set clauses[SIEVE_CLAUSES];
    double cost; // the share of messages that would pass
} sieve_way;

// The arrays of a sieve as they come about, by the numbers of a piece_table.
typedef struct sieve_plan {
    sieve_way *ways;
    size_t way_count, way_room;
    sieve_row *rows;
    size_t row_count, row_room;
    sieve_start *starts; // by rule
    size_t start_room;
    uint32_t *first_row;
    size_t group_count, group_room;
    uint32_t *first_mark; // up to piece_count + 1
    uint32_t *marks;
    size_t piece_count;
} sieve_plan;

// Zero-initialise before; sieve_plan_release gives back what it holds, also after a jump. The needs
// are of the pieces of all, of every rule in its order; nothing of them is kept.
void sieve_build(sieve_plan *s, piece_table *all, const sieve_need *needs, size_t count);
void sieve_plan_release(sieve_plan *s);

// Whether some row asks for a piece.
static inline bool sieve_plan_knows(const sieve_plan *s, uint32_t number) {
    return s->first_mark[number] != s->first_mark[number + 1];
}

#endif
