// need: what a message must contain to match a pattern, as a formula over pieces of words: all of, one of, and one piece at most
// so many tokens behind another. Necessary, not sufficient: PCRE2 decides.
#ifndef CLASSIFY_NEED_H
#define CLASSIFY_NEED_H

#include "base/arena.h"

// A string that a folded token must contain; at the start or end of a word of PCRE2's when so marked.
typedef struct piece {
    str text;
    bool starts, ends;
    uint32_t frequency; // estimate: of a million messages so many contain it
} piece;

typedef struct piece_set {
    piece *at;
    size_t count;
    uint64_t frequency; // sum
} piece_set;

typedef enum need_kind {
    NEED_ANY,  // a piece of set
    NEED_NEAR, // a piece of set, and one of behind in the same token or at most reach tokens later
    NEED_ALL,  // all children; none is fulfilled by everything
    NEED_ONE,  // one child at least
} need_kind;

typedef struct need need;
struct need {
    need_kind kind;
    uint32_t reach;
    piece_set set, behind;
    const need **children;
    size_t count;
    uint64_t cost; // estimate for the rarest pieces one of which a matching message contains
};

enum { REACH_MOST = 40, CHILDREN_MOST = 256, FREQUENCY_ALL = 1000000 };

// A set of one piece; a set with those of another added, each once.
piece_set piece_set_of(arena *keep, piece p);
piece_set piece_set_union(arena *keep, piece_set a, piece_set b);

// NULL stands for what everything fulfils, as an argument and as a result.
const need *need_any(arena *keep, piece_set set);
const need *need_near(arena *keep, piece_set set, piece_set behind, uint32_t reach);
const need *need_all(arena *keep, const need *const *children, size_t count);
const need *need_one(arena *keep, const need *const *children, size_t count);

// The rarest pieces one of which every message that fulfils the need contains. n must not be NULL.
piece_set need_watch(arena *keep, const need *n);

#endif
