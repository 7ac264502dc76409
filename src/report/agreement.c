#include "report/agreement.h"

#include "stats/validity.h"

#include <math.h>
#include <stdlib.h>

enum { CONVERSATIONS_FEW = 10 }; // below, the bootstrap draws messages instead

// One code on its way to its row.
typedef struct comparison {
    const sheets *s;
    str name;
    size_t rater;      // whose codes are judged: the answers, or the first sheet
    size_t first;      // human coders from here on
    confusion seen;    // messages
    confusion *tables; // weighted: by conversation, or by message
    size_t table_count;
    double positives2, negatives2; // sums of squared weights of true and of other messages
    uint64_t ties;
} comparison;

// Whether a cell has the code, or one of the family.
static bool has(str cell, str name) {
    bool family = str_ends(name, STR(".*"));
    str prefix = str_take(name, name.len - 1);
    for (str one; sheets_next_code(&cell, &one);)
        if (family ? str_starts(one, prefix) : str_equal(one, name)) return true;
    return false;
}

// What most coders of a message say: 1 or 0; -1 when nobody coded it, -2 for a tie.
static int truth_of(const comparison *c, size_t index) {
    size_t yes = 0, no = 0;
    for (size_t coder = c->first; coder < c->s->coders; coder++) {
        str cell = sheets_cell(c->s, coder, index);
        if (!cell.len) continue;
        *(has(cell, c->name) ? &yes : &no) += 1;
    }
    if (yes + no == 0) return -1;
    return yes == no ? -2 : yes > no;
}

static void count(confusion *to, bool coded, bool truth, double weight) {
    double *cell = coded ? (truth ? &to->tp : &to->fp) : (truth ? &to->fn : &to->tn);
    *cell += weight;
}

static void compare(comparison *c, arena *scratch) {
    const sheets *s = c->s;
    bool by_conversation = s->conversations.count >= CONVERSATIONS_FEW;
    c->tables = arena_array(scratch, confusion, s->unit_count + s->conversations.count + 1);
    c->table_count = by_conversation ? s->conversations.count : 0;
    for (size_t i = 0; i < s->unit_count; i++) {
        str cell = sheets_cell(s, c->rater, i);
        int truth = cell.len ? truth_of(c, i) : -1;
        c->ties += truth == -2;
        if (truth < 0) continue;
        const unit *u = &s->units[i];
        size_t table = by_conversation && u->conversation ? u->conversation - 1 : c->table_count++;
        bool coded = has(cell, c->name);
        count(&c->seen, coded, truth, 1);
        count(&c->tables[table], coded, truth, u->weight);
        *(truth ? &c->positives2 : &c->negatives2) += u->weight * u->weight;
    }
}

// Nominal alpha of the human coders among themselves, drawn by conversation where compare does so.
static interval alpha_of_coders(const comparison *c, arena *scratch, const agreement_options *o) {
    size_t coders = c->s->coders, units = c->s->unit_count, chats = c->s->conversations.count;
    if (coders < 2) return interval_undefined();
    int *codes = arena_array(scratch, int, units *coders);
    size_t *groups = arena_array(scratch, size_t, units), count = chats;
    for (size_t i = 0; i < units; i++) {
        uint32_t chat = c->s->units[i].conversation;
        groups[i] = chat ? chat - 1 : count++;
        for (size_t k = 0; k < coders; k++) {
            str cell = sheets_cell(c->s, k, i);
            codes[i * coders + k] = cell.len ? has(cell, c->name) : -1;
        }
    }
    bool by_conversation = chats >= CONVERSATIONS_FEW;
    return krippendorff_bootstrap(scratch, codes, units, coders, by_conversation ? groups : NULL,
                                  count, o->seed, o->draws);
}

static void cell_limits(csv *out, interval i) {
    csv_number(out, i.value);
    csv_number(out, i.low);
    csv_number(out, i.high);
}

static confusion sum_of(const comparison *c) {
    confusion sum = {0};
    for (size_t i = 0; i < c->table_count; i++) {
        sum.tn += c->tables[i].tn;
        sum.fp += c->tables[i].fp;
        sum.fn += c->tables[i].fn;
        sum.tp += c->tables[i].tp;
    }
    return sum;
}

