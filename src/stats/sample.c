#include "stats/sample.h"

#include <math.h>
#include <stdlib.h>

sample sample_start(arena *keep, size_t n) {
    size_t room = n < 2 * SAMPLE_MOST ? n : 2 * SAMPLE_MOST;
    return (sample){.at = arena_array(keep, duration, room), .room = room};
}

static int by_time_and_ending(const void *a, const void *b) {
    const duration *x = a, *y = b;
    if (x->time != y->time) return x->time < y->time ? -1 : 1;
    return (x->ending > y->ending) - (x->ending < y->ending);
}

// Joins what is alike.
static void join(sample *s) {
    qsort(s->at, s->count, sizeof *s->at, by_time_and_ending);
    size_t used = 0;
    for (size_t i = 0; i < s->count; i++) {
        duration *last = used ? &s->at[used - 1] : NULL;
        if (last && by_time_and_ending(last, &s->at[i]) == 0)
            last->more += 1 + s->at[i].more;
        else
            s->at[used++] = s->at[i];
    }
    s->count = used;
}

static double rounded(double time, int bits) {
    int exponent;
    double fraction = frexp(time, &exponent);
    return ldexp(nearbyint(ldexp(fraction, bits)), exponent - bits);
}

// Times from a millisecond to a century lie in 42 octaves of 2^(bits - 1) such numbers each, with
// three endings: at 8 bits they are fewer than SAMPLE_MOST.
static void make_room(sample *s) {
    join(s);
    while (s->count > SAMPLE_MOST) {
        s->bits = s->bits ? s->bits - 1 : SAMPLE_BITS;
        for (size_t i = 0; i < s->count; i++) s->at[i].time = rounded(s->at[i].time, s->bits);
        join(s);
    }
}

void sample_add(sample *s, duration d) {
    if (s->count == s->room) make_room(s);
    if (s->bits) d.time = rounded(d.time, s->bits);
    s->at[s->count++] = d;
}

survival sample_fit(arena *keep, sample *s) { return survival_fit(keep, s->at, s->count); }
