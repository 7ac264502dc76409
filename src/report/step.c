#include "report/step.h"

#include <math.h>

static size_t first_at_least(const tuples *t, const uint32_t *prefix, size_t words) {
    size_t low = 0, high = t->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const uint32_t *key = tuples_key(t, middle);
        size_t i = 0;
        while (i < words && key[i] == prefix[i]) i++;
        if (i < words && key[i] < prefix[i])
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// The entries, in order of their keys, whose keys begin with the prefix.
range range_of(const tuples *t, const uint32_t *prefix, size_t words) {
    range r = {first_at_least(t, prefix, words), 0};
    for (r.to = r.from; r.to < t->count; r.to++)
        if (memcmp(tuples_key(t, r.to), prefix, words * sizeof *prefix) != 0) break;
    return r;
}

step step_of(const transitions *t, uint32_t speaker, uint32_t later, uint32_t lag) {
    const uint32_t prefix[] = {speaker, later, lag};
    return (step){speaker, later, lag, range_of(&t->steps, prefix, 3)};
}

// Units of the speaker whose window nobody else's count tells of: the later one was silent in it.
static void add_silent(const transitions *t, const step *at, uint32_t given, size_t blocks,
                       table2 *cells) {
    range own = range_of(&t->windows, &at->speaker, 1);
    uint64_t with = 0, without = 0;
    for (size_t i = own.from; i < own.to; i++) {
        uint64_t units = transitions_units(tuples_values(&t->windows, i), blocks);
        *(tuples_key(&t->windows, i)[1] & given ? &with : &without) += units;
    }
    cells->n12 += with - (cells->n11 + cells->n12);
    cells->n22 += without - (cells->n21 + cells->n22);
}

table2 step_cells(const transitions *t, const step *at, uint32_t given, uint32_t target,
                  size_t blocks) {
    table2 cells = {0};
    for (size_t i = at->steps.from; i < at->steps.to; i++) {
        const uint32_t *key = tuples_key(&t->steps, i);
        uint64_t units = transitions_units(tuples_values(&t->steps, i), blocks);
        if (key[3] & given)
            *(key[4] & target ? &cells.n11 : &cells.n12) += units;
        else
            *(key[4] & target ? &cells.n21 : &cells.n22) += units;
    }
    if (at->lag == TRANSITIONS_WINDOW) add_silent(t, at, given, blocks, &cells);
    return cells;
}

// ---- halves ----

step_halves step_compare(const transitions *t, const step *at, uint32_t given, uint32_t target) {
    size_t half = transitions_half(t);
    step_halves h = {.share = {NAN, NAN}};
    table2 all = step_cells(t, at, given, target, 0);
    table2 first = half ? step_cells(t, at, given, target, half) : (table2){0};
    table2 second = {all.n11 - first.n11, all.n12 - first.n12, all.n21 - first.n21,
                     all.n22 - first.n22};
    const table2 *halves[] = {&first, &second};
    uint64_t counts[2 * 4];
    for (size_t i = 0; i < 2; i++) {
        const table2 *n = halves[i];
        memcpy(counts + 4 * i, (uint64_t[]){n->n11, n->n12, n->n21, n->n22}, 4 * sizeof *counts);
        h.share[i] = wilson_interval(n->n11, n->n11 + n->n12).value;
    }
    h.change = sequence_change(counts, 2, 2);
    return h;
}

// ---- each other ----

static uint64_t units_of(const transitions *t, uint32_t speaker, uint32_t sets) {
    range own = range_of(&t->units, &speaker, 1);
    uint64_t units = 0;
    for (size_t i = own.from; i < own.to; i++)
        if (tuples_key(&t->units, i)[1] & sets) units += *tuples_values(&t->units, i);
    return units;
}

mutual_counts step_mutual(const transitions *t, const step *at, uint32_t given, uint32_t target) {
    step back = step_of(t, at->later, at->speaker, at->lag);
    return (mutual_counts){
        .ij = step_cells(t, at, given, target, 0).n11,
        .ji = step_cells(t, &back, target, given, 0).n11,
        .i = units_of(t, at->speaker, given),
        .j = units_of(t, at->later, target),
        .n = t->count,
    };
}

// ---- structural zeros ----

static size_t state_of(const states *s, uint32_t sets, bool second) {
    size_t own = sets ? (size_t)__builtin_ctz(sets) : s->sets - 1;
    return own + (second ? s->sets : 0);
}

const sequence_cell *step_state(const states *s, const step *at, uint32_t given, uint32_t target) {
    size_t row = state_of(s, 1u << given, false);
    return &s->cells[row * s->count + state_of(s, 1u << target, at->speaker != at->later)];
}

static void count_states(const transitions *t, const states *s, step at, uint64_t *counts,
                         bool from_second, bool to_second) {
    for (size_t i = at.steps.from; i < at.steps.to; i++) {
        const uint32_t *key = tuples_key(&t->steps, i);
        counts[state_of(s, key[3], from_second) * s->count + state_of(s, key[4], to_second)] +=
            *tuples_values(&t->steps, i);
    }
}

// With floors nobody follows themselves at lag 1: those cells are impossible, not empty.
states step_states(const transitions *t, const closing *c, const step *at, size_t sets) {
    bool self = at->speaker == at->later;
    states s = {.sets = sets + 1};
    s.count = self ? s.sets : 2 * s.sets;
    uint64_t *counts = arena_array(c->scratch, uint64_t, s.count * s.count);
    bool *possible = arena_array(c->scratch, bool, s.count *s.count);
    s.cells = arena_array(c->scratch, sequence_cell, s.count * s.count);
    bool alternate = t->options.unit == ATTUNE_UNIT_FLOOR && at->lag == 1 && !self;
    for (size_t i = 0; i < s.count * s.count; i++)
        possible[i] = !alternate || (i / s.count < s.sets) != (i % s.count < s.sets);
    count_states(t, &s, *at, counts, false, !self);
    if (!self) {
        count_states(t, &s, step_of(t, at->later, at->speaker, at->lag), counts, true, false);
        count_states(t, &s, step_of(t, at->speaker, at->speaker, at->lag), counts, false, false);
        count_states(t, &s, step_of(t, at->later, at->later, at->lag), counts, true, true);
    }
    sequence_table whole = {.codes = s.count, .counts = counts, .possible = possible};
    sequence_measure(c->scratch, &whole, s.cells);
    return s;
}

// ---- chance ----

static permutation_result shuffle(const transitions *t, const closing *c, const step *at,
                                  uint32_t given, uint32_t target, uint64_t observed) {
    const tuples *all = &t->chances;
    const uint32_t prefix[] = {at->speaker, at->later, at->lag, given, target};
    range r = range_of(all, prefix, 5);
    shuffle_stratum *strata = arena_array(c->scratch, shuffle_stratum, r.to - r.from);
    for (size_t i = r.from; i < r.to; i++) {
        const uint32_t *key = tuples_key(all, i);
        strata[i - r.from] = (shuffle_stratum){key[5], key[6], key[7], *tuples_values(all, i)};
    }
    const attune_options *run = c->options->run;
    return permutation_shuffle(c->scratch, strata, r.to - r.from, observed, run->seed,
                               run->permutations);
}

// The later speaker's units of one session, from kept unit `from` up to *end.
static shift_session shift_of(const transitions *t, const closing *c, const step *at,
                              uint32_t given, uint32_t target, size_t from, size_t *end) {
    size_t to = from;
    while (to < t->kept_count && t->kept[to].session == t->kept[from].session) to++;
    *end = to;
    bool *follows = arena_array(c->scratch, bool, to - from);
    bool *is_target = arena_array(c->scratch, bool, to - from);
    size_t units = 0;
    for (size_t i = from; i < to; i++) {
        if (t->kept[i].speaker != at->later) continue;
        const unit *before = i - from >= at->lag ? &t->kept[i - at->lag] : NULL;
        follows[units] = before && before->speaker == at->speaker && (before->sets & given);
        is_target[units++] = t->kept[i].sets & target;
    }
    return (shift_session){follows, is_target, units};
}

static permutation_result shift(const transitions *t, const closing *c, const step *at,
                                uint32_t given, uint32_t target) {
    if (!t->kept_all) return (permutation_result){NAN, NAN, NAN, NAN, 0};
    size_t count = 0;
    for (size_t i = 0; i < t->kept_count; i++)
        count += i == 0 || t->kept[i].session != t->kept[i - 1].session;
    shift_session *sessions = arena_array(c->scratch, shift_session, count);
    size_t used = 0;
    for (size_t i = 0; i < t->kept_count;)
        sessions[used++] = shift_of(t, c, at, 1u << given, 1u << target, i, &i);
    const attune_options *run = c->options->run;
    return permutation_shift(c->scratch, sessions, used, run->seed, run->permutations);
}

permutation_result step_chance(const transitions *t, const closing *c, const step *at,
                               uint32_t given, uint32_t target, uint64_t observed) {
    if (at->lag == TRANSITIONS_WINDOW) return (permutation_result){NAN, NAN, NAN, NAN, 0};
    if (c->options->run->null_shift) return shift(t, c, at, given, target);
    return shuffle(t, c, at, given, target, observed);
}
