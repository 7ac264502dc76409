#include "report/sequence.h"

#include "stats/permutation.h"
#include "stats/sequence.h"
#include "stats/special.h"

#include <math.h>
#include <stdlib.h>

// ---- what is counted ----

static size_t lag_count(const attune_options *o) {
    return o->lag_last - o->lag_first + 1 + (o->within > 0);
}

// The lag of that place among those asked for; the window comes last.
static uint32_t lag_at(const attune_options *o, size_t place) {
    bool window = place == o->lag_last - o->lag_first + 1;
    return window ? TRANSITIONS_WINDOW : o->lag_first + (uint32_t)place;
}

bool sequence_init(sequence *s, const attune_options *o, const codebook *book, error *err) {
    if (!o->given || !o->target) {
        error_set(err, ATTUNE_USAGE, "error: seq needs --given and --target");
        return error_hint(err, "for example --given 'R.*' --target 'A.*'");
    }
    if (o->lag_first < 1 || o->lag_last < o->lag_first || o->lag_last > TRANSITIONS_LAG_MOST)
        return error_set(err, ATTUNE_USAGE, "error: --lag must lie in 1 to %d",
                         TRANSITIONS_LAG_MOST);
    if (!selection_add(&s->selection, book, o->given, &s->selection.given, err) ||
        !selection_add(&s->selection, book, o->target, &s->selection.target, err))
        return false;
    transitions_init(&s->transitions, &(transitions_options){
                                          .unit = o->unit,
                                          .lag_first = o->lag_first,
                                          .lag_last = o->lag_last,
                                          .within = o->within,
                                          .given = s->selection.given,
                                          .target = s->selection.target,
                                          .keep = o->null_shift,
                                      });
    s->pooled_count = lag_count(o) * s->selection.count * s->selection.count;
    s->pooled = memory_alloc(s->pooled_count * sizeof *s->pooled);
    return true;
}

void sequence_message(sequence *s, const report_options *options, uint32_t speaker,
                      const message *m, const coding *codes, const placement *where,
                      const token_row *rows, size_t row_count) {
    const attune_options *run = options->run;
    uint64_t categories = 0;
    for (size_t i = 0; i < row_count; i++) categories |= rows[i].categories;
    uint32_t sets = selection_of(&s->selection, options->book, m, codes, categories,
                                 (uint8_t)(run->min_confidence * 100 + 0.5));
    bool opens = run->unit == ATTUNE_UNIT_MESSAGE ||
                 (run->unit == ATTUNE_UNIT_TURN ? where->opens_turn : where->opens_floor);
    transitions_message(&s->transitions, speaker, where->session, where->time, sets, opens);
}

// ---- one pair at one lag ----

typedef struct range {
    size_t from, to;
} range;

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
static range range_of(const tuples *t, const uint32_t *prefix, size_t words) {
    range r = {first_at_least(t, prefix, words), 0};
    for (r.to = r.from; r.to < t->count; r.to++)
        if (memcmp(tuples_key(t, r.to), prefix, words * sizeof *prefix) != 0) break;
    return r;
}

// A pair of speakers at a lag.
typedef struct step {
    uint32_t speaker, later, lag;
    range steps;
} step;

static step step_of(const transitions *t, uint32_t speaker, uint32_t later, uint32_t lag) {
    const uint32_t prefix[] = {speaker, later, lag};
    return (step){speaker, later, lag, range_of(&t->steps, prefix, 3)};
}

// Units of the speaker whose window nobody else's count tells of: the later one was silent in it.
static void add_silent(const transitions *t, const step *at, uint32_t given, table2 *cells) {
    range own = range_of(&t->windows, &at->speaker, 1);
    uint64_t with = 0, without = 0;
    for (size_t i = own.from; i < own.to; i++) {
        uint32_t units = *tuples_values(&t->windows, i);
        *(tuples_key(&t->windows, i)[1] & given ? &with : &without) += units;
    }
    cells->n12 += with - (cells->n11 + cells->n12);
    cells->n22 += without - (cells->n21 + cells->n22);
}

static table2 cells_of(const transitions *t, const step *at, uint32_t given, uint32_t target) {
    table2 cells = {0};
    for (size_t i = at->steps.from; i < at->steps.to; i++) {
        const uint32_t *key = tuples_key(&t->steps, i);
        uint64_t units = *tuples_values(&t->steps, i);
        if (key[3] & given)
            *(key[4] & target ? &cells.n11 : &cells.n12) += units;
        else
            *(key[4] & target ? &cells.n21 : &cells.n22) += units;
    }
    if (at->lag == TRANSITIONS_WINDOW) add_silent(t, at, given, &cells);
    return cells;
}

// ---- structural zeros ----

