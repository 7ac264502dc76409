// survival: how long until something happens, when for some it has not happened yet.
//
// Times may be in any unit; results are in the same one. One array serves the cause-specific
// Kaplan-Meier curve (everything but the event counts as censored) and the Aalen-Johansen curve
// (competing endings kept apart).
#ifndef STATS_SURVIVAL_H
#define STATS_SURVIVAL_H

#include "base/arena.h"
#include "stats/interval.h"

typedef enum ending {
    ENDING_CENSORED,  // nothing had happened when observation ended
    ENDING_EVENT,     // what we wait for
    ENDING_COMPETING, // something else that rules the event out
} ending;

typedef struct duration {
    double time; // at least 0, finite
    ending ending;
    uint32_t more; // durations like this one besides it
} duration;

// The curve from one time on at which at least one event or competing ending happened.
typedef struct survival_step {
    double time;
    uint64_t at_risk;       // just before time
    uint64_t events;        // at time
    uint64_t competing;     // at time
    double survival;        // Kaplan-Meier, competing endings as censored
    double hazard_variance; // Greenwood's sum of d / (n (n - d)); INFINITY once the curve is 0
    double low, high;       // log(-log) limits of survival; NAN where survival is 0 or 1
    double incidence;       // Aalen-Johansen: probability of the event by now
} survival_step;

typedef struct survival {
    const survival_step *steps; // ascending time, in the arena of the fit
    size_t count;
    uint64_t n, events;
    double last; // the largest time observed, censored or not; 0 when n is 0
} survival;

// Fits both curves to n durations, each with those like it. Sorts them in place. The result lives
// as long as the arena's contents.
survival survival_fit(arena *keep, duration *durations, size_t n);

// The time at which a share p in (0, 1) has had the event: .25, .5, .75 are the quartiles. As R's
// survfit: the middle of the flat stretch where the curve equals 1 - p (up to the largest time when
// it is the last one); the limits are the same of the log(-log) band. NAN where a curve does not
// fall to 1 - p.
interval survival_quantile(const survival *curve, double p);

// Share that has not had the event by time t, with log(-log) limits. Undefined when n is 0; the
// limits are NAN while the curve is 1 and after it has fallen to 0.
interval survival_at(const survival *curve, double t);

// 1 - survival_at: the share that has had the event by then, competing endings as censored.
interval survival_event_by(const survival *curve, double t);

// Aalen-Johansen: probability of the event by t in the presence of competing endings. Limits:
// log(-log) with the delta-method variance (Marubini and Valsecchi 1995), NAN while the estimate is
// 0 or 1. Undefined when n is 0.
interval survival_incidence(const survival *curve, double t);

// Area under the Kaplan-Meier curve from 0 to tau, its last value held beyond the largest time,
// with the limits value +- z SE of Greenwood's variance. Undefined when n is 0.
interval survival_restricted_mean(const survival *curve, double tau);

#endif
