// anchor: the first or the last pieces of what a part of a pattern matches, and how far they are
// from where it begins or ends.
#ifndef CLASSIFY_ANCHOR_H
#define CLASSIFY_ANCHOR_H

#include "classify/need.h"
#include "classify/shape.h"

// The last pieces of a part (or its first): every match has one of them, and behind it at most so
// many tokens until the part ends. open: or it has none, and spans at most span tokens.
typedef struct anchor {
    bool known, open;
    bool spaced;      // behind the pieces there surely is white space
    bool open_spaced; // so there is where it has none
    piece_set pieces;
    uint32_t distance, span;
} anchor;

// The sets of pieces of what these return live in pieces->keep.

// Of one of the shapes, its last pieces or its first.
anchor anchor_of_shapes(piece_table *pieces, shapes list, bool last);

// What several anchors have in common; not known where one of them is not.
anchor anchors_union(piece_table *pieces, const anchor *all, size_t count);

// The anchor of `inner` with that of `outer` behind it where inner has no piece.
anchor anchor_through(piece_table *pieces, anchor inner, anchor outer);

// Of a part that stands up to `most` times: where it may have no piece, several span more tokens.
anchor anchor_repeated(anchor a, size_t most);

#endif
