// shape: what is known of the strings that a part of a pattern matches, for finding the pieces of
// words that every match must contain (performance.md). Shapes are strings over literal characters
// and signs for what is not literal.
//
// A part that is whole has a complete list of shapes in first. Of any other part only what it
// begins with (first) and ends with (last) is known; the former end in SIGN_GAP, the latter begin
// with it. What lies between has become needs.
#ifndef CLASSIFY_SHAPE_H
#define CLASSIFY_SHAPE_H

#include "classify/need.h"

enum {
    SIGN_GAP = 0x110000, // anything, also nothing
    SIGN_ONE,            // any one character
    SIGN_WORD,           // one or more characters of words (\w of PCRE2)
    SIGN_EDGE,    // nothing, but a word begins or ends here; from here on: surely not of words
    SIGN_START,   // nothing, and the text begins here
    SIGN_END,     // nothing, and but for white space the text ends here
    SIGN_OUTSIDE, // one or more characters that are not of words
    SIGN_MARK,    // one such character
    SIGN_SPACE,   // one or more that make no token: white space
};

enum {
    SHAPES_CROSSED = 48, // at most so many shapes come of joining two lists inside a word
    SHAPES_KEPT = 4,     // and at the edge of a word, where needs of one word each are better
    SHAPES_UNITED = 256, // shapes of an alternation
    NEEDS_KEPT = 32,     // of a part
    PIECE_MAX = 32,      // characters of a piece
    SHAPE_MOST = 256,    // signs of a shape that is put behind itself
};

typedef struct shape {
    const uint32_t *at;
    uint32_t len;
} shape;

typedef struct shapes {
    shape *at;
    size_t count;
} shapes;

// The last pieces of a part (or its first): every match has one of them, and behind it at most so
// many tokens until the part ends. open: or it has none, and spans at most span tokens.
typedef struct anchor {
    bool known, open;
    bool spaced;      // behind the pieces there surely is white space
    bool open_spaced; // so there is where it has none
    piece_set pieces;
    uint32_t distance, span;
} anchor;

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

// The edges of a part at which no word goes on, whatever stands beside it.
typedef struct part_edges {
    bool before, after;
} part_edges;

enum { PART_EDGES = 4 }; // kinds of them

// Where parts live, and the pieces they consist of.
typedef struct shaping shaping;
struct shaping {
    piece_table *pieces;
    // What is known of the macro {name} between such edges; NULL when nothing is. May be NULL: then
    // the pattern has none.
    const part *(*macro)(void *context, shaping *s, str name, part_edges edges);
    void *context;
};

part part_empty(shaping *s); // matches the empty string
part part_signs(shaping *s, const uint32_t *signs,
                size_t count); // characters and signs, one after the other
part part_choice(shaping *s, const uint32_t *points, size_t count); // one of several characters
part part_join(shaping *s, part a, part b);                         // one after the other
part part_unite(shaping *s, part *parts, size_t count);             // one of them; overwrites parts
part part_optional(shaping *s, part a);                             // it or nothing
part part_repeat(shaping *s, part a, size_t most); // once or more often, SIZE_MAX for no limit
part part_ahead(shaping *s, part a);               // looked at, not taken

// The first pieces of a match, if that is known: it begins at most distance tokens before one.
anchor part_head(shaping *s, const part *a);

// Whether no word goes on in front of the part, and behind it.
bool part_begins_word(const part *a);
bool part_ends_word(const part *a);

// What a match of a complete pattern needs; NULL for nothing.
const need *part_need(shaping *s, const part *a);

// Whether a character belongs to words (\w with UCP) in every version of Unicode: boundaries are
// only denied there.
bool shape_in_word(uint32_t point);

// Whether it is a small letter of ASCII, as most that are folded.
static inline bool shape_is_letter(uint32_t point) { return point - 'a' < 26; }

// Whether pieces may be made of it: a letter or ASCII digit that UAX #29 never parts from its
// neighbors of that kind.
bool shape_in_piece(uint32_t point);

#endif
