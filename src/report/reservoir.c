#include "report/reservoir.h"

#include <stdlib.h>

static void swap(pick *a, pick *b) {
    pick kept = *a;
    *a = *b;
    *b = kept;
}

static void sift_up(stratum *s, size_t i) {
    while (i > 0 && s->at[i].key > s->at[(i - 1) / 2].key) {
        swap(&s->at[i], &s->at[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
}

static void sift_down(stratum *s, size_t i) {
    for (;;) {
        size_t most = i;
        for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < s->count; child++)
            if (s->at[child].key > s->at[most].key) most = child;
        if (most == i) return;
        swap(&s->at[i], &s->at[most]);
        i = most;
    }
}

// A place for the key, at the end or that of the highest, or NULL.
static pick *place_for(stratum *s, uint64_t key, size_t most) {
    if (most == 0) return NULL;
    if (s->count < most) {
        memory_reserve(s->at, s->room, s->count + 1);
        if (s->used == s->count) s->at[s->used++] = (pick){0};
        s->at[s->count].key = key;
        sift_up(s, s->count++);
    } else if (key < s->at[0].key) {
        s->at[0].key = key;
        sift_down(s, 0);
    } else {
        return NULL;
    }
    size_t i = 0;
    while (s->at[i].key != key) i++;
    return &s->at[i];
}

pick *reservoir_offer(reservoir *r, uint32_t which, uint64_t key, size_t most) {
    stratum *s = &r->strata[which];
    s->total++;
    pick *p = place_for(s, key, most);
    if (!p) return NULL;
    p->stratum = which;
    buf_reset(&p->text);
    return p;
}

void reservoir_join(reservoir *r, reservoir *from, size_t most) {
    for (uint32_t i = 0; i < RESERVOIR_STRATA; i++) {
        stratum *s = &from->strata[i];
        r->strata[i].total += s->total;
        for (size_t k = 0; k < s->count; k++) {
            pick *p = place_for(&r->strata[i], s->at[k].key, most);
            if (p) swap(p, &s->at[k]);
        }
        s->count = 0;
        s->total = 0;
    }
}

void reservoir_empty(reservoir *r) {
    for (size_t i = 0; i < RESERVOIR_STRATA; i++) r->strata[i].count = r->strata[i].total = 0;
}

// Gives every stratum from `first` on one more in turn, as long as there are some.
static size_t deal(const reservoir *r, size_t first, size_t n, size_t *draw) {
    for (bool given = true; given && n > 0;) {
        given = false;
        for (size_t i = first; i < RESERVOIR_STRATA && n > 0; i++) {
            if (draw[i] >= r->strata[i].count) continue;
            draw[i]++;
            n--;
            given = true;
        }
    }
    return n;
}

void reservoir_share(const reservoir *r, size_t n, size_t *draw) {
    memset(draw, 0, RESERVOIR_STRATA * sizeof *draw);
    size_t half = (n + 1) / 2, there = r->strata[0].count;
    draw[0] = there < half ? there : half;
    deal(r, 0, deal(r, 1, n - draw[0], draw), draw);
}

static int by_key(const void *a, const void *b) {
    const pick *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

void reservoir_sort(stratum *s) {
    if (s->count > 1) qsort(s->at, s->count, sizeof *s->at, by_key);
}

str pick_cell(const pick *p, size_t cell) {
    uint32_t start = cell ? p->ends[cell - 1] : 0;
    return str_of(buf_str(&p->text).at + start, p->ends[cell] - start);
}

void reservoir_release(reservoir *r) {
    for (size_t i = 0; i < RESERVOIR_STRATA; i++) {
        for (size_t k = 0; k < r->strata[i].used; k++) buf_release(&r->strata[i].at[k].text);
        free(r->strata[i].at);
    }
    *r = (reservoir){0};
}
