#include "stats/bootstrap.h"

#include "stats/percentile.h"
#include "stats/random.h"

#include <math.h>
#include <stdlib.h>

// Up to this many sessions per block on average, drawing each session is quicker than drawing
// counts of blocks.
enum { SINGLES = 16 };

typedef struct sample {
    const session_block *blocks;
    size_t count;
    uint64_t sessions;
    const uint32_t *block_of; // for each session, or NULL when counts of blocks are drawn
} sample;

typedef struct sums {
    double events, exposure;
} sums;

static void add(sums *s, const session_block *block, uint64_t sessions) {
    s->events += (double)block->events * (double)sessions;
    s->exposure += block->exposure * (double)sessions;
}

static sums draw_sessions(const sample *from, random_stream *r) {
    sums drawn = {0};
    for (uint64_t i = 0; i < from->sessions; i++) {
        // The bias of a product of 32 bits, one part in 2^32 / sessions, is far below the noise of
        // the draws.
        uint64_t session = (random_next(r) >> 32) * from->sessions >> 32;
        add(&drawn, &from->blocks[from->block_of[session]], 1);
    }
    return drawn;
}

static sums draw_counts(const sample *from, random_stream *r) {
    sums drawn = {0};
    uint64_t left = from->sessions; // to draw
    uint64_t rest = left;           // in the blocks not yet passed
    for (size_t i = 0; i < from->count && left; i++) {
        uint64_t own = from->blocks[i].sessions;
        uint64_t here = own == rest ? left : random_binomial(r, left, (double)own / (double)rest);
        add(&drawn, &from->blocks[i], here);
        left -= here;
        rest -= own;
    }
    return drawn;
}

static int by_values(const void *a, const void *b) {
    const session_block *x = a, *y = b;
    if (x->events != y->events) return x->events < y->events ? -1 : 1;
    if (x->exposure != y->exposure) return x->exposure < y->exposure ? -1 : 1;
    return (x->sessions > y->sessions) - (x->sessions < y->sessions);
}

// The blocks in canonical order, so that the draws do not depend on the caller's.
static sample prepare(arena *scratch, const session_block *blocks, size_t count,
                      uint64_t sessions) {
    session_block *sorted = arena_array(scratch, session_block, count);
    for (size_t i = 0; i < count; i++) sorted[i] = blocks[i];
    qsort(sorted, count, sizeof *sorted, by_values);
    sample from = {.blocks = sorted, .count = count, .sessions = sessions};
    if (count > UINT32_MAX || sessions > UINT32_MAX || sessions / SINGLES > count) return from;
    uint32_t *block_of = arena_array(scratch, uint32_t, sessions), *next = block_of;
    for (size_t i = 0; i < count; i++)
        for (uint64_t s = 0; s < sorted[i].sessions; s++) *next++ = (uint32_t)i;
    from.block_of = block_of;
    return from;
}

interval bootstrap_rate(arena *scratch, const session_block *blocks, size_t count, double exposure,
                        uint64_t seed, uint32_t draws) {
    sums observed = {0};
    uint64_t sessions = 0;
    for (size_t i = 0; i < count; i++) {
        add(&observed, &blocks[i], blocks[i].sessions);
        sessions += blocks[i].sessions;
    }
    double denominator = exposure > 0 ? exposure : observed.exposure;
    if (!(denominator > 0)) return interval_undefined();
    interval rate = {observed.events / denominator, NAN, NAN};
    if (sessions < 2 || draws == 0) return rate;

    sample from = prepare(scratch, blocks, count, sessions);
    double *rates = arena_array(scratch, double, draws);
    for (uint32_t draw = 0; draw < draws; draw++) {
        random_stream r = random_start(seed, draw);
        sums drawn = from.block_of ? draw_sessions(&from, &r) : draw_counts(&from, &r);
        double under = exposure > 0 ? exposure : drawn.exposure;
        rates[draw] = under > 0 ? drawn.events / under : rate.value;
    }
    return percentile_interval(rate.value, rates, draws);
}
