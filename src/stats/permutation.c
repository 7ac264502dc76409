#include "stats/permutation.h"

#include "stats/random.h"

#include <math.h>
#include <stdlib.h>

// Masses below this are dropped, and no exact p is smaller.
#define NEGLIGIBLE 1e-290

// The distribution of the number of hits in one session, and how many sessions have it.
typedef struct law {
    uint64_t least; // hits of mass[0]
    double *mass;   // adds up to 1
    size_t count;
    uint64_t sessions;
    uint64_t span; // possible values minus 1, also those of negligible mass
} law;

typedef struct null_model {
    law *laws;
    size_t count;
    double mean, variance;
    uint64_t span; // of the sum; UINT64_MAX when it is larger
} null_model;

static uint64_t add_capped(uint64_t a, uint64_t b) {
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static uint64_t multiply_capped(uint64_t a, uint64_t b) {
    return b && a > UINT64_MAX / b ? UINT64_MAX : a * b;
}

static void normalize(law *l) {
    double sum = 0;
    for (size_t i = 0; i < l->count; i++) sum += l->mass[i];
    for (size_t i = 0; i < l->count; i++) l->mass[i] /= sum;
}

// Mass of x + 1 divided by that of x, where `targets` of `floors` are drawn and `given` are looked
// at.
static double hypergeometric_ratio(const shuffle_stratum *s, uint64_t x) {
    double neither =
        (double)(s->floors - s->targets - s->given + x + 1); // modulo 2^64, but never negative
    return (double)(s->targets - x) / (double)(x + 1) * ((double)(s->given - x) / neither);
}

// The law from its mode outward, as far as its masses matter.
static law hypergeometric(arena *scratch, const shuffle_stratum *s) {
    uint64_t most = s->targets < s->given ? s->targets : s->given;
    uint64_t both = s->floors - s->targets; // floors without target
    uint64_t least = s->given > both ? s->given - both : 0;
    double peak = ((double)s->targets + 1) * (((double)s->given + 1) / ((double)s->floors + 2));
    uint64_t mode = peak >= (double)most ? most : (uint64_t)peak;
    if (mode < least) mode = least;

    uint64_t low = mode, high = mode;
    for (double m = 1; high < most && m > NEGLIGIBLE; high++) m *= hypergeometric_ratio(s, high);
    for (double m = 1; low > least && m > NEGLIGIBLE; low--) m /= hypergeometric_ratio(s, low - 1);
    law l = {.least = low,
             .count = (size_t)(high - low + 1),
             .sessions = s->sessions,
             .span = most - least};
    l.mass = arena_array(scratch, double, l.count);
    size_t middle = (size_t)(mode - low);
    l.mass[middle] = 1;
    for (size_t i = middle; i + 1 < l.count; i++)
        l.mass[i + 1] = l.mass[i] * hypergeometric_ratio(s, low + i);
    for (size_t i = middle; i > 0; i--)
        l.mass[i - 1] = l.mass[i] / hypergeometric_ratio(s, low + i - 1);
    normalize(&l);
    return l;
}

static void add_law(null_model *null, law l) {
    null->laws[null->count++] = l;
    null->span = add_capped(null->span, multiply_capped(l.span, l.sessions));
}

// The distribution of the hits of the sessions so far.
typedef struct running_sum {
    double *mass; // room for the support of all
    size_t count;
    uint64_t least;
} running_sum;

// Drops negligible masses at both ends.
static void trim(running_sum *sum) {
    size_t first = 0;
    while (sum->count > 1 && sum->mass[sum->count - 1] < NEGLIGIBLE) sum->count--;
    while (first + 1 < sum->count && sum->mass[first] < NEGLIGIBLE) first++;
    if (first == 0) return;
    sum->count -= first;
    sum->least += first;
    for (size_t i = 0; i < sum->count; i++) sum->mass[i] = sum->mass[i + first];
}

// In place, from the top down: every value depends only on itself and smaller ones.
static void convolve(running_sum *sum, const law *l) {
    size_t count = sum->count + l->count - 1;
    for (size_t k = count; k-- > 0;) {
        size_t first = k >= sum->count ? k - sum->count + 1 : 0;
        size_t last = k < l->count - 1 ? k : l->count - 1;
        double mass = 0;
        for (size_t j = first; j <= last; j++) mass += l->mass[j] * sum->mass[k - j];
        sum->mass[k] = mass;
    }
    sum->count = count;
    sum->least += l->least;
    trim(sum);
}

// P(sum >= observed).
static double exact_tail(arena *scratch, const null_model *null, uint64_t observed) {
    running_sum sum = {.mass = arena_array(scratch, double, (size_t)null->span + 1), .count = 1};
    sum.mass[0] = 1;
    for (size_t i = 0; i < null->count; i++)
        for (uint64_t s = 0; s < null->laws[i].sessions; s++) {
            if (null->laws[i].span == 0) {
                sum.least += multiply_capped(null->laws[i].least, null->laws[i].sessions);
                break;
            }
            convolve(&sum, &null->laws[i]);
        }
    double above = 0, below = 0;
    for (size_t i = sum.count; i-- > 0;)
        *(sum.least + i >= observed ? &above : &below) += sum.mass[i];
    if (below == 0) return 1;
    return above > NEGLIGIBLE ? above / (above + below) : NEGLIGIBLE;
}

static uint64_t draw_one(random_stream *r, const law *l) {
    double left = random_unit(r);
    size_t i = 0;
    while (i + 1 < l->count && (left -= l->mass[i]) > 0) i++;
    return l->least + i;
}

// The hits of all sessions of a law: how many have each value is multinomial.
static uint64_t draw_many(random_stream *r, const law *l) {
    uint64_t hits = l->least * l->sessions, left = l->sessions;
    double rest = 1;
    for (size_t i = 0; i < l->count && left; i++) {
        uint64_t here = i + 1 == l->count ? left : random_binomial(r, left, l->mass[i] / rest);
        hits += here * i;
        left -= here;
        rest -= l->mass[i];
    }
    return hits;
}

static uint64_t draw_sum(random_stream *r, const null_model *null) {
    uint64_t sum = 0;
    for (size_t i = 0; i < null->count; i++) {
        const law *l = &null->laws[i];
        if (l->sessions > l->count) {
            sum += draw_many(r, l);
            continue;
        }
        for (uint64_t s = 0; s < l->sessions; s++) sum += draw_one(r, l);
    }
    return sum;
}

static permutation_result judge(arena *scratch, const null_model *null, uint64_t observed,
                                uint64_t seed, uint32_t draws) {
    permutation_result result = {null->mean, null->variance, NAN, NAN, 0};
    if (null->variance > 0) result.z = ((double)observed - null->mean) / sqrt(null->variance);
    if (null->count == 0) return result;
    if (null->span < PERMUTATION_SUPPORT) {
        result.p = exact_tail(scratch, null, observed);
        return result;
    }
    if (draws == 0) return result;
    uint32_t at_least = 0;
    for (uint32_t draw = 0; draw < draws; draw++) {
        random_stream r = random_start(seed, draw);
        at_least += draw_sum(&r, null) >= observed;
    }
    result.p = ((double)at_least + 1) / ((double)draws + 1);
    result.draws = draws;
    return result;
}

static int by_values(const void *a, const void *b) {
    const shuffle_stratum *x = a, *y = b;
    if (x->floors != y->floors) return x->floors < y->floors ? -1 : 1;
    if (x->targets != y->targets) return x->targets < y->targets ? -1 : 1;
    return (x->given > y->given) - (x->given < y->given);
}

permutation_result permutation_shuffle(arena *scratch, const shuffle_stratum *strata, size_t count,
                                       uint64_t observed, uint64_t seed, uint32_t draws) {
    shuffle_stratum *sorted = arena_array(scratch, shuffle_stratum, count);
    for (size_t i = 0; i < count; i++) sorted[i] = strata[i];
    if (count) qsort(sorted, count, sizeof *sorted, by_values);
    null_model null = {.laws = arena_array(scratch, law, count)};
    for (size_t i = 0; i < count; i++) {
        const shuffle_stratum *s = &sorted[i];
        if (!s->targets || !s->given || !s->sessions) continue;
        double n = (double)s->floors, k = (double)s->targets, m = (double)s->given;
        double sessions = (double)s->sessions;
        null.mean += sessions * (k * (m / n));
        if (s->floors > 1)
            null.variance += sessions * (k / n * m) * ((double)(s->floors - s->targets) / n) *
                             ((double)(s->floors - s->given) / (n - 1));
        add_law(&null, hypergeometric(scratch, s));
    }
    return judge(scratch, &null, observed, seed, draws);
}

// How often each number of hits occurs over all rotations of a session.
static law rotations(arena *scratch, const shift_session *s) {
    size_t *hits = arena_array(scratch, size_t, s->floors);
    size_t least = s->floors, most = 0;
    for (size_t shift = 0; shift < s->floors; shift++) {
        for (size_t i = 0; i < s->floors; i++)
            hits[shift] +=
                s->given[i] && s->target[i + shift < s->floors ? i + shift : i + shift - s->floors];
        if (hits[shift] < least) least = hits[shift];
        if (hits[shift] > most) most = hits[shift];
    }
    law l = {.least = least, .count = most - least + 1, .sessions = 1, .span = most - least};
    l.mass = arena_array(scratch, double, l.count);
    for (size_t shift = 0; shift < s->floors; shift++) l.mass[hits[shift] - least]++;
    normalize(&l);
    return l;
}

static void add_moments(null_model *null, const law *l) {
    double mean = 0, variance = 0;
    for (size_t i = 0; i < l->count; i++) mean += l->mass[i] * (double)i;
    for (size_t i = 0; i < l->count; i++)
        variance += l->mass[i] * ((double)i - mean) * ((double)i - mean);
    null->mean += mean + (double)l->least;
    null->variance += variance;
}

permutation_result permutation_shift(arena *scratch, const shift_session *sessions, size_t count,
                                     uint64_t seed, uint32_t draws) {
    null_model null = {.laws = arena_array(scratch, law, count)};
    uint64_t observed = 0;
    for (size_t i = 0; i < count; i++) {
        const shift_session *s = &sessions[i];
        size_t given = 0, targets = 0;
        for (size_t j = 0; j < s->floors; j++) {
            given += s->given[j];
            targets += s->target[j];
            observed += s->given[j] && s->target[j];
        }
        if (!given || !targets) continue;
        law l = rotations(scratch, s);
        add_moments(&null, &l);
        add_law(&null, l);
    }
    return judge(scratch, &null, observed, seed, draws);
}
