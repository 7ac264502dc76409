// dyad_latency: how long an asker waits for the answerer's affirmation (metrics.md 4).
#include "report/dyad.h"
#include "stats/activity.h"
#include "stats/survival.h"
#include "stats/turnbull.h"

#include <math.h>

#define HOUR 3600.0
#define DAY 86400.0

enum { COARSE = 5 }; // a median below so many times the stamps' precision is taken from intervals

static double seconds(int64_t from, int64_t to) {
    return to > from ? (double)(to - from) / 1000 : 0;
}

static ending ending_of(uint8_t result) {
    if (result == OUTCOME_AFFIRMED) return ENDING_EVENT;
    return result == OUTCOME_CENSORED ? ENDING_CENSORED : ENDING_COMPETING;
}

static const episode_record *record(const closing *c, const pair *p, uint32_t i) {
    return &c->tally->episodes[p->episodes[i]];
}

static survival fit_waits(const closing *c, const pair *p) {
    duration *waits = arena_array(c->scratch, duration, p->episode_count);
    for (uint32_t i = 0; i < p->episode_count; i++) {
        const episode_record *e = record(c, p, i);
        waits[i] = (duration){seconds(e->last_request, e->close), ending_of(e->outcome)};
    }
    return survival_fit(c->scratch, waits, p->episode_count);
}

static double precision_of(const closing *c, const pair *p) {
    uint32_t coarsest = 0;
    for (uint32_t i = 0; i < p->episode_count; i++)
        if (record(c, p, i)->precision > coarsest) coarsest = record(c, p, i)->precision;
    return coarsest / 1000.0;
}

static double coarse_median(const closing *c, const pair *p) {
    time_span *spans = arena_array(c->scratch, time_span, p->episode_count);
    for (uint32_t i = 0; i < p->episode_count; i++) {
        const episode_record *e = record(c, p, i);
        double wait = seconds(e->last_request, e->close);
        spans[i] = e->outcome == OUTCOME_AFFIRMED ? turnbull_span(wait, e->precision / 1000.0)
                                                  : (time_span){wait, INFINITY};
    }
    return turnbull_median(c->scratch, spans, p->episode_count);
}

static bool refine_median(const closing *c, const pair *p, double precision, interval *median) {
    if (!(median->value < COARSE * precision)) return false;
    double refined = coarse_median(c, p);
    if (!isfinite(refined)) return false;
    median->value = refined;
    return true;
}

// Hours of the week mean nothing in a recording.
static double effective_median(const closing *c, const pair *p) {
    uint8_t kind = c->conversation->time_kind;
    if (p->answerer == NO_SPEAKER || kind == TIME_MEDIA) return NAN;
    uint64_t hours[TALLY_HOURS];
    tally_hours(&c->tally->speakers[p->answerer], hours);
    activity_clock clock = activity_clock_of(hours);
    tally_clock days = {.zone = c->options->days};
    duration *waits = arena_array(c->scratch, duration, p->episode_count);
    for (uint32_t i = 0; i < p->episode_count; i++) {
        const episode_record *e = record(c, p, i);
        int64_t from = clock_local(&days, kind, e->last_request),
                to = clock_local(&days, kind, e->close);
        double wait = to > from ? activity_elapsed(&clock, from, to) / 1000 : 0;
        waits[i] = (duration){wait, ending_of(e->outcome)};
    }
    survival curve = survival_fit(c->scratch, waits, p->episode_count);
    return survival_quantile(&curve, .5).value;
}

static double first_reply_median(const closing *c, const pair *p) {
    duration *waits = arena_array(c->scratch, duration, p->episode_count);
    for (uint32_t i = 0; i < p->episode_count; i++) {
        const episode_record *e = record(c, p, i);
        bool replied = e->first_reply != INT64_MIN;
        waits[i] = (duration){seconds(e->last_request, replied ? e->first_reply : e->close),
                              replied ? ENDING_EVENT : ENDING_CENSORED};
    }
    survival curve = survival_fit(c->scratch, waits, p->episode_count);
    return survival_quantile(&curve, .5).value;
}

static bool measurable(const closing *c, const pair *p) {
    return p->episode_count && closing_timed(c) && dyad_measurable(c, p);
}

dyad_latency dyad_measure_latency(const closing *c, const pair *p) {
    dyad_latency l = {NAN, NAN, NAN, NAN, interval_undefined(), false, NAN, NAN, NAN, NAN};
    if (!measurable(c, p)) return l;
    survival curve = fit_waits(c, p);
    l.affirmed_1h = survival_incidence(&curve, HOUR).value;
    l.affirmed_24h = survival_incidence(&curve, DAY).value;
    l.q1 = survival_quantile(&curve, .25).value;
    l.median = survival_quantile(&curve, .5);
    l.q3 = survival_quantile(&curve, .75).value;
    l.restricted_mean =
        survival_restricted_mean(&curve, (double)c->options->run->window / 1000).value;
    l.precision = precision_of(c, p);
    if (isfinite(l.median.value)) l.median_effective = effective_median(c, p);
    l.interval_censored = refine_median(c, p, l.precision, &l.median);
    l.first_reply_median = first_reply_median(c, p);
    return l;
}

double dyad_latency_median(const closing *c, const pair *p) {
    if (!measurable(c, p)) return NAN;
    survival curve = fit_waits(c, p);
    interval median = survival_quantile(&curve, .5);
    refine_median(c, p, precision_of(c, p), &median);
    return median.value;
}
