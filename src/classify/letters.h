// letters: which characters words consist of, for PCRE2 and for the pieces of words.
#ifndef CLASSIFY_LETTERS_H
#define CLASSIFY_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

// Whether a character belongs to words (\w with UCP) in every version of Unicode: boundaries are
// only denied there.
bool letters_in_word(uint32_t point);

// Whether a character is a small letter of ASCII, as most that are folded.
static inline bool letters_is_small(uint32_t point) { return point - 'a' < 26; }

// Whether pieces may be made of a character: a letter or ASCII digit that UAX #29 never parts from
// its neighbors of that kind.
bool letters_in_piece(uint32_t point);

#endif
