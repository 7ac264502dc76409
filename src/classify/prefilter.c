#include "classify/prefilter.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <stdlib.h>

uint32_t prefilter_child(const prefilter *f, uint32_t node, uint8_t byte) {
    uint32_t child = f->nodes[node].child;
    while (child && f->nodes[child].byte != byte) child = f->nodes[child].sibling;
    return child;
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
        node = prefilter_child(s->f, node, (uint8_t)s->text.at[at]);
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

void sighting_init(sighting *s, const prefilter *f) {
    s->stamps = memory_alloc((f->piece_count + 1) * sizeof *s->stamps);
    s->places = memory_alloc((f->piece_count + 1) * sizeof *s->places);
    s->set_stamps = memory_alloc((f->set_count + 1) * sizeof *s->set_stamps);
    s->set_places = memory_alloc((f->set_count + 1) * sizeof *s->set_places);
    s->formula_stamps = memory_alloc((f->formula_count + 1) * sizeof *s->formula_stamps);
    s->rule_stamps = memory_alloc((f->rule_count + 1) * sizeof *s->rule_stamps);
    s->tried_stamps = memory_alloc((f->alternative_count + 1) * sizeof *s->tried_stamps);
}

void sighting_release(sighting *s) {
    free(s->stamps);
    free(s->places);
    free(s->set_stamps);
    free(s->set_places);
    free(s->formula_stamps);
    free(s->rule_stamps);
    free(s->tried_stamps);
    *s = (sighting){0};
}

void sighting_begin(sighting *s, const prefilter *f, size_t count, const signature *seen,
                    bool loose) {
    s->loose = loose;
    s->seen = *seen;
    if (++s->stamp == UINT32_MAX / 2) {
        memset(s->stamps, 0, (f->piece_count + 1) * sizeof *s->stamps);
        memset(s->set_stamps, 0, (f->set_count + 1) * sizeof *s->set_stamps);
        memset(s->formula_stamps, 0, (f->formula_count + 1) * sizeof *s->formula_stamps);
        memset(s->rule_stamps, 0, (f->rule_count + 1) * sizeof *s->rule_stamps);
        memset(s->tried_stamps, 0, (f->alternative_count + 1) * sizeof *s->tried_stamps);
        s->stamp = 1;
    }
    if (f->piece_start) sighting_add(s, f->piece_start, 63); // before token 0
    if (f->piece_end) sighting_add(s, f->piece_end, count);
}

// Where the pieces of a set are.
static uint64_t places(const prefilter *f, sighting *s, uint32_t number) {
    if (s->set_stamps[number] == s->stamp) return s->set_places[number];
    const set_entry *set = &f->sets[number];
    const uint32_t *pieces = f->set_pieces + set->first;
    uint64_t all = 0;
    uint32_t count = signature_meets(&set->mask, &s->seen) ? set->count : 0;
    for (uint32_t i = 0; i < count; i++)
        if (s->stamps[pieces[i]] == s->stamp) all |= s->places[pieces[i]];
    s->set_stamps[number] = s->stamp;
    s->set_places[number] = all;
    return all;
}

static uint64_t rotate(uint64_t bits, unsigned by) { return bits << by | bits >> (64 - by); }

// Whether one of the second places is at least `least` and at most reach tokens behind one of the
// first. Places are modulo 64, so that a long message may pass without reason, but never fails
// without one.
static bool near(uint64_t first, uint64_t second, unsigned least, unsigned reach) {
    if (least) first = rotate(first, least);
    for (unsigned done = 0; done < reach - least;) {
        unsigned step = reach - least - done < done + 1 ? reach - least - done : done + 1;
        first |= rotate(first, step);
        done += step;
    }
    return first & second;
}

static bool fulfilled(const prefilter *f, sighting *s, uint32_t at);

static bool are_near(const prefilter *f, sighting *s, const need_node *node) {
    uint64_t first = places(f, s, node->first);
    if (!first) return false;
    uint64_t second = places(f, s, node->second);
    return second && (s->loose || near(first, second, node->least, node->reach));
}

static bool ask(const prefilter *f, sighting *s, const need_node *node) {
    bool all = node->kind == NEED_ALL;
    for (uint32_t i = node->first; i < node->second; i++)
        if (fulfilled(f, s, f->children[i]) != all) return !all;
    return all;
}

// Needs of several parts that rules share are asked once a message.
static bool fulfilled(const prefilter *f, sighting *s, uint32_t at) {
    const need_node *node = &f->formulas[at];
    if (!signature_meets(&node->mask, &s->seen)) return false;
    if (node->kind == NEED_ANY) return places(f, s, node->first) != 0;
    if (node->kind == NEED_NEAR) return are_near(f, s, node);
    if (s->formula_stamps[at] >> 1 == s->stamp) return s->formula_stamps[at] & 1;
    bool answer = ask(f, s, node);
    s->formula_stamps[at] = s->stamp << 1 | answer;
    return answer;
}

bool prefilter_passes(const prefilter *f, sighting *s, uint32_t index) {
    return f->rule_formula[index] == UINT32_MAX || fulfilled(f, s, f->rule_formula[index]);
}

bool prefilter_adds(const prefilter *f, sighting *s, uint32_t which) {
    const alternative *each = &f->alternatives[which];
    if (s->tried_stamps[which] == s->stamp || s->rule_stamps[each->rule] == s->stamp) return false;
    s->tried_stamps[which] = s->stamp;
    if (!fulfilled(f, s, each->formula)) return false;
    if (each->rest != UINT32_MAX && !fulfilled(f, s, each->rest)) return false;
    s->rule_stamps[each->rule] = s->stamp;
    return true;
}

void prefilter_forget_needs(prefilter *f) {
    piece_table_release(&f->all);
    intern_release(&f->set_keys);
    free(f->needs);
    free(f->formula_needs);
    free(f->slots);
    f->needs = f->formula_needs = NULL;
    f->slots = NULL;
}

void prefilter_release(prefilter *f) {
    prefilter_forget_needs(f);
    free(f->pieces);
    free(f->nodes);
    free(f->alternatives);
    free(f->watchers);
    free(f->watched);
    free(f->sets);
    free(f->set_pieces);
    free(f->formulas);
    free(f->children);
    free(f->rule_formula);
    free(f->always);
    *f = (prefilter){0};
}
