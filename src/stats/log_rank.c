#include "stats/log_rank.h"

#include "stats/special.h"

#include <math.h>
#include <stdlib.h>

typedef struct group {
    const duration *at;
    size_t n, next;
    uint64_t risk;   // those that are left
    uint64_t events; // at the time looked at
} group;

static uint64_t alike(const duration *d) { return 1 + (uint64_t)d->more; }

static group group_of(const duration *at, size_t n) {
    group g = {.at = at, .n = n};
    for (size_t i = 0; i < n; i++) g.risk += alike(&at[i]);
    return g;
}

static int by_time(const void *a, const void *b) {
    double x = ((const duration *)a)->time, y = ((const duration *)b)->time;
    return (x > y) - (x < y);
}

static double next_time(const group *s) { return s->next < s->n ? s->at[s->next].time : INFINITY; }

// Leaves the time behind, counting its events.
static void pass(group *s, double time) {
    for (s->events = 0; s->next < s->n && !(s->at[s->next].time > time); s->next++) {
        const duration *d = &s->at[s->next];
        s->risk -= alike(d);
        if (d->ending == ENDING_EVENT) s->events += alike(d);
    }
}

log_rank log_rank_test(duration *first, size_t first_n, duration *second, size_t second_n) {
    if (first_n == 0 || second_n == 0) return (log_rank){NAN, NAN, NAN, NAN, NAN};
    qsort(first, first_n, sizeof *first, by_time);
    qsort(second, second_n, sizeof *second, by_time);
    group a = group_of(first, first_n), b = group_of(second, second_n);
    log_rank test = {0};
    while (a.next < a.n && b.next < b.n) {
        double time = fmin(next_time(&a), next_time(&b));
        double risk_a = (double)a.risk, n = risk_a + (double)b.risk;
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
