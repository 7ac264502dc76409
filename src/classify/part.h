// part: what is known of the strings that a part of a pattern matches, for finding the pieces of
// words that every match must contain.
//
// A part that is whole has a complete list of shapes in first. Of any other part only what it
// begins with (first) and ends with (last) is known; the former end in SIGN_GAP, the latter begin
// with it. What lies between has become needs.
#ifndef CLASSIFY_PART_H
#define CLASSIFY_PART_H

#include "classify/anchor.h"

typedef struct part part;
struct part {
    bool whole;
    bool anchored;      // head and tail are set; else they follow from first
    shapes first, last; // last only when not whole
    anchor head, tail;
    const need **needs;
    size_t need_count;
    const part *optional; // of a part that is not whole and may be empty: what it is else; or NULL
};

// Everything that these return lives in pieces->keep, and borrows from the parts it is made of.

part part_empty(piece_table *pieces); // matches the empty string

// Characters and signs, one after the other.
part part_signs(piece_table *pieces, const uint32_t *signs, size_t count);

// One of several characters.
part part_choice(piece_table *pieces, const uint32_t *points, size_t count);

// One after the other.
part part_join(piece_table *pieces, part a, part b);

// One of them, of which there is at least one; overwrites parts.
part part_unite(piece_table *pieces, part *parts, size_t count);

part part_optional(piece_table *pieces, part a); // it or nothing

// Once or more often, SIZE_MAX for no limit.
part part_repeat(piece_table *pieces, part a, size_t most);

part part_ahead(piece_table *pieces, part a); // looked at, not taken

// The first pieces of a match, if that is known: it begins at most distance tokens before one.
anchor part_head(piece_table *pieces, const part *a);

// Whether no word goes on in front of the part, and behind it.
bool part_begins_word(const part *a);
bool part_ends_word(const part *a);

// What a match of a complete pattern needs; NULL for nothing.
const need *part_need(piece_table *pieces, const part *a);

#endif
