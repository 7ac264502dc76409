#include "report/kwic.h"

#include "text/fold.h"

#include <stdlib.h>

enum { WIDTH = 80 }; // code points of context on either side

// Bytes of a message with the codes that they gave.
typedef struct place {
    uint32_t start, end;
    code_set codes;
} place;

bool kwic_init(kwic *k, const attune_options *options, const codebook *book, error *err) {
    k->book = book;
    k->order = options->order;
    k->most = options->max_memory;
    k->min_confidence = exchange_confidence(options->min_confidence);
    if (!options->code) {
        error_set(err, ATTUNE_USAGE, "error: kwic needs --code");
        return error_hint(err, "for example --code 'R.*'");
    }
    if (!selection_add(&k->wanted, book, options->code, &k->members, err)) return false;
    if (!k->wanted.by_words) return true;
    error_set(err, ATTUNE_USAGE, "error: kwic shows codes, and --code names a category of words");
    return error_hint(err, "attune tokens shows the categories of every word");
}

void kwic_begin(kwic *k) {
    k->count = k->standing;
    buf_reset(&k->before);
}

void kwic_stand(kwic *k) { k->standing = k->count; }

// ---- cells ----

static void add_line(buf *out, str text) {
    for (size_t i = 0; i < text.len; i++) buf_add_char(out, text.at[i] == '\n' ? ' ' : text.at[i]);
}

static bool starts_character(char byte) { return ((unsigned char)byte & 0xC0) != 0x80; }

// The last characters of a text, or the first.
static str last_of(str text) {
    size_t from = text.len;
    for (size_t count = 0; from > 0 && count < WIDTH;) count += starts_character(text.at[--from]);
    return str_drop(text, from);
}

static str first_of(str text) {
    size_t to = 0;
    for (size_t count = 0; to < text.len; to++)
        if (starts_character(text.at[to]) && count++ == WIDTH) break;
    return str_take(text, to);
}

// What is in the cell so far as one of the row's, in memory that lasts.
static str keep_cell(kwic *k) {
    str kept = arena_str(&k->memory, buf_str(&k->cell));
    buf_reset(&k->cell);
    return kept;
}

static str line_of(kwic *k, str text) {
    add_line(&k->cell, text);
    return keep_cell(k);
}

static str codes_of(kwic *k, const code_set *codes) {
    for (size_t i = 0; i < k->book->code_count; i++) {
        if (!code_set_has(codes, (uint8_t)i)) continue;
        if (k->cell.len) buf_add_char(&k->cell, ';');
        buf_add(&k->cell, k->book->codes[i].name);
    }
    return keep_cell(k);
}

// The words of a text from its end to its beginning, for sorting by what stands left.
static str backwards(kwic *k, str text) {
    for (size_t end = text.len; end > 0;) {
        size_t start = end;
        while (start > 0 && text.at[start - 1] != ' ') start--;
        if (end > start) {
            fold_text(&k->cell, str_of(text.at + start, end - start));
            buf_add_char(&k->cell, ' ');
        }
        end = start ? start - 1 : 0;
    }
    return keep_cell(k);
}

static str key_of(kwic *k, const kwic_row *row) {
    if (k->order == ATTUNE_ORDER_LEFT) return backwards(k, row->cells[5]);
    fold_text(&k->cell, row->cells[6]);
    fold_text(&k->cell, row->cells[7]);
    return keep_cell(k);
}

// ---- places ----

static bool asked_for(const kwic *k, const coded *one) {
    message plain = {0};
    coding single;
    single.count = 1;
    single.at[0] = *one;
    return selection_of(&k->wanted, k->book, &plain, &single, 0, 0) & k->members;
}

// Joins the hits that count for what is asked for where they touch; returns their number.
static size_t find_places(kwic *k, const report_entry *e, place *places) {
    size_t count = 0;
    for (size_t i = 0; i < e->analysis->hit_count; i++) {
        const hit *h = &e->found[e->analysis->first_hit + i];
        const rule *r = &k->book->rules[h->rule];
        if (exchange_verdict(e->exchange, i).fate != FATE_COUNTS) continue;
        if (!asked_for(k, &(coded){.code = r->code, .themes = r->themes})) continue;
        if (count == 0 || h->start >= places[count - 1].end)
            places[count++] = (place){.start = h->start};
        place *last = &places[count - 1];
        if (last->end < h->end) last->end = h->end;
        code_set_add(&last->codes, r->code);
    }
    return count;
}

