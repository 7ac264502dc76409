// jsonl: one JSON object per line, or a list of them, whose keys are recognized or mapped like the
// columns of a table.
#include "base/limits.h"
#include "reader/json.h"
#include "reader/row.h"

enum { KEYS = 64, SAMPLED = 50 };

typedef struct lines {
    json json;
    bool listed; // the objects stand in one list
    columns columns;
    intern keys; // names of the keys by column
    buf cells;   // the values of one object, each behind its end
    size_t start[ROLES], len[ROLES];
    bool there[ROLES];
    bool plain[ROLES], nested[ROLES]; // some object of the window had a value, an object there
    date_survey dates;
    uint64_t stamps;
} lines;

// The number of a key, or INTERN_NONE. Objects mostly have the same keys in the same order, so that
// it is the guess.
static uint32_t find_key(const intern *keys, str key, uint32_t guess) {
    if (guess < keys->count && str_same(keys->names[guess], key)) return guess;
    return intern_find(keys, key);
}

// Adds the keys of an object at the top level whose JSON_OBJECT was returned.
static bool add_keys(json *j, intern *keys) {
    for (uint32_t guess = 0;;) {
        json_event e = json_next(j);
        if (e == JSON_OBJECT_END) return true;
        if (e != JSON_KEY) return false;
        uint32_t key = find_key(keys, json_value(j), guess);
        if (key == INTERN_NONE && keys->count < KEYS) key = intern_add(keys, json_value(j));
        guess = key + 1;
        if (!json_pass(j)) return false;
    }
}

// The keys of the first objects of head, at most so many; false when there is none. Broken lines
// are passed over.
static bool sample_keys(json *j, str head, size_t most, intern *keys, bool *listed) {
    size_t found = 0;
    *listed = str_starts(str_trim(str_take(head, 64)), STR("["));
    if (*listed) {
        json_begin(j, NULL, head, LIMIT_WINDOW);
        json_next(j);
        while (found < most && json_next(j) == JSON_OBJECT && add_keys(j, keys)) found++;
        return found > 0;
    }
    for (str_cut_result line = str_cut(head, '\n'); found < most && line.found;
         line = str_cut(line.tail, '\n')) {
        json_begin(j, NULL, line.head, LIMIT_WINDOW);
        found += json_next(j) == JSON_OBJECT && add_keys(j, keys);
    }
    if (found) return true;
    json_begin(j, NULL, head, LIMIT_WINDOW); // one line without an end
    return json_next(j) == JSON_OBJECT && add_keys(j, keys);
}

typedef struct look {
    json json;
    intern keys;
} look;

static void release_look(void *owner) {
    look *l = owner;
    json_release(&l->json);
    intern_release(&l->keys);
}

static int bid(str head, bool whole) {
    (void)whole;
    str start = str_trim(str_take(head, 4096));
    if (!str_starts(start, STR("{")) && !str_starts(start, STR("["))) return 0;
    look l = {0};
    columns c;
    memory_local held;
    memory_hold(&held, release_look, &l);
    bool listed, good = sample_keys(&l.json, head, SAMPLED, &l.keys, &listed);
    memory_let_go(&held);
    if (good) good = columns_recognize(&c, l.keys.names, l.keys.count);
    if (good) good = c.at[ROLE_SPEAKER] != COLUMN_NONE || c.at[ROLE_TIME] != COLUMN_NONE;
    release_look(&l);
    return good ? 50 : 0;
}

// The role of a key, or ROLES.
static int role_of(const lines *l, uint32_t column) {
    for (int r = 0; column != INTERN_NONE && r < ROLES; r++)
        if (l->columns.at[r] == (int)column) return r;
    return ROLES;
}

// Reads the rest of an object into cells. false on broken JSON.
static bool read_object(lines *l, json *j) {
    buf_reset(&l->cells);
    memset(l->there, 0, sizeof l->there);
    for (uint32_t guess = 0;;) {
        json_event e = json_next(j);
        if (e == JSON_OBJECT_END) return true;
        if (e != JSON_KEY) return false;
        uint32_t key = find_key(&l->keys, json_value(j), guess);
        int r = role_of(l, key);
        guess = key + 1;
        e = json_next(j);
        if (r < ROLES && (e == JSON_STRING || e == JSON_NUMBER)) {
            l->there[r] = l->plain[r] = true;
            l->start[r] = l->cells.len;
            l->len[r] = j->value.len;
            buf_add(&l->cells, json_value(j));
        } else if (r == ROLE_TEXT && e == JSON_NULL) {
            l->there[r] = true;
            l->len[r] = 0;
        } else if (r < ROLES) {
            l->nested[r] |= e == JSON_OBJECT;
        }
        if (!json_skip(j, e)) return false;
    }
}

static void cells_of(const lines *l, str cells[ROLES]) {
    for (int r = 0; r < ROLES; r++) {
        cells[r] = (str){NULL, 0};
        if (!l->there[r]) continue;
        cells[r] = l->len[r] ? str_of(l->cells.at + l->start[r], l->len[r]) : (str){"", 0};
    }
}

// Notes a date that only a date order makes one.
static void survey_object(lines *l) {
    str cells[ROLES];
    stamp read;
    when_text plain;
    when w;
    cells_of(l, cells);
    if (!cells[ROLE_TIME].len || stamp_read(cells[ROLE_TIME], ORDER_NONE, &read)) return;
    when_normalize(str_trim(cells[ROLE_TIME]), &plain);
    if (!when_scan(when_text_str(&plain), &w) && !when_scan_date(when_text_str(&plain), &w)) return;
    date_survey_add(&l->dates, &w);
    l->stamps++;
}

