// indicators: six behaviors of each dyad, each with an interval and with whether enough is there to
// speak of it. Rows in order of the dyads, then in the order of the indicators.
#include "report/dyad.h"

enum { SUFFICIENT = 10 }; // events from which a figure is more than an anecdote

typedef struct indicator {
    const char *name, *definition;
    interval value;
    uint64_t n;
} indicator;

static void write_row(const closing *c, csv *out, const pair *p, const indicator *i) {
    cell_conversation(out, c);
    cell_speaker(out, c, p->asker);
    cell_speaker(out, c, p->answerer);
    csv_text(out, str_from(i->name));
    cell_interval(out, i->value);
    csv_count(out, i->n);
    csv_flag(out, i->n >= SUFFICIENT);
    csv_text(out, str_from(i->definition));
    csv_end(out);
}

// A share of n, where --min-cell does not leave it out.
static interval shown(const closing *c, interval share, uint64_t n) {
    return closing_hides(c, share.value, n) ? interval_undefined() : share;
}

static void pair_rows(const closing *c, csv *out, const pair *p) {
    const dyad_counts n = dyad_count(p);
    const dyad_relief relief = dyad_measure_relief(c, p);
    const interval none = interval_undefined();
    bool measurable = dyad_measurable(c, p);
    uint64_t seen = n.episodes - n.outcomes[OUTCOME_CENSORED];
    uint64_t without = n.outcomes[OUTCOME_WITHDRAWN] + n.outcomes[OUTCOME_IGNORED];
    uint64_t affirmed = n.outcomes[OUTCOME_AFFIRMED];
    uint32_t days = c->tally->speakers[p->asker].active_days;
    bool counted = measurable && !suppress_count(c->options->run->min_cell, days);
    const indicator all[] = {
        {"frequency",
         "Requests that the asker addresses to the answerer on a day on which the asker writes.",
         counted ? poisson_interval(n.requests, days) : none, n.requests},
        {"repetition",
         "Chance that within 24 hours of an affirmation the asker asks the answerer again about "
         "the same theme.",
         shown(c, relief.repeat_24h, affirmed), affirmed},
        {"unexplained", "Share of the requests that do not say what the asker feels or needs.",
         shown(c, measurable ? wilson_interval(n.requests - n.explained, n.requests) : none,
               n.requests),
         n.requests},
        {"partner_response",
         "Share of the request episodes that the answerer closes with an affirmation.",
         shown(c, dyad_response_rate(c, p, &n), seen), seen},
        {"withdrawal",
         "Share of the request episodes that end with the answerer leaving or not answering.",
         shown(c, measurable ? wilson_interval(without, seen) : none, seen), seen},
        {"long_term_trend",
         "Change of the logarithm of the number of messages until the asker asks again, per "
         "affirmed episode.",
         relief.messages.slope, relief.trend_n},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) write_row(c, out, p, &all[i]);
}

static void rows(const closing *c, csv *out) {
    for (size_t i = 0; i < c->pairs->count; i++) {
        if (!pair_is_dyad(&c->pairs->at[i])) continue;
        pair_rows(c, out, &c->pairs->at[i]);
        arena_reset(c->scratch);
    }
}

const table table_indicators = {.name = "indicators", .pairs = true, .rows = rows};
