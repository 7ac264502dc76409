// sample: durations of any number in bounded memory. Exact while few of them differ; beyond that
// they are rounded to as many significant bits as it takes, 12 to 8: a change of at most 0.2 %,
// mostly of less than 0.05 %.
#ifndef STATS_SAMPLE_H
#define STATS_SAMPLE_H

#include "stats/survival.h"

enum { SAMPLE_MOST = 1 << 14, SAMPLE_BITS = 12 };

typedef struct sample {
    duration *at; // in no order
    size_t count, room;
    int bits; // significant ones; 0: exact, because never more than SAMPLE_MOST differed
} sample;

// For up to n durations; its memory is the arena's.
sample sample_start(arena *keep, size_t n);

void sample_add(sample *s, duration d);

// The curves of all that was added. Sorts the sample.
survival sample_fit(arena *keep, sample *s);

#endif
