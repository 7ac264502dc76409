// pairs: the ordered pairs of a conversation with their episodes in order.
#ifndef REPORT_PAIRS_H
#define REPORT_PAIRS_H

#include "report/table.h"

typedef struct pair {
    uint32_t asker, answerer; // answerer may be NO_SPEAKER
    const uint32_t *counts;   // PAIR_WIDTH words
    const uint32_t *episodes; // indices into the tally's episodes, ascending
    uint32_t episode_count;
} pair;

// Pairs in order of asker and answerer, NO_SPEAKER last.
struct pair_list {
    pair *at;
    size_t count;
    uint32_t *next; // by episode: 1 + the asker's next one with the same answerer, or 0
};

// Lives as long as keep. The tally has ended.
pair_list *pair_list_of(const tally *t, arena *keep);

// NULL when the two have nothing in common in this direction.
const pair *pair_list_find(const pair_list *list, uint32_t asker, uint32_t answerer);

// Whether the pair is a row of dyads: it has episodes, or adjacent floors.
bool pair_is_dyad(const pair *p);

#endif
