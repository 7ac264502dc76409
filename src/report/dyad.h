// dyad: everything that is measured of an asker and an answerer, once for the tables that show it.
// NAN is undefined.
#ifndef REPORT_DYAD_H
#define REPORT_DYAD_H

#include "report/pairs.h"
#include "stats/contingency.h"
#include "stats/permutation.h"
#include "stats/trend.h"

typedef struct dyad_counts {
    uint64_t episodes, requests, explained, reasked_in_session;
    uint64_t outcomes[OUTCOME_COUNT];
} dyad_counts;

// Seconds from the last request to the affirmation.
typedef struct dyad_latency {
    double affirmed_1h, affirmed_24h; // Aalen-Johansen
    double q1, q3;
    interval median;
    bool interval_censored; // median is Turnbull's
    double restricted_mean; // to the window of 24 h
    double precision;
    double median_effective; // on the answerer's activity clock
    double first_reply_median;
} dyad_latency;

typedef struct dyad_relief {
    interval median; // hours
    double median_active, median_messages, median_sessions;
    interval repeat_1h, repeat_24h, repeat_7d;
    size_t trend_n;
    trend calendar, messages;
} dyad_relief;

dyad_counts dyad_count(const pair *p);

// Whether enough episodes are there for measures (--min-n).
bool dyad_measurable(const closing *c, const pair *p);

// Affirmed among those whose end was seen. Undefined when there is none, or the dyad is not
// measurable.
interval dyad_response_rate(const closing *c, const pair *p, const dyad_counts *n);

// All undefined when the dyad has no episodes, is not measurable, or the conversation has no times.
dyad_latency dyad_measure_latency(const closing *c, const pair *p);

// Just the median, for comparisons.
double dyad_latency_median(const closing *c, const pair *p);

dyad_relief dyad_measure_relief(const closing *c, const pair *p);

table2 dyad_floors(const pair *p);

// How many affirmations would follow a request by chance. Undefined mean when there are no adjacent
// floors.
permutation_result dyad_permutation(const closing *c, const pair *p);

#endif
