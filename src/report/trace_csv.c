// trace_csv: why each candidate of a message counts or does not: its rule, its span, the scope or
// the gate that decided. Offsets, never text.
#include "report/rows.h"

static const char *const fates[FATE_COUNT] = {"counts", "unused", "shut", "not_own", "given"};
static const char *const conditions[CONDITION_COUNT] = {
    "", "with", "alone", "unanswered", "after", "polarity", "beside",
};

static const char *scope_name(uint8_t scope) {
    static const struct {
        uint8_t scope;
        const char *name;
    } all[] = {
        {SCOPE_QUOTED, "quoted"},     {SCOPE_THIRD_PERSON, "third_person"},
        {SCOPE_PAST, "past"},         {SCOPE_NEGATED, "negated"},
        {SCOPE_REPORTED, "reported"}, {SCOPE_QUESTION, "question"},
        {SCOPE_LINK, "link"},         {SCOPE_CONDITIONAL, "conditional"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].scope == scope) return all[i].name;
    return "";
}

static void cell_percent(csv *out, uint8_t percent) {
    buf_printf(csv_open(out), "%u.%02u", percent / 100u, percent % 100u);
}

// The cells that say which message.
static void cell_place(csv *out, const names *n, const message *m) {
    csv_text(out, n->open->id);
    csv_text(out, message_id(m, (char[MESSAGE_DIGITS]){0}));
}

static void hit_row(csv *out, const names *n, const codebook *book, const message *m, const hit *h,
                    verdict v) {
    const rule *r = &book->rules[h->rule];
    cell_place(out, n, m);
    csv_text(out, r->id);
    csv_text(out, book->codes[r->code].name);
    cell_percent(out, r->confidence);
    csv_count(out, h->start);
    csv_count(out, h->end);
    csv_text(out, str_from(scope_name(h->cancelled)));
    csv_text(out, str_from(conditions[v.condition]));
    csv_text(out, h->cancelled ? STR("cancelled") : str_from(fates[v.fate]));
    csv_end(out);
}

// A short answer opens its message: that is all there is to say of its span.
static void answer_row(csv *out, const names *n, const codebook *book, const report_entry *e) {
    const answer *given = &book->answers[e->analysis->answer - 1];
    uint8_t index;
    verdict v = exchange_answer_verdict(e->exchange, &index);
    cell_place(out, n, e->message);
    csv_text(out, given->id);
    csv_text(out, index == 255 ? STR("") : book->codes[index].name);
    cell_percent(out, given->strength);
    csv_count(out, 0);
    csv_text(out, STR(""));
    csv_text(out, STR(""));
    csv_text(out, str_from(conditions[v.condition]));
    csv_text(out, str_from(fates[v.fate]));
    csv_end(out);
}

void trace_rows(csv *out, const names *n, const codebook *book, const report_entry *e) {
    const analysis *a = e->analysis;
    if (e->message->kind == KIND_SYSTEM || names_is_other(n, e->message->speaker)) return;
    if (a->answer && a->answer <= book->answer_count) answer_row(out, n, book, e);
    // Both lists are by start, then by rule.
    size_t i = 0, k = 0;
    while (i < a->hit_count || k < a->cancelled_count) {
        const hit *next = i < a->hit_count ? &e->found[a->first_hit + i] : NULL;
        const hit *off = k < a->cancelled_count ? &e->cancelled[a->first_cancelled + k] : NULL;
        if (off && (!next || off->start < next->start)) {
            hit_row(out, n, book, e->message, off, (verdict){0});
            k++;
        } else if (next) {
            hit_row(out, n, book, e->message, next, exchange_verdict(e->exchange, i));
            i++;
        }
    }
}
