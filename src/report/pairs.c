#include "report/pairs.h"

#include <stdlib.h>

typedef struct placed {
    uint32_t asker, answerer, index;
} placed;

static int by_pair(const void *left, const void *right) {
    const placed *a = left, *b = right;
    if (a->asker != b->asker) return a->asker < b->asker ? -1 : 1;
    if (a->answerer != b->answerer) return a->answerer < b->answerer ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static const placed *sort_episodes(const tally *t, arena *keep) {
    placed *sorted = arena_array(keep, placed, t->episode_count);
    for (uint32_t i = 0; i < t->episode_count; i++)
        sorted[i] = (placed){t->episodes[i].asker, t->episodes[i].answerer, i};
    if (t->episode_count) qsort(sorted, t->episode_count, sizeof *sorted, by_pair);
    return sorted;
}

// The tally's pairs are in order of their keys, and have an entry for every episode.
pair_list *pair_list_of(const tally *t, arena *keep) {
    pair_list *list = arena_new(keep, pair_list);
    list->count = t->pairs.count;
    list->at = arena_array(keep, pair, list->count);
    list->next = arena_array(keep, uint32_t, t->episode_count);
    uint32_t *indices = arena_array(keep, uint32_t, t->episode_count);
    const placed *sorted = sort_episodes(t, keep);
    size_t taken = 0;
    for (size_t i = 0; i < list->count; i++) {
        const uint32_t *key = tuples_key(&t->pairs, i);
        pair *p = &list->at[i];
        *p = (pair){key[0], key[1], tuples_values(&t->pairs, i), indices + taken, 0};
        for (; taken < t->episode_count; taken++) {
            const placed *e = &sorted[taken];
            if (e->asker != p->asker || e->answerer != p->answerer) break;
            indices[taken] = e->index;
            if (p->episode_count++) list->next[indices[taken - 1]] = e->index + 1;
        }
    }
    return list;
}

const pair *pair_list_find(const pair_list *list, uint32_t asker, uint32_t answerer) {
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const pair *p = &list->at[middle];
        if (p->asker < asker || (p->asker == asker && p->answerer < answerer))
            low = middle + 1;
        else
            high = middle;
    }
    const pair *p = low < list->count ? &list->at[low] : NULL;
    return p && p->asker == asker && p->answerer == answerer ? p : NULL;
}

static bool has_floors(const pair *p) {
    return p->counts[PAIR_N11] || p->counts[PAIR_N12] || p->counts[PAIR_N21] || p->counts[PAIR_N22];
}

bool pair_is_dyad(const pair *p) { return p->episode_count || has_floors(p); }
