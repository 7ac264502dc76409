#include "report/dyad.h"

#include <math.h>

dyad_counts dyad_count(const pair *p) {
    dyad_counts n = {
        .episodes = p->course[COURSE_EPISODES],
        .requests = p->course[COURSE_REQUESTS],
        .explained = p->course[COURSE_EXPLAINED],
        .reasked_in_session = p->course[COURSE_REASKED],
    };
    for (size_t i = 0; i < OUTCOME_COUNT; i++) n.outcomes[i] = p->course[COURSE_OUTCOMES + i];
    return n;
}

bool dyad_measurable(const closing *c, const pair *p) {
    return p->course[COURSE_EPISODES] >= c->options->run->min_n;
}

interval dyad_response_rate(const closing *c, const pair *p, const dyad_counts *n) {
    if (!dyad_measurable(c, p)) return interval_undefined();
    return wilson_interval(n->outcomes[OUTCOME_AFFIRMED],
                           n->episodes - n->outcomes[OUTCOME_CENSORED]);
}

table2 dyad_floors(const pair *p) {
    return (table2){p->counts[PAIR_N11], p->counts[PAIR_N12], p->counts[PAIR_N21],
                    p->counts[PAIR_N22]};
}

// The strata of a pair stand together, in order of their keys.
static size_t first_stratum(const tally *t, uint32_t asker, uint32_t answerer) {
    size_t low = 0, high = t->strata.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const uint32_t *key = tuples_key(&t->strata, middle);
        if (key[0] < asker || (key[0] == asker && key[1] < answerer))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

permutation_result dyad_permutation(const closing *c, const pair *p) {
    const tally *t = c->tally;
    table2 cells = dyad_floors(p);
    permutation_result none = {NAN, NAN, NAN, NAN, 0};
    if (cells.n11 + cells.n12 + cells.n21 + cells.n22 == 0) return none;
    if (!dyad_measurable(c, p)) return none;
    size_t from = first_stratum(t, p->asker, p->answerer), count = 0;
    while (from + count < t->strata.count) {
        const uint32_t *key = tuples_key(&t->strata, from + count);
        if (key[0] != p->asker || key[1] != p->answerer) break;
        count++;
    }
    shuffle_stratum *strata = arena_array(c->scratch, shuffle_stratum, count);
    for (size_t i = 0; i < count; i++) {
        const uint32_t *key = tuples_key(&t->strata, from + i);
        strata[i] = (shuffle_stratum){key[2], key[3], key[4], *tuples_values(&t->strata, from + i)};
    }
    const attune_options *run = c->options->run;
    return permutation_shuffle(c->scratch, strata, count, cells.n11, run->seed, run->permutations);
}
