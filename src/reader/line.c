// line: a chat as LINE exports it, from a phone (tabs) or a computer (spaces).
#include "base/limits.h"
#include "reader/date_survey.h"
#include "reader/line_names.h"
#include "reader/line_parts.h"
#include "reader/lookahead.h"

typedef struct chat {
    lookahead lines;
    passage text;
    line_names names;
    bool tabs;
    str title;
    bool has_day;
    int64_t day; // since 1970
} chat;

static const char *const saved[] = {"Saved on", "保存日時",    "儲存日期",
                                    "保存日期", "저장한 날짜", "บันทึกเมื่อ"};

static bool is_saved(str line) {
    for (size_t i = 0; i < sizeof saved / sizeof *saved; i++)
        if (str_starts(line, str_from(saved[i]))) return true;
    return false;
}

// With whom, from the first line: the language puts words around it.
static str title_of(str line) {
    static const char *const before[] = {"Chat history with ", "Chat history in ", "Chat in ",
                                         "與"};
    static const char *const behind[] = {"とのトーク履歴", "のトーク履歴", "的聊天記錄", "的聊天"};
    str title = str_trim(str_drop(line, 6));
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (str_starts(title, str_from(before[i]))) title = str_drop(title, strlen(before[i]));
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
        if (str_ends(title, str_from(behind[i]))) title.len -= strlen(behind[i]);
    return str_trim(title);
}

static int bid(str head, bool whole) {
    str line;
    bool dated = false;
    for (size_t lines = 0; lines < 8 && window_line(&head, whole, &line);) {
        if (str_starts(line, STR("[LINE] "))) return 92;
        if (str_trim(line).len == 0) continue;
        lines++;
        line_day day;
        line_head at;
        if (line_day_read(line, &day))
            dated = true;
        else if (dated && line_head_read(line, &at) && at.tab)
            return 65;
    }
    return 0;
}

typedef struct survey {
    date_survey dates;
    uint64_t days, day_first, month_first; // what the days of the week say
    uint64_t tabs, spaces;
} survey;

static void survey_day(survey *s, const line_day *day) {
    s->days++;
    date_survey_add(&s->dates, &day->date);
    when_day dmy = when_day_of(&day->date, ORDER_DMY, 0);
    when_day mdy = when_day_of(&day->date, ORDER_MDY, 0);
    if (day->weekday < 0 || day->date.year_at == 0) return;
    // 1970-01-01 was a Thursday.
    s->day_first += dmy.valid && !dmy.swapped && (dmy.day + 3) % 7 == day->weekday;
    s->month_first += mdy.valid && !mdy.swapped && (mdy.day + 3) % 7 == day->weekday;
}

static void survey_window(reader_state *state, str window, bool whole, survey *s) {
    chat *c = state->own;
    str line;
    while (window_line(&window, whole, &line)) {
        line_day day;
        line_head at;
        if (line_day_read(line, &day)) {
            survey_day(s, &day);
        } else if (line_head_read(line, &at)) {
            s->tabs += at.tab;
            s->spaces += !at.tab;
            if (!at.tab) line_names_count(&c->names, str_drop(line, at.len));
        } else if (str_starts(line, STR("[LINE] ")) && !c->title.len) {
            c->title = arena_str(&state->memory, title_of(line));
        }
    }
}

static void decide(reader_state *state, const survey *s) {
    if (s->days == 0) return;
    if (state->options->order != ORDER_NONE) {
        state->dialect = (dialect){.order = state->options->order, .evidence = EVIDENCE_OPTION};
    } else if (s->day_first != s->month_first) {
        state->dialect.order = s->day_first > s->month_first ? ORDER_DMY : ORDER_MDY;
        state->dialect.evidence = EVIDENCE_WEEKDAY;
    } else {
        state->dialect.order =
            date_survey_decide(&s->dates, source_archive_time(state->in), &state->dialect.evidence);
    }
}

static bool open_chat(reader_state *state) {
    chat *c = state->own;
    survey s = {0};
    str window = source_peek(state->in, LIMIT_WINDOW);
    survey_window(state, window, window.len < LIMIT_WINDOW, &s);
    c->tabs = s.tabs > 0;
    line_names_give(&c->names, str_from(state->options->speakers));
    c->names.only = c->names.given.count > 0;
    if (!c->names.only && c->title.len) intern_add(&c->names.given, c->title);
    decide(state, &s);
    return true;
}

static void close_chat(reader_state *state) {
    chat *c = state->own;
    lookahead_release(&c->lines);
    passage_release(&c->text);
    line_names_release(&c->names);
}

