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

static clocks clocks_after(const closing *c, uint32_t index) {
    const episode_record *all = c->tally->episodes;
    uint32_t next = c->pairs->next[index];
    if (next) {
        const episode_record *e = &all[next - 1];
        return (clocks){e->start, e->active_start, e->messages_start, e->session};
    }
    uint32_t asker = all[index].asker, answerer = all[index].answerer;
    const uint32_t *order = c->names->order;
    return exchange_clocks(c->exchange, order[asker],
                           answerer == NO_SPEAKER ? NO_SPEAKER : order[answerer]);
}

static double hours(int64_t from, int64_t to) { return (double)(to - from) / 3600000; }

static void cell_relief(const closing *c, csv *out, uint32_t index) {
    const episode_record *e = &c->tally->episodes[index];
    if (!answered(e)) {
        for (int i = 0; i < 5; i++) csv_na(out);
        return;
    }
    clocks after = clocks_after(c, index);
    if (closing_timed(c)) {
        csv_number(out, hours(e->close, after.time));
        csv_number(out, hours(e->active_close, after.active));
    } else {
        csv_na(out);
        csv_na(out);
    }
    csv_int(out, (int64_t)after.messages - e->messages_close);
    csv_int(out, (int64_t)after.session - e->session_close);
    csv_flag(out, c->pairs->next[index] == 0);
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
    const tally *t = c->tally;
    for (uint32_t i = 0; i < t->episode_count; i++) {
        const episode_record *e = &t->episodes[i];
        cell_conversation(out, c);
        csv_count(out, i + 1);
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
        cell_relief(c, out, i);
        number_add(csv_open(out), e->confidence / 100.0);
        csv_end(out);
    }
}

const table table_episodes = {.name = "episodes", .pairs = true, .rows = rows};
