// piece_walk: the pieces of words that are in a shape, and so in every string of that shape.
#ifndef CLASSIFY_PIECE_WALK_H
#define CLASSIFY_PIECE_WALK_H

#include "classify/need.h"
#include "classify/shape.h"

enum { NEEDS_KEPT = 32 }; // of a shape, and of a part

// Set the shape, zero the rest.
typedef struct piece_walk {
    shape from;
    size_t at;      // of the sign to be looked at next
    bool known;     // no gap since the last piece (or the start)
    uint32_t apart; // tokens since then at most
    bool spaced;    // white space since then
} piece_walk;

// The number of the next piece; w->known, w->apart and w->spaced then tell what lies before it. 0
// at the end.
uint32_t piece_walk_next(piece_table *pieces, piece_walk *w);

// What a text with one of these shapes in it needs; NULL for nothing. Lives in pieces->keep.
const need *shapes_need(piece_table *pieces, shapes list);

#endif