// Every unit of the two is in one state: its speaker and the first set that it belongs to, or none.
typedef struct states {
    size_t sets; // of one speaker, none included
    size_t count;
    sequence_cell *cells; // count * count
} states;

static size_t state_of(const states *s, uint32_t sets, bool second) {
    size_t own = sets ? (size_t)__builtin_ctz(sets) : s->sets - 1;
    return own + (second ? s->sets : 0);
}

static void count_states(const transitions *t, const states *s, step at, uint64_t *counts,
                         bool from_second, bool to_second) {
    for (size_t i = at.steps.from; i < at.steps.to; i++) {
        const uint32_t *key = tuples_key(&t->steps, i);
        counts[state_of(s, key[3], from_second) * s->count + state_of(s, key[4], to_second)] +=
            *tuples_values(&t->steps, i);
    }
}

// With floors nobody follows himself at lag 1: those cells are impossible, not empty.
static states measure_states(const sequence *q, const closing *c, const step *at) {
    const transitions *t = &q->transitions;
    bool self = at->speaker == at->later;
    states s = {.sets = q->selection.count + 1};
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

static permutation_result shuffle(const sequence *q, const closing *c, const step *at,
                                  uint32_t given, uint32_t target, uint64_t observed) {
    const tuples *all = &q->transitions.chances;
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

static permutation_result shift(const sequence *q, const closing *c, const step *at, uint32_t given,
                                uint32_t target) {
    const transitions *t = &q->transitions;
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

static permutation_result chance_of(const sequence *q, const closing *c, const step *at,
                                    uint32_t given, uint32_t target, uint64_t observed) {
    if (at->lag == TRANSITIONS_WINDOW) return (permutation_result){NAN, NAN, NAN, NAN, 0};
    if (c->options->run->null_shift) return shift(q, c, at, given, target);
    return shuffle(q, c, at, given, target, observed);
}

// ---- rows ----

static void cell_na(csv *out, size_t count) {
    while (count-- > 0) csv_na(out);
}

static void cell_what(csv *out, const sequence *q, const attune_options *o, uint32_t given,
                      uint32_t target, uint32_t lag) {
    static const char *const units[] = {[ATTUNE_UNIT_MESSAGE] = "message",
                                        [ATTUNE_UNIT_TURN] = "turn",
                                        [ATTUNE_UNIT_FLOOR] = "floor"};
    csv_name(out, q->selection.sets[given].text);
    csv_name(out, q->selection.sets[target].text);
    csv_text(out, str_from(units[o->unit]));
    if (lag == TRANSITIONS_WINDOW) {
        csv_na(out);
        csv_number(out, (double)o->within / 1000);
        return;
    }
    csv_count(out, lag);
    csv_na(out);
}

static void cell_counts(csv *out, table2 n) {
    csv_count(out, n.n11);
    csv_count(out, n.n12);
    csv_count(out, n.n21);
    csv_count(out, n.n22);
}

static void cell_measures(csv *out, table2 n, const contingency *m, double adjusted) {
    csv_number(out, m->expected);
    csv_flag(out, m->sparse);
    csv_number(out, m->adjusted_residual);
    csv_number(out, normal_p(m->adjusted_residual));
    csv_number(out, adjusted);
    cell_interval(out, wilson_interval(n.n11, n.n11 + n.n12));
    csv_number(out, wilson_interval(n.n21, n.n21 + n.n22).value);
    cell_interval(out, m->risk_difference);
    cell_interval(out, m->odds_ratio);
    cell_interval(out, m->yules_q);
    cell_interval(out, m->phi);
    csv_number(out, m->likelihood_ratio);
}

static void cell_structure(csv *out, const states *s, const step *at, uint32_t given,
                           uint32_t target) {
    if (!s->cells) {
        cell_na(out, 3);
        return;
    }
    size_t row = state_of(s, 1u << given, false);
    size_t to = state_of(s, 1u << target, at->speaker != at->later);
    const sequence_cell *cell = &s->cells[row * s->count + to];
    csv_number(out, cell->expected);
    csv_number(out, cell->residual);
    csv_number(out, cell->kappa);
}

static void cell_chance(csv *out, permutation_result r) {
    csv_number(out, r.mean);
    csv_number(out, r.z);
    csv_number(out, r.p);
    if (isfinite(r.p))
        csv_count(out, r.draws);
    else
        csv_na(out);
}

enum { MEASURES = 22, STRUCTURE = 3, CHANCE = 4 }; // cells

// Given and target of the pair at that lag, with all that belongs to the row.
typedef struct cell {
    uint32_t given, target;
    table2 counts;
    contingency measures;
} cell;

static void write_row(const sequence *q, const closing *c, csv *out, const step *at, const cell *w,
                      const states *s, double adjusted) {
    const attune_options *run = c->options->run;
    cell_conversation(out, c);
    cell_speaker(out, c, at->speaker);
    cell_speaker(out, c, at->later);
    cell_what(out, q, run, w->given, w->target, at->lag);
    csv_count(out, 1);
    cell_counts(out, w->counts);
    if (w->counts.n11 + w->counts.n12 < run->min_n) {
        cell_na(out, MEASURES + STRUCTURE + CHANCE);
    } else {
        cell_measures(out, w->counts, &w->measures, adjusted);
        cell_structure(out, s, at, w->given, w->target);
        cell_chance(out, chance_of(q, c, at, w->given, w->target, w->counts.n11));
    }
    csv_end(out);
}

static void write_step(sequence *q, const closing *c, csv *out, const step *at, size_t lag) {
    const selection *s = &q->selection;
    size_t most = (size_t)__builtin_popcount(s->given) * (size_t)__builtin_popcount(s->target);
    cell *cells = arena_array(c->scratch, cell, most);
    double *p = arena_array(c->scratch, double, most);
    size_t count = 0;
    for (uint32_t i = s->given; i; i &= i - 1) {
        for (uint32_t j = s->target; j; j &= j - 1) {
            uint32_t given = (uint32_t)__builtin_ctz(i), target = (uint32_t)__builtin_ctz(j);
            table2 counts = cells_of(&q->transitions, at, 1u << given, 1u << target);
            cells[count] = (cell){given, target, counts, contingency_measure(counts)};
            p[count] = normal_p(cells[count].measures.adjusted_residual);
            pooling_add(&q->pooled[(lag * s->count + given) * s->count + target], counts);
            count++;
        }
    }
    benjamini_hochberg(c->scratch, p, count);
    states known = {0};
    if (at->lag != TRANSITIONS_WINDOW) known = measure_states(q, c, at);
    for (size_t i = 0; i < count; i++) write_row(q, c, out, at, &cells[i], &known, p[i]);
}

static bool wanted(const attune_options *o, uint32_t speaker, uint32_t later) {
    if (o->who == ATTUNE_WHO_ANY) return true;
    return (speaker == later) == (o->who == ATTUNE_WHO_SELF);
}

void sequence_rows(sequence *q, const closing *c, csv *out) {
    const attune_options *o = c->options->run;
    transitions_end(&q->transitions);
    const tuples *steps = &q->transitions.steps;
    for (size_t i = 0; i < steps->count;) {
        uint32_t pair[2];
        memcpy(pair, tuples_key(steps, i), sizeof pair);
        i = range_of(steps, pair, 2).to;
        if (!wanted(o, pair[0], pair[1])) continue;
        for (size_t lag = 0; lag < lag_count(o); lag++) {
            step at = step_of(&q->transitions, pair[0], pair[1], lag_at(o, lag));
            bool timeless = at.lag == TRANSITIONS_WINDOW && !closing_timed(c);
            if (at.steps.from == at.steps.to || timeless) continue;
            write_step(q, c, out, &at, lag);
            arena_reset(c->scratch);
        }
    }
}

static void write_pooled(const sequence *q, const attune_options *o, csv *out, const pooling *sums,
                         const cell *w, uint32_t lag) {
    interval odds = pooling_odds_ratio(sums);
    double z = pooling_z(sums);
    cell_na(out, 3);
    cell_what(out, q, o, w->given, w->target, lag);
    csv_count(out, sums->tables);
    cell_counts(out, sums->cells);
    csv_number(out, sums->tables ? sums->expected : NAN);
    csv_flag(out, sums->expected < 5 || sums->cells.n11 + sums->cells.n12 < 10);
    csv_number(out, z);
    csv_number(out, normal_p(z));
    cell_na(out, 1 + 4 + 3);
    cell_interval(out, odds);
    csv_number(out, (odds.value - 1) / (odds.value + 1));
    csv_number(out, (odds.low - 1) / (odds.low + 1));
    csv_number(out, (odds.high - 1) / (odds.high + 1));
    cell_na(out, 3 + 1 + STRUCTURE + CHANCE);
    csv_end(out);
}

void sequence_pooled_rows(const sequence *q, const attune_options *o, csv *out) {
    const selection *s = &q->selection;
    for (size_t lag = 0; lag < lag_count(o); lag++)
        for (uint32_t i = s->given; i; i &= i - 1)
            for (uint32_t j = s->target; j; j &= j - 1) {
                cell w = {.given = (uint32_t)__builtin_ctz(i),
                          .target = (uint32_t)__builtin_ctz(j)};
                const pooling *sums = &q->pooled[(lag * s->count + w.given) * s->count + w.target];
                if (sums->tables) write_pooled(q, o, out, sums, &w, lag_at(o, lag));
            }
}

void sequence_release(sequence *s) {
    transitions_release(&s->transitions);
    free(s->pooled);
    *s = (sequence){0};
}
