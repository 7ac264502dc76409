// prefilter_build: the trie of the pieces of a pack, level by level, each node's children where
// there is room first.
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

// A node, the pieces that lead through it, and the bytes that they share.
typedef struct stretch {
    size_t from, to, depth;
    uint32_t node;
    uint8_t byte; // the last
} stretch;

typedef struct trie_building {
    const piece_table *all;
    const uint32_t *numbers;
    stretch *stretches; // of the nodes that there are
    size_t count;
    buf *nodes; // they stand from start on
    size_t start, first_free;
} trie_building;

static const piece *piece_at(const trie_building *b, size_t i) {
    return &b->all->at[b->numbers[i]];
}

static size_t node_count(const trie_building *b) {
    return (b->nodes->len - b->start) / sizeof(piece_node);
}

static piece_node *node_at(const trie_building *b, size_t i) {
    return (piece_node *)(void *)(b->nodes->at + b->start) + i;
}

static bool is_free(const trie_building *b, size_t node) {
    return node >= PIECE_ROOTS &&
           (node >= node_count(b) || node_at(b, node)->parent == PREFILTER_FREE);
}

// Finds where the nodes of some stretches from first on have room.
static uint32_t find_base(const trie_building *b, size_t first) {
    uint8_t byte = b->stretches[first].byte;
    for (size_t base = b->first_free > byte ? b->first_free - byte : 0;; base++) {
        size_t i = first;
        while (i < b->count && is_free(b, base + b->stretches[i].byte)) i++;
        if (i == b->count) return (uint32_t)base;
    }
}

static void add_nodes(trie_building *b, size_t wanted) {
    static const piece_node none = {.parent = PREFILTER_FREE};
    while (node_count(b) < wanted) buf_add(b->nodes, str_of((const char *)&none, sizeof none));
}

// Puts the nodes of the stretches from first on below another.
static void place_children(trie_building *b, uint32_t parent, size_t first) {
    uint32_t base = find_base(b, first);
    add_nodes(b, base + UINT8_MAX + 1);
    node_at(b, parent)->base = base;
    for (size_t i = first; i < b->count; i++) {
        b->stretches[i].node = base + b->stretches[i].byte;
        *node_at(b, b->stretches[i].node) =
            (piece_node){.parent = parent, .depth = (uint16_t)b->stretches[i].depth};
    }
    while (!is_free(b, b->first_free)) b->first_free++;
}

// Notes the pieces that end at the node of a stretch, and adds its children.
static void open_node(trie_building *b, size_t at) {
    stretch s = b->stretches[at];
    piece_node *node = node_at(b, s.node);
    node->first_piece = (uint32_t)s.from + 1;
    for (; s.from < s.to && piece_at(b, s.from)->text.len == s.depth; s.from++)
        node->flags |= piece_at(b, s.from)->ends ? NODE_WORD_END : NODE_PIECE;
    size_t first = b->count;
    while (s.from < s.to) {
        char byte = piece_at(b, s.from)->text.at[s.depth];
        size_t end = s.from + 1;
        while (end < s.to && piece_at(b, end)->text.at[s.depth] == byte) end++;
        b->stretches[b->count++] = (stretch){s.from, end, s.depth + 1, 0, (uint8_t)byte};
        s.from = end;
    }
    if (b->count > first) place_children(b, s.node, first);
}

size_t prefilter_build(piece_table *all, const uint32_t *numbers, size_t count, buf *nodes) {
    size_t most = PIECE_ROOTS, at_start = 0;
    for (size_t i = 0; i < count; i++) most += all->at[numbers[i]].text.len;
    while (at_start < count && !all->at[numbers[at_start]].starts) at_start++;
    trie_building b = {.all = all,
                       .numbers = numbers,
                       .stretches = arena_array(&all->keep, stretch, most),
                       .count = PIECE_ROOTS,
                       .nodes = nodes,
                       .start = nodes->len};
    b.stretches[ROOT_ANYWHERE] = (stretch){0, at_start, 0, ROOT_ANYWHERE, 0};
    b.stretches[ROOT_WORD_START] = (stretch){at_start, count, 0, ROOT_WORD_START, 0};
    add_nodes(&b, UINT8_MAX + 1); // behind a base of 0
    for (size_t i = 0; i < b.count; i++) open_node(&b, i);
    return node_count(&b);
}
