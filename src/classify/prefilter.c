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

// Puts a piece into the trie.
static void add_piece(prefilter *f, uint32_t number) {
    if (f->pieces[number].known) return;
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
    f->pieces[number] = (piece_entry){
        .next = f->nodes[node].first_piece, .starts = p->starts, .ends = p->ends, .known = true};
    f->nodes[node].first_piece = number;
}

// The number of a set; the same pieces in the same order are the same set.
static uint32_t set_number(prefilter *f, piece_set set) {
    size_t before = f->set_keys.count;
    uint32_t id = intern_add(&f->set_keys, str_of((const char *)set.at, set.count * sizeof *set.at));
    if (f->set_keys.count == before) return id;
    memory_reserve(f->sets, f->set_room, f->set_count + 1);
    memory_reserve(f->set_pieces, f->set_piece_room, f->set_piece_count + set.count);
    f->sets[f->set_count++] = (set_entry){(uint32_t)f->set_piece_count, (uint32_t)set.count};
    for (size_t i = 0; i < set.count; i++) {
        add_piece(f, set.at[i]);
        f->set_pieces[f->set_piece_count++] = set.at[i];
    }
    return id;
}

static void rehash(prefilter *f, size_t wanted) {
    uint32_t *fresh = memory_alloc(wanted * sizeof *fresh);
    free(f->slots);
    f->slots = fresh;
    f->slot_count = wanted;
    for (size_t i = 0; i < f->formula_count; i++) {
        size_t at = f->formula_needs[i]->hash & (wanted - 1);
        while (fresh[at]) at = (at + 1) & (wanted - 1);
        fresh[at] = (uint32_t)i + 1;
    }
}

static uint32_t formula_of(prefilter *f, const need *n);

static need_node node_of(prefilter *f, const need *n) {
    need_node node = {.kind = (uint8_t)n->kind, .reach = (uint8_t)n->reach};
    if (n->kind == NEED_ANY || n->kind == NEED_NEAR) {
        node.first = set_number(f, n->set);
        if (n->kind == NEED_NEAR) node.second = set_number(f, n->behind);
        return node;
    }
    uint32_t *children = arena_array(&f->all.keep, uint32_t, n->count);
    for (size_t i = 0; i < n->count; i++) children[i] = formula_of(f, n->children[i]);
    memory_reserve(f->children, f->child_room, f->child_count + n->count);
    node.first = (uint32_t)f->child_count;
    memcpy(f->children + f->child_count, children, n->count * sizeof *children);
    f->child_count += n->count;
    node.second = (uint32_t)f->child_count;
    return node;
}

// The number of a need, given when it is new.
static uint32_t formula_of(prefilter *f, const need *n) {
    if ((f->formula_count + 1) * 2 > f->slot_count) rehash(f, f->slot_count ? f->slot_count * 2 : 4096);
    size_t at = n->hash & (f->slot_count - 1);
    for (; f->slots[at]; at = (at + 1) & (f->slot_count - 1))
        if (need_same(f->formula_needs[f->slots[at] - 1], n)) return f->slots[at] - 1;
    need_node node = node_of(f, n);
    memory_reserve(f->formulas, f->formula_room, f->formula_count + 1);
    memory_reserve(f->formula_needs, f->formula_need_room, f->formula_count + 1);
    uint32_t number = (uint32_t)f->formula_count++;
    f->formulas[number] = node;
    f->formula_needs[number] = n;
    for (at = n->hash & (f->slot_count - 1); f->slots[at];) at = (at + 1) & (f->slot_count - 1);
    f->slots[at] = number + 1; // its children may have moved the place
    return number;
}

static void add_always(prefilter *f, size_t rule) {
    memory_reserve(f->always, f->always_room, f->always_count + 1);
    f->always[f->always_count++] = (uint32_t)rule;
}

static bool is_everywhere(const need *n) { return n->cost >= FREQUENCY_ALL; }

