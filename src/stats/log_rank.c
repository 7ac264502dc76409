#include "stats/log_rank.h"

#include "stats/special.h"

#include <math.h>
#include <stdlib.h>

typedef struct sample {
    const duration *at;
    size_t n, next;
    size_t events; // at the time looked at
} sample;

static int by_time(const void *a, const void *b) {
    double x = ((const duration *)a)->time, y = ((const duration *)b)->time;
    return (x > y) - (x < y);
}

static double next_time(const sample *s) { return s->next < s->n ? s->at[s->next].time : INFINITY; }

static double at_risk(const sample *s) { return (double)(s->n - s->next); }

// Leaves the time behind, counting its events.
static void pass(sample *s, double time) {
    for (s->events = 0; s->next < s->n && !(s->at[s->next].time > time); s->next++)
        s->events += s->at[s->next].ending == ENDING_EVENT;
}

log_rank log_rank_test(duration *first, size_t first_n, duration *second, size_t second_n) {
    if (first_n == 0 || second_n == 0) return (log_rank){NAN, NAN, NAN, NAN, NAN};
    qsort(first, first_n, sizeof *first, by_time);
    qsort(second, second_n, sizeof *second, by_time);
    sample a = {.at = first, .n = first_n}, b = {.at = second, .n = second_n};
    log_rank test = {0};
    while (a.next < a.n && b.next < b.n) {
        double time = fmin(next_time(&a), next_time(&b));
        double risk_a = at_risk(&a), n = risk_a + at_risk(&b);
        pass(&a, time);
        pass(&b, time);
        double events = (double)a.events + (double)b.events, share = risk_a / n;
        test.observed += (double)a.events;
        test.expected += events * share;
        test.variance += events * share * (1 - share) * (n - events) / (n - 1);
    }
    // Alone, a sample has as many events as expected.
    pass(&a, INFINITY);
    test.observed += (double)a.events;
    test.expected += (double)a.events;
    test.z = test.variance > 0 ? (test.observed - test.expected) / sqrt(test.variance) : NAN;
    test.p = normal_p(test.z);
    return test;
}
