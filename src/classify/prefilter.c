#include "classify/prefilter.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "classify/shape.h"

#include <stdlib.h>

enum { ANYWHERE = 1, AT_START = 2 }; // nodes

void prefilter_add(prefilter *f, const need *n) {
    memory_reserve(f->needs, f->need_room, f->rule_count + 1);
    f->needs[f->rule_count++] = n;
}

void prefilter_skip(prefilter *f, size_t count) {
    for (size_t i = 0; i < count; i++) prefilter_add(f, NULL);
}

static uint32_t node_new(prefilter *f, uint8_t byte) {
    memory_reserve(f->nodes, f->node_room, f->node_count + 1);
    f->nodes[f->node_count] = (piece_node){.byte = byte};
    return (uint32_t)f->node_count++;
}

static uint32_t child_of(const prefilter *f, uint32_t node, uint8_t byte) {
    uint32_t child = f->nodes[node].child;
    while (child && f->nodes[child].byte != byte) child = f->nodes[child].sibling;
    return child;
}

// Puts a piece into the trie.
static void add_piece(prefilter *f, uint32_t number) {
    const piece *p = &f->all.at[number];
    uint32_t node = p->starts ? AT_START : ANYWHERE;
    for (size_t i = 0; i < p->text.len; i++) {
        uint8_t byte = (uint8_t)p->text.at[i];
        uint32_t child = child_of(f, node, byte);
        if (!child) {
            child = node_new(f, byte);
            f->nodes[child].sibling = f->nodes[node].child;
            f->nodes[node].child = child;
        }
        node = child;
    }
    f->pieces[number] = (piece_entry){.next = f->nodes[node].first_piece, .ends = p->ends};
    f->nodes[node].first_piece = number;
}

void prefilter_finish(prefilter *f, const sieve *sieves, size_t sieve_count) {
    while (f->node_count <= AT_START) node_new(f, 0);
    f->piece_count = f->all.count;
    memory_reserve(f->pieces, f->piece_room, f->piece_count + 1);
    for (uint32_t number = 1; number <= f->piece_count; number++) {
        size_t i = 0;
        while (i < sieve_count && !sieve_knows(&sieves[i], number)) i++;
        if (i < sieve_count) add_piece(f, number);
    }
    for (unsigned which = 0; which < 2; which++)
        for (unsigned byte = 0; byte < 256; byte++)
            f->root[which][byte] = child_of(f, which ? AT_START : ANYWHERE, (uint8_t)byte);
}

// A folded token being searched.
typedef struct search {
    const prefilter *f;
    str text;
    uint32_t *out;
    size_t count;
} search;

static bool in_word_at(str text, size_t at) {
    return at < text.len && shape_in_word(utf8_decode(str_drop(text, at)).point);
}

static void found(search *s, uint32_t number, size_t end) {
    for (; number; number = s->f->pieces[number].next) {
        if (s->f->pieces[number].ends && in_word_at(s->text, end)) continue;
        size_t i = 0;
        while (i < s->count && s->out[i] != number) i++;
        if (i == s->count) s->out[s->count++] = number;
    }
}

static void walk(search *s, unsigned root, size_t at) {
    uint32_t node = s->f->root[root][(uint8_t)s->text.at[at]];
    while (node) {
        at++;
        if (s->f->nodes[node].first_piece) found(s, s->f->nodes[node].first_piece, at);
        if (at == s->text.len) return;
        node = child_of(s->f, node, (uint8_t)s->text.at[at]);
    }
}

size_t prefilter_find(const prefilter *f, str folded, uint32_t *out) {
    search s = {f, folded, out, 0};
    bool in_word = false;
    for (size_t at = 0; at < folded.len;) {
        unsigned char byte = (unsigned char)folded.at[at];
        utf8_char c = byte < 0x80 ? (utf8_char){byte, 1} : utf8_decode(str_drop(folded, at));
        walk(&s, 0, at);
        if (!in_word) walk(&s, 1, at);
        in_word = shape_in_word(c.point);
        at += c.len;
    }
    return s.count;
}

void prefilter_forget_needs(prefilter *f) {
    piece_table_release(&f->all);
    free(f->needs);
    f->needs = NULL;
}

void prefilter_release(prefilter *f) {
    prefilter_forget_needs(f);
    free(f->pieces);
    free(f->nodes);
    *f = (prefilter){0};
}
