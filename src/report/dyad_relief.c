// dyad_relief: how long an affirmation holds until the asker asks again, on four clocks
// (doc/statistics.md, "What is counted").
#include "report/dyad.h"
#include "stats/sample.h"

#include <math.h>

#define HOUR_MS 3600000.0

typedef enum relief_clock {
    CLOCK_CALENDAR,
    CLOCK_ACTIVE,
    CLOCK_MESSAGES,
    CLOCK_SESSIONS,
} relief_clock;

// The asker's affirmed episodes, and those of them with a later episode: all but the last at most.
typedef struct reliefs {
    size_t affirmed, ended;
    clocks end; // of the pair, at the end of the log
} reliefs;

static clocks end_of(const closing *c, const pair *p) {
    uint32_t asker = names_index(c->names, p->asker);
    uint32_t answerer = names_index(c->names, p->answerer);
    return exchange_clocks(c->exchange, asker, answerer);
}

// From the closing answer to the moment: hours, messages or sessions.
static double elapsed(const episode_record *e, const clocks *then, relief_clock which) {
    double length = 0;
    switch (which) {
    case CLOCK_CALENDAR: length = (double)(then->time - e->close) / HOUR_MS; break;
    case CLOCK_ACTIVE: length = (double)(then->active - e->active_close) / HOUR_MS; break;
    case CLOCK_MESSAGES: length = (double)then->messages - (double)e->messages_close; break;
    case CLOCK_SESSIONS: length = (double)then->session - (double)e->session_close; break;
    }
    return length > 0 ? length : 0;
}

// When the asker asked next, as seen going back in time, by what it shares with an earlier episode.
typedef struct sharing {
    int64_t by_theme[LIMIT_THEMES]; // ms; INT64_MAX for never
    int64_t themeless, opening_with_double;
} sharing;

static int64_t earlier(int64_t a, int64_t b) { return a < b ? a : b; }

static int64_t next_sharing(const sharing *s, uint64_t themes) {
    int64_t next = s->opening_with_double;
    if (themes == 0) return earlier(next, s->themeless);
    for (; themes; themes &= themes - 1) next = earlier(next, s->by_theme[__builtin_ctzll(themes)]);
    return next;
}

static void remember(sharing *s, const episode_record *e) {
    if (e->flags & EPISODE_OPENS_WITH_DOUBLE) s->opening_with_double = e->start;
    if (e->themes == 0) s->themeless = e->start;
    for (uint64_t themes = e->themes; themes; themes &= themes - 1)
        s->by_theme[__builtin_ctzll(themes)] = e->start;
}

static sharing nothing_shared(void) {
    sharing s = {.themeless = INT64_MAX, .opening_with_double = INT64_MAX};
    for (size_t i = 0; i < LIMIT_THEMES; i++) s.by_theme[i] = INT64_MAX;
    return s;
}

static double nonzero(double length, relief_clock which, const episode_record *e) {
    if (length > 0) return length;
    return which == CLOCK_CALENDAR ? e->precision / 2.0 / HOUR_MS : .5;
}

static reliefs reliefs_of(const closing *c, const pair *p) {
    reliefs r = {.affirmed = p->course[COURSE_OUTCOMES + OUTCOME_AFFIRMED], .end = end_of(c, p)};
    bool last = r.affirmed && pair_episode(c, pair_last(p)).outcome == OUTCOME_AFFIRMED;
    r.ended = r.affirmed - last;
    return r;
}

// What came after an episode: the next one, or the end of the log.
static clocks after(const reliefs *r, const episode_record *e) {
    if (!e->next) return r->end;
    return (clocks){e->next_start, e->next_active, e->next_messages, e->next_session};
}

