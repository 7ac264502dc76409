// need: what a message must contain to match a pattern, as a formula over pieces of words: all of,
// one of, and one piece at most so many tokens behind another. Necessary, not sufficient: PCRE2
// decides.
#ifndef CLASSIFY_NEED_H
#define CLASSIFY_NEED_H

#include "base/arena.h"
#include "base/intern.h"

// Pieces that every text has before its first token and behind its last.
#define PIECE_START STR("\x01")
#define PIECE_END STR("\x02")

// A string that a folded token must contain; at the start or end of a word of PCRE2's when so
// marked.
typedef struct piece {
    str text;
    bool starts, ends;
    uint32_t frequency; // estimate: of a million messages so many contain it
    uint32_t mark;      // of the set last made with it
} piece;

// Estimates how often a piece occurs.
typedef uint32_t piece_frequency(void *context, const piece *p);

// All pieces by number, from 1. Zero-initialise before use; pieces_release gives back what it
// holds.
typedef struct piece_table {
    arena keep; // sets and needs as well
    intern keys;
    piece *at;
    size_t count, room;
    uint32_t mark;
    piece_frequency *frequency;
    void *context;
} piece_table;

// The number of a piece; its text must live as long as the pieces.
uint32_t piece_number(piece_table *all, str text, bool starts, bool ends);
void piece_table_release(piece_table *all);

typedef struct piece_set {
    const uint32_t *at; // numbers
    size_t count;
    uint64_t frequency; // sum
    uint64_t hash;      // of the pieces, in whatever order
} piece_set;

piece_set piece_set_of(piece_table *all, uint32_t number);
piece_set piece_set_union(piece_table *all, const piece_set *sets, size_t count);

// The same set, its numbers in keep.
piece_set piece_set_copy(arena *keep, piece_set set);

typedef enum need_kind {
    NEED_ANY,  // a piece of set
    NEED_NEAR, // a piece of set, and one of behind at least `least` and at most `reach` tokens
               // later
    NEED_ALL,  // all children
    NEED_ONE,  // one child at least
} need_kind;

typedef struct need need;
struct need {
    need_kind kind;
    uint32_t least, reach; // least is 0 or 1
    piece_set set, behind;
    const need **children;
    size_t count;
    uint64_t cost; // estimate for the rarest pieces one of which a matching message contains
    uint64_t hash; // of all of it
};

enum {
    REACH_MOST = 40,
    CHILDREN_MOST = 256,
    FREQUENCY_ALL = 1000000,
    FREQUENCY_SURE = 1000 * FREQUENCY_ALL, // of what is in every message, whatever it says
};

// NULL stands for what everything fulfils, as an argument and as a result.
const need *need_any(piece_table *all, piece_set set);
const need *need_near(piece_table *all, piece_set set, piece_set behind, uint32_t least,
                      uint32_t reach);
const need *need_all(piece_table *all, const need *const *children, size_t count);
const need *need_one(piece_table *all, const need *const *children, size_t count);

// The same need, all of it in keep.
const need *need_copy(arena *keep, const need *n);

// Whether two needs are the same formula.
bool need_same(const need *a, const need *b);

// The rarest pieces one of which every message that fulfils the need contains. n must not be NULL.
piece_set need_watch(piece_table *all, const need *n);

#endif
