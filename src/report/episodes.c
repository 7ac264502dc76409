// episodes: every request episode with what closed it and what followed. Rows in order of their
// starts.
#include "report/number.h"
#include "report/pairs.h"

static void cell_themes(const closing *c, csv *out, uint64_t themes) {
    const codebook *book = c->options->book;
    if (themes == 0) {
        csv_na(out);
        return;
    }
    buf *cell = csv_open(out);
    for (bool first = true; themes; themes &= themes - 1, first = false) {
        if (!first) buf_add_char(cell, '+');
        buf_add(cell, book->codes[book->theme_code[__builtin_ctzll(themes)]].name);
    }
}

static const char *outcome_name(uint8_t which) {
    static const char *const all[OUTCOME_COUNT] = {
        "affirmed",  "bounded",   "negative",  "countered", "irritated", "dismissed",
        "withdrawn", "deflected", "ambiguous", "ignored",   "reasked",   "censored",
    };
    return all[which];
}

// An answer closed it, of whatever kind.
static bool answered(const episode_record *e) { return e->outcome < OUTCOME_IGNORED; }

static clocks clocks_after(const closing *c, const episode_record *e) {
    if (e->next) return (clocks){e->next_start, e->next_active, e->next_messages, e->next_session};
    return exchange_clocks(c->exchange, names_index(c->names, e->asker),
                           names_index(c->names, e->answerer));
}

static double hours(int64_t from, int64_t to) { return (double)(to - from) / 3600000; }

static void cell_relief(const closing *c, csv *out, const episode_record *e) {
    if (!answered(e)) {
        for (int i = 0; i < 5; i++) csv_na(out);
        return;
    }
    clocks after = clocks_after(c, e);
    if (closing_timed(c)) {
        csv_number(out, hours(e->close, after.time));
        csv_number(out, hours(e->active_close, after.active));
    } else {
        csv_na(out);
        csv_na(out);
    }
    csv_int(out, (int64_t)after.messages - e->messages_close);
    csv_int(out, (int64_t)after.session - e->session_close);
    csv_flag(out, e->next == 0);
}

static void cell_latency(const closing *c, csv *out, const episode_record *e) {
    cell_seconds(out, c, e->close - e->last_request);
    csv_flag(out, e->outcome != OUTCOME_AFFIRMED);
    cell_seconds(out, c, e->close - e->start);
    cell_seconds(out, c, e->precision);
    if (e->first_reply == INT64_MIN)
        csv_na(out);
    else
        cell_seconds(out, c, e->first_reply - e->last_request);
}

static void rows(const closing *c, csv *out) {
    uint32_t count = episode_log_count(c->tally->episodes);
    for (uint32_t number = 1; number <= count; number++) {
        const episode_record *e = episode_log_get(c->tally->episodes, number);
        cell_conversation(out, c);
        csv_count(out, number);
        csv_count(out, e->session);
        cell_speaker(out, c, e->asker);
        cell_speaker(out, c, e->answerer);
        cell_time(out, c, e->start);
        cell_time(out, c, e->last_request);
        csv_text(out, c->options->book->codes[e->form].name);
        cell_themes(c, out, e->themes);
        csv_count(out, e->requests);
        csv_text(out, str_from(outcome_name(e->outcome)));
        if (e->outcome == OUTCOME_IGNORED)
            csv_flag(out, e->flags & EPISODE_INACTIVE);
        else
            csv_na(out);
        cell_latency(c, out, e);
        cell_relief(c, out, e);
        number_add(csv_open(out), e->confidence / 100.0);
        csv_end(out);
    }
}

const table table_episodes = {.name = "episodes", .pairs = true, .rows = rows};
