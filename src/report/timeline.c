// timeline: each speaker's counts by period, with those of all others beside them. Rows in order of
// speaker, then time, for every speaker who wrote, from the conversation's first period to its
// last; a silence of more than SILENCE periods is left out.
#include "report/number.h"
#include "report/table.h"

#include <stdlib.h>

enum { SILENCE = 400 };

// What two people's rows have in common.
typedef struct figures {
    uint64_t messages, tokens, active_days, sessions, counts[TALLY_KEPT];
} figures;

// One period in which somebody wrote, with the sum over all speakers.
typedef struct total {
    int32_t period;
    figures all;
} total;

static void add(figures *to, const tally *t, const period_tally *p) {
    kind_counts kinds = tally_period_kinds(t, p);
    to->messages += p->messages;
    to->tokens += p->tokens;
    to->active_days += p->active_days;
    to->sessions += p->sessions;
    for (size_t k = 0; k < TALLY_KEPT; k++) to->counts[k] += kinds.counts[k];
}

static figures without(figures all, const figures *own) {
    all.messages -= own->messages;
    for (size_t k = 0; k < TALLY_KEPT; k++) all.counts[k] -= own->counts[k];
    return all;
}

static int by_period(const void *left, const void *right) {
    int32_t a = ((const total *)left)->period, b = ((const total *)right)->period;
    return (a > b) - (a < b);
}

// The periods with a message, in order; *count of them.
static total *totals_of(const closing *c, size_t *count) {
    const tally *t = c->tally;
    total *totals = arena_array(c->scratch, total, t->period_count);
    for (size_t i = 0; i < t->period_count; i++) {
        totals[i].period = t->periods[i].period;
        add(&totals[i].all, t, &t->periods[i]);
    }
    if (t->period_count) qsort(totals, t->period_count, sizeof *totals, by_period);
    size_t used = 0;
    for (size_t i = 0; i < t->period_count; i++) {
        if (used == 0 || totals[used - 1].period != totals[i].period) {
            totals[used++] = totals[i];
            continue;
        }
        figures *sum = &totals[used - 1].all;
        sum->messages += totals[i].all.messages;
        for (size_t k = 0; k < TALLY_KEPT; k++) sum->counts[k] += totals[i].all.counts[k];
    }
    *count = used;
    return totals;
}

// One row of a speaker.
typedef struct period_row {
    uint32_t speaker;
    int32_t period, first; // first: of the conversation
    bool gap;
    figures own, partner;
    const struct period_row *before; // the period before, or NULL
} period_row;

static void cell_counts(csv *out, const figures *f) {
    csv_count(out, f->counts[TALLY_REQUESTS]);
    csv_count(out, f->counts[TALLY_AFFIRMATIONS]);
    csv_count(out, f->counts[TALLY_ANSWERING]);
    csv_count(out, f->counts[TALLY_NON_AFFIRMATIONS]);
    csv_count(out, f->counts[TALLY_BOUNDARIES]);
}

static void cell_lag(csv *out, const figures *f) {
    if (!f) {
        csv_na(out);
        csv_na(out);
        return;
    }
    csv_count(out, f->counts[TALLY_REQUESTS]);
    csv_count(out, f->counts[TALLY_AFFIRMATIONS]);
}

static void write_row(const closing *c, csv *out, const period_row *r) {
    static const char *const units[] = {
        [ATTUNE_DAY] = "day", [ATTUNE_WEEK] = "week", [ATTUNE_MONTH] = "month"};
    attune_period unit = c->options->run->period;
    cell_conversation(out, c);
    cell_speaker(out, c, r->speaker);
    csv_text(out, str_from(units[unit]));
    cell_date(out, c, clock_period_start(unit, r->period), clock_period_start(unit, r->first));
    csv_flag(out, r->gap);
    csv_count(out, r->own.messages);
    csv_count(out, r->own.tokens);
    csv_count(out, r->own.active_days);
    csv_count(out, r->own.sessions);
    cell_counts(out, &r->own);
    csv_count(out, r->partner.messages);
    cell_counts(out, &r->partner);
    cell_lag(out, r->before ? &r->before->own : NULL);
    cell_lag(out, r->before ? &r->before->partner : NULL);
    csv_end(out);
}

// The rows of a speaker whose own periods begin at own.
static void speaker_rows(const closing *c, csv *out, const total *totals, size_t count,
                         size_t own) {
    const tally *t = c->tally;
    uint32_t speaker = t->periods[own].speaker;
    period_row last;
    bool first = true;
    for (size_t i = 0; i < count; i++) {
        bool gap = i > 0 && totals[i].period - totals[i - 1].period - 1 > SILENCE;
        int32_t from = i == 0 || gap ? totals[i].period : totals[i - 1].period + 1;
        for (int32_t period = from; period <= totals[i].period; period++) {
            period_row row = {.speaker = speaker,
                              .period = period,
                              .first = totals[0].period,
                              .gap = gap,
                              .before = first || gap ? NULL : &last};
            if (own < t->period_count && t->periods[own].speaker == speaker &&
                t->periods[own].period == period)
                add(&row.own, t, &t->periods[own++]);
            if (period == totals[i].period) row.partner = without(totals[i].all, &row.own);
            write_row(c, out, &row);
            last = row;
            first = false;
        }
    }
}

static void rows(const closing *c, csv *out) {
    size_t count;
    const total *totals = totals_of(c, &count);
    const tally *t = c->tally;
    for (size_t i = 0; i < t->period_count; i++)
        if (i == 0 || t->periods[i].speaker != t->periods[i - 1].speaker)
            speaker_rows(c, out, totals, count, i);
}

const table table_timeline = {.name = "timeline", .rows = rows};
