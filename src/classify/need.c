#include "classify/need.h"

#include "base/memory.h"

#include <stdlib.h>

static uint64_t mix(uint64_t a, uint64_t b) {
    uint64_t x = (a ^ (b + 0x9E3779B97F4A7C15ull)) * 0xBF58476D1CE4E5B9ull;
    return x ^ x >> 29;
}

uint32_t piece_number(piece_table *all, str text, bool starts, bool ends) {
    char key[256];
    if (text.len >= sizeof key) text.len = sizeof key - 1;
    memcpy(key, text.at, text.len);
    key[text.len] = (char)(starts + 2 * ends);
    size_t before = all->keys.count;
    uint32_t number = intern_add(&all->keys, str_of(key, text.len + 1)) + 1;
    if (all->keys.count == before) return number;
    memory_reserve(all->at, all->room, all->keys.count + 1);
    piece *p = &all->at[number];
    *p = (piece){.text = str_take(intern_name(&all->keys, number - 1), text.len),
                 .starts = starts,
                 .ends = ends};
    p->frequency = all->frequency(all->context, p);
    all->count = number;
    return number;
}

void piece_table_release(piece_table *all) {
    arena_release(&all->keep);
    intern_release(&all->keys);
    free(all->at);
    *all = (piece_table){0};
}

piece_set piece_set_of(piece_table *all, uint32_t number) {
    uint32_t *at = arena_new(&all->keep, uint32_t);
    *at = number;
    return (piece_set){at, 1, all->at[number].frequency, mix(1, number)};
}

piece_set piece_set_union(piece_table *all, const piece_set *sets, size_t count) {
    size_t room = 0;
    for (size_t i = 0; i < count; i++) room += sets[i].count;
    uint32_t *at = arena_array(&all->keep, uint32_t, room + 1);
    piece_set joined = {.at = at};
    all->mark++;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < sets[i].count; k++) {
            uint32_t number = sets[i].at[k];
            if (all->at[number].mark == all->mark) continue;
            all->at[number].mark = all->mark;
            at[joined.count++] = number;
            joined.frequency += all->at[number].frequency;
            joined.hash += mix(1, number);
        }
    }
    return joined;
}

// Sets come from the same pieces, so that sums of mixed numbers tell them apart but for one chance
// in 2^64 a pair; as a wrong answer would lose matches, the numbers are looked at too.
static bool same_set(const piece_set *a, const piece_set *b) {
    if (a->count != b->count || a->hash != b->hash) return false;
    for (size_t i = 0; i < a->count; i++) {
        if (a->at[i] == b->at[i]) continue;
        size_t k;
        for (k = 0; k < b->count && a->at[i] != b->at[k]; k++) continue;
        if (k == b->count) return false;
    }
    return true;
}

bool need_same(const need *a, const need *b) {
    if (a == b) return true;
    if (a->hash != b->hash || a->kind != b->kind || a->count != b->count || a->reach != b->reach ||
        a->least != b->least)
        return false;
    if (!same_set(&a->set, &b->set) || !same_set(&a->behind, &b->behind)) return false;
    for (size_t i = 0; i < a->count; i++)
        if (!need_same(a->children[i], b->children[i])) return false;
    return true;
}

static bool is_among(const need *n, const need *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (need_same(n, list[i])) return true;
    return false;
}

const need *need_any(piece_table *all, piece_set set) {
    need *n = arena_new(&all->keep, need);
    *n = (need){
        .kind = NEED_ANY, .set = set, .cost = set.frequency, .hash = mix(NEED_ANY, set.hash)};
    return n;
}

static bool has_text(const piece_table *all, const piece_set *set, str text) {
    for (size_t i = 0; i < set->count; i++)
        if (str_equal(all->at[set->at[i]].text, text)) return true;
    return false;
}

