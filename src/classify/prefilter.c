#include "classify/prefilter.h"

#include "base/utf8.h"
#include "classify/shape.h"
#include "text/masks.h"

static inline unsigned count_bits(uint32_t bits) {
    bits -= bits >> 1 & 0x55555555;
    bits = (bits & 0x33333333) + (bits >> 2 & 0x33333333);
    return ((bits + (bits >> 4)) & 0x0F0F0F0F) * 0x01010101 >> 24;
}

// Most words that are looked through lead nowhere, which the mask knows at once; nearly always it
// also knows which child it is.
static inline uint32_t child_of(const prefilter *f, uint32_t node, uint8_t byte) {
    const piece_node *parent = &f->nodes[node];
    uint32_t bit = prefilter_bit(byte);
    if (!(parent->mask & bit)) return 0;
    const piece_node *child = f->nodes + parent->first_child, *end = child + parent->children;
    if (parent->flags & NODE_BLOCK)
        child += count_bits(parent->mask & (bit - 1));
    else
        while (child < end && child->byte < byte) child++;
    return child < end && child->byte == byte ? (uint32_t)(child - f->nodes) : 0;
}

// Children stand behind their parents, and behind the children of the nodes before: a walk ends,
// and no node is below two others. Pieces have numbers that there are. *next: where its children
// are to stand.
static bool is_node(const prefilter *f, size_t at, size_t *next) {
    const piece_node *node = &f->nodes[at];
    if (node->first_child != *next || *next <= at) return false;
    *next += node->children;
    if (*next > f->node_count) return false;
    size_t count = node->flags & NODE_PIECE ? 1 : 0;
    if (node->flags & NODE_WORD_END) count++;
    return node->flags <= (NODE_PIECE | NODE_WORD_END | NODE_BLOCK) && node->first_piece >= 1 &&
           node->first_piece - 1 + count <= f->piece_count;
}

// Whether a word surely goes on in front of such a byte: a small letter or digit of ASCII, a letter
// of Cyrillic, or what is not the first byte of a character.
static inline bool goes_on(uint8_t byte) {
    return shape_is_letter(byte) || (byte & 0xC0) == 0x80 || (byte & 0xFE) == 0xD0 ||
           (byte >= '0' && byte <= '9');
}

static inline uint32_t four_of(uint32_t bytes) { return bytes * 0x9E3779B1u >> 17; }

static inline bool has_bit(const uint64_t *bits, uint32_t at) {
    return bits[at / 64] >> at % 64 & 1;
}
static void set_bit(uint64_t *bits, uint32_t at) { bits[at / 64] |= 1ull << at % 64; }

// Notes a node of ROOT_ANYWHERE and those below it, to whose depth these bytes lead.
static void note(prefilter *f, const piece_node *node, uint32_t bytes, unsigned depth) {
    bool ends = node->flags & NODE_PIECE, ends_word = node->flags & NODE_WORD_END;
    for (unsigned byte = 0; ends && depth == 1 && byte < 256; byte++)
        set_bit(f->pairs, bytes | byte << 8);
    for (unsigned byte = 0; ends && depth == 3 && byte < 256; byte++)
        if (byte == 0 || goes_on((uint8_t)byte)) set_bit(f->fours, four_of(bytes | byte << 24));
    if (ends && depth == 2) set_bit(f->pairs, bytes);
    if (depth == 4 || (ends_word && depth > 0 && depth < 4)) set_bit(f->fours, four_of(bytes));
    for (unsigned i = 0; depth < 4 && i < node->children; i++) {
        const piece_node *child = &f->nodes[node->first_child + i];
        note(f, child, bytes | (uint32_t)child->byte << 8 * depth, depth + 1);
    }
}

bool prefilter_view(prefilter *f, const piece_node *nodes, size_t node_count, size_t piece_count) {
    f->nodes = nodes;
    f->node_count = node_count;
    f->piece_count = piece_count;
    if (node_count < PIECE_ROOTS) return false;
    size_t next = PIECE_ROOTS;
    for (size_t i = 0; i < node_count; i++)
        if (!is_node(f, i, &next)) return false;
    for (uint32_t which = 0; which < PIECE_ROOTS; which++)
        for (unsigned byte = 0; byte < 256; byte++)
            f->root[which][byte] = child_of(f, which, (uint8_t)byte);
    note(f, &f->nodes[ROOT_ANYWHERE], 0, 0);
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
    if (node->flags & NODE_PIECE) add(s, number++);
    if ((node->flags & NODE_WORD_END) && !in_word_at(s->text, end)) add(s, number);
}

static void walk(search *s, uint32_t node, size_t at) {
    for (;;) {
        at++;
        if (s->f->nodes[node].flags & (NODE_PIECE | NODE_WORD_END))
            found(s, &s->f->nodes[node], at);
        if (at == s->text.len) return;
        node = child_of(s->f, node, (uint8_t)s->text.at[at]);
        if (!node) return;
    }
}

static inline void walk_from(search *s, unsigned root, size_t at) {
    uint32_t node = s->f->root[root][(uint8_t)s->text.at[at]];
    if (node) walk(s, node, at);
}

// Whether a piece may begin with these bytes of a word.
static inline bool may_begin(const prefilter *f, uint32_t bytes) {
    return has_bit(f->pairs, bytes & 0xFFFF) || has_bit(f->fours, four_of(bytes));
}

// The same in one word without marks, where most places need no walk: words are learnt all the
// time. Its characters have one byte or two.
static void find_in_word(search *s) {
    const char *text = s->text.at;
    size_t len = s->text.len, sure = len < 4 ? 0 : len - 4;
    uint32_t last = (uint32_t)str_bytes(text + sure, len - sure);
    walk_from(s, ROOT_WORD_START, 0);
    for (size_t at = 0; at < len; at += 1 + (size_t)((uint8_t)text[at] >> 7)) {
        uint32_t bytes = at < sure ? (uint32_t)str_bytes(text + at, 4) : last >> 8 * (at - sure);
        if (may_begin(s->f, bytes)) walk_from(s, ROOT_ANYWHERE, at);
    }
}

// Whether eight bytes are small letters of ASCII.
static inline bool are_letters(uint64_t bytes) {
    const uint64_t ones = 0x0101010101010101u, high = 0x80 * ones;
    uint64_t low = bytes & ~high, from_a = low + (0x80 - 'a') * ones;
    uint64_t behind_z = low + (0x80 - 'z' - 1) * ones;
    return (from_a & ~behind_z & ~bytes & high) == high;
}

static bool is_one_word(str folded) {
    size_t at = 0;
    while (at + 8 <= folded.len && are_letters(str_eight(folded.at + at))) at += 8;
    while (at + 8 <= folded.len && masks_are_cyrillic(str_eight(folded.at + at))) at += 8;
    for (; at < folded.len; at++)
        if (!goes_on((uint8_t)folded.at[at])) return false;
    return folded.len > 0;
}

size_t prefilter_find(const prefilter *f, str folded, uint32_t *out) {
    search s = {f, folded, out, 0};
    if (is_one_word(folded)) {
        find_in_word(&s);
        return s.count;
    }
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
