#include "stats/survival.h"

#include <math.h>
#include <stdlib.h>

// Two survival probabilities closer than this are the same one (that of R's survfit).
#define SAME 1.490116119384766e-08

static int by_time(const void *a, const void *b) {
    double x = ((const duration *)a)->time, y = ((const duration *)b)->time;
    return (x > y) - (x < y);
}

static size_t count_distinct(const duration *durations, size_t n) {
    size_t distinct = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || durations[i].time > durations[i - 1].time) distinct++;
    return distinct;
}

// The limits exp(-exp(log(-log p) +- z se)) of a probability p with variance of its own.
static interval log_log_limits(double p, double variance) {
    if (!(p > 0 && p < 1)) return (interval){p, NAN, NAN};
    double shift = exp(INTERVAL_Z * sqrt(variance) / (p * -log(p)));
    return (interval){p, pow(p, shift), pow(p, 1 / shift)};
}

typedef struct progress {
    double survival, variance; // Kaplan-Meier and Greenwood
    double all_causes;         // chance that nothing has ended it yet
    double incidence;
} progress;

static survival_step take_step(progress *now, survival_step step) {
    double n = (double)step.at_risk, d = (double)step.events, other = (double)step.competing;
    now->incidence += now->all_causes * (d / n);
    now->all_causes *= (n - d - other) / n;
    now->survival *= (n - d) / n;
    now->variance += d == 0 ? 0 : d / (n * (n - d));
    interval band = log_log_limits(now->survival, now->survival * now->survival * now->variance);
    step.survival = now->survival;
    step.hazard_variance = now->variance;
    step.low = band.low;
    step.high = band.high;
    step.incidence = now->incidence;
    return step;
}

survival survival_fit(arena *keep, duration *durations, size_t n) {
    if (n == 0) return (survival){0};
    qsort(durations, n, sizeof *durations, by_time);
    survival_step *steps = arena_array(keep, survival_step, count_distinct(durations, n));
    survival curve = {.steps = steps, .last = durations[n - 1].time};
    for (size_t i = 0; i < n; i++) curve.n += 1 + (uint64_t)durations[i].more;
    uint64_t gone = 0;
    progress now = {.survival = 1, .all_causes = 1};
    for (size_t i = 0, next; i < n; i = next) {
        survival_step step = {.time = durations[i].time, .at_risk = curve.n - gone};
        for (next = i; next < n && !(durations[next].time > step.time); next++) {
            uint64_t alike = 1 + (uint64_t)durations[next].more;
            gone += alike;
            if (durations[next].ending == ENDING_EVENT) step.events += alike;
            if (durations[next].ending == ENDING_COMPETING) step.competing += alike;
        }
        curve.events += step.events;
        if (step.events + step.competing) steps[curve.count++] = take_step(&now, step);
    }
    return curve;
}

typedef enum line { LINE_VALUE, LINE_LOW, LINE_HIGH } line;

static double height(const survival_step *step, line which) {
    return which == LINE_VALUE ? step->survival : which == LINE_LOW ? step->low : step->high;
}

// Where a line falls to the level: the middle between the first step that reaches it and the first
// below it.
static double crossing(const survival *curve, line which, double level) {
    double reached = NAN;
    double flat = NAN; // height of the flat stretch at the level
    for (size_t i = 0; i < curve->count; i++) {
        double now = height(&curve->steps[i], which);
        if (isnan(reached) && now - SAME <= level) {
            reached = curve->steps[i].time;
            flat = now;
        }
        if (now + SAME <= level) return (reached + curve->steps[i].time) / 2;
    }
    // The line ends at the level (unless it ended undefined, when it never comes to the next step).
    bool ends = curve->count && !isnan(height(&curve->steps[curve->count - 1], which));
    return isnan(flat) || !ends ? NAN : (reached + curve->last) / 2;
}

interval survival_quantile(const survival *curve, double p) {
    return (interval){crossing(curve, LINE_VALUE, 1 - p), crossing(curve, LINE_LOW, 1 - p),
                      crossing(curve, LINE_HIGH, 1 - p)};
}

// The number of steps at times up to t.
static size_t steps_until(const survival *curve, double t) {
    size_t low = 0, high = curve->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (curve->steps[middle].time <= t)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

interval survival_at(const survival *curve, double t) {
    if (curve->n == 0) return interval_undefined();
    size_t until = steps_until(curve, t);
    if (until == 0) return (interval){1, NAN, NAN};
    const survival_step *step = &curve->steps[until - 1];
    return (interval){step->survival, step->low, step->high};
}

interval survival_event_by(const survival *curve, double t) {
    interval left = survival_at(curve, t);
    return (interval){1 - left.value, 1 - left.high, 1 - left.low};
}

// The delta-method variance of the incidence after the first `until` steps.
static double incidence_variance(const survival *curve, size_t until) {
    double variance = 0, before = 1, final = curve->steps[until - 1].incidence;
    for (size_t i = 0; i < until; i++) {
        const survival_step *step = &curve->steps[i];
        double n = (double)step->at_risk, d = (double)step->events;
        double ended = d + (double)step->competing, ahead = final - step->incidence;
        if (ended < n) variance += ahead * ahead * ended / (n * (n - ended));
        variance += before * before * d * (n - d) / (n * n * n);
        variance -= 2 * ahead * before * d / (n * n);
        before *= (n - ended) / n;
    }
    return variance > 0 ? variance : 0;
}

interval survival_incidence(const survival *curve, double t) {
    if (curve->n == 0) return interval_undefined();
    size_t until = steps_until(curve, t);
    if (until == 0) return (interval){0, NAN, NAN};
    return log_log_limits(curve->steps[until - 1].incidence, incidence_variance(curve, until));
}

interval survival_restricted_mean(const survival *curve, double tau) {
    if (curve->n == 0) return interval_undefined();
    // From the right, because Greenwood's variance weighs each step by the area after it.
    double area = 0, variance = 0, right = tau;
    for (size_t i = steps_until(curve, tau); i-- > 0;) {
        const survival_step *step = &curve->steps[i];
        double n = (double)step->at_risk, d = (double)step->events;
        area += step->survival * (right - step->time);
        right = step->time;
        if (d < n) variance += area * area * d / (n * (n - d));
    }
    area += right;
    double half = INTERVAL_Z * sqrt(variance);
    return (interval){area, area - half, area + half};
}