// The share of coded messages corrected for the rater's errors. Weighted messages tell as much as
// so many equal ones: (sum of weights)² / sum of squared weights (Kish).
static interval corrected(const comparison *c, confusion all) {
    double positives = all.tp + all.fn, negatives = all.tn + all.fp;
    double p = c->positives2 > 0 ? positives / c->positives2 : 0;
    double q = c->negatives2 > 0 ? negatives / c->negatives2 : 0;
    confusion effective = {.tp = all.tp * p, .fn = all.fn * p, .tn = all.tn * q, .fp = all.fp * q};
    return rogan_gladen(all.tp + all.fp, positives + negatives, effective);
}

static double share(double part, double whole) { return whole > 0 ? part / whole : NAN; }

static void row(comparison *c, arena *scratch, const agreement_options *o, csv *out) {
    compare(c, scratch);
    confusion all = sum_of(c);
    validity_limits v = validity_bootstrap(scratch, c->tables, c->table_count, o->seed, o->draws);
    csv_text(out, c->name);
    csv_count(out, c->s->coders);
    csv_count(out, (uint64_t)(c->seen.tn + c->seen.fp + c->seen.fn + c->seen.tp));
    csv_count(out, c->ties);
    csv_count(out, (uint64_t)c->seen.tn);
    csv_count(out, (uint64_t)c->seen.fp);
    csv_count(out, (uint64_t)c->seen.fn);
    csv_count(out, (uint64_t)c->seen.tp);
    for (size_t m = 0; m < VALIDITY_COUNT; m++) cell_limits(out, v.of[m]);
    cell_limits(out, alpha_of_coders(c, scratch, o));
    double specificity = share(all.tn, all.tn + all.fp);
    interval rate = corrected(c, all);
    double prevalence = o->prevalence >= 0 ? o->prevalence : rate.value;
    csv_number(out, specificity);
    csv_number(out, share(all.tp + all.fp, all.tp + all.fp + all.tn + all.fn));
    cell_limits(out, rate);
    csv_number(out, prevalence);
    cell_limits(out, predictive_bootstrap(scratch, c->tables, c->table_count, o->prevalence,
                                          rate.value, o->seed, o->draws));
    csv_end(out);
}

// ---- the codes ----

static void add_names(agreement_table *t, str cell) {
    for (str one; sheets_next_code(&cell, &one);) {
        intern_add(&t->names, one);
        str_cut_result cut = str_cut(one, '.');
        if (!cut.found) continue;
        char family[64];
        size_t len = cut.head.len < sizeof family - 2 ? cut.head.len : sizeof family - 2;
        memcpy(family, cut.head.at, len);
        memcpy(family + len, ".*", 2);
        intern_add(&t->names, str_of(family, len + 2));
    }
}

static int by_name(const void *a, const void *b) {
    return str_compare(*(const str *)a, *(const str *)b);
}

static void find_names(agreement_table *t, const sheets *s) {
    for (size_t i = 0; i < s->unit_count; i++) {
        for (size_t coder = 0; coder < s->coders; coder++) add_names(t, sheets_cell(s, coder, i));
        add_names(t, sheets_cell(s, SHEETS_MOST, i));
    }
    t->order = memory_alloc((t->names.count + 1) * sizeof *t->order);
    for (uint32_t i = 0; i < t->names.count; i++) t->order[i] = intern_name(&t->names, i);
    if (t->names.count > 1) qsort(t->order, t->names.count, sizeof *t->order, by_name);
}

void agreement_rows(agreement_table *t, const sheets *s, const agreement_options *o, csv *out) {
    find_names(t, s);
    for (size_t i = 0; i < t->names.count; i++) {
        arena_reset(&t->scratch);
        comparison c = {
            .s = s,
            .name = t->order[i],
            .rater = s->answered ? SHEETS_MOST : 0,
            .first = s->answered ? 0 : 1,
        };
        row(&c, &t->scratch, o, out);
    }
}

agreement_overlap agreement_overlap_of(const sheets *s) {
    agreement_overlap o = {0};
    for (size_t i = 0; i < s->unit_count; i++) {
        bool coded = false;
        for (size_t coder = s->answered ? 0 : 1; coder < s->coders; coder++)
            coded |= sheets_cell(s, coder, i).len > 0;
        o.coded += coded;
        o.compared += coded && sheets_cell(s, s->answered ? SHEETS_MOST : 0, i).len > 0;
    }
    return o;
}

void agreement_release(agreement_table *t) {
    arena_release(&t->scratch);
    intern_release(&t->names);
    free(t->order);
    *t = (agreement_table){0};
}