static void survey_window(lines *l, str head) {
    if (l->listed) {
        json_begin(&l->json, NULL, head, LIMIT_WINDOW);
        json_next(&l->json);
        while (json_next(&l->json) == JSON_OBJECT && read_object(l, &l->json)) survey_object(l);
        return;
    }
    for (str_cut_result line = str_cut(head, '\n'); line.head.len || line.found;
         line = str_cut(line.tail, '\n')) {
        json_begin(&l->json, NULL, line.head, LIMIT_WINDOW);
        if (json_next(&l->json) == JSON_OBJECT && read_object(l, &l->json)) survey_object(l);
    }
}

// Who speaks and when may be missing, but not stand there unread: false when a key for it holds
// nothing but objects.
static bool check_values(const lines *l, reader_state *state) {
    static const role needed[] = {ROLE_SPEAKER, ROLE_TIME};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        role r = needed[i];
        if (!l->nested[r] || l->plain[r]) continue;
        str key = l->keys.names[l->columns.at[r]];
        error_set(
            state->err, ATTUNE_INPUT, "%s:1: error: the key \"%.*s\" holds an object, not a %s",
            source_label(state->in), (int)key.len, key.at, r == ROLE_TIME ? "time" : "speaker");
        return error_hint(state->err, "name another key with --map speaker=…,time=…, or put the "
                                      "value in place of the object first");
    }
    return true;
}

static bool open_lines(reader_state *state) {
    lines *l = state->own;
    str head = source_peek(state->in, LIMIT_WINDOW);
    bool good = sample_keys(&l->json, head, SIZE_MAX, &l->keys, &l->listed);
    bool known = good && columns_recognize(&l->columns, l->keys.names, l->keys.count);
    if (good && state->options->map) {
        if (!columns_map(&l->columns, state->options->map, l->keys.names, l->keys.count,
                         state->err))
            return false;
        known = l->columns.at[ROLE_TEXT] != COLUMN_NONE;
    }
    if (!known) {
        error_set(state->err, ATTUNE_INPUT,
                  "%s:1: error: none of the %zu keys is known to hold the text",
                  source_label(state->in), l->keys.count);
        return error_hint(state->err, "name the keys: --map speaker=…,text=…,time=…");
    }
    l->columns.header = true;
    state->remark = columns_remark(&l->columns, l->keys.names, l->keys.count, &state->memory);
    survey_window(l, head);
    if (!check_values(l, state)) return false;
    if (state->options->order != ORDER_NONE && l->stamps)
        state->dialect = (dialect){.order = state->options->order, .evidence = EVIDENCE_OPTION};
    else if (l->stamps)
        state->dialect.order =
            date_survey_decide(&l->dates, source_archive_time(state->in), &state->dialect.evidence);
    json_begin(&l->json, l->listed ? state->in : NULL, (str){"", 0}, state->options->max_record);
    if (l->listed) json_next(&l->json);
    return true;
}

static reader_result give(reader_state *state, arena *keep, message *out) {
    lines *l = state->own;
    str cells[ROLES];
    cells_of(l, cells);
    state->reason = l->json.too_long ? REJECT_TOO_LONG : REJECT_MALFORMED;
    if (l->json.too_long || !cells[ROLE_TEXT].at) return READER_REJECTED;
    if (!row_message(cells, l->columns.own, state->dialect.order, keep, out))
        return READER_REJECTED;
    out->lenient = l->json.lenient;
    out->line = state->line;
    return READER_MESSAGE;
}

static reader_result next_listed(reader_state *state, arena *keep, message *out) {
    lines *l = state->own;
    json_record(&l->json, l->json.depth + 1);
    json_event e = json_next(&l->json);
    state->line = l->json.line;
    if (e == JSON_ARRAY_END || e == JSON_END)
        return source_failed(state->in, state->err) ? READER_FAILED : READER_END;
    if (e == JSON_OBJECT && read_object(l, &l->json)) return give(state, keep, out);
    if (!source_failed(state->in, state->err))
        error_set(state->err, ATTUNE_INPUT,
                  "%s:%llu: error: the JSON ends too early or is malformed here",
                  source_label(state->in), (unsigned long long)l->json.line);
    return READER_FAILED;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    lines *l = state->own;
    if (l->listed) return next_listed(state, keep, out);
    str line;
    bool too_long;
    do {
        if (!source_line(state->in, state->options->max_record, &line, &too_long))
            return source_failed(state->in, state->err) ? READER_FAILED : READER_END;
        state->line++;
    } while (str_trim(line).len == 0);
    state->reason = REJECT_TOO_LONG;
    if (too_long) return READER_REJECTED;
    json_begin(&l->json, NULL, line, state->options->max_record);
    state->reason = REJECT_MALFORMED;
    bool whole = json_next(&l->json) == JSON_OBJECT && read_object(l, &l->json) &&
                 json_next(&l->json) == JSON_END;
    return whole ? give(state, keep, out) : READER_REJECTED;
}

static void close_lines(reader_state *state) {
    lines *l = state->own;
    json_release(&l->json);
    intern_release(&l->keys);
    buf_release(&l->cells);
}

const reader reader_jsonl = {
    .name = "jsonl",
    .summary = "one JSON object per message with keys such as speaker, text, time, a line each or "
               "in one list",
    .carries = "what its keys hold",
    .how_to = "write one object per message; name unusual keys with --map speaker=…,text=…,time=…",
    .state_size = sizeof(lines),
    .bid = bid,
    .open = open_lines,
    .next = next,
    .close = close_lines,
};
