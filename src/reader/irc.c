// irc: logs of Internet Relay Chat, of the clients in irc_line.h. A line is a record; the day
// comes with each line, from lines of their own, or from the file's name. Who changes the nick
// stays the same speaker.
#include "base/intern.h"
#include "base/limits.h"
#include "reader/irc_line.h"
#include "reader/lookahead.h"

#include <stdlib.h>

enum {
    BID_LINES = 200,
    MOST_NICKS = 1 << 16, // whose changes are followed
    HALF_A_DAY = 12 * 3600,
};

typedef struct irc {
    lookahead lines;
    buf plain;
    bool has_day;
    int64_t day;  // since 1970
    int32_t last; // second of the day of the record before, or -1
    int year;     // of dates without one, or 0
    int32_t last_month;
    intern nicks;
    uint32_t *first; // by nick: the nick that the same person had first
    size_t first_room;
} irc;

// Sites that publish logs put lines between "---" in front.
static void skip_front_matter(str *head, bool whole) {
    str rest = *head, line;
    if (!window_line(&rest, whole, &line) || !str_equal(str_trim(line), STR("---"))) return;
    for (size_t lines = 0; lines < BID_LINES && window_line(&rest, whole, &line); lines++) {
        if (!str_equal(str_trim(line), STR("---"))) continue;
        *head = rest;
        return;
    }
}

static int bid(str head, bool whole) {
    size_t lines = 0, known = 0, messages = 0, stamped = 0, logged = 0;
    str line;
    if (str_starts(str_trim(str_take(head, 64)), STR("<!"))) return 0;
    skip_front_matter(&head, whole);
    while (lines < BID_LINES && window_line(&head, whole, &line)) {
        irc_line read;
        if (str_trim(line).len == 0) continue;
        if (str_contains(line, STR("</"))) return 0; // HTML
        irc_kind kind = irc_line_read(line, &read);
        lines++;
        known += kind != IRC_NONE;
        messages += kind == IRC_MESSAGE;
        stamped += kind != IRC_NONE && read.clock != IRC_CLOCK_NONE;
        logged += kind == IRC_DATE && irc_day(read.text) != INT64_MIN;
    }
    if (logged && known * 2 > lines) return 90;
    bool enough = known * 10 >= lines * 6 && messages * 5 >= known;
    return enough && (stamped * 2 > known ? messages > 0 : messages > 2) ? 60 : 0;
}

static bool open_log(reader_state *state) {
    irc *i = state->own;
    i->lines.windows = true;
    i->last = -1;
    i->day = irc_day_of_name(source_name(state->in));
    i->has_day = i->day != INT64_MIN;
    return true;
}

static void close_log(reader_state *state) {
    irc *i = state->own;
    lookahead_release(&i->lines);
    buf_release(&i->plain);
    intern_release(&i->nicks);
    free(i->first);
}

static void set_day(irc *i, str text) {
    int64_t day = irc_day(text);
    if (day == INT64_MIN) return;
    i->day = day;
    i->has_day = true;
    i->year = when_year(day);
    i->last = -1;
    i->last_month = 0;
}

// Index of a nick, or INTERN_NONE when there are too many.
static uint32_t nick_of(irc *i, str nick) {
    uint32_t at = intern_find(&i->nicks, nick);
    if (at != INTERN_NONE || i->nicks.count == MOST_NICKS) return at;
    at = intern_add(&i->nicks, nick);
    memory_reserve(i->first, i->first_room, at + 1);
    i->first[at] = at;
    return at;
}

// A new nick is the same person's. One that was there before is whoever had it: then the old one
// was a stand-in.
static void rename_nick(irc *i, str from, str to) {
    bool known = intern_find(&i->nicks, to) != INTERN_NONE;
    uint32_t old = nick_of(i, from), now = nick_of(i, to);
    if (old == INTERN_NONE || now == INTERN_NONE) return;
    if (known)
        i->first[old] = i->first[now];
    else
        i->first[now] = i->first[old];
}

