// prefilter: the pieces of words that the patterns of a pack need, and which of them a token
// contains. What a message must have of them is the sieve's business. A view into
// the pack's index; constant.
#ifndef CLASSIFY_PREFILTER_H
#define CLASSIFY_PREFILTER_H

#include "base/buf.h"
#include "classify/need.h"

enum { ROOT_ANYWHERE, ROOT_WORD_START, PIECE_ROOTS }; // the first nodes

enum { PREFILTER_FOURS = 1 << 15 };
#define PREFILTER_FREE UINT32_MAX

enum { NODE_PIECE = 1, NODE_WORD_END = 2 };

// A node of the trie of piece texts, by bytes, as a double array (J. Aoe, An efficient digital
// search algorithm by using a double-array structure, 1989): the child of a byte is the node at
// base + byte, if that has this one for its parent.
typedef struct piece_node {
    uint32_t base;        // 255 nodes are behind it
    uint32_t parent;      // PREFILTER_FREE for a root, and where there is no node
    uint32_t first_piece; // number of the first piece that ends here
    uint16_t flags;       // a piece that may end anywhere; then one at the end of a word
    uint16_t depth;       // bytes from its root
} piece_node;

typedef struct prefilter {
    const piece_node *nodes;
    size_t node_count;
    size_t piece_count;
    // Of ROOT_ANYWHERE, for four bytes of a word, zeros behind its end: a bit for each two that a
    // piece consists of which may end anywhere, and for hashes of four that others begin with.
    uint64_t pairs[1 << 16 >> 6], fours[PREFILTER_FOURS >> 6];
} prefilter;

// Sorts numbers of pieces into the order in which prefilter_build numbers them anew, from 1.
void prefilter_sort(piece_table *all, uint32_t *numbers, size_t count);

// Appends the nodes of pieces so sorted, as they stand in memory, and returns how many.
size_t prefilter_build(piece_table *all, const uint32_t *numbers, size_t count, buf *nodes);

// Fills *f. False when the nodes are not such as prefilter_build makes. They must outlive *f.
bool prefilter_view(prefilter *f, const piece_node *nodes, size_t node_count, size_t piece_count);

// Writes the numbers of the pieces that a folded token contains, each once, and returns how many;
// out has room for piece_count of them.
size_t prefilter_find(const prefilter *f, str folded, uint32_t *out);

#endif
