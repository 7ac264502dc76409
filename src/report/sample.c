#include "report/sample.h"

#include "stats/random.h"

#include <stdlib.h>

enum { CONVERSATION, MESSAGE, SPEAKER, CONTEXT, TEXT, CODES }; // cells of a pick
enum { SIZE_MOST = 100000, TEXT_BYTES = 8 << 10 };

bool sample_init(sample *s, const attune_options *o, const codebook *book, error *err) {
    s->book = book;
    s->size = o->sample;
    s->seed = o->seed;
    s->strata = o->strata;
    s->answers = o->answers;
    s->min_confidence = exchange_confidence(o->min_confidence);
    s->recent.wanted = o->context_turns;
    if (s->size < 1 || s->size > SIZE_MOST)
        return error_set(err, ATTUNE_USAGE, "error: -n must lie in 1 to %d", SIZE_MOST);
    if (s->recent.wanted >= RECENT_MOST)
        return error_set(err, ATTUNE_USAGE, "error: --context is at most %d", RECENT_MOST - 1);
    return true;
}

void sample_begin(sample *s) {
    reservoir_empty(&s->open);
    recent_begin(&s->recent);
}

void sample_stand(sample *s) { reservoir_join(&s->drawn, &s->open, s->size); }

// 0 for a message without a code that counts, else one more than its first code, or than the first
// code of that code's family.
static uint32_t stratum_of(const sample *s, const coding *c) {
    if (s->strata == ATTUNE_STRATA_NONE) return 0;
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->at[i].confidence < s->min_confidence) continue;
        size_t of = c->at[i].code;
        if (s->strata == ATTUNE_STRATA_FAMILY)
            for (of = 0; s->book->codes[of].family != s->book->codes[c->at[i].code].family;) of++;
        return (uint32_t)of + 1;
    }
    return 0;
}

static void add_code(const sample *s, buf *out, size_t from, uint8_t code_index) {
    if (out->len > from) buf_add_char(out, ';');
    buf_add(out, s->book->codes[code_index].name);
}

// The codes that count, themes among them, joined by ;.
static void add_codes(const sample *s, buf *out, const coding *c) {
    size_t from = out->len;
    uint64_t themes = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->at[i].confidence < s->min_confidence) continue;
        add_code(s, out, from, c->at[i].code);
        themes |= c->at[i].themes;
    }
    for (size_t i = 0; i < s->book->theme_count; i++)
        if (themes >> i & 1) add_code(s, out, from, s->book->theme_code[i]);
}

static void add_text(buf *out, str text) {
    size_t len = text.len < TEXT_BYTES ? text.len : TEXT_BYTES;
    while (len < text.len && ((unsigned char)text.at[len] & 0xC0) == 0x80) len--;
    buf_add(out, str_take(text, len));
    if (len < text.len) buf_add(out, STR("…"));
}

static void fill(const sample *s, pick *p, const names *n, const report_entry *e) {
    const message *m = e->message;
    for (size_t i = 0; i < PICK_CELLS; i++) {
        switch (i) {
        case CONVERSATION: names_add_conversation(n, &p->text); break;
        case MESSAGE: buf_add(&p->text, message_id(m, (char[MESSAGE_DIGITS]){0})); break;
        case SPEAKER: names_add(n, &p->text, names_find(n, m->speaker)); break;
        case CONTEXT: recent_write(&s->recent, &p->text); break;
        case TEXT: add_text(&p->text, m->text); break;
        case CODES: add_codes(s, &p->text, e->codes); break;
        }
        p->ends[i] = (uint32_t)p->text.len;
    }
}

void sample_message(sample *s, const names *n, const report_entry *e) {
    const message *m = e->message;
    bool said = (m->kind == KIND_TEXT || m->kind == KIND_REACTION) && m->text.len > 0;
    if (said && !names_is_other(n, m->speaker)) {
        // Seed and place decide, so that nothing else changes who is drawn.
        uint64_t place = random_mix(s->seed) ^ ((uint64_t)n->conversations + 1) * RANDOM_STEP;
        uint64_t key = random_mix(random_mix(place) + m->number * RANDOM_STEP);
        uint32_t which = stratum_of(s, e->codes);
        pick *p = reservoir_offer(&s->open, which, key, s->size);
        if (p) fill(s, p, n, e);
        recent_add(&s->recent, n, m, e->where->opens_turn);
    }
}

// ---- rows ----

// What is called and ordered by it says nothing of the stratum, whose size the key itself betrays.
static uint64_t label_of(const pick *p) { return random_mix(p->key ^ RANDOM_STEP); }

static void cell_id(csv *out, const pick *p) {
    buf_printf(csv_open(out), "m%015llx", (unsigned long long)label_of(p) >> 4);
}

static void sheet_row(const pick *p, csv *out) {
    cell_id(out, p);
    csv_name(out, pick_cell(p, CONTEXT));
    csv_name(out, pick_cell(p, SPEAKER));
    csv_name(out, pick_cell(p, TEXT));
    csv_text(out, STR(""));
    csv_text(out, STR(""));
    csv_end(out);
}

static str stratum_name(const sample *s, uint32_t which) {
    static const char *const families[FAMILY_COUNT] = {"R.*", "T.*", "A.*", "N.*",
                                                       "S.*", "C.*", "X.*"};
    if (s->strata == ATTUNE_STRATA_NONE) return STR("all");
    if (which == 0) return STR("none");
    const code *of = &s->book->codes[which - 1];
    return s->strata == ATTUNE_STRATA_FAMILY ? str_from(families[of->family]) : of->name;
}

static void answers_row(const sample *s, const pick *p, size_t drawn, csv *out) {
    uint64_t total = s->drawn.strata[p->stratum].total;
    cell_id(out, p);
    csv_name(out, pick_cell(p, CONVERSATION));
    csv_text(out, pick_cell(p, MESSAGE));
    csv_text(out, stratum_name(s, p->stratum));
    csv_count(out, drawn);
    csv_count(out, total);
    csv_number(out, (double)total / (double)drawn);
    csv_count(out, s->seed);
    csv_text(out, p->ends[CODES] > p->ends[TEXT] ? pick_cell(p, CODES) : STR("none"));
    csv_end(out);
}

static int by_label(const void *a, const void *b) {
    uint64_t x = label_of(*(const pick *const *)a), y = label_of(*(const pick *const *)b);
    return (x > y) - (x < y);
}

void sample_rows(sample *s, csv *out) {
    size_t draw[RESERVOIR_STRATA], count = 0;
    reservoir_share(&s->drawn, s->size, draw);
    s->chosen = memory_alloc((s->size + 1) * sizeof *s->chosen);
    for (size_t i = 0; i < RESERVOIR_STRATA; i++) {
        reservoir_sort(&s->drawn.strata[i]);
        for (size_t k = 0; k < draw[i]; k++) s->chosen[count++] = &s->drawn.strata[i].at[k];
    }
    if (count > 1) qsort(s->chosen, count, sizeof *s->chosen, by_label);
    for (size_t i = 0; i < count; i++) {
        if (s->answers)
            answers_row(s, s->chosen[i], draw[s->chosen[i]->stratum], out);
        else
            sheet_row(s->chosen[i], out);
    }
}

void sample_release(sample *s) {
    recent_release(&s->recent);
    reservoir_release(&s->open);
    reservoir_release(&s->drawn);
    free(s->chosen);
    s->chosen = NULL;
}
