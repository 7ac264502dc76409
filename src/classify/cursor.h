// cursor: a place in a PCRE2 pattern, and what stands there: characters, escapes, members of
// classes, quantifiers. What these form together is for syntax.c.
#ifndef CLASSIFY_CURSOR_H
#define CLASSIFY_CURSOR_H

#include "base/str.h"
#include "classify/shape.h"

// Set the pattern, zero the rest. lost stays set once something stands here that is not followed:
// what is read from then on means nothing.
typedef struct cursor {
    str pattern;
    size_t at;
    bool lost;
} cursor;

static inline bool cursor_ended(const cursor *in) { return in->at >= in->pattern.len; }

// The byte so many further on; 0 behind the end.
static inline char cursor_peek(const cursor *in, size_t ahead) {
    return in->at + ahead < in->pattern.len ? in->pattern.at[in->at + ahead] : 0;
}

// Moves past the text, if it stands here.
bool cursor_take(cursor *in, const char *text);

// Moves past the next such character; lost when there is none.
void cursor_skip_past(cursor *in, char end);

// Takes a character as it is. There must be one.
uint32_t cursor_character(cursor *in);

// Takes an escape: returns the character or sign that it stands for. *nothing: it matches no
// character and says nothing.
uint32_t cursor_escape(cursor *in, bool *nothing);

// Takes a reference back, \g… or \k…, if one stands here.
bool cursor_reference(cursor *in);

// Takes one member of a class: a character or a sign.
uint32_t cursor_member(cursor *in);

// Takes a quantifier, if one stands here: at least so many times, and at most (SIZE_MAX for no
// limit).
bool cursor_quantifier(cursor *in, size_t *least, size_t *most);

// Whether a quantifier stands here, which then concerns the last character only.
bool cursor_at_quantifier(const cursor *in);

#endif
