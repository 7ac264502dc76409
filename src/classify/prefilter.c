#include "classify/prefilter.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "classify/syntax.h"

#include <stdlib.h>

enum { ANYWHERE = 1, AT_START = 2 }; // nodes

void prefilter_add(prefilter *f, str pattern, shape_frequency *frequency, const void *context) {
    memory_reserve(f->parts, f->part_room, f->rule_count + 1);
    shaping s = {&f->keep, frequency, context};
    f->parts[f->rule_count] = (part){0};
    syntax_clauses(&s, pattern, &f->parts[f->rule_count]);
    f->rule_count++;
}

const part *prefilter_part(const prefilter *f, size_t rule) { return &f->parts[rule]; }

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

// The number of a piece, given when it is new.
static uint32_t piece_number(prefilter *f, const piece *p) {
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
    for (uint32_t each = f->nodes[node].first_piece; each; each = f->pieces[each].next)
        if (f->pieces[each].ends == p->ends) return each;
    memory_reserve(f->pieces, f->piece_room, f->piece_count + 2);
    uint32_t number = (uint32_t)++f->piece_count;
    f->pieces[number] = (piece_entry){
        .next = f->nodes[node].first_piece, .starts = p->starts, .ends = p->ends};
    f->nodes[node].first_piece = number;
    return number;
}

static void add_clause(prefilter *f, const clause *c) {
    memory_reserve(f->clause_pieces, f->clause_room, f->clause_count + c->count + 1);
    for (size_t i = 0; i < c->count; i++) f->clause_pieces[f->clause_count++] = piece_number(f, &c->at[i]);
    f->clause_pieces[f->clause_count++] = 0;
}

static void add_needs(prefilter *f) {
    memory_reserve(f->needs, f->needs_room, f->rule_count);
    for (size_t rule = 0; rule < f->rule_count; rule++) {
        const part *p = &f->parts[rule];
        f->needs[rule].first = (uint32_t)f->clause_count;
        for (size_t i = 1; i < p->clause_count; i++) add_clause(f, &p->clauses[i]);
        f->needs[rule].end = (uint32_t)f->clause_count;
        if (p->clause_count) {
            for (size_t i = 0; i < p->clauses[0].count; i++) {
                uint32_t number = piece_number(f, &p->clauses[0].at[i]); // may move the pieces
                f->pieces[number].watch_count++;
            }
            continue;
        }
        memory_reserve(f->always, f->always_room, f->always_count + 1);
        f->always[f->always_count++] = (uint32_t)rule;
    }
}

// Lays the rules that watch each piece next to each other.
static void add_watchers(prefilter *f) {
    uint32_t total = 0;
    for (size_t i = 1; i <= f->piece_count; i++) {
        f->pieces[i].watch = total;
        total += f->pieces[i].watch_count;
        f->pieces[i].watch_count = 0;
    }
    memory_reserve(f->watchers, f->watcher_room, total + 1);
    for (size_t rule = 0; rule < f->rule_count; rule++) {
        const part *p = &f->parts[rule];
        for (size_t i = 0; p->clause_count && i < p->clauses[0].count; i++) {
            uint32_t number = piece_number(f, &p->clauses[0].at[i]);
            piece_entry *each = &f->pieces[number];
            f->watchers[each->watch + each->watch_count++] = (uint32_t)rule;
        }
    }
}

void prefilter_finish(prefilter *f) {
    while (f->node_count <= AT_START) node_new(f, 0);
    add_needs(f);
    add_watchers(f);
    for (unsigned which = 0; which < 2; which++)
        for (unsigned byte = 0; byte < 256; byte++)
            f->root[which][byte] = child_of(f, which ? AT_START : ANYWHERE, (uint8_t)byte);
    arena_release(&f->keep);
    free(f->parts);
    f->parts = NULL;
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

bool prefilter_passes(const prefilter *f, uint32_t rule, const uint32_t *stamps, uint32_t stamp) {
    needs need = f->needs[rule];
    for (uint32_t at = need.first; at < need.end;) {
        uint32_t number = f->clause_pieces[at];
        if (!number) return false; // the clause ended without a piece of it
        if (stamps[number] != stamp) {
            at++;
            continue;
        }
        while (f->clause_pieces[at]) at++;
        at++;
    }
    return true;
}

void prefilter_release(prefilter *f) {
    arena_release(&f->keep);
    free(f->parts);
    free(f->pieces);
    free(f->nodes);
    free(f->watchers);
    free(f->clause_pieces);
    free(f->needs);
    free(f->always);
    *f = (prefilter){0};
}
