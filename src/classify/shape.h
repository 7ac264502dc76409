// shape: what strings look like that a part of a pattern matches: literal characters, and signs for
// what is not literal. Lists of shapes stand for one of several such strings.
#ifndef CLASSIFY_SHAPE_H
#define CLASSIFY_SHAPE_H

#include "base/arena.h"

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

typedef struct shape {
    const uint32_t *at;
    uint32_t len;
} shape;

typedef struct shapes {
    shape *at;
    size_t count;
} shapes;

// What is made below lives in keep, and borrows from the shapes it is made of.

shape shape_of_sign(arena *keep, uint32_t sign); // or of a character

// An empty list, to which at most so many shapes are added; one that it has is not added again.
shapes shapes_room(arena *keep, size_t count);
void shapes_add(shapes *to, shape each);
void shapes_add_all(shapes *to, shapes from);

// The list of what may be anything: a gap.
shapes shapes_unknown(arena *keep);

// Every shape of a with every shape of b behind it.
shapes shapes_cross(arena *keep, shapes a, shapes b);

// Every shape with a sign behind it, or before it.
shapes shapes_with_after(arena *keep, shapes a, uint32_t sign);
shapes shapes_with_before(arena *keep, uint32_t sign, shapes a);

// Whether no word goes on in front of any of them, or behind.
bool shapes_begin_outside(shapes s);
bool shapes_end_outside(shapes s);

// Whether a sign or character certainly is no part of a word, and whether it is in no token.
bool shape_is_outside(uint32_t sign);
bool shape_is_white(uint32_t sign);

#endif
