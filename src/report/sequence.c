#include "report/sequence.h"

#include "report/step.h"
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
        return error_set(err, ATTUNE_USAGE,
                         "error: --lag must lie in 1 to %d, the first not above the last",
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
                                 exchange_confidence(run->min_confidence));
    s->met |= sets;
    bool opens = run->unit == ATTUNE_UNIT_MESSAGE ||
                 (run->unit == ATTUNE_UNIT_TURN ? where->opens_turn : where->opens_floor);
    transitions_message(&s->transitions, speaker, where->session, where->time, sets, opens);
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
    const sequence_cell *cell = step_state(s, at, given, target);
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

enum {
    MEASURES = 22,
    STRUCTURE = 3,
    CHANCE = 4,
    SHARES = 2,
    CHANGE = 3,
    COORDINATION = 1,
    MUTUAL = 6
}; // cells

// Given and target of the pair at that lag, with all that belongs to the row.
typedef struct cell {
    uint32_t given, target;
    table2 counts;
    contingency measures;
    step_halves halves;
} cell;

static void cell_change(csv *out, const sequence_fit *change) {
    bool told = change->degrees > 0;
    csv_number(out, told ? change->likelihood_ratio : NAN);
    if (told)
        csv_count(out, (uint64_t)change->degrees);
    else
        csv_na(out);
    csv_number(out, change->p);
}

// Where a speaker cannot follow themselves, the null of these figures does not hold.
static void cell_mutual(csv *out, const sequence *q, const attune_options *o, const step *at,
                        const cell *w) {
    if (o->unit == ATTUNE_UNIT_FLOOR || at->lag != 1 || at->speaker == at->later) {
        cell_na(out, MUTUAL);
        return;
    }
    mutual_counts n = step_mutual(&q->transitions, at, 1u << w->given, 1u << w->target);
    mutual_dependence both = mutual_dependence_of(n);
    csv_number(out, both.kappa);
    csv_number(out, both.z);
    csv_number(out, both.p);
    dominance one = dominance_of(n);
    csv_number(out, one.kappa);
    csv_number(out, one.z);
    csv_number(out, one.p);
}

static void add_to_pool(sequence_pool *to, const cell *w) {
    pooling_add(&to->tables, w->counts);
    to->change.likelihood_ratio += w->halves.change.likelihood_ratio;
    to->change.degrees += w->halves.change.degrees;
}

static void write_row(const sequence *q, const closing *c, csv *out, const step *at, const cell *w,
                      const states *s, double adjusted) {
    const attune_options *run = c->options->run;
    const transitions *t = &q->transitions;
    cell_conversation(out, c);
    cell_speaker(out, c, at->speaker);
    cell_speaker(out, c, at->later);
    cell_what(out, q, run, w->given, w->target, at->lag);
    csv_count(out, 1);
    cell_counts(out, w->counts);
    if (w->counts.n11 + w->counts.n12 < run->min_n) {
        cell_na(out, MEASURES + STRUCTURE + CHANCE + SHARES + CHANGE + COORDINATION + MUTUAL);
    } else {
        cell_measures(out, w->counts, &w->measures, adjusted);
        cell_structure(out, s, at, w->given, w->target);
        cell_chance(out, step_chance(t, c, at, w->given, w->target, w->counts.n11));
        csv_number(out, w->halves.share[0]);
        csv_number(out, w->halves.share[1]);
        cell_change(out, &w->halves.change);
        csv_number(out, coordination(w->counts));
        cell_mutual(out, q, run, at, w);
    }
    csv_end(out);
}

static void write_step(sequence *q, const closing *c, csv *out, const step *at, size_t lag) {
    const selection *s = &q->selection;
    const transitions *t = &q->transitions;
    size_t most = (size_t)__builtin_popcount(s->given) * (size_t)__builtin_popcount(s->target);
    cell *cells = arena_array(c->scratch, cell, most);
    double *p = arena_array(c->scratch, double, most);
    size_t count = 0;
    for (uint32_t i = s->given; i; i &= i - 1) {
        for (uint32_t j = s->target; j; j &= j - 1) {
            uint32_t given = (uint32_t)__builtin_ctz(i), target = (uint32_t)__builtin_ctz(j);
            table2 counts = step_cells(t, at, 1u << given, 1u << target, 0);
            cells[count] = (cell){given, target, counts, contingency_measure(counts),
                                  step_compare(t, at, 1u << given, 1u << target)};
            p[count] = normal_p(cells[count].measures.adjusted_residual);
            add_to_pool(&q->pooled[(lag * s->count + given) * s->count + target], &cells[count]);
            count++;
        }
    }
    benjamini_hochberg(c->scratch, p, count);
    states known = {0};
    if (at->lag != TRANSITIONS_WINDOW) known = step_states(t, c, at, s->count);
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

static void write_pooled(const sequence *q, const attune_options *o, csv *out,
                         const sequence_pool *pool, const cell *w, uint32_t lag) {
    const pooling *sums = &pool->tables;
    sequence_fit change = pool->change;
    change.p =
        change.degrees > 0 ? chi_square_survival(change.likelihood_ratio, change.degrees) : NAN;
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
    cell_na(out, 3 + 1 + STRUCTURE + CHANCE + SHARES);
    cell_change(out, &change);
    cell_na(out, COORDINATION + MUTUAL);
    csv_end(out);
}

void sequence_pooled_rows(const sequence *q, const attune_options *o, csv *out) {
    const selection *s = &q->selection;
    for (size_t lag = 0; lag < lag_count(o); lag++)
        for (uint32_t i = s->given; i; i &= i - 1)
            for (uint32_t j = s->target; j; j &= j - 1) {
                cell w = {.given = (uint32_t)__builtin_ctz(i),
                          .target = (uint32_t)__builtin_ctz(j)};
                const sequence_pool *pool =
                    &q->pooled[(lag * s->count + w.given) * s->count + w.target];
                if (pool->tables.tables) write_pooled(q, o, out, pool, &w, lag_at(o, lag));
            }
}

void sequence_release(sequence *s) {
    transitions_release(&s->transitions);
    free(s->pooled);
    *s = (sequence){0};
}