const need *need_near(piece_table *all, piece_set set, piece_set behind, uint32_t least,
                      uint32_t reach) {
    if (set.count == 0 || behind.count == 0 || reach > REACH_MOST) return NULL;
    // Nothing is taken by ^ and $: "$^" finds the end before the start.
    if (has_text(all, &set, PIECE_END) || has_text(all, &behind, PIECE_START)) return NULL;
    need *n = arena_new(&all->keep, need);
    *n = (need){.kind = NEED_NEAR, .least = least, .reach = reach, .set = set, .behind = behind};
    n->cost = set.frequency < behind.frequency ? set.frequency : behind.frequency;
    n->hash = mix(mix(NEED_NEAR + 2 * reach + least, set.hash), behind.hash);
    return n;
}

static int by_cost(const void *a, const void *b) {
    const need *x = *(const need *const *)a, *y = *(const need *const *)b;
    if (x->cost != y->cost) return x->cost < y->cost ? -1 : 1;
    if (x->kind != y->kind) return x->kind > y->kind ? -1 : 1;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

static void add_child(need *n, const need *child) {
    if (is_among(child, n->children, n->count)) return;
    n->children[n->count++] = child;
}

static need *gathering(piece_table *all, need_kind kind, size_t room) {
    need *n = arena_new(&all->keep, need);
    *n = (need){.kind = kind, .children = arena_array(&all->keep, const need *, room + 1)};
    return n;
}

// The needs that a conjunction consists of.
static size_t parts_of(const need *const *n, const need *const **parts) {
    bool several = (*n)->kind == NEED_ALL;
    *parts = several ? (*n)->children : n;
    return several ? (*n)->count : 1;
}

// Whether some nearness asks for the pieces of n already.
static bool is_in_near(const need *n, const need *conjunction) {
    for (size_t i = 0; n->kind == NEED_ANY && i < conjunction->count; i++) {
        const need *other = conjunction->children[i];
        if (other->kind != NEED_NEAR) continue;
        if (same_set(&n->set, &other->set) || same_set(&n->set, &other->behind)) return true;
    }
    return false;
}

static const need *sorted(need *n) {
    if (n->count == 1) return n->children[0];
    qsort(n->children, n->count, sizeof *n->children, by_cost);
    n->hash = n->kind;
    for (size_t i = 0; i < n->count; i++) {
        n->cost = n->kind == NEED_ONE ? n->cost + n->children[i]->cost : n->children[0]->cost;
        n->hash = mix(n->hash, n->children[i]->hash);
    }
    return n;
}

const need *need_all(piece_table *all, const need *const *children, size_t count) {
    size_t room = 0;
    for (size_t i = 0; i < count; i++)
        if (children[i]) room += children[i]->kind == NEED_ALL ? children[i]->count : 1;
    if (room == 0) return NULL;
    need *n = gathering(all, NEED_ALL, room);
    for (size_t i = 0; i < count; i++) {
        const need *const *parts;
        size_t some = children[i] ? parts_of(&children[i], &parts) : 0;
        for (size_t k = 0; k < some; k++) add_child(n, parts[k]);
    }
    size_t kept = 0;
    for (size_t i = 0; i < n->count; i++)
        if (!is_in_near(n->children[i], n)) n->children[kept++] = n->children[i];
    n->count = kept;
    return sorted(n);
}

static bool has_part(const need *n, const need *wanted) {
    const need *const *parts;
    size_t count = parts_of(&n, &parts);
    return is_among(wanted, parts, count);
}

// What all children ask for, and one of what each asks for besides: nothing when one asks for
// nothing besides.
static const need *factored(piece_table *all, const need *n) {
    const need *const *parts;
    size_t count = parts_of(&n->children[0], &parts), common = 0;
    const need **shared = arena_array(&all->keep, const need *, count + 1);
    for (size_t k = 0; k < count; k++) {
        size_t i = 1;
        while (i < n->count && has_part(n->children[i], parts[k])) i++;
        if (i == n->count) shared[common++] = parts[k];
    }
    if (common == 0) return n;
    const need **rests = arena_array(&all->keep, const need *, n->count);
    for (size_t i = 0; i < n->count; i++) {
        size_t some = parts_of(&n->children[i], &parts), left = 0;
        const need **rest = arena_array(&all->keep, const need *, some);
        for (size_t k = 0; k < some; k++)
            if (!is_among(parts[k], shared, common)) rest[left++] = parts[k];
        rests[i] = need_all(all, rest, left);
    }
    shared[common] = need_one(all, rests, n->count);
    return need_all(all, shared, common + 1);
}

// Whether whatever fulfils b fulfils a.
static bool follows(const need *a, const need *b) {
    const need *const *parts;
    size_t count = parts_of(&a, &parts);
    for (size_t i = 0; i < count; i++)
        if (!has_part(b, parts[i])) return false;
    return true;
}

// Drops the children that ask for more than another child does.
static void absorb(need *n) {
    size_t kept = 0;
    for (size_t i = 0; i < n->count; i++) {
        bool needed = true;
        for (size_t k = 0; k < n->count && needed; k++)
            needed = k == i || !follows(n->children[k], n->children[i]) ||
                     (k > i && follows(n->children[i], n->children[k]));
        if (needed) n->children[kept++] = n->children[i];
    }
    n->count = kept;
}

// The children, those that are one of several themselves taken apart, and single pieces put
// together.
static need *spread(piece_table *all, const need *const *children, size_t count) {
    size_t room = 1, set_count = 0;
    for (size_t i = 0; i < count; i++)
        room += children[i]->kind == NEED_ONE ? children[i]->count : 1;
    piece_set *sets = arena_array(&all->keep, piece_set, room);
    need *n = gathering(all, NEED_ONE, room);
    for (size_t i = 0; i < count; i++) {
        bool nested = children[i]->kind == NEED_ONE;
        for (size_t k = 0; k < (nested ? children[i]->count : 1); k++) {
            const need *child = nested ? children[i]->children[k] : children[i];
            if (child->kind == NEED_ANY)
                sets[set_count++] = child->set;
            else
                add_child(n, child);
        }
    }
    if (set_count) add_child(n, need_any(all, piece_set_union(all, sets, set_count)));
    return n;
}

const need *need_one(piece_table *all, const need *const *children, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!children[i]) return NULL;
    if (count == 0) return NULL;
    need *n = spread(all, children, count);
    absorb(n);
    const need *simple = n->count > 1 ? factored(all, n) : n;
    if (simple != n) return simple;
    simple = sorted(n);
    return n->count <= CHILDREN_MOST ? simple : need_any(all, need_watch(all, simple));
}

piece_set piece_set_copy(arena *keep, piece_set set) {
    uint32_t *at = arena_array(keep, uint32_t, set.count);
    if (set.count) memcpy(at, set.at, set.count * sizeof *at);
    set.at = at;
    return set;
}

const need *need_copy(arena *keep, const need *n) {
    need *copy = arena_new(keep, need);
    *copy = *n;
    copy->set = piece_set_copy(keep, n->set);
    copy->behind = piece_set_copy(keep, n->behind);
    copy->children = arena_array(keep, const need *, n->count);
    for (size_t i = 0; i < n->count; i++) copy->children[i] = need_copy(keep, n->children[i]);
    return copy;
}

piece_set need_watch(piece_table *all, const need *n) {
    if (n->kind == NEED_ANY) return n->set;
    if (n->kind == NEED_NEAR) return n->set.frequency <= n->behind.frequency ? n->set : n->behind;
    if (n->kind == NEED_ALL) return need_watch(all, n->children[0]);
    piece_set *sets = arena_array(&all->keep, piece_set, n->count);
    for (size_t i = 0; i < n->count; i++) sets[i] = need_watch(all, n->children[i]);
    return piece_set_union(all, sets, n->count);
}
