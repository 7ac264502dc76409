#include "classify/prefilter.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "classify/syntax.h"

#include <stdlib.h>

enum { ANYWHERE = 1, AT_START = 2 }; // nodes

void prefilter_add(prefilter *f, const need *n) {
    memory_reserve(f->needs, f->need_room, f->rule_count + 1);
    f->needs[f->rule_count++] = n;
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

// The number of a set; the same pieces are the same set.
static uint32_t set_number(prefilter *f, piece_set set) {
    buf_reset(&f->key);
    for (size_t i = 0; i < set.count; i++) {
        uint32_t number = piece_number(f, &set.at[i]);
        buf_add(&f->key, str_of((const char *)&number, sizeof number));
    }
    size_t before = f->set_keys.count;
    uint32_t id = intern_add(&f->set_keys, buf_str(&f->key));
    if (f->set_keys.count == before) return id;
    memory_reserve(f->sets, f->set_room, f->set_count + 1);
    memory_reserve(f->set_pieces, f->set_piece_room, f->set_piece_count + set.count);
    f->sets[f->set_count++] = (set_entry){(uint32_t)f->set_piece_count, (uint32_t)set.count};
    memcpy(f->set_pieces + f->set_piece_count, f->key.at, f->key.len);
    f->set_piece_count += set.count;
    return id;
}

// Room for count nodes next to each other.
static uint32_t formulas_new(prefilter *f, size_t count) {
    memory_reserve(f->formulas, f->formula_room, f->formula_count + count);
    f->formula_count += count;
    return (uint32_t)(f->formula_count - count);
}

static void add_formula(prefilter *f, uint32_t at, const need *n) {
    need_node node = {.kind = (uint8_t)n->kind, .reach = (uint8_t)n->reach};
    if (n->kind == NEED_ANY || n->kind == NEED_NEAR) {
        node.first = set_number(f, n->set);
        if (n->kind == NEED_NEAR) node.second = set_number(f, n->behind);
    } else {
        node.first = formulas_new(f, n->count);
        node.second = node.first + (uint32_t)n->count;
        for (size_t i = 0; i < n->count; i++) add_formula(f, node.first + (uint32_t)i, n->children[i]);
    }
    f->formulas[at] = node;
}

static void add_always(prefilter *f, size_t rule) {
    memory_reserve(f->always, f->always_room, f->always_count + 1);
    f->always[f->always_count++] = (uint32_t)rule;
}

static bool is_everywhere(const need *n) { return n->cost >= FREQUENCY_ALL; }

// The alternatives of a rule: those of its rarest need when that is one of several, else the whole.
static void add_alternatives(prefilter *f, size_t rule) {
    const need *n = f->needs[rule];
    uint32_t at = f->rule_formula[rule];
    size_t count = 1;
    if (n->kind == NEED_ALL && n->children[0]->kind == NEED_ONE) {
        at = f->formulas[at].first;
        n = n->children[0];
    }
    if (n->kind == NEED_ONE) {
        count = n->count;
        at = f->formulas[at].first;
    }
    memory_reserve(f->alternatives, f->alternative_room, f->alternative_count + count);
    for (size_t i = 0; i < count; i++)
        f->alternatives[f->alternative_count++] = (alternative){(uint32_t)rule, at + (uint32_t)i};
}

static void add_rules(prefilter *f) {
    memory_reserve(f->rule_formula, f->rule_formula_room, f->rule_count + 1);
    for (size_t i = 0; i < f->rule_count; i++) {
        f->rule_formula[i] = UINT32_MAX;
        if (f->needs[i]) {
            f->rule_formula[i] = formulas_new(f, 1);
            add_formula(f, f->rule_formula[i], f->needs[i]);
        }
        if (f->needs[i] && !is_everywhere(f->needs[i]))
            add_alternatives(f, i);
        else
            add_always(f, i);
    }
}

// The need of an alternative, in the order of add_alternatives.
static const need *alternative_need(const prefilter *f, size_t i) {
    size_t rule = f->alternatives[i].rule, first = i;
    while (first > 0 && f->alternatives[first - 1].rule == rule) first--;
    const need *n = f->needs[rule];
    if (n->kind == NEED_ALL && n->children[0]->kind == NEED_ONE) n = n->children[0];
    return n->kind == NEED_ONE ? n->children[i - first] : n;
}

// Lays the alternatives that watch each piece next to each other: counted in the first round, placed in the second.
static void add_watchers(prefilter *f) {
    piece_set *watch = arena_array(&f->keep, piece_set, f->alternative_count + 1);
    for (size_t i = 0; i < f->alternative_count; i++) watch[i] = need_watch(&f->keep, alternative_need(f, i));
    for (unsigned round = 0; round < 2; round++) {
        for (size_t i = 0; i < f->alternative_count; i++) {
            for (size_t k = 0; k < watch[i].count; k++) {
                uint32_t number = piece_number(f, &watch[i].at[k]); // may move the pieces
                piece_entry *each = &f->pieces[number];
                if (round) f->watchers[each->watch + each->watch_count] = (uint32_t)i;
                each->watch_count++;
            }
        }
        uint32_t total = 0;
        for (size_t i = 1; round == 0 && i <= f->piece_count; i++) {
            f->pieces[i].watch = total;
            total += f->pieces[i].watch_count;
            f->pieces[i].watch_count = 0;
        }
        if (round == 0) memory_reserve(f->watchers, f->watcher_room, total + 1);
    }
}

static uint32_t known_piece(const prefilter *f, str text) {
    uint32_t node = ANYWHERE;
    for (size_t i = 0; node && i < text.len; i++) node = child_of(f, node, (uint8_t)text.at[i]);
    return node ? f->nodes[node].first_piece : 0;
}

void prefilter_finish(prefilter *f) {
    while (f->node_count <= AT_START) node_new(f, 0);
    add_rules(f);
    add_watchers(f);
    f->piece_start = known_piece(f, PIECE_START);
    f->piece_end = known_piece(f, PIECE_END);
    for (unsigned which = 0; which < 2; which++)
        for (unsigned byte = 0; byte < 256; byte++)
            f->root[which][byte] = child_of(f, which ? AT_START : ANYWHERE, (uint8_t)byte);
    arena_release(&f->keep);
    free(f->needs);
    f->needs = NULL;
    intern_release(&f->set_keys);
    buf_release(&f->key);
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

void sighting_init(sighting *s, const prefilter *f) {
    s->stamps = memory_alloc((f->piece_count + 1) * sizeof *s->stamps);
    s->places = memory_alloc((f->piece_count + 1) * sizeof *s->places);
    s->set_stamps = memory_alloc((f->set_count + 1) * sizeof *s->set_stamps);
    s->set_places = memory_alloc((f->set_count + 1) * sizeof *s->set_places);
    s->rule_stamps = memory_alloc((f->rule_count + 1) * sizeof *s->rule_stamps);
    s->tried_stamps = memory_alloc((f->alternative_count + 1) * sizeof *s->tried_stamps);
}

void sighting_release(sighting *s) {
    free(s->stamps);
    free(s->places);
    free(s->set_stamps);
    free(s->set_places);
    free(s->rule_stamps);
    free(s->tried_stamps);
    *s = (sighting){0};
}

void sighting_begin(sighting *s, const prefilter *f, size_t count, bool loose) {
    s->loose = loose;
    if (++s->stamp == 0) {
        memset(s->stamps, 0, (f->piece_count + 1) * sizeof *s->stamps);
        memset(s->set_stamps, 0, (f->set_count + 1) * sizeof *s->set_stamps);
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
    set_entry set = f->sets[number];
    const uint32_t *pieces = f->set_pieces + set.first;
    uint64_t all = 0;
    for (uint32_t i = 0; i < set.count; i++)
        if (s->stamps[pieces[i]] == s->stamp) all |= s->places[pieces[i]];
    s->set_stamps[number] = s->stamp;
    s->set_places[number] = all;
    return all;
}

static uint64_t rotate(uint64_t bits, unsigned by) { return bits << by | bits >> (64 - by); }

// Whether one of the second places is at most reach tokens behind one of the first. Places are modulo 64, so that a long message
// may pass without reason, but never fails without one.
static bool near(uint64_t first, uint64_t second, unsigned reach) {
    for (unsigned done = 0; done < reach;) {
        unsigned step = reach - done < done + 1 ? reach - done : done + 1;
        first |= rotate(first, step);
        done += step;
    }
    return first & second;
}

static bool fulfilled(const prefilter *f, sighting *s, uint32_t at) {
    need_node node = f->formulas[at];
    if (node.kind == NEED_ANY) return places(f, s, node.first) != 0;
    if (node.kind == NEED_NEAR) {
        uint64_t first = places(f, s, node.first), second = places(f, s, node.second);
        return first && second && (s->loose || near(first, second, node.reach));
    }
    bool all = node.kind == NEED_ALL;
    for (uint32_t i = node.first; i < node.second; i++)
        if (fulfilled(f, s, i) != all) return !all;
    return all;
}

bool prefilter_passes(const prefilter *f, sighting *s, uint32_t index) {
    return f->rule_formula[index] == UINT32_MAX || fulfilled(f, s, f->rule_formula[index]);
}

size_t prefilter_collect(const prefilter *f, sighting *s, uint32_t number, uint32_t *out) {
    const piece_entry *each = &f->pieces[number];
    size_t count = 0;
    for (uint32_t i = 0; i < each->watch_count; i++) {
        uint32_t which = f->watchers[each->watch + i];
        alternative tried = f->alternatives[which];
        if (s->tried_stamps[which] == s->stamp || s->rule_stamps[tried.rule] == s->stamp) continue;
        s->tried_stamps[which] = s->stamp;
        if (!fulfilled(f, s, tried.formula) || !prefilter_passes(f, s, tried.rule)) continue;
        s->rule_stamps[tried.rule] = s->stamp;
        out[count++] = tried.rule;
    }
    return count;
}

void prefilter_release(prefilter *f) {
    arena_release(&f->keep);
    free(f->needs);
    free(f->pieces);
    free(f->nodes);
    free(f->alternatives);
    free(f->watchers);
    free(f->sets);
    free(f->set_pieces);
    free(f->formulas);
    free(f->rule_formula);
    free(f->always);
    intern_release(&f->set_keys);
    buf_release(&f->key);
    *f = (prefilter){0};
}
