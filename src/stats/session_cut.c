#include "stats/session_cut.h"

#include <math.h>
#include <stdlib.h>

enum { ROUNDS = 20000 };
#define SETTLED 1e-11        // change of the parameters at which the iteration ends
#define LEAST_DEVIATION 0.01 // a population may not shrink to a point

typedef struct log_gap {
    double at, weight;
} log_gap;

static int by_gap(const void *a, const void *b) {
    double x = ((const log_gap *)a)->at, y = ((const log_gap *)b)->at;
    return (x > y) - (x < y);
}

typedef struct sums {
    double weight, first, second; // moments about the pivot
} sums;

static void add(sums *s, double at, double weight) {
    s->weight += weight;
    s->first += weight * at;
    s->second += weight * at * at;
}

static gap_population population_of(const sums *s, double all) {
    double mean = s->first / s->weight, variance = s->second / s->weight - mean * mean;
    return (gap_population){s->weight / all, mean,
                            sqrt(fmax(variance, LEAST_DEVIATION * LEAST_DEVIATION))};
}

// The two populations on either side of a first guess: the middle of the range of the logarithms.
static void start(session_cut *cut, const log_gap *gaps, size_t count, double all) {
    double middle = (gaps[0].at + gaps[count - 1].at) / 2;
    sums low = {0}, high = {0};
    for (size_t i = 0; i < count; i++)
        add(gaps[i].at <= middle ? &low : &high, gaps[i].at, gaps[i].weight);
    cut->within = population_of(&low, all);
    cut->between = population_of(&high, all);
}

static double log_density(const gap_population *p, double at) {
    double z = (at - p->mean) / p->deviation;
    return log(p->share / p->deviation) - 0.5 * z * z;
}

static double change(const gap_population *old, const gap_population *now) {
    return fabs(old->share - now->share) + fabs(old->mean - now->mean) +
           fabs(old->deviation - now->deviation);
}

// One round; returns how far the parameters moved.
static double improve(session_cut *cut, const log_gap *gaps, size_t count, double all) {
    sums low = {0}, high = {0};
    for (size_t i = 0; i < count; i++) {
        double odds =
            exp(log_density(&cut->between, gaps[i].at) - log_density(&cut->within, gaps[i].at));
        double share = 1 / (1 + odds); // of the population within; 0 when the odds overflow
        add(&low, gaps[i].at, gaps[i].weight * share);
        add(&high, gaps[i].at, gaps[i].weight * (1 - share));
    }
    if (!(low.weight > 0 && high.weight > 0)) return 0;
    gap_population within = population_of(&low, all), between = population_of(&high, all);
    double moved = change(&cut->within, &within) + change(&cut->between, &between);
    cut->within = within;
    cut->between = between;
    return moved;
}

// Where the weighted densities are equal between the means: by bisection of their difference.
static double crossing(const gap_population *low, const gap_population *high) {
    double left = low->mean, right = high->mean;
    if (!(log_density(low, left) > log_density(high, left) &&
          log_density(low, right) < log_density(high, right)))
        return NAN;
    for (int i = 0; i < 200; i++) {
        double middle = left + (right - left) / 2;
        if (log_density(low, middle) > log_density(high, middle))
            left = middle;
        else
            right = middle;
    }
    return left + (right - left) / 2;
}

session_cut session_cut_fit(arena *scratch, const gap_count *gaps, size_t count, double least) {
    gap_population none = {NAN, NAN, NAN};
    session_cut cut = {NAN, none, none, false};
    log_gap *logs = arena_array(scratch, log_gap, count);
    size_t kept = 0;
    double all = 0;
    for (size_t i = 0; i < count; i++) {
        if (gaps[i].count == 0) continue;
        logs[kept++] = (log_gap){log(fmax(gaps[i].gap, least)), (double)gaps[i].count};
        all += (double)gaps[i].count;
    }
    if (kept == 0) return cut;
    qsort(logs, kept, sizeof *logs, by_gap);
    if (!(logs[kept - 1].at > logs[0].at)) return cut;
    start(&cut, logs, kept, all);
    for (int round = 0; round < ROUNDS && !cut.converged; round++)
        cut.converged = improve(&cut, logs, kept, all) <= SETTLED;
    cut.gap = exp(crossing(&cut.within, &cut.between));
    return cut;
}
