// prefilter_build: the trie of the pieces of a pack, level by level.
#include "classify/prefilter.h"

#include <stdlib.h>

// A piece to be sorted: qsort tells its comparison nothing else.
typedef struct sorted {
    const piece *piece;
    uint32_t number;
} sorted;

static int by_text(const void *a, const void *b) {
    const piece *x = ((const sorted *)a)->piece, *y = ((const sorted *)b)->piece;
    if (x->starts != y->starts) return x->starts ? 1 : -1;
    int order = str_compare(x->text, y->text);
    return order ? order : (int)x->ends - (int)y->ends;
}

void prefilter_sort(piece_table *all, uint32_t *numbers, size_t count) {
    sorted *pieces = arena_array(&all->keep, sorted, count + 1);
    for (size_t i = 0; i < count; i++) pieces[i] = (sorted){&all->at[numbers[i]], numbers[i]};
    qsort(pieces, count, sizeof *pieces, by_text);
    for (size_t i = 0; i < count; i++) numbers[i] = pieces[i].number;
}

// The pieces that lead through a node, and the bytes that they share.
typedef struct stretch {
    size_t from, to, depth;
} stretch;

typedef struct trie_building {
    const piece_table *all;
    const uint32_t *numbers;
    piece_node *nodes;
    stretch *stretches; // by node
    size_t count;
} trie_building;

static const piece *piece_at(const trie_building *b, size_t i) {
    return &b->all->at[b->numbers[i]];
}

static void add_node(trie_building *b, uint8_t byte, stretch through) {
    b->stretches[b->count] = through;
    b->nodes[b->count++] = (piece_node){.byte = byte};
}

// Notes the pieces that end at a node, and adds its children.
static void open_node(trie_building *b, size_t at) {
    stretch s = b->stretches[at];
    piece_node *node = &b->nodes[at];
    node->first_piece = (uint32_t)s.from + 1;
    for (; s.from < s.to && piece_at(b, s.from)->text.len == s.depth; s.from++)
        node->flags |= piece_at(b, s.from)->ends ? NODE_WORD_END : NODE_PIECE;
    node->first_child = (uint32_t)b->count;
    while (s.from < s.to) {
        char byte = piece_at(b, s.from)->text.at[s.depth];
        size_t end = s.from + 1;
        while (end < s.to && piece_at(b, end)->text.at[s.depth] == byte) end++;
        add_node(b, (uint8_t)byte, (stretch){s.from, end, s.depth + 1});
        node->children++;
        node->mask |= prefilter_bit((uint8_t)byte);
        s.from = end;
    }
    if (node->children && b->nodes[node->first_child].byte / PREFILTER_BLOCK ==
                              b->nodes[b->count - 1].byte / PREFILTER_BLOCK)
        node->flags |= NODE_BLOCK;
}

size_t prefilter_build(piece_table *all, const uint32_t *numbers, size_t count, buf *nodes) {
    size_t most = PIECE_ROOTS, at_start = 0;
    for (size_t i = 0; i < count; i++) most += all->at[numbers[i]].text.len;
    while (at_start < count && !all->at[numbers[at_start]].starts) at_start++;
    trie_building b = {.all = all,
                       .numbers = numbers,
                       .nodes = arena_array(&all->keep, piece_node, most),
                       .stretches = arena_array(&all->keep, stretch, most)};
    add_node(&b, 0, (stretch){0, at_start, 0});
    add_node(&b, 0, (stretch){at_start, count, 0});
    for (size_t i = 0; i < b.count; i++) open_node(&b, i);
    buf_add(nodes, str_of((const char *)b.nodes, b.count * sizeof *b.nodes));
    return b.count;
}
