// remarks: what a result does not say by itself: rows that a person may look for and does not find,
// and why they are not there.
#ifndef REPORT_REMARKS_H
#define REPORT_REMARKS_H

#include "report/sequence.h"

// Conversations, by what they have no rows or figures for. Zero-initialise.
typedef struct remarks {
    uint64_t untimed; // without times, in a run that asks for a window of time
    uint64_t undated; // without dates, in a run with the timeline
    uint64_t endless; // too long for the null of shifts
} remarks;

// A conversation has ended. timeline: that table is written.
void remarks_count(remarks *r, const closing *c, const sequence *s, bool timeline);

// What is known of a run that has ended.
typedef struct remarks_of {
    const remarks *counted;
    const attune_options *run;
    const selection *asked; // of seq and kwic, else NULL
    uint32_t met;           // sets that some message belonged to
    bool empty;             // one table was asked for, and it has no row
} remarks_of;

// The remark at *which or the next that there is, *which becoming the one behind it; false after
// the last.
bool remarks_next(const remarks_of *all, size_t *which, remark *out);

#endif
