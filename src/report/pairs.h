// pairs: the ordered pairs of a conversation with their episodes.
#ifndef REPORT_PAIRS_H
#define REPORT_PAIRS_H

#include "report/table.h"

typedef struct pair {
    uint32_t asker, answerer; // answerer may be NO_SPEAKER
    const uint32_t *counts;   // PAIR_WIDTH words
    const uint32_t *course;   // COURSE_WIDTH words; all 0 for a pair without episodes
} pair;

// Pairs in order of asker and answerer, NO_SPEAKER last.
struct pair_list {
    pair *at;
    size_t count;
};

// Lives as long as keep. The tally has ended.
pair_list *pair_list_of(const tally *t, arena *keep);

// NULL when the two have nothing in common in this direction.
const pair *pair_list_find(const pair_list *list, uint32_t asker, uint32_t answerer);

// The pair's episodes from the last to the first. A copy, because the log moves on.
//     for (uint32_t at = pair_last(p); at; at = e.before) { e = pair_episode(c, at); … }
static inline uint32_t pair_last(const pair *p) { return p->course[COURSE_LAST]; }
static inline episode_record pair_episode(const closing *c, uint32_t number) {
    return *episode_log_get(c->tally->episodes, number);
}

// Whether the pair is a row of dyads: it has episodes, or adjacent floors.
bool pair_is_dyad(const pair *p);

#endif
