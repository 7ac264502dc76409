#include "classify/prefilter.h"

#include "base/utf8.h"
#include "classify/letters.h"
#include "text/masks.h"

// 0 where there is none.
static inline uint32_t child_of(const prefilter *f, uint32_t node, uint8_t byte) {
    uint32_t child = f->nodes[node].base + byte;
    return f->nodes[child].parent == node ? child : 0;
}

// Whether a node leads to nodes, and to pieces, that there are.
static bool is_node(const prefilter *f, const piece_node *node) {
    size_t pieces = (node->flags & NODE_PIECE ? 1u : 0u) + (node->flags & NODE_WORD_END ? 1u : 0u);
    return node->base + 255ull < f->node_count && node->flags <= (NODE_PIECE | NODE_WORD_END) &&
           (node->parent < f->node_count || node->parent == PREFILTER_FREE) &&
           (pieces == 0 ||
            (node->first_piece >= 1 && node->first_piece - 1 + pieces <= f->piece_count));
}

// Whether a word surely goes on in front of such a byte: a small letter or digit of ASCII, a letter
// of Cyrillic, or what is not the first byte of a character.
static inline bool goes_on(uint8_t byte) {
    return letters_is_small(byte) || (byte & 0xC0) == 0x80 || (byte & 0xFE) == 0xD0 ||
           (byte >= '0' && byte <= '9');
}

static inline uint32_t four_of(uint32_t bytes) { return bytes * 0x9E3779B1u >> 17; }

static inline bool has_bit(const uint64_t *bits, uint32_t at) {
    return bits[at / 64] >> at % 64 & 1;
}
static void set_bit(uint64_t *bits, uint32_t at) { bits[at / 64] |= 1ull << at % 64; }

// Notes a node below ROOT_ANYWHERE, to whose depth these bytes lead.
static void note_at(prefilter *f, const piece_node *node, uint32_t bytes) {
    bool ends = node->flags & NODE_PIECE;
    for (unsigned byte = 0; ends && node->depth == 1 && byte < 256; byte++)
        set_bit(f->pairs, bytes | byte << 8);
    for (unsigned byte = 0; ends && node->depth == 3 && byte < 256; byte++)
        if (byte == 0 || goes_on((uint8_t)byte)) set_bit(f->fours, four_of(bytes | byte << 24));
    if (ends && node->depth == 2) set_bit(f->pairs, bytes);
    if (node->depth == 4 || node->flags & NODE_WORD_END) set_bit(f->fours, four_of(bytes));
}

static void note(prefilter *f, const piece_node *node) {
    if (node->depth > 4 || (node->depth < 4 && !node->flags)) return;
    uint32_t bytes = 0, at = (uint32_t)(node - f->nodes);
    for (unsigned depth = node->depth; depth; depth--) {
        uint32_t parent = f->nodes[at].parent;
        if (parent == PREFILTER_FREE) return;
        bytes = bytes << 8 | (uint8_t)(at - f->nodes[parent].base);
        at = parent;
    }
    if (at == ROOT_ANYWHERE) note_at(f, node, bytes);
}

bool prefilter_view(prefilter *f, const piece_node *nodes, size_t node_count, size_t piece_count) {
    f->nodes = nodes;
    f->node_count = node_count;
    f->piece_count = piece_count;
    if (node_count < PIECE_ROOTS) return false;
    for (size_t i = 0; i < node_count; i++)
        if (!is_node(f, &nodes[i])) return false;
    for (size_t i = PIECE_ROOTS; i < node_count; i++) note(f, &nodes[i]);
    return true;
}

// A folded token being searched.
typedef struct finding {
    const prefilter *f;
    str text;
    uint32_t *out;
    size_t count;
} finding;

static bool in_word_at(str text, size_t at) {
    if (at == text.len) return false;
    return letters_is_small((unsigned char)text.at[at]) ||
           letters_in_word(utf8_decode(str_drop(text, at)).point);
}

static void add(finding *s, uint32_t number) {
    for (size_t i = 0; i < s->count; i++)
        if (s->out[i] == number) return;
    s->out[s->count++] = number;
}

static void found(finding *s, const piece_node *node, size_t end) {
    uint32_t number = node->first_piece;
    if (node->flags & NODE_PIECE) add(s, number++);
    if ((node->flags & NODE_WORD_END) && !in_word_at(s->text, end)) add(s, number);
}

static void walk(finding *s, uint32_t node, size_t at) {
    for (;;) {
        at++;
        if (s->f->nodes[node].flags & (NODE_PIECE | NODE_WORD_END))
            found(s, &s->f->nodes[node], at);
        if (at == s->text.len) return;
        node = child_of(s->f, node, (uint8_t)s->text.at[at]);
        if (!node) return;
    }
}

static inline void walk_from(finding *s, unsigned root, size_t at) {
    uint32_t node = child_of(s->f, root, (uint8_t)s->text.at[at]);
    if (node) walk(s, node, at);
}

// Whether a piece may begin with these bytes of a word.
static inline bool may_begin(const prefilter *f, uint32_t bytes) {
    return has_bit(f->pairs, bytes & 0xFFFF) || has_bit(f->fours, four_of(bytes));
}

// The same in one word without marks, where most places need no walk: words are learnt all the
// time. Its characters have one byte or two.
static void find_in_word(finding *s) {
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
    finding s = {f, folded, out, 0};
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
        in_word = letters_is_small(byte) || letters_in_word(c.point);
        at += c.len;
    }
    return s.count;
}
