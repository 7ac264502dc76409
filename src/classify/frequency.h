// frequency: how many of a million messages contain a word, or a piece of one: an estimate. It
// decides what a sieve asks for first, so it matters for speed alone.
#ifndef CLASSIFY_FREQUENCY_H
#define CLASSIFY_FREQUENCY_H

#include "classify/need.h"

// piece_frequency of need.h; context is an intern with the common words of a language, folded, the
// most frequent first.
uint32_t frequency_of_piece(void *context, const piece *p);

#endif