// The ways to fulfil the rarest need of a rule when that is one of several, else the whole.
static const need *const *alternatives_of(const need *const *n, size_t *count) {
    const need *rarest = (*n)->kind == NEED_ALL ? (*n)->children[0] : *n;
    bool several = rarest->kind == NEED_ONE;
    *count = several ? rarest->count : 1;
    return several ? rarest->children : n;
}

static void add_alternatives(prefilter *f, size_t rule) {
    size_t count;
    const need *n = f->needs[rule];
    const need *const *each = alternatives_of(&f->needs[rule], &count);
    const need *rest = n->kind == NEED_ALL && each != &f->needs[rule] ? need_all(&f->all, n->children + 1, n->count - 1) : NULL;
    uint32_t rest_formula = rest ? formula_of(f, rest) : UINT32_MAX;
    memory_reserve(f->alternatives, f->alternative_room, f->alternative_count + count);
    for (size_t i = 0; i < count; i++)
        f->alternatives[f->alternative_count++] =
            (alternative){.rule = (uint32_t)rule, .formula = formula_of(f, each[i]), .rest = rest_formula};
}

static void add_rules(prefilter *f) {
    memory_reserve(f->rule_formula, f->rule_formula_room, f->rule_count + 1);
    for (size_t i = 0; i < f->rule_count; i++) {
        f->rule_formula[i] = f->needs[i] ? formula_of(f, f->needs[i]) : UINT32_MAX;
        if (f->needs[i] && !is_everywhere(f->needs[i]))
            add_alternatives(f, i);
        else
            add_always(f, i);
    }
}

