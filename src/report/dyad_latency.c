// dyad_latency: how long an asker waits for the answerer's affirmation: Kaplan and Meier
// (1958), Aalen and Johansen (1978), where stamps are coarse Turnbull (1976).
#include "report/dyad.h"
#include "stats/activity.h"
#include "stats/sample.h"
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

typedef enum wait_kind { WAIT_CLOSING, WAIT_EFFECTIVE, WAIT_REPLY } wait_kind;

// The answerer's clock, for effective waits.
typedef struct clockwork {
    activity_clock hours;
    tally_clock days;
} clockwork;

// Hours of the week mean nothing in a recording.
static bool has_hours(const closing *c, const pair *p) {
    return p->answerer != NO_SPEAKER && c->conversation->time_kind != TIME_MEDIA;
}

static clockwork clockwork_of(const closing *c, const pair *p) {
    uint64_t hours[TALLY_HOURS];
    tally_hours(&c->tally->speakers[p->answerer], hours);
    return (clockwork){activity_clock_of(hours), {.zone = c->options->days}};
}

static double effective(const closing *c, clockwork *w, const episode_record *e) {
    uint8_t kind = c->conversation->time_kind;
    int64_t from = clock_local(&w->days, kind, e->last_request);
    int64_t to = clock_local(&w->days, kind, e->close);
    return to > from ? activity_elapsed(&w->hours, from, to) / 1000 : 0;
}

// From the last request to what closed the episode, or to the first reply.
static duration wait_of(const closing *c, clockwork *w, const episode_record *e, wait_kind kind) {
    bool replied = e->first_reply != INT64_MIN;
    switch (kind) {
    case WAIT_CLOSING:
        return (duration){seconds(e->last_request, e->close), ending_of(e->outcome), 0};
    case WAIT_EFFECTIVE: return (duration){effective(c, w, e), ending_of(e->outcome), 0};
    case WAIT_REPLY: break;
    }
    return (duration){seconds(e->last_request, replied ? e->first_reply : e->close),
                      replied ? ENDING_EVENT : ENDING_CENSORED, 0};
}

// One curve at a time, each from a pass of its own, so that long logs take no more memory. It lives
// until the next one.
static survival fit_waits(const closing *c, const pair *p, wait_kind kind, double *precision) {
    closing_clear(c);
    sample s = sample_start(c->curve, p->course[COURSE_EPISODES]);
    clockwork w;
    if (kind == WAIT_EFFECTIVE) w = clockwork_of(c, p);
    episode_record e;
    for (uint32_t at = pair_last(p); at; at = e.before) {
        e = pair_episode(c, at);
        sample_add(&s, wait_of(c, &w, &e, kind));
        *precision = fmax(*precision, e.precision / 1000.0);
    }
    return sample_fit(c->curve, &s);
}

static double median_wait(const closing *c, const pair *p, wait_kind kind) {
    double precision = 0;
    survival curve = fit_waits(c, p, kind, &precision);
    return survival_quantile(&curve, .5).value;
}

// Stamps that coarse leave few different spans; should there be a great many all the same, every
// so many-th episode speaks for the rest.
static double coarse_median(const closing *c, const pair *p) {
    size_t n = p->course[COURSE_EPISODES], step = (n + SAMPLE_MOST - 1) / SAMPLE_MOST, used = 0;
    closing_clear(c);
    time_span *spans = arena_array(c->curve, time_span, n / step + 1);
    episode_record e;
    size_t i = 0;
    for (uint32_t at = pair_last(p); at; at = e.before, i++) {
        e = pair_episode(c, at);
        if (i % step) continue;
        double wait = seconds(e.last_request, e.close);
        spans[used++] = e.outcome == OUTCOME_AFFIRMED ? turnbull_span(wait, e.precision / 1000.0)
                                                      : (time_span){wait, INFINITY};
    }
    return turnbull_median(c->curve, spans, used);
}

static bool refine_median(const closing *c, const pair *p, double precision, interval *median) {
    if (!(median->value < COARSE * precision)) return false;
    double refined = coarse_median(c, p);
    if (!isfinite(refined)) return false;
    // The band is that of waits between stamps, each of which may be so far off.
    double low = median->low - precision;
    *median = (interval){refined, low < 0 ? 0 : low, median->high + precision};
    return true;
}

// Limits without a median would be read as one.
static interval or_undefined(interval median) {
    return isfinite(median.value) ? median : interval_undefined();
}

static bool measurable(const closing *c, const pair *p) {
    return p->course[COURSE_EPISODES] && closing_timed(c) && dyad_measurable(c, p);
}

dyad_latency dyad_measure_latency(const closing *c, const pair *p) {
    dyad_latency l = {NAN, NAN, NAN, NAN, interval_undefined(), false, NAN, NAN, NAN, NAN};
    if (!measurable(c, p)) return l;
    l.precision = 0;
    survival curve = fit_waits(c, p, WAIT_CLOSING, &l.precision);
    l.affirmed_1h = survival_incidence(&curve, HOUR).value;
    l.affirmed_24h = survival_incidence(&curve, DAY).value;
    l.q1 = survival_quantile(&curve, .25).value;
    l.median = or_undefined(survival_quantile(&curve, .5));
    l.q3 = survival_quantile(&curve, .75).value;
    l.restricted_mean =
        survival_restricted_mean(&curve, (double)c->options->run->window / 1000).value;
    if (isfinite(l.median.value) && has_hours(c, p))
        l.median_effective = median_wait(c, p, WAIT_EFFECTIVE);
    l.interval_censored = refine_median(c, p, l.precision, &l.median);
    l.first_reply_median = median_wait(c, p, WAIT_REPLY);
    return l;
}

double dyad_latency_median(const closing *c, const pair *p) {
    if (!measurable(c, p)) return NAN;
    double precision = 0;
    survival curve = fit_waits(c, p, WAIT_CLOSING, &precision);
    interval median = survival_quantile(&curve, .5);
    refine_median(c, p, precision, &median);
    return median.value;
}