static str identity(irc *i, str nick) {
    uint32_t at = nick_of(i, nick);
    return at == INTERN_NONE ? nick : intern_name(&i->nicks, i->first[at]);
}

static int32_t second_of_day(const when *w) { return (w->hour * 60 + w->minute) * 60 + w->second; }

static void place(message *out, const when *w, int64_t day) {
    out->time = when_ms(w, day);
    out->time_kind = TIME_LOCAL;
    out->precision = w->has_seconds ? 1000 : 60000;
}

// A clock that jumps back by more than half a day has passed midnight.
static void place_in_day(irc *i, const irc_line *line, message *out) {
    int32_t now = second_of_day(&line->time);
    if (!i->has_day) return;
    if (i->last - now > HALF_A_DAY) i->day++;
    i->last = now;
    place(out, &line->time, i->day);
}

static void place_in_year(irc *i, const irc_line *line, message *out) {
    when_day day = when_day_of(&line->time, line->order, i->year ? i->year : 2000);
    int32_t month = line->time.number[line->order == ORDER_DMY];
    if (!i->year || !day.valid) return;
    if (i->last_month == 12 && month == 1) day = when_day_of(&line->time, line->order, ++i->year);
    i->last_month = month;
    place(out, &line->time, day.day);
}

static void set_time(irc *i, const irc_line *line, message *out) {
    when_day day;
    switch (line->clock) {
    case IRC_CLOCK_NONE: return;
    case IRC_CLOCK_TIME: place_in_day(i, line, out); return;
    case IRC_CLOCK_YEAR: place_in_year(i, line, out); return;
    case IRC_CLOCK_FULL:
        day = when_day_of(&line->time, line->order, 0);
        if (day.valid) place(out, &line->time, day.day);
        return;
    case IRC_CLOCK_EPOCH:
        out->time = line->epoch * 1000;
        out->time_kind = TIME_UTC;
        out->precision = 1000;
        return;
    }
}

static void describe(irc *i, irc_kind kind, const irc_line *line, arena *keep, message *out) {
    out->kind = kind == IRC_EVENT ? KIND_SYSTEM : KIND_TEXT;
    out->text = arena_str(keep, line->text);
    set_time(i, line, out);
    if (line->renamed.len && line->nick.len) rename_nick(i, line->nick, line->renamed);
    if (kind == IRC_EVENT) return;
    out->author = arena_str(keep, line->nick);
    out->author_id = arena_str(keep, identity(i, line->nick));
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    irc *i = state->own;
    str line;
    while (lookahead_peek(&i->lines, state, &line)) {
        irc_line read;
        buf_reset(&i->plain);
        irc_line_plain(&i->plain, line);
        lookahead_take(&i->lines, state);
        str plain = buf_str(&i->plain);
        if (str_trim(plain).len == 0) continue;
        if (i->lines.too_long) return reader_reject(state, REJECT_TOO_LONG, i->lines.line);
        irc_kind kind = irc_line_read(plain, &read);
        if (kind == IRC_NONE) return reader_reject(state, REJECT_MALFORMED, i->lines.line);
        if (kind == IRC_DATE) {
            set_day(i, read.text);
            continue;
        }
        state->line = i->lines.line;
        *out = (message){.line = state->line};
        describe(i, kind, &read, keep, out);
        return READER_MESSAGE;
    }
    return lookahead_end(state);
}

const reader reader_irc = {
    .name = "irc",
    .summary = "logs of IRC: irssi, WeeChat, ZNC, HexChat, mIRC",
    .carries = "nicks and their changes; local times to the minute or second",
    .how_to = "give the client's log files: ~/irclogs, ~/.local/share/weechat/logs, "
              "~/.config/hexchat/logs, mIRC's logs folder; keep the date in their names",
    .state_size = sizeof(irc),
    .bid = bid,
    .open = open_log,
    .next = next,
    .close = close_log,
};
