// vectors: what words are to the sieves of the packs, worked out when a sieve first asks about a
// word and shared by words of the same pieces.
#ifndef CLASSIFY_VECTORS_H
#define CLASSIFY_VECTORS_H

#include "base/intern.h"
#include "classify/sieve.h"

enum {
    VECTORS_ROOM = 3 << 17, // 64-bit words: 50 MB of English ask seven packs for 234,000
    VECTORS_LEFT = 1 << 13, // of these, for the message in which they come to an end
};

// Places of vectors, in 64-bit words: of one that is not known, and of one of zeros.
enum { VECTORS_UNKNOWN, VECTORS_NOTHING = SIEVE_LEAST };

typedef struct vectors {
    size_t packs, words; // words have numbers below that
    uint32_t *places;    // by pack and word; VECTORS_UNKNOWN until asked
    uint32_t *edges;     // of the start and the end of a message, by pack, likewise
    uint64_t *bits;
    size_t bit_count, bit_room;
    intern shapes;          // pieces that a sieve knows, and its number
    uint32_t *shape_places; // by shape
    size_t shape_room;
    bool full; // to be forgotten before the next message
} vectors;

// Of a zero-initialised one.
void vectors_init(vectors *v, size_t packs, size_t words);
void vectors_release(vectors *v);

// The places of the words, in a pack.
static inline uint32_t *vectors_places(const vectors *v, size_t pack_index) {
    return v->places + pack_index * v->words;
}

// Forgets all vectors, of which words below a number have some.
void vectors_forget(vectors *v, size_t words);

// Forgets which are those of words from first to end.
void vectors_forget_places(vectors *v, size_t first, size_t end);

// The place of the vector of some pieces for the sieve of a pack. pieces has room for one more,
// which is overwritten. Moves bits.
uint32_t vectors_place(vectors *v, const sieve *s, size_t pack_index, uint32_t *pieces,
                       size_t count);

#endif