// Limits without a median would be read as one.
static interval median_on(const closing *c, const pair *p, const reliefs *r, relief_clock which) {
    bool of_time = which == CLOCK_CALENDAR || which == CLOCK_ACTIVE;
    if (of_time && !closing_timed(c)) return interval_undefined();
    closing_clear(c);
    sample s = sample_start(c->curve, r->affirmed);
    episode_record e;
    for (uint32_t at = pair_last(p); at; at = e.before) {
        e = pair_episode(c, at);
        if (e.outcome != OUTCOME_AFFIRMED) continue;
        clocks then = after(r, &e);
        sample_add(
            &s, (duration){elapsed(&e, &then, which), e.next ? ENDING_EVENT : ENDING_CENSORED, 0});
    }
    survival curve = sample_fit(c->curve, &s);
    interval median = survival_quantile(&curve, .5);
    return isfinite(median.value) ? median : interval_undefined();
}

// Time from each affirmation to the asker's next episode that shares a theme with the one affirmed.
static survival fit_repeats(const closing *c, const pair *p, const reliefs *r) {
    closing_clear(c);
    sample s = sample_start(c->curve, r->affirmed);
    sharing seen = nothing_shared();
    episode_record e;
    for (uint32_t at = pair_last(p); at; at = e.before) {
        e = pair_episode(c, at);
        if (e.outcome == OUTCOME_AFFIRMED) {
            int64_t next = next_sharing(&seen, e.themes);
            bool again = next < INT64_MAX;
            clocks then = {.time = again ? next : r->end.time};
            sample_add(&s, (duration){elapsed(&e, &then, CLOCK_CALENDAR),
                                      again ? ENDING_EVENT : ENDING_CENSORED, 0});
        }
        remember(&seen, &e);
    }
    return sample_fit(c->curve, &s);
}

static size_t trend_count(const reliefs *r) {
    size_t step = trend_step(r->ended);
    return (r->ended + step - 1) / step;
}

// The reliefs that ended, by place from the first; of a long series every so many-th.
static trend trend_on(const closing *c, const pair *p, const reliefs *r, relief_clock which) {
    size_t n = trend_count(r), step = trend_step(r->ended), left = r->affirmed;
    closing_clear(c);
    double *x = arena_array(c->curve, double, n), *y = arena_array(c->curve, double, n);
    episode_record e;
    for (uint32_t at = pair_last(p); at; at = e.before) {
        e = pair_episode(c, at);
        if (e.outcome != OUTCOME_AFFIRMED) continue;
        left--; // now the number of affirmed episodes before this one
        if (!e.next || left % step) continue;
        clocks then = after(r, &e);
        x[left / step] = (double)left + 1;
        y[left / step] = log(nonzero(elapsed(&e, &then, which), which, &e));
    }
    return trend_fit(c->curve, x, y, n);
}

dyad_relief dyad_measure_relief(const closing *c, const pair *p) {
    const interval none = interval_undefined();
    const trend flat = {.slope = none, .z = NAN, .p = NAN};
    dyad_relief d = {none, NAN, NAN, NAN, none, none, none, 0, flat, flat};
    if (p->course[COURSE_OUTCOMES + OUTCOME_AFFIRMED] == 0) return d;
    reliefs r = reliefs_of(c, p);
    d.trend_n = trend_count(&r);
    if (!dyad_measurable(c, p)) return d;
    d.median = median_on(c, p, &r, CLOCK_CALENDAR);
    d.median_active = median_on(c, p, &r, CLOCK_ACTIVE).value;
    d.median_messages = median_on(c, p, &r, CLOCK_MESSAGES).value;
    d.median_sessions = median_on(c, p, &r, CLOCK_SESSIONS).value;
    if (closing_timed(c)) {
        survival repeats = fit_repeats(c, p, &r);
        d.repeat_1h = survival_event_by(&repeats, 1);
        d.repeat_24h = survival_event_by(&repeats, 24);
        d.repeat_7d = survival_event_by(&repeats, 24 * 7);
    }
    if (d.trend_n < 2) return d;
    if (closing_timed(c)) d.calendar = trend_on(c, p, &r, CLOCK_CALENDAR);
    d.messages = trend_on(c, p, &r, CLOCK_MESSAGES);
    return d;
}
