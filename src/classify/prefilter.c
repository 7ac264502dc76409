#include "classify/prefilter.h"

#include "base/utf8.h"
#include "classify/shape.h"

// Most words that are looked through lead nowhere, which the mask knows at once.
static inline uint32_t child_of(const prefilter *f, uint32_t node, uint8_t byte) {
    if (!(f->nodes[node].mask & prefilter_bit(byte))) return 0;
    const piece_node *child = f->nodes + f->nodes[node].first_child;
    const piece_node *end = child + f->nodes[node].children;
    while (child < end && child->byte < byte) child++;
    return child < end && child->byte == byte ? (uint32_t)(child - f->nodes) : 0;
}

// Children stand behind their parents: a walk ends. Pieces have numbers that there are.
static bool is_node(const prefilter *f, size_t at) {
    const piece_node *node = &f->nodes[at];
    if (node->children &&
        (node->first_child <= at || node->first_child + (size_t)node->children > f->node_count))
        return false;
    unsigned count = (node->pieces & NODE_PIECE) + (node->pieces >> 1);
    return node->pieces <= (NODE_PIECE | NODE_WORD_END) && node->first_piece >= 1 &&
           node->first_piece - 1 + (size_t)count <= f->piece_count;
}

bool prefilter_view(prefilter *f, const piece_node *nodes, size_t node_count, size_t piece_count) {
    f->nodes = nodes;
    f->node_count = node_count;
    f->piece_count = piece_count;
    if (node_count < PIECE_ROOTS) return false;
    for (size_t i = 0; i < node_count; i++)
        if (!is_node(f, i)) return false;
    for (uint32_t which = 0; which < PIECE_ROOTS; which++)
        for (unsigned byte = 0; byte < 256; byte++)
            f->root[which][byte] = child_of(f, which, (uint8_t)byte);
    return true;
}

// A folded token being searched.
typedef struct search {
    const prefilter *f;
    str text;
    uint32_t *out;
    size_t count;
} search;

static bool in_word_at(str text, size_t at) {
    if (at == text.len) return false;
    return shape_is_letter((unsigned char)text.at[at]) ||
           shape_in_word(utf8_decode(str_drop(text, at)).point);
}

static void add(search *s, uint32_t number) {
    for (size_t i = 0; i < s->count; i++)
        if (s->out[i] == number) return;
    s->out[s->count++] = number;
}

static void found(search *s, const piece_node *node, size_t end) {
    uint32_t number = node->first_piece;
    if (node->pieces & NODE_PIECE) add(s, number++);
    if ((node->pieces & NODE_WORD_END) && !in_word_at(s->text, end)) add(s, number);
}

static void walk(search *s, uint32_t node, size_t at) {
    for (;;) {
        at++;
        if (s->f->nodes[node].pieces) found(s, &s->f->nodes[node], at);
        if (at == s->text.len) return;
        node = child_of(s->f, node, (uint8_t)s->text.at[at]);
        if (!node) return;
    }
}

static inline void walk_from(search *s, unsigned root, size_t at) {
    uint32_t node = s->f->root[root][(uint8_t)s->text.at[at]];
    if (node) walk(s, node, at);
}

size_t prefilter_find(const prefilter *f, str folded, uint32_t *out) {
    search s = {f, folded, out, 0};
    bool in_word = false;
    for (size_t at = 0; at < folded.len;) {
        walk_from(&s, ROOT_ANYWHERE, at);
        if (!in_word) walk_from(&s, ROOT_WORD_START, at);
        unsigned char byte = (unsigned char)folded.at[at];
        utf8_char c = {byte, 1};
        if (byte >= 0x80) c = utf8_decode(str_drop(folded, at));
        in_word = shape_is_letter(byte) || shape_in_word(c.point);
        at += c.len;
    }
    return s.count;
}
