#include "classify/need.h"

#include <stdlib.h>

static bool same_piece(const piece *a, const piece *b) {
    return a->starts == b->starts && a->ends == b->ends && str_equal(a->text, b->text);
}

static void set_add(piece_set *set, piece p) {
    for (size_t i = 0; i < set->count; i++)
        if (same_piece(&set->at[i], &p)) return;
    set->at[set->count++] = p;
    set->frequency += p.frequency;
}

piece_set piece_set_of(arena *keep, piece p) {
    piece_set set = {.at = arena_new(keep, piece)};
    set_add(&set, p);
    return set;
}

piece_set piece_set_union(arena *keep, piece_set a, piece_set b) {
    if (a.count == 0) return b;
    if (b.count == 0) return a;
    piece_set set = {.at = arena_array(keep, piece, a.count + b.count)};
    for (size_t i = 0; i < a.count; i++) set_add(&set, a.at[i]);
    for (size_t i = 0; i < b.count; i++) set_add(&set, b.at[i]);
    return set;
}

static bool same_set(piece_set a, piece_set b) {
    if (a.count != b.count) return false;
    for (size_t i = 0; i < a.count; i++)
        if (!same_piece(&a.at[i], &b.at[i])) return false;
    return true;
}

static bool same_need(const need *a, const need *b) {
    if (a == b) return true;
    if (a->kind != b->kind || a->count != b->count || a->cost != b->cost || a->reach != b->reach) return false;
    if (!same_set(a->set, b->set) || !same_set(a->behind, b->behind)) return false;
    for (size_t i = 0; i < a->count; i++)
        if (!same_need(a->children[i], b->children[i])) return false;
    return true;
}

const need *need_any(arena *keep, piece_set set) {
    need *n = arena_new(keep, need);
    *n = (need){.kind = NEED_ANY, .set = set, .cost = set.frequency};
    return n;
}

const need *need_near(arena *keep, piece_set set, piece_set behind, uint32_t reach) {
    if (set.count == 0 || behind.count == 0 || reach > REACH_MOST) return NULL;
    need *n = arena_new(keep, need);
    *n = (need){.kind = NEED_NEAR, .reach = reach, .set = set, .behind = behind};
    n->cost = set.frequency < behind.frequency ? set.frequency : behind.frequency;
    return n;
}

static int by_cost(const void *a, const void *b) {
    const need *x = *(const need *const *)a, *y = *(const need *const *)b;
    if (x->cost != y->cost) return x->cost < y->cost ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    if (x->count != y->count) return x->count < y->count ? -1 : 1;
    if (x->set.count && y->set.count) return str_compare(x->set.at[0].text, y->set.at[0].text);
    return 0;
}

static void add_child(need *n, const need *child) {
    for (size_t i = 0; i < n->count; i++)
        if (same_need(n->children[i], child)) return;
    n->children[n->count++] = child;
}

const need *need_all(arena *keep, const need *const *children, size_t count) {
    size_t room = 0;
    for (size_t i = 0; i < count; i++)
        if (children[i]) room += children[i]->kind == NEED_ALL ? children[i]->count : 1;
    if (room == 0) return NULL;
    need *n = arena_new(keep, need);
    *n = (need){.kind = NEED_ALL, .children = arena_array(keep, const need *, room)};
    for (size_t i = 0; i < count; i++) {
        if (!children[i]) continue;
        if (children[i]->kind != NEED_ALL)
            add_child(n, children[i]);
        else
            for (size_t k = 0; k < children[i]->count; k++) add_child(n, children[i]->children[k]);
    }
    if (n->count == 1) return n->children[0];
    qsort(n->children, n->count, sizeof *n->children, by_cost);
    n->cost = n->children[0]->cost;
    return n;
}

// The same, or when it has too many children only the pieces that one of them needs.
static const need *one_of(arena *keep, need *n) {
    if (n->count == 1) return n->children[0];
    qsort(n->children, n->count, sizeof *n->children, by_cost);
    for (size_t i = 0; i < n->count; i++) n->cost += n->children[i]->cost;
    return n->count <= CHILDREN_MOST ? n : need_any(keep, need_watch(keep, n));
}

const need *need_one(arena *keep, const need *const *children, size_t count) {
    piece_set single = {0};
    size_t room = 1, pieces = 0;
    for (size_t i = 0; i < count; i++) {
        if (!children[i]) return NULL;
        room += children[i]->kind == NEED_ONE ? children[i]->count : 1;
        pieces += children[i]->set.count;
        for (size_t k = 0; children[i]->kind == NEED_ONE && k < children[i]->count; k++)
            pieces += children[i]->children[k]->set.count;
    }
    single.at = arena_array(keep, piece, pieces + 1);
    need *n = arena_new(keep, need);
    *n = (need){.kind = NEED_ONE, .children = arena_array(keep, const need *, room)};
    for (size_t i = 0; i < count; i++) {
        bool nested = children[i]->kind == NEED_ONE;
        for (size_t k = 0; k < (nested ? children[i]->count : 1); k++) {
            const need *child = nested ? children[i]->children[k] : children[i];
            if (child->kind != NEED_ANY)
                add_child(n, child);
            else
                for (size_t p = 0; p < child->set.count; p++) set_add(&single, child->set.at[p]);
        }
    }
    if (single.count) add_child(n, need_any(keep, single));
    return one_of(keep, n);
}

piece_set need_watch(arena *keep, const need *n) {
    if (n->kind == NEED_ANY) return n->set;
    if (n->kind == NEED_NEAR) return n->set.frequency <= n->behind.frequency ? n->set : n->behind;
    if (n->kind == NEED_ALL) return need_watch(keep, n->children[0]);
    piece_set all = {0};
    for (size_t i = 0; i < n->count; i++) all = piece_set_union(keep, all, need_watch(keep, n->children[i]));
    return all;
}
