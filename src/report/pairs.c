#include "report/pairs.h"

static const uint32_t no_course[COURSE_WIDTH];

// The tally's pairs are in order of their keys, and have an entry for every course.
pair_list *pair_list_of(const tally *t, arena *keep) {
    pair_list *list = arena_new(keep, pair_list);
    list->count = t->pairs.count;
    list->at = arena_array(keep, pair, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const uint32_t *key = tuples_key(&t->pairs, i);
        const uint32_t *course = tuples_find(&t->courses, key);
        list->at[i] =
            (pair){key[0], key[1], tuples_values(&t->pairs, i), course ? course : no_course};
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

bool pair_is_dyad(const pair *p) { return p->course[COURSE_EPISODES] || has_floors(p); }
