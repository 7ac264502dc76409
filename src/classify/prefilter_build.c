#include "classify/prefilter.h"

#include "base/memory.h"

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

// Puts a piece into the trie.
static void add_piece(prefilter *f, uint32_t number) {
    if (f->pieces[number].known) return;
    const piece *p = &f->all.at[number];
    uint32_t node = p->starts ? AT_START : ANYWHERE;
    for (size_t i = 0; i < p->text.len; i++) {
        uint8_t byte = (uint8_t)p->text.at[i];
        uint32_t child = prefilter_child(f, node, byte);
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
    uint32_t id =
        intern_add(&f->set_keys, str_of((const char *)set.at, set.count * sizeof *set.at));
    if (f->set_keys.count == before) return id;
    memory_reserve(f->sets, f->set_room, f->set_count + 1);
    memory_reserve(f->set_pieces, f->set_piece_room, f->set_piece_count + set.count);
    f->sets[f->set_count++] =
        (set_entry){.first = (uint32_t)f->set_piece_count, .count = (uint32_t)set.count};
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
    need_node node = {
        .kind = (uint8_t)n->kind, .least = (uint8_t)n->least, .reach = (uint8_t)n->reach};
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
    if ((f->formula_count + 1) * 2 > f->slot_count)
        rehash(f, f->slot_count ? f->slot_count * 2 : 4096);
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

// The ways to fulfil a need while the others of its rule stand: one of several needs is taken
// apart, as long as there are few.
static void add_alternatives(prefilter *f, size_t rule, const need *n, const need *rest) {
    enum { FEW = 256 };
    if (n->kind == NEED_ALL && n->children[0]->kind == NEED_ONE) {
        const need *others[] = {need_all(&f->all, n->children + 1, n->count - 1), rest};
        add_alternatives(f, rule, n->children[0], need_all(&f->all, others, 2));
        return;
    }
    if (n->kind == NEED_ONE && f->alternative_count - f->first_alternative + n->count < FEW) {
        for (size_t i = 0; i < n->count; i++) add_alternatives(f, rule, n->children[i], rest);
        return;
    }
    uint32_t formula = formula_of(f, n), rest_formula = rest ? formula_of(f, rest) : UINT32_MAX;
    memory_reserve(f->alternatives, f->alternative_room, f->alternative_count + 1);
    f->alternatives[f->alternative_count++] =
        (alternative){.rule = (uint32_t)rule, .formula = formula, .rest = rest_formula};
}

static void add_rules(prefilter *f) {
    memory_reserve(f->rule_formula, f->rule_formula_room, f->rule_count + 1);
    for (size_t i = 0; i < f->rule_count; i++) {
        f->rule_formula[i] = f->needs[i] ? formula_of(f, f->needs[i]) : UINT32_MAX;
        f->first_alternative = f->alternative_count;
        if (f->needs[i] && !is_everywhere(f->needs[i]))
            add_alternatives(f, i, f->needs[i], NULL);
        else
            add_always(f, i);
    }
}

// Signatures

enum { BITS = 64 * SIGNATURE_WORDS, OWN_BITS = 96 };

// How often a piece is asked for, weighed by how often it occurs: those that come first get a bit
// of their own.
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
        f->pieces[all[i].number].bit =
            (uint8_t)(i < OWN_BITS ? i : OWN_BITS + i % (BITS - OWN_BITS));
}

static signature everything(void) {
    signature all;
    memset(&all, 0xFF, sizeof all);
    return all;
}

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
    for (size_t i = 0; i < set.count; i++) signature_add(&each.bits, to->f->pieces[set.at[i]].bit);
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
        for (size_t k = 0; k < watch.count; k++)
            signature_add(&f->formulas[i].mask, f->pieces[watch.at[k]].bit);
    }
    for (size_t i = 0; i < f->set_count; i++)
        for (uint32_t k = 0; k < f->sets[i].count; k++)
            signature_add(&f->sets[i].mask, f->pieces[f->set_pieces[f->sets[i].first + k]].bit);
    uint64_t frequency[BITS] = {0};
    for (size_t i = 1; i <= f->piece_count; i++)
        if (f->pieces[i].known) frequency[f->pieces[i].bit] += f->all.at[i].frequency;
    for (size_t i = 0; i < f->alternative_count; i++) {
        alternative *each = &f->alternatives[i];
        masks gathered = {.bit_frequency = frequency, .f = f};
        for (unsigned k = 0; k < ALTERNATIVE_MASKS; k++)
            gathered.at[k] = (mask){everything(), UINT64_MAX};
        add_masks(&gathered, f->formula_needs[each->formula]);
        add_masks(&gathered, f->needs[each->rule]);
        for (unsigned k = 0; k < ALTERNATIVE_MASKS; k++) each->masks[k] = gathered.at[k].bits;
    }
}

// Watchers

// What an alternative waits for: a piece of set in token i, and one of near in the tokens i + from
// to i + upto.
typedef struct watch {
    piece_set set, near;
    int8_t from, upto;
} watch;

// Where another piece must be near, a watch wakes rarely.
static uint64_t watch_cost(const watch *w) { return w->set.frequency / (w->near.count ? 8 : 1); }