// Lays the alternatives that watch each piece next to each other: counted in the first round, placed in the second.
static void add_watchers(prefilter *f) {
    piece_set *watch = arena_array(&f->all.keep, piece_set, f->alternative_count + 1);
    for (size_t i = 0; i < f->alternative_count; i++)
        watch[i] = need_watch(&f->all, f->formula_needs[f->alternatives[i].formula]);
    for (unsigned round = 0; round < 2; round++) {
        for (size_t i = 0; i < f->alternative_count; i++) {
            for (size_t k = 0; k < watch[i].count; k++) {
                piece_entry *each = &f->pieces[watch[i].at[k]];
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

// Signatures

enum { BITS = 128, OWN_BITS = 88 };

// How often a piece is asked for, weighed by how often it occurs: those that come first get a bit of their own.
typedef struct importance {
    uint64_t weight;
    uint32_t number;
} importance;

static int heaviest(const void *a, const void *b) {
    const importance *x = a, *y = b;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static void give_bits(prefilter *f) {
    importance *all = arena_array(&f->all.keep, importance, f->piece_count + 1);
    for (uint32_t i = 0; i < f->piece_count; i++) all[i].number = i + 1;
    for (size_t i = 0; i < f->set_piece_count; i++)
        all[f->set_pieces[i] - 1].weight += f->all.at[f->set_pieces[i]].frequency;
    qsort(all, f->piece_count, sizeof *all, heaviest);
    for (size_t i = 0; i < f->piece_count; i++)
        f->pieces[all[i].number].bit = (uint8_t)(i < OWN_BITS ? i : OWN_BITS + i % (BITS - OWN_BITS));
}

static void add_bit(signature *to, uint8_t bit) { to->bits[bit >> 6] |= 1ull << (bit & 63); }

// A mask, and how many of a million messages have a bit of it.
typedef struct mask {
    signature bits;
    uint64_t frequency;
} mask;

// Masks of an alternative being gathered.
typedef struct masks {
    mask at[ALTERNATIVE_MASKS];
    uint64_t *bit_frequency;
    prefilter *f;
} masks;

static void add_mask(masks *to, piece_set set) {
    mask each = {0};
    for (size_t i = 0; i < set.count; i++) add_bit(&each.bits, to->f->pieces[set.at[i]].bit);
    for (unsigned bit = 0; bit < BITS; bit++)
        if (each.bits.bits[bit >> 6] >> (bit & 63) & 1) each.frequency += to->bit_frequency[bit];
    for (unsigned i = 0; i < ALTERNATIVE_MASKS; i++) {
        if (memcmp(&to->at[i].bits, &each.bits, sizeof each.bits) == 0) return;
        if (to->at[i].frequency <= each.frequency) continue;
        mask moved = to->at[i];
        to->at[i] = each;
        each = moved;
    }
}

// Of everything that a need asks for in any case.
static void add_masks(masks *to, const need *n) {
    if (n->kind == NEED_ANY || n->kind == NEED_NEAR) add_mask(to, n->set);
    if (n->kind == NEED_NEAR) add_mask(to, n->behind);
    if (n->kind == NEED_ONE) add_mask(to, need_watch(&to->f->all, n));
    for (size_t i = 0; n->kind == NEED_ALL && i < n->count; i++) add_masks(to, n->children[i]);
}

static void add_signatures(prefilter *f) {
    give_bits(f);
    for (size_t i = 0; i < f->formula_count; i++) {
        piece_set watch = need_watch(&f->all, f->formula_needs[i]);
        for (size_t k = 0; k < watch.count; k++) add_bit(&f->formulas[i].mask, f->pieces[watch.at[k]].bit);
    }
    uint64_t frequency[BITS] = {0};
    for (size_t i = 1; i <= f->piece_count; i++)
        if (f->pieces[i].known) frequency[f->pieces[i].bit] += f->all.at[i].frequency;
    for (size_t i = 0; i < f->alternative_count; i++) {
        alternative *each = &f->alternatives[i];
        masks gathered = {.bit_frequency = frequency, .f = f};
        for (unsigned k = 0; k < ALTERNATIVE_MASKS; k++)
            gathered.at[k] = (mask){{{UINT64_MAX, UINT64_MAX}}, UINT64_MAX};
        add_masks(&gathered, f->formula_needs[each->formula]);
        add_masks(&gathered, f->needs[each->rule]);
        for (unsigned k = 0; k < ALTERNATIVE_MASKS; k++) each->masks[k] = gathered.at[k].bits;
    }
}

static uint32_t known_piece(const prefilter *f, str text) {
    uint32_t node = ANYWHERE;
    for (size_t i = 0; node && i < text.len; i++) node = child_of(f, node, (uint8_t)text.at[i]);
    return node ? f->nodes[node].first_piece : 0;
}

static void release_while_adding(prefilter *f) {
    piece_table_release(&f->all);
    intern_release(&f->set_keys);
    free(f->needs);
    free(f->formula_needs);
    free(f->slots);
    f->needs = f->formula_needs = NULL;
    f->slots = NULL;
}

void prefilter_finish(prefilter *f) {
    while (f->node_count <= AT_START) node_new(f, 0);
    f->piece_count = f->all.count;
    memory_reserve(f->pieces, f->piece_room, f->piece_count + 1);
    memset(f->pieces, 0, (f->piece_count + 1) * sizeof *f->pieces);
    add_rules(f);
    add_watchers(f);
    add_signatures(f);
    f->piece_start = known_piece(f, PIECE_START);
    f->piece_end = known_piece(f, PIECE_END);
    for (unsigned which = 0; which < 2; which++)
        for (unsigned byte = 0; byte < 256; byte++)
            f->root[which][byte] = child_of(f, which ? AT_START : ANYWHERE, (uint8_t)byte);
    release_while_adding(f);
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

void sighting_begin(sighting *s, const prefilter *f, size_t count, signature seen, bool loose) {
    s->loose = loose;
    s->seen = seen;
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

static bool fulfilled(const prefilter *f, sighting *s, uint32_t at);

static bool are_near(const prefilter *f, sighting *s, const need_node *node) {
    uint64_t first = places(f, s, node->first);
    if (!first) return false;
    uint64_t second = places(f, s, node->second);
    return second && (s->loose || near(first, second, node->reach));
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
    if (!signature_meets(node->mask, s->seen)) return false;
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

void prefilter_release(prefilter *f) {
    release_while_adding(f);
    free(f->pieces);
    free(f->nodes);
    free(f->alternatives);
    free(f->watchers);
    free(f->sets);
    free(f->set_pieces);
    free(f->formulas);
    free(f->children);
    free(f->rule_formula);
    free(f->always);
    *f = (prefilter){0};
}
