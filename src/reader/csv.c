// csv: tables of messages with a header whose columns are recognized or mapped, and the project's
// own message CSV. With a tab between cells it is the format tsv.
#include "base/limits.h"
#include "base/utf8.h"
#include "reader/csv_rows.h"
#include "reader/row.h"

typedef struct table {
    columns columns;
    csv_rows rows;
    uint8_t given[ROLES]; // the roles that have a column
    size_t given_count;
} table;

enum { SNIFFED = 12 }; // records whose number of cells must agree

// Bytes of a first line that tells Excel the sign between cells (sep=;) and is no row, or 0.
static size_t sign_line(str head) {
    enum { SIGN_LINE = 16 };
    str_cut_result cut = str_cut(str_take(head, SIGN_LINE), '\n');
    str line = cut.head;
    if (str_ends(line, STR("\r"))) line.len--;
    if (line.len == 7 && line.at[0] == '"' && line.at[6] == '"') line = str_of(line.at + 1, 5);
    bool told = cut.found && line.len == 5 && str_equal_nocase(str_take(line, 4), STR("sep="));
    return told ? cut.head.len + 1 : 0;
}

// Records at the start of head that have the same number of cells, at least two; 0 when they
// disagree.
static size_t agreeing(csv_record *r, str head, bool whole, char delimiter, size_t *cells) {
    size_t found = 0;
    for (; head.len && found < SNIFFED; head = str_drop(head, r->len)) {
        csv_scan(r, head, delimiter);
        if (!r->complete && !(whole && !r->open_quote)) break;
        if (r->count == 1 && r->fields[0].len == 0) continue; // a blank line
        if (found && r->count != *cells) return 0;
        *cells = r->count;
        found++;
    }
    return *cells >= 2 ? found : 0;
}

static void release_record(void *owner) { csv_record_release(owner); }

static int bid_with(str head, bool whole, char delimiter) {
    csv_record r = {0};
    columns c;
    int bid = 0;
    memory_local held;
    memory_hold(&held, release_record, &r);
    head = str_drop(head, sign_line(head));
    csv_scan(&r, head, delimiter);
    bool known = r.count >= 2 && columns_recognize(&c, r.fields, r.count);
    if (known && c.own) {
        bid = 95;
    } else if (known && (c.at[ROLE_SPEAKER] != COLUMN_NONE || c.at[ROLE_TIME] != COLUMN_NONE)) {
        bid = 60;
    } else {
        size_t cells = 0, records = agreeing(&r, head, whole, delimiter, &cells);
        bid = records >= 3 && cells >= 3 ? 5 : 0;
    }
    memory_let_go(&held);
    csv_record_release(&r);
    return bid;
}

static const char csv_delimiters[] = ",;|";

static char best_delimiter(str head, bool whole, const char *among, int *highest) {
    char best = among[0];
    *highest = 0;
    for (const char *d = among; *d; d++) {
        int bid = bid_with(head, whole, *d);
        if (bid <= *highest) continue;
        *highest = bid;
        best = *d;
    }
    return best;
}

static int bid_csv(str head, bool whole) {
    int highest;
    best_delimiter(head, whole, csv_delimiters, &highest);
    return highest;
}

static int bid_tsv(str head, bool whole) { return bid_with(head, whole, '\t'); }

// Fills the cells of the record by role; those without a column stay as they are, empty.
static void cells_of(const table *t, str cells[ROLES]) {
    size_t count = t->rows.record.count;
    for (size_t i = 0; i < t->given_count; i++) {
        size_t column = (size_t)t->columns.at[t->given[i]];
        if (column < count) cells[t->given[i]] = t->rows.record.fields[column];
    }
}

static void list_given(table *t) {
    t->given_count = 0;
    for (int r = 0; r < ROLES; r++)
        if (t->columns.at[r] != COLUMN_NONE) t->given[t->given_count++] = (uint8_t)r;
}

typedef struct survey {
    date_survey dates;
    uint64_t stamps; // cells that only a date order makes a date
    str last;        // conversation cell of the record before, in the window
    bool interleaved;
    intern seen; // conversations of the window
} survey;

