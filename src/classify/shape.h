// shape: what is known of the strings that a part of a pattern matches, for finding the pieces of words that every match
// must contain (performance.md). Shapes are strings over literal characters and three signs for what is not literal.
//
// A part that is whole has a complete list of shapes in first. Of any other part only what it begins with (first) and ends
// with (last) is known; the former end in SIGN_GAP, the latter begin with it. What lies between has become clauses.
#ifndef CLASSIFY_SHAPE_H
#define CLASSIFY_SHAPE_H

#include "base/arena.h"

enum {
    SIGN_GAP = 0x110000, // anything, also nothing
    SIGN_EDGE,           // nothing, but a word begins or ends here
    SIGN_OUTSIDE,        // one or more characters that are not of words (\W of PCRE2)
};

enum {
    SHAPES_CROSSED = 48, // at most so many shapes come of joining two lists inside a word
    SHAPES_KEPT = 4,     // and at the edge of a word, where clauses of one word each are better
    SHAPES_UNITED = 256, // shapes of an alternation
    CLAUSES_KEPT = 24,   // of a part
    CLAUSES_FLUSHED = 4, // that come of one list
    PIECE_MAX = 32,      // characters of a piece
};

typedef struct shape {
    const uint32_t *at;
    uint32_t len;
} shape;

typedef struct shapes {
    shape *at;
    size_t count;
} shapes;

// A string that a folded token must contain; at the start or end of a word of PCRE2's when so marked.
typedef struct piece {
    str text;
    bool starts, ends;
    uint32_t frequency; // estimate: of a million messages so many contain it
} piece;

// A matching message contains one of these at least.
typedef struct clause {
    piece *at;
    size_t count;
    uint64_t frequency;
} clause;

typedef struct part {
    bool whole;
    shapes first, last; // last only when not whole
    clause *clauses;
    size_t clause_count;
} part;

// Estimates how often a piece occurs.
typedef uint32_t shape_frequency(const void *context, const piece *p);

// Where parts live and how their pieces are judged.
typedef struct shaping {
    arena *keep;
    shape_frequency *frequency;
    const void *context;
} shaping;

part part_empty(shaping *s);                    // matches the empty string
part part_signs(shaping *s, const uint32_t *signs, size_t count); // characters and signs, one after the other
part part_choice(shaping *s, const uint32_t *points, size_t count); // one of several characters
part part_join(shaping *s, part a, part b);     // one after the other
part part_unite(shaping *s, part *parts, size_t count); // one of them; overwrites parts
part part_repeat(shaping *s, part a);           // once or more often
part part_ahead(shaping *s, part a);            // looked at, not taken

// All clauses of a complete pattern, the rarest first.
void part_finish(shaping *s, part *a);

// Whether a character belongs to words (\w with UCP) in every version of Unicode: boundaries are only denied there.
bool shape_in_word(uint32_t point);

// Whether pieces may be made of it: a letter or ASCII digit that UAX #29 never parts from its neighbors of that kind.
bool shape_in_piece(uint32_t point);

#endif
