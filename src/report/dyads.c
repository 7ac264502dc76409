// dyads: what each asker gets from each answerer. Rows in order of asker, then answerer, for every
// ordered pair with an episode or with adjacent floors; with fewer than --min-n episodes all that
// is no count is NA.
#include "report/dyad.h"

#include <math.h>

static void cell_counts(csv *out, const dyad_counts *n) {
    csv_count(out, n->requests);
    csv_count(out, n->episodes);
    for (size_t i = 0; i < OUTCOME_COUNT; i++) csv_count(out, n->outcomes[i]);
}

static void cell_latency(const closing *c, csv *out, const dyad_latency *l, uint64_t episodes) {
    cell_share(out, c, l->affirmed_1h, episodes);
    cell_share(out, c, l->affirmed_24h, episodes);
    csv_number(out, l->q1);
    cell_interval(out, l->median);
    csv_number(out, l->q3);
    csv_number(out, l->restricted_mean);
    csv_number(out, l->precision);
    if (isfinite(l->median.value))
        csv_flag(out, l->interval_censored);
    else
        csv_na(out);
    csv_number(out, l->median_effective);
    csv_number(out, l->first_reply_median);
}

static void cell_na(csv *out, size_t count) {
    while (count-- > 0) csv_na(out);
}

static void cell_contingency(const closing *c, csv *out, const pair *p) {
    table2 f = dyad_floors(p);
    if (f.n11 + f.n12 + f.n21 + f.n22 == 0) {
        cell_na(out, 13);
        return;
    }
    csv_count(out, f.n11);
    csv_count(out, f.n12);
    csv_count(out, f.n21);
    csv_count(out, f.n22);
    if (!dyad_measurable(c, p)) {
        cell_na(out, 9);
        return;
    }
    contingency m = contingency_measure(f);
    csv_number(out, m.expected);
    csv_flag(out, m.sparse);
    csv_number(out, m.adjusted_residual);
    cell_interval(out, m.odds_ratio);
    cell_interval(out, m.yules_q);
}

static void cell_permutation(const closing *c, csv *out, const pair *p) {
    permutation_result r = dyad_permutation(c, p);
    csv_number(out, r.mean);
    csv_number(out, r.z);
    csv_number(out, r.p);
    if (isfinite(r.p))
        csv_count(out, r.draws);
    else
        csv_na(out);
    if (isfinite(r.p) && r.draws)
        buf_printf(csv_open(out), "%llu", (unsigned long long)c->options->run->seed);
    else
        csv_na(out);
}

static void cell_verdict(csv *out, const dyad_relief *r) {
    double calendar = r->calendar.p, messages = r->messages.p;
    if (!isfinite(calendar) || !isfinite(messages)) {
        csv_na(out);
        return;
    }
    bool one_sign = r->calendar.slope.value * r->messages.slope.value > 0;
    if (calendar < .05 && messages >= .05)
        csv_text(out, STR("yes"));
    else if (calendar < .05 && messages < .05 && one_sign)
        csv_text(out, STR("no"));
    else
        csv_text(out, STR("undecided"));
}

static void cell_relief(const closing *c, csv *out, const pair *p, const dyad_counts *n) {
    dyad_relief r = dyad_measure_relief(c, p);
    cell_interval(out, r.median);
    csv_number(out, r.median_active);
    csv_number(out, r.median_messages);
    csv_number(out, r.median_sessions);
    uint64_t affirmed = dyad_measurable(c, p) ? n->outcomes[OUTCOME_AFFIRMED] : 0;
    cell_share(out, c, r.repeat_1h.value, affirmed);
    cell_share(out, c, r.repeat_24h.value, affirmed);
    cell_share(out, c, r.repeat_7d.value, affirmed);
    double again = affirmed ? (double)n->reasked_in_session / (double)affirmed : NAN;
    cell_share(out, c, again, affirmed);
    csv_count(out, r.trend_n);
    cell_interval(out, r.calendar.slope);
    cell_interval(out, r.messages.slope);
    csv_number(out, r.calendar.z);
    csv_number(out, r.calendar.p);
    csv_number(out, r.messages.z);
    csv_number(out, r.messages.p);
    cell_verdict(out, &r);
}

static void rows(const closing *c, csv *out) {
    for (size_t i = 0; i < c->pairs->count; i++) {
        const pair *p = &c->pairs->at[i];
        if (!pair_is_dyad(p)) continue;
        dyad_counts n = dyad_count(p);
        dyad_latency latency = dyad_measure_latency(c, p);
        cell_conversation(out, c);
        cell_speaker(out, c, p->asker);
        cell_speaker(out, c, p->answerer);
        cell_counts(out, &n);
        cell_interval(out, dyad_response_rate(c, p, &n));
        cell_latency(c, out, &latency, n.episodes);
        cell_contingency(c, out, p);
        cell_permutation(c, out, p);
        cell_relief(c, out, p, &n);
        csv_end(out);
        arena_reset(c->scratch);
    }
}

const table table_dyads = {.name = "dyads", .pairs = true, .rows = rows};