static watch watch_near(const need *n) {
    enum { NEARBY = 4 }; // tokens that are worth a look
    bool first = n->set.frequency <= n->behind.frequency;
    watch w = {.set = first ? n->set : n->behind};
    if (n->reach > NEARBY) return w;
    w.near = first ? n->behind : n->set;
    w.from = (int8_t)(first ? (int)n->least : -(int)n->reach);
    w.upto = (int8_t)(first ? (int)n->reach : -(int)n->least);
    return w;
}

static watch watch_of(prefilter *f, const need *n) {
    if (n->kind == NEED_NEAR) return watch_near(n);
    if (n->kind != NEED_ALL) return (watch){.set = need_watch(&f->all, n)};
    watch best = watch_of(f, n->children[0]);
    for (size_t i = 1; i < n->count; i++) {
        watch other = watch_of(f, n->children[i]);
        if (watch_cost(&other) < watch_cost(&best)) best = other;
    }
    return best;
}

static bool has_edge(const prefilter *f, piece_set set) {
    for (size_t i = 0; i < set.count; i++) {
        str text = f->all.at[set.at[i]].text;
        if (str_equal(text, PIECE_START) || str_equal(text, PIECE_END)) return true;
    }
    return false;
}

static watcher watcher_of(const prefilter *f, const watch *w) {
    watcher each = {.from = w->from,
                    .upto = w->upto,
                    .anywhere = w->near.count == 0,
                    .at_edge = has_edge(f, w->near)};
    for (size_t i = 0; i < w->near.count; i++)
        signature_add(&each.near, f->pieces[w->near.at[i]].bit);
    return each;
}

// A watcher of one piece, to be put together with those that look for the same.
typedef struct wish {
    watcher watcher;
    uint32_t piece, alternative;
} wish;

static int by_piece(const void *a, const void *b) {
    const wish *x = a, *y = b;
    if (x->piece != y->piece) return x->piece < y->piece ? -1 : 1;
    int order = memcmp(&x->watcher.near, &y->watcher.near, sizeof x->watcher.near);
    if (order) return order;
    if (x->watcher.from != y->watcher.from) return x->watcher.from - y->watcher.from;
    if (x->watcher.upto != y->watcher.upto) return x->watcher.upto - y->watcher.upto;
    if (x->watcher.at_edge != y->watcher.at_edge) return x->watcher.at_edge - y->watcher.at_edge;
    return (x->alternative > y->alternative) - (x->alternative < y->alternative);
}

static bool same_watcher(const wish *a, const wish *b) {
    return a->piece == b->piece && a->watcher.from == b->watcher.from &&
           a->watcher.upto == b->watcher.upto && a->watcher.at_edge == b->watcher.at_edge &&
           memcmp(&a->watcher.near, &b->watcher.near, sizeof a->watcher.near) == 0;
}

static void place_wishes(prefilter *f, const wish *all, size_t count) {
    memory_reserve(f->watchers, f->watcher_room, count + 1);
    memory_reserve(f->watched, f->watched_room, count + 1);
    uint32_t placed = 0;
    for (size_t i = 0; i < count; i++) {
        f->watched[i] = all[i].alternative;
        if (i == 0 || !same_watcher(&all[i - 1], &all[i])) {
            piece_entry *entry = &f->pieces[all[i].piece];
            if (entry->watch_count++ == 0) entry->watch = placed;
            f->watchers[placed] = all[i].watcher;
            f->watchers[placed++].first = (uint32_t)i;
        }
        f->watchers[placed - 1].end = (uint32_t)i + 1;
    }
}

static void add_watchers(prefilter *f) {
    watch *all = arena_array(&f->all.keep, watch, f->alternative_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < f->alternative_count; i++) {
        all[i] = watch_of(f, f->formula_needs[f->alternatives[i].formula]);
        count += all[i].set.count;
    }
    wish *wishes = arena_array(&f->all.keep, wish, count + 1);
    count = 0;
    for (uint32_t i = 0; i < f->alternative_count; i++) {
        watcher each = watcher_of(f, &all[i]);
        for (size_t k = 0; k < all[i].set.count; k++)
            wishes[count++] = (wish){each, all[i].set.at[k], i};
    }
    qsort(wishes, count, sizeof *wishes, by_piece);
    place_wishes(f, wishes, count);
}

static uint32_t known_piece(const prefilter *f, str text) {
    uint32_t node = ANYWHERE;
    for (size_t i = 0; node && i < text.len; i++)
        node = prefilter_child(f, node, (uint8_t)text.at[i]);
    return node ? f->nodes[node].first_piece : 0;
}

void prefilter_finish(prefilter *f) {
    while (f->node_count <= AT_START) node_new(f, 0);
    f->piece_count = f->all.count;
    memory_reserve(f->pieces, f->piece_room, f->piece_count + 1);
    memset(f->pieces, 0, (f->piece_count + 1) * sizeof *f->pieces);
    add_rules(f);
    add_signatures(f);
    add_watchers(f);
    f->piece_start = known_piece(f, PIECE_START);
    f->piece_end = known_piece(f, PIECE_END);
    for (unsigned which = 0; which < 2; which++)
        for (unsigned byte = 0; byte < 256; byte++)
            f->root[which][byte] = prefilter_child(f, which ? AT_START : ANYWHERE, (uint8_t)byte);
    prefilter_forget_needs(f);
}
