// dyad_relief: how long an affirmation holds until the asker asks again, on four clocks (metrics.md
// 9).
#include "report/dyad.h"
#include "stats/survival.h"

#include <math.h>

#define HOUR_MS 3600000.0

typedef enum relief_clock {
    CLOCK_CALENDAR,
    CLOCK_ACTIVE,
    CLOCK_MESSAGES,
    CLOCK_SESSIONS
} relief_clock;

// One affirmed episode: what came after it.
typedef struct relief {
    const episode_record *affirmed;
    const episode_record *next; // NULL when the log ended before it
} relief;

typedef struct reliefs {
    relief *at;
    size_t count;
    clocks end; // of the pair, at the end of the log
} reliefs;

static const episode_record *record(const closing *c, const pair *p, uint32_t i) {
    return &c->tally->episodes[p->episodes[i]];
}

static clocks end_of(const closing *c, const pair *p) {
    uint32_t asker = c->names->order[p->asker];
    uint32_t answerer = p->answerer == NO_SPEAKER ? NO_SPEAKER : c->names->order[p->answerer];
    return exchange_clocks(c->exchange, asker, answerer);
}

static reliefs collect(const closing *c, const pair *p) {
    reliefs r = {arena_array(c->scratch, relief, p->episode_count), 0, end_of(c, p)};
    for (uint32_t i = 0; i < p->episode_count; i++) {
        const episode_record *e = record(c, p, i);
        if (e->outcome != OUTCOME_AFFIRMED) continue;
        const episode_record *next = i + 1 < p->episode_count ? record(c, p, i + 1) : NULL;
        r.at[r.count++] = (relief){e, next};
    }
    return r;
}

// From the closing answer to the start of `next`, or to the end of the log: hours, messages or
// sessions.
static double elapsed(const episode_record *e, const episode_record *next, const clocks *end,
                      relief_clock which) {
    double length = 0;
    switch (which) {
    case CLOCK_CALENDAR:
        length = (double)((next ? next->start : end->time) - e->close) / HOUR_MS;
        break;
    case CLOCK_ACTIVE:
        length = (double)((next ? next->active_start : end->active) - e->active_close) / HOUR_MS;
        break;
    case CLOCK_MESSAGES:
        length = (double)(next ? next->messages_start : end->messages) - (double)e->messages_close;
        break;
    case CLOCK_SESSIONS:
        length = (double)(next ? next->session : end->session) - (double)e->session_close;
        break;
    }
    return length > 0 ? length : 0;
}

static interval median_on(const closing *c, const reliefs *r, relief_clock which) {
    bool of_time = which == CLOCK_CALENDAR || which == CLOCK_ACTIVE;
    if (r->count == 0 || (of_time && !closing_timed(c))) return interval_undefined();
    duration *lengths = arena_array(c->scratch, duration, r->count);
    for (size_t i = 0; i < r->count; i++)
        lengths[i] = (duration){elapsed(r->at[i].affirmed, r->at[i].next, &r->end, which),
                                r->at[i].next ? ENDING_EVENT : ENDING_CENSORED};
    survival curve = survival_fit(c->scratch, lengths, r->count);
    return survival_quantile(&curve, .5);
}

// The next episode seen so far, going back in time, by what it shares with an earlier one.
typedef struct sharing {
    const episode_record *by_theme[LIMIT_THEMES];
    const episode_record *themeless, *opening_with_double;
} sharing;

static const episode_record *earlier(const episode_record *a, const episode_record *b) {
    if (!a || !b) return a ? a : b;
    return b->start < a->start ? b : a;
}

static const episode_record *next_sharing(const sharing *s, uint64_t themes) {
    const episode_record *next = s->opening_with_double;
    if (themes == 0) return earlier(next, s->themeless);
    for (; themes; themes &= themes - 1) next = earlier(next, s->by_theme[__builtin_ctzll(themes)]);
    return next;
}

static void remember(sharing *s, const episode_record *e) {
    if (e->flags & EPISODE_OPENS_WITH_DOUBLE) s->opening_with_double = e;
    if (e->themes == 0) s->themeless = e;
    for (uint64_t themes = e->themes; themes; themes &= themes - 1)
        s->by_theme[__builtin_ctzll(themes)] = e;
}

// Time from each affirmation to the asker's next episode that shares a theme with the one affirmed.
static survival fit_repeats(const closing *c, const pair *p, const reliefs *r) {
    duration *lengths = arena_array(c->scratch, duration, r->count);
    sharing *seen = arena_new(c->scratch, sharing);
    size_t count = 0;
    for (uint32_t i = p->episode_count; i-- > 0;) {
        const episode_record *e = record(c, p, i);
        if (e->outcome == OUTCOME_AFFIRMED) {
            const episode_record *next = next_sharing(seen, e->themes);
            lengths[count++] = (duration){elapsed(e, next, &r->end, CLOCK_CALENDAR),
                                          next ? ENDING_EVENT : ENDING_CENSORED};
        }
        remember(seen, e);
    }
    return survival_fit(c->scratch, lengths, count);
}

static double nonzero(double length, relief_clock which, const episode_record *e) {
    if (length > 0) return length;
    return which == CLOCK_CALENDAR ? e->precision / 2.0 / HOUR_MS : .5;
}

// Reliefs that ended: all but the last at most.
static size_t ended(const reliefs *r) {
    return r->count && !r->at[r->count - 1].next ? r->count - 1 : r->count;
}

static trend trend_on(const closing *c, const reliefs *r, relief_clock which) {
    const trend none = {.slope = interval_undefined(), .z = NAN, .p = NAN};
    size_t n = ended(r), step = trend_step(n), used = 0;
    if (n < 2 || (which == CLOCK_CALENDAR && !closing_timed(c))) return none;
    double *x = arena_array(c->scratch, double, n), *y = arena_array(c->scratch, double, n);
    for (size_t i = 0; i < n; i += step) {
        const relief *at = &r->at[i];
        x[used] = (double)i + 1;
        y[used++] =
            log(nonzero(elapsed(at->affirmed, at->next, &r->end, which), which, at->affirmed));
    }
    return trend_fit(c->scratch, x, y, used);
}

dyad_relief dyad_measure_relief(const closing *c, const pair *p) {
    const interval none = interval_undefined();
    const trend flat = {.slope = none, .z = NAN, .p = NAN};
    dyad_relief d = {none, NAN, NAN, NAN, none, none, none, 0, flat, flat};
    if (p->episode_count == 0) return d;
    reliefs r = collect(c, p);
    size_t n = ended(&r), step = trend_step(n);
    d.trend_n = (n + step - 1) / step;
    if (r.count == 0 || !dyad_measurable(c, p)) return d;
    d.median = median_on(c, &r, CLOCK_CALENDAR);
    d.median_active = median_on(c, &r, CLOCK_ACTIVE).value;
    d.median_messages = median_on(c, &r, CLOCK_MESSAGES).value;
    d.median_sessions = median_on(c, &r, CLOCK_SESSIONS).value;
    if (closing_timed(c)) {
        survival repeats = fit_repeats(c, p, &r);
        d.repeat_1h = survival_event_by(&repeats, 1);
        d.repeat_24h = survival_event_by(&repeats, 24);
        d.repeat_7d = survival_event_by(&repeats, 24 * 7);
    }
    d.calendar = trend_on(c, &r, CLOCK_CALENDAR);
    d.messages = trend_on(c, &r, CLOCK_MESSAGES);
    return d;
}