// Looks at every whole record of the window: dates in figures, and conversations that come back.
static void survey_window(table *t, str head, survey *s) {
    for (bool first = t->columns.header; head.len;
         first = false, head = str_drop(head, t->rows.record.len)) {
        csv_scan(&t->rows.record, head, t->rows.delimiter);
        if (!t->rows.record.complete) return;
        if (first) continue;
        str cells[ROLES] = {{0}};
        stamp read;
        cells_of(t, cells);
        if (cells[ROLE_TIME].len && !stamp_read(cells[ROLE_TIME], ORDER_NONE, &read)) {
            when_text plain;
            when w;
            when_normalize(str_trim(cells[ROLE_TIME]), &plain);
            bool dated =
                when_scan(when_text_str(&plain), &w) || when_scan_date(when_text_str(&plain), &w);
            if (dated) date_survey_add(&s->dates, &w);
            s->stamps += dated;
        }
        str conversation = cells[ROLE_CONVERSATION];
        if (!conversation.len || str_equal(conversation, s->last)) continue;
        if (intern_find(&s->seen, conversation) != INTERN_NONE) s->interleaved = true;
        s->last = intern_name(&s->seen, intern_add(&s->seen, conversation));
    }
}

static void release_names(void *owner) { intern_release(owner); }

static void decide(reader_state *state, table *t, str head) {
    survey s = {0};
    memory_local held;
    memory_hold(&held, release_names, &s.seen);
    survey_window(t, head, &s);
    memory_let_go(&held);
    state->any_order = s.interleaved;
    if (state->options->order != ORDER_NONE && s.stamps)
        state->dialect = (dialect){.order = state->options->order, .evidence = EVIDENCE_OPTION};
    else if (s.stamps)
        state->dialect.order =
            date_survey_decide(&s.dates, source_archive_time(state->in), &state->dialect.evidence);
    intern_release(&s.seen);
}

static bool open_table(reader_state *state, const char *delimiters) {
    table *t = state->own;
    int highest;
    str head = source_peek(state->in, LIMIT_WINDOW);
    size_t skipped = sign_line(head);
    source_consume(state->in, skipped);
    if (skipped) head = source_peek(state->in, LIMIT_WINDOW);
    t->rows.delimiter = best_delimiter(head, head.len < LIMIT_WINDOW, delimiters, &highest);
    csv_scan(&t->rows.record, head, t->rows.delimiter);
    bool known = columns_recognize(&t->columns, t->rows.record.fields, t->rows.record.count);
    if (state->options->map) {
        if (!columns_map(&t->columns, state->options->map, t->rows.record.fields,
                         t->rows.record.count, state->err))
            return false;
        known = t->columns.at[ROLE_TEXT] != COLUMN_NONE;
    }
    if (!known) {
        error_set(state->err, ATTUNE_INPUT,
                  "%s:1: error: none of the %zu columns is known to hold the text",
                  source_label(state->in), t->rows.record.count);
        return error_hint(state->err,
                          "--map text=COLUMN names it, by its name in the first line or by a "
                          "number from 1 to %zu; likewise speaker, time, id, reply_to, "
                          "conversation, codes",
                          t->rows.record.count);
    }
    list_given(t);
    state->remark =
        columns_remark(&t->columns, t->rows.record.fields, t->rows.record.count, &state->memory);
    decide(state, t, head);
    t->rows.next_line = 1 + (skipped > 0);
    if (t->columns.header) csv_rows_header(&t->rows, state->in, head);
    return true;
}

static bool open_csv(reader_state *state) { return open_table(state, csv_delimiters); }
static bool open_tsv(reader_state *state) { return open_table(state, "\t"); }

static reader_result next(reader_state *state, arena *keep, message *out) {
    table *t = state->own;
    str cells[ROLES] = {{0}};
    reader_result result = csv_rows_next(&t->rows, state);
    if (result != READER_MESSAGE) return result;
    cells_of(t, cells);
    state->reason = REJECT_MALFORMED;
    if (!cells[ROLE_TEXT].at) return READER_REJECTED;
    if (!row_message(cells, t->columns.own, state->dialect.order, keep, out))
        return READER_REJECTED;
    out->line = state->line;
    return READER_MESSAGE;
}

static void close_table(reader_state *state) {
    table *t = state->own;
    csv_record_release(&t->rows.record);
}

const reader reader_csv = {
    .name = "csv",
    .summary = "a table with a header: speaker, text, time … (comma, semicolon or bar), or "
               "attune's own message CSV",
    .carries = "what its columns hold",
    .how_to = "export or write one row per message; name unusual columns with --map "
              "speaker=…,text=…,time=…",
    .state_size = sizeof(table),
    .bid = bid_csv,
    .open = open_csv,
    .next = next,
    .close = close_table,
};

const reader reader_tsv = {
    .name = "tsv",
    .summary = "the same with tabs between cells",
    .carries = "what its columns hold",
    .how_to = "as csv",
    .state_size = sizeof(table),
    .bid = bid_tsv,
    .open = open_tsv,
    .next = next,
    .close = close_table,
};
