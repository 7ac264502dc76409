#include "classify/trie.h"

#include "base/memory.h"

#include <stdlib.h>

static uint64_t key_of(uint32_t node, uint32_t word) { return (uint64_t)node << 32 | (word + 1u); }

static size_t slot_of(const trie *t, uint64_t key) {
    size_t mask = t->slot_count - 1;
    size_t at = (size_t)((key * 0x9E3779B97F4A7C15ull) >> 32) & mask;
    while (t->keys[at] && t->keys[at] != key) at = (at + 1) & mask;
    return at;
}

static uint32_t node_new(trie *t) {
    memory_reserve(t->values, t->node_room, t->node_count + 1);
    t->values[t->node_count] = 0;
    return (uint32_t)t->node_count++;
}

void trie_init(trie *t, size_t roots) {
    for (size_t i = 0; i < roots; i++) node_new(t);
}

static void rehash(trie *t, size_t wanted) {
    // Both arrays stay reachable whichever allocation fails.
    trie old = *t;
    uint64_t *keys = memory_alloc(wanted * (sizeof *keys + sizeof *t->children));
    t->keys = keys;
    t->children = (uint32_t *)(void *)(keys + wanted);
    t->slot_count = wanted;
    for (size_t i = 0; i < old.slot_count; i++) {
        if (!old.keys[i]) continue;
        size_t at = slot_of(t, old.keys[i]);
        t->keys[at] = old.keys[i];
        t->children[at] = old.children[i];
    }
    free(old.keys);
}

uint32_t trie_add(trie *t, uint32_t node, uint32_t word) {
    if ((t->edge_count + 1) * 2 > t->slot_count) rehash(t, t->slot_count ? t->slot_count * 2 : 64);
    size_t at = slot_of(t, key_of(node, word));
    if (t->keys[at]) return t->children[at];
    uint32_t child = node_new(t);
    t->keys[at] = key_of(node, word);
    t->children[at] = child;
    t->edge_count++;
    return child;
}

uint32_t trie_step(const trie *t, uint32_t node, uint32_t word) {
    if (t->edge_count == 0) return TRIE_NONE;
    size_t at = slot_of(t, key_of(node, word));
    return t->keys[at] ? t->children[at] : TRIE_NONE;
}

void trie_release(trie *t) {
    free(t->keys); // the children are in the same block
    free(t->values);
    *t = (trie){0};
}
