// trie: sequences of word ids to values, for phrases and answers of several words.
#ifndef CLASSIFY_TRIE_H
#define CLASSIFY_TRIE_H

#include <stddef.h>
#include <stdint.h>

#define TRIE_NONE UINT32_MAX

// Nodes are numbered; 0 to roots-1 are the roots.
typedef struct trie {
    uint64_t
        *keys; // node and word + 1 of each edge, 0 where free; a power of two, at most half full
    uint32_t *children; // where it leads
    size_t slot_count, edge_count;
    uint64_t *values; // by node; 0 for none
    size_t node_count, node_room;
} trie;

// Before use of a zero-initialised trie.
void trie_init(trie *t, size_t roots);

// The node that word leads to, added when it is missing.
uint32_t trie_add(trie *t, uint32_t node, uint32_t word);

// The same, or TRIE_NONE.
uint32_t trie_step(const trie *t, uint32_t node, uint32_t word);

void trie_release(trie *t);

#endif
