// telegram_text: messages copied out of Telegram's window: "Name, [25/06/2022 07:25]", and below
// what was said, to the next blank line before such a head.
#include "base/limits.h"
#include "reader/date_survey.h"
#include "reader/lookahead.h"

enum { LONGEST_NAME = 400, BID_LINES = 200 }; // bytes; lines

typedef struct copied {
    lookahead lines;
    passage text;
} copied;

typedef struct copied_head {
    when time;
    str name;
} copied_head;

// "Name, [date time]" and nothing behind it, but perhaps a colon.
static bool read_head(str line, copied_head *out) {
    line = str_trim(line);
    if (str_ends(line, STR("]:"))) line.len--;
    size_t at = str_find(line, STR(", ["));
    if (at == SIZE_MAX || at == 0 || at > LONGEST_NAME || line.at[line.len - 1] != ']')
        return false;
    for (str rest = str_drop(line, at + 3);;) { // a name may hold the same signs
        size_t more = str_find(rest, STR(", ["));
        if (more == SIZE_MAX) break;
        at += 3 + more;
        rest = str_drop(rest, more + 3);
    }
    when_text plain;
    when_normalize(str_of(line.at + at + 3, line.len - at - 4), &plain);
    size_t len = plain.len ? when_scan(when_text_str(&plain), &out->time) : 0;
    out->name = str_trim(str_take(line, at));
    return len && len == plain.len && when_has_year(&out->time) && out->name.len;
}

static int bid(str head, bool whole) {
    str line;
    copied_head read;
    size_t heads = 0;
    bool first = true;
    for (size_t lines = 0; lines < BID_LINES && window_line(&head, whole, &line); lines++) {
        if (str_trim(line).len == 0) continue;
        bool found = read_head(line, &read);
        if (first && !found) return 0;
        first = false;
        heads += found;
    }
    return heads > 1 ? 70 : heads ? 40 : 0;
}

static bool open_text(reader_state *state) {
    str window = source_peek(state->in, LIMIT_WINDOW), line;
    bool whole = window.len < LIMIT_WINDOW;
    date_survey dates = {0};
    copied_head read;
    while (window_line(&window, whole, &line))
        if (read_head(line, &read)) date_survey_add(&dates, &read.time);
    state->dialect.order =
        date_survey_decide(&dates, source_archive_time(state->in), &state->dialect.evidence);
    if (state->options->order != ORDER_NONE)
        state->dialect = (dialect){.order = state->options->order, .evidence = EVIDENCE_OPTION};
    return true;
}

static void close_text(reader_state *state) {
    copied *c = state->own;
    lookahead_release(&c->lines);
    passage_release(&c->text);
}

static bool begins(reader_state *state, str line) {
    (void)state;
    copied_head head;
    return read_head(line, &head);
}

static void set_time(reader_state *state, const when *w, message *out) {
    when_day day = when_day_of(w, state->dialect.order, 0);
    if (!day.valid) return;
    out->time = when_ms(w, day.day);
    out->time_kind = TIME_LOCAL;
    out->precision = w->has_seconds ? 1000 : 60000;
    if (!day.swapped) return;
    if (state->dialect.contradictions++ == 0) state->dialect.first_contradiction = out->line;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    copied *c = state->own;
    str line;
    copied_head head = {0};
    size_t strange = 0;
    while (lookahead_peek(&c->lines, state, &line) && !begins(state, line)) {
        strange += str_trim(line).len > 0;
        lookahead_take(&c->lines, state);
    }
    if (strange) return reader_reject(state, REJECT_MALFORMED, 1);
    if (!c->lines.has) return lookahead_end(state);
    read_head(line, &head);
    state->line = c->lines.line;
    *out = (message){.line = state->line, .author = arena_str(keep, head.name)};
    set_time(state, &head.time, out);
    bool cut = c->lines.too_long;
    lookahead_take(&c->lines, state);
    passage_begin(&c->text);
    passage_gather(&c->text, &c->lines, state, begins);
    if (cut || c->text.too_long) return reader_reject(state, REJECT_TOO_LONG, out->line);
    out->text = arena_str(keep, str_trim(passage_text(&c->text)));
    return READER_MESSAGE;
}

const reader reader_telegram_text = {
    .name = "telegram-text",
    .summary = "messages copied out of Telegram's window",
    .carries = "names; local times to the minute or second",
    .how_to = "Telegram Desktop: select messages, Copy selected as text, paste into a file",
    .state_size = sizeof(copied),
    .bid = bid,
    .open = open_text,
    .next = next,
    .close = close_text,
};
