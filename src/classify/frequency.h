// frequency: how many of a million messages contain a word, or a piece of one: an estimate. It
// decides what a sieve asks for first, so it matters for speed alone.
#ifndef CLASSIFY_FREQUENCY_H
#define CLASSIFY_FREQUENCY_H

#include "classify/need.h"

// The common words of a language, the most frequent first. Zero-initialise before use.
typedef struct frequencies {
    intern common;
} frequencies;

void frequencies_release(frequencies *f);
void frequencies_reset(frequencies *f);

// Adds a folded word behind those that are there; one that is there stays where it is.
void frequencies_add(frequencies *f, str word);

// piece_frequency of need.h; context is the frequencies.
uint32_t frequency_of_piece(void *context, const piece *p);

#endif
