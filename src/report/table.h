// table: what a table has to provide. One file per table, one line in registry.c.
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include "report/csv.h"
#include "report/names.h"
#include "report/report.h"
#include "stats/interval.h"
#include "tally/tally.h"

typedef struct pair_list pair_list;

// The conversation whose rows are written. Everything lives until its commit is over.
typedef struct closing {
    const report_options *options;
    const conversation *conversation;
    const tally *tally;
    const names *names;
    const exchange *exchange; // NULL while the conversation is open
    pair_list *pairs;         // when a table wants them: pairs.h
    arena *scratch;           // empty at the beginning of every table
    int64_t origin;           // effective time of the first message with a time, ms
    bool dated;               // there was one
    arena *curve;             // for one figure at a time: closing_clear
} closing;

// Empties c->curve, giving back what a large figure took.
static inline void closing_clear(const closing *c) {
    enum { KEPT = 256 << 10 }; // bytes
    if (arena_size(c->curve) > KEPT)
        arena_release(c->curve);
    else
        arena_reset(c->curve);
}

typedef struct table {
    const char *name;
    bool pairs; // needs closing.pairs
    // Writes the rows of a conversation that has ended. May be NULL.
    void (*rows)(const closing *c, csv *out);
    // Writes the row of a session as it ends. May be NULL.
    void (*session_row)(const closing *c, csv *out, const session *s);
} table;

// NULL from the first index that does not exist.
const table *table_at(size_t index);

// NULL when there is none of that name.
const table *table_by_name(const char *name);

// ---- cells that tables share ----

void cell_conversation(csv *out, const closing *c);

// The name of the speaker of that number; NA for NO_SPEAKER.
void cell_speaker(csv *out, const closing *c, uint32_t speaker);

// An effective time or stamp in ms as the conversation writes its times, or what --dates leaves of
// it; NA when it has none.
void cell_time(csv *out, const closing *c, int64_t ms);

// A date, as days since 1970, or what --dates leaves of it: days since the first, or the year.
void cell_date(csv *out, const closing *c, int32_t day, int32_t first);

// A whole number of ms as seconds; NA when the conversation has no times.
void cell_seconds(csv *out, const closing *c, int64_t ms);

// Three cells, or the last two.
void cell_interval(csv *out, interval i);
void cell_limits(csv *out, interval i);

// A share of n, or NA where --min-cell leaves out the count behind it, or the rest.
void cell_share(csv *out, const closing *c, double share, uint64_t n);

// Whether --min-cell leaves out a share of n, which may be NAN.
bool closing_hides(const closing *c, double share, uint64_t n);

// Whether the conversation has times, so that differences of them mean something.
static inline bool closing_timed(const closing *c) {
    return c->conversation->time_kind != TIME_NONE;
}

#endif