static void write_row(const kwic_row *row, csv *out) {
    for (size_t i = 0; i < 8; i++) {
        if (i < 3)
            csv_text(out, row->cells[i]);
        else
            csv_name(out, row->cells[i]);
    }
    csv_end(out);
}

static void add_row(kwic *k, const names *n, const message *m, const place *p, str codes,
                    csv *out) {
    kwic_row row = {.number = k->count};
    names_add_conversation(n, &k->cell);
    row.cells[0] = keep_cell(k);
    row.cells[1] = line_of(k, message_id(m, (char[MESSAGE_DIGITS]){0}));
    row.cells[2] = codes;
    uint32_t speaker = names_find(n, m->speaker);
    if (speaker != NO_SPEAKER) names_add(n, &k->cell, speaker);
    row.cells[3] = keep_cell(k);
    row.cells[4] = line_of(k, buf_str(&k->before));
    row.cells[5] = line_of(k, last_of(str_take(m->text, p->start)));
    row.cells[6] = line_of(k, str_of(m->text.at + p->start, p->end - p->start));
    row.cells[7] = line_of(k, first_of(str_drop(m->text, p->end)));
    if (k->order == ATTUNE_ORDER_NONE) {
        write_row(&row, out);
        return;
    }
    row.key = key_of(k, &row);
    memory_reserve(k->rows, k->room, k->count + 1);
    k->rows[k->count++] = row;
}

// The codes that were asked for of a message in which no rule says where they are.
static str codes_of_message(kwic *k, const report_entry *e) {
    if (e->message->codes.at) return line_of(k, e->message->codes);
    code_set codes = {{0}};
    for (uint32_t i = 0; i < e->codes->count; i++)
        if (asked_for(k, &e->codes->at[i])) code_set_add(&codes, e->codes->at[i].code);
    return codes_of(k, &codes);
}

static void remember(kwic *k, const names *n, const message *m) {
    buf_reset(&k->before);
    uint32_t speaker = names_find(n, m->speaker);
    if (speaker != NO_SPEAKER) names_add(n, &k->before, speaker);
    buf_add(&k->before, STR(": "));
    add_line(&k->before, first_of(m->text));
}

bool kwic_message(kwic *k, const names *n, const report_entry *e, csv *out, error *err) {
    const message *m = e->message;
    if (names_is_other(n, m->speaker)) return true;
    uint32_t sets = selection_of(&k->wanted, k->book, m, e->codes, 0, k->min_confidence);
    k->met |= sets;
    if (sets & k->members) {
        place *places = arena_array(&k->memory, place, e->analysis->hit_count + 1);
        size_t count = find_places(k, e, places);
        for (size_t i = 0; i < count; i++)
            add_row(k, n, m, &places[i], codes_of(k, &places[i].codes), out);
        if (!count)
            add_row(k, n, m, &(place){.end = (uint32_t)m->text.len}, codes_of_message(k, e), out);
    }
    remember(k, n, m);
    if (k->order == ATTUNE_ORDER_NONE) arena_reset(&k->memory);
    if (arena_size(&k->memory) <= k->most) return true;
    error_set(err, ATTUNE_USAGE, "error: the places found do not fit into --max-memory");
    return error_hint(err, "--sort none writes them as they come");
}

static int by_key(const void *a, const void *b) {
    const kwic_row *x = a, *y = b;
    int order = str_compare(x->key, y->key);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

void kwic_rows(kwic *k, csv *out) {
    if (k->standing > 1) qsort(k->rows, k->standing, sizeof *k->rows, by_key);
    for (size_t i = 0; i < k->standing; i++) write_row(&k->rows[i], out);
}

void kwic_release(kwic *k) {
    buf_release(&k->before);
    buf_release(&k->cell);
    arena_release(&k->memory);
    free(k->rows);
    *k = (kwic){0};
}
