// swda: the CSV files of the Switchboard Dialog Act corpus. Its rows are parts of utterances: they
// are joined, also where the other one spoke in between and the act tag says that it goes on.
#include "reader/csv_rows.h"
#include "reader/keep.h"
#include "reader/swda_text.h"

enum {
    MOST_WAITING = 64, // utterances that wait for one that may go on
};

enum {
    COLUMN_FILE,
    COLUMN_CALL,
    COLUMN_TAG,
    COLUMN_CALLER,
    COLUMN_UTTERANCE,
    COLUMN_TEXT,
    COLUMNS
};

typedef struct utterance {
    buf call, caller, number, text;
    uint64_t line;
    bool closed; // it cannot go on
} utterance;

typedef struct swda {
    csv_rows rows;
    int at[COLUMNS];                 // of the table, or -1
    utterance waiting[MOST_WAITING]; // a ring
    size_t first, count;
    bool has_row, ended; // the row in rows was not taken yet; there is none any more
} swda;

static const char *const names[COLUMNS] = {"swda_filename", "conversation_no", "act_tag",
                                           "caller",        "utterance_index", "text"};

static int bid(str head, bool whole) {
    (void)whole;
    return str_starts(head, STR("swda_filename,ptb_basename")) ? 95 : 0;
}

static bool open_table(reader_state *state) {
    swda *s = state->own;
    str head = source_peek(state->in, 64 << 10);
    s->rows.delimiter = ',';
    s->rows.next_line = 1;
    csv_scan(&s->rows.record, head, ',');
    for (size_t c = 0; c < COLUMNS; c++) {
        s->at[c] = -1;
        for (size_t i = 0; i < s->rows.record.count; i++)
            if (str_equal(str_trim(s->rows.record.fields[i]), str_from(names[c])))
                s->at[c] = (int)i;
        if (s->at[c] >= 0) continue;
        error_set(state->err, ATTUNE_INPUT, "%s:1: error: the table has no column %s",
                  source_label(state->in), names[c]);
        return error_hint(state->err, "the files of the corpus have it; --format csv --map reads "
                                      "other tables");
    }
    csv_rows_header(&s->rows, state->in, source_peek(state->in, 64 << 10));
    return true;
}

static void close_table(reader_state *state) {
    swda *s = state->own;
    csv_record_release(&s->rows.record);
    for (size_t i = 0; i < MOST_WAITING; i++) {
        buf_release(&s->waiting[i].call);
        buf_release(&s->waiting[i].caller);
        buf_release(&s->waiting[i].number);
        buf_release(&s->waiting[i].text);
    }
}

static str cell(const swda *s, int column) {
    size_t at = (size_t)s->at[column];
    return at < s->rows.record.count ? str_trim(s->rows.record.fields[at]) : (str){"", 0};
}

static utterance *waiting(swda *s, size_t at) {
    return &s->waiting[(s->first + at) % MOST_WAITING];
}

// The last utterance of the row's caller that waits, or NULL.
static utterance *last_of(swda *s, str caller) {
    for (size_t i = s->count; i-- > 0;)
        if (str_equal(buf_str(&waiting(s, i)->caller), caller)) return waiting(s, i);
    return NULL;
}

static void set(buf *to, str s) {
    buf_reset(to);
    buf_add(to, s);
}

static void begin_utterance(swda *s, uint64_t line) {
    utterance *before = last_of(s, cell(s, COLUMN_CALLER));
    if (before) before->closed = true;
    utterance *u = waiting(s, s->count++);
    set(&u->call, cell(s, COLUMN_CALL));
    set(&u->caller, cell(s, COLUMN_CALLER));
    set(&u->number, cell(s, COLUMN_UTTERANCE));
    buf_reset(&u->text);
    u->line = line;
    u->closed = false;
}

// Takes the row, whose text is left out when the utterance is longer than most already: it goes on
// with an utterance that waits, or begins one.
static void take_row(swda *s, uint64_t line, size_t most) {
    utterance *last = last_of(s, cell(s, COLUMN_CALLER));
    bool goes_on = last && str_equal(cell(s, COLUMN_TAG), STR("+"));
    bool same = last && str_equal(buf_str(&last->number), cell(s, COLUMN_UTTERANCE));
    if (!goes_on && !same) {
        begin_utterance(s, line);
        last = last_of(s, cell(s, COLUMN_CALLER));
    }
    if (last->text.len <= most) swda_text_clean(&last->text, cell(s, COLUMN_TEXT));
    s->has_row = false;
}

static reader_result give(reader_state *state, arena *keep, message *out) {
    swda *s = state->own;
    utterance *u = waiting(s, 0);
    s->first = (s->first + 1) % MOST_WAITING;
    s->count--;
    state->line = u->line;
    if (u->text.len > state->options->max_record) {
        state->reason = REJECT_TOO_LONG;
        return READER_REJECTED;
    }
    *out = (message){
        .kind = u->text.len ? KIND_TEXT : KIND_MEDIA, // a noise alone
        .text = keep_valid(keep, buf_str(&u->text)),
        .author = keep_valid(keep, buf_str(&u->caller)),
        .conversation = keep_valid(keep, buf_str(&u->call)),
        .id = keep_valid(keep, buf_str(&u->number)),
        .line = u->line,
    };
    return READER_MESSAGE;
}

// Whether the first that waits is complete: closed, of a call that is over, or one too many.
static bool is_ready(swda *s) {
    if (s->count == 0) return false;
    const utterance *u = waiting(s, 0);
    bool over = s->has_row && !str_equal(buf_str(&u->call), cell(s, COLUMN_CALL));
    return u->closed || over || s->ended || s->count == MOST_WAITING;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    swda *s = state->own;
    for (;;) {
        if (is_ready(s)) return give(state, keep, out);
        if (s->has_row) {
            take_row(s, state->line, state->options->max_record);
            continue;
        }
        if (s->ended) return READER_END;
        reader_result result = csv_rows_next(&s->rows, state);
        s->ended = result == READER_END;
        if (result == READER_END) continue;
        if (result != READER_MESSAGE) return result;
        bool complete = cell(s, COLUMN_CALL).len && cell(s, COLUMN_CALLER).len;
        if (!complete || s->rows.record.count <= (size_t)s->at[COLUMN_TEXT]) {
            state->reason = REJECT_MALFORMED;
            return READER_REJECTED;
        }
        s->has_row = true;
    }
}

const reader reader_swda = {
    .name = "swda",
    .summary = "CSV files of the Switchboard Dialog Act corpus",
    .carries = "ids, conversations, callers; no times",
    .how_to = "unpack swda.zip of the corpus and give its .utt.csv files or their folder",
    .state_size = sizeof(swda),
    .bid = bid,
    .open = open_table,
    .next = next,
    .close = close_table,
};
