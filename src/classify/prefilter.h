// prefilter: the pieces of words that the patterns of a codebook need, and which of them a token
// contains (performance.md). What a message must have of them is the sieve's business. Constant
// after prefilter_finish.
#ifndef CLASSIFY_PREFILTER_H
#define CLASSIFY_PREFILTER_H

#include "classify/sieve.h"

// A node of the trie of piece texts, by bytes.
typedef struct piece_node {
    uint32_t child, sibling; // 0 for none
    uint32_t first_piece;    // pieces that end here, linked by their next; 0 for none
    uint8_t byte;
} piece_node;

typedef struct piece_entry {
    uint32_t next; // another piece of the same text, by number
    bool ends;
} piece_entry;

typedef struct prefilter {
    piece_table all;    // while adding
    const need **needs; // by rule, while adding; NULL for none
    size_t rule_count, need_room;
    piece_entry *pieces; // by number, from 1
    size_t piece_count, piece_room;
    piece_node *nodes; // 1: pieces that may begin anywhere; 2: those at the start of a word
    size_t node_count, node_room;
    uint32_t root[2][256]; // child of either by its byte
} prefilter;

// Adds the next rule with what it needs, NULL for nothing. The need is of the filter's own pieces.
void prefilter_add(prefilter *f, const need *n);

// Adds so many rules whose needs are in an index.
void prefilter_skip(prefilter *f, size_t count);

// Builds the index of the pieces that one of the sieves knows; nothing can be added afterward.
void prefilter_finish(prefilter *f, const sieve *sieves, size_t sieve_count);

// Writes the numbers of the pieces that a folded token contains, each once, and returns how many;
// out has room for piece_count of them.
size_t prefilter_find(const prefilter *f, str folded, uint32_t *out);

// Gives back what only adding needs.
void prefilter_forget_needs(prefilter *f);
void prefilter_release(prefilter *f);

#endif