static bool is_head(const chat *c, str line, line_head *head) {
    return line_head_read(line, head) && head->tab == c->tabs;
}

static bool begins(reader_state *state, str line) {
    line_head head;
    line_day day;
    return is_head(state->own, line, &head) || line_day_read(line, &day);
}

// Undoes the quotation marks around a message of several lines.
static void unquote(buf *text) {
    str s = str_trim(buf_str(text));
    if (s.len < 2 || s.at[0] != '"' || s.at[s.len - 1] != '"') return;
    if (!memchr(s.at, '\n', s.len)) return; // the marks are the writer's own
    size_t len = 0;
    for (size_t i = 1; i + 1 < s.len; i++) {
        text->at[len++] = s.at[i];
        if (s.at[i] == '"' && i + 2 < s.len && s.at[i + 1] == '"') i++;
    }
    text->len = len;
}

static void take_day(reader_state *state, const line_day *read) {
    chat *c = state->own;
    when_day day = when_day_of(&read->date, state->dialect.order, 0);
    c->has_day = day.valid;
    c->day = day.day;
    if (!day.swapped) return;
    if (state->dialect.contradictions++ == 0) state->dialect.first_contradiction = c->lines.line;
}

// Cuts the author off what follows the time. False when it is a line of the app.
static bool cut_author(const chat *c, str *rest, str *author) {
    if (c->tabs) {
        str_cut_result cut = str_cut(*rest, '\t');
        *author = str_trim(cut.head);
        if (!cut.found) return false;
        *rest = cut.tail;
        return author->len > 0;
    }
    *author = line_names_find(&c->names, *rest);
    if (!author->len || line_unsent_by(*rest).len) return false;
    *rest = str_trim(str_drop(*rest, author->len));
    return true;
}

static void describe(const chat *c, const line_head *head, message *out) {
    out->title = c->title;
    if (!c->has_day) return;
    out->time = when_ms(&head->time, c->day);
    out->time_kind = TIME_LOCAL;
    out->precision = head->time.has_seconds ? 1000 : 60000;
}

static bool is_front(str line) {
    line = str_trim(line);
    return line.len == 0 || str_starts(line, STR("[LINE] ")) || is_saved(line);
}

// Goes to the next line that begins a message. False at the end, or when something strange was
// passed over.
static bool find_head(reader_state *state, line_head *head, size_t *strange) {
    chat *c = state->own;
    str line;
    line_day day;
    while (lookahead_peek(&c->lines, state, &line)) {
        bool found = is_head(c, line, head);
        bool dated = !found && line_day_read(line, &day);
        if (found) return *strange == 0;
        if (dated) take_day(state, &day);
        *strange += !dated && !is_front(line);
        lookahead_take(&c->lines, state);
    }
    return false;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    chat *c = state->own;
    line_head head;
    size_t strange = 0;
    if (!find_head(state, &head, &strange))
        return strange ? reader_reject(state, REJECT_MALFORMED, 1) : lookahead_end(state);
    str line, author;
    lookahead_peek(&c->lines, state, &line);
    state->line = c->lines.line;
    str rest = str_drop(line, head.len);
    bool said = cut_author(c, &rest, &author);
    *out = (message){.kind = said ? KIND_TEXT : KIND_SYSTEM, .line = state->line};
    out->author = said ? arena_str(keep, author) : (str){"", 0};
    passage_begin(&c->text);
    passage_add(&c->text, state, rest, c->lines.too_long);
    lookahead_take(&c->lines, state);
    passage_gather(&c->text, &c->lines, state, begins);
    if (c->text.too_long) return reader_reject(state, REJECT_TOO_LONG, state->line);
    unquote(&c->text.text);
    out->text = arena_str(keep, str_trim(passage_text(&c->text)));
    str by = said ? (str){"", 0} : line_unsent_by(out->text);
    if (by.len) {
        out->kind = KIND_DELETED;
        out->author = by;
    } else if (said) {
        out->kind = (uint8_t)line_kind(out->text);
    }
    if (out->kind != KIND_TEXT && out->kind != KIND_SYSTEM) out->text = (str){"", 0};
    describe(c, &head, out);
    return READER_MESSAGE;
}

const reader reader_line = {
    .name = "line",
    .summary = "a chat of LINE, saved as text",
    .carries = "names; local times to the minute",
    .how_to = "LINE: the chat's menu, Settings, Export chat history; on a computer the chat's "
              "menu, Save chat",
    .state_size = sizeof(chat),
    .bid = bid,
    .open = open_chat,
    .next = next,
    .close = close_chat,
};
