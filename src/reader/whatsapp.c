// whatsapp: the text export of WhatsApp, from any phone, language and year; also the copied text of
// old Skype, which has the same grammar.
#include "base/limits.h"
#include "base/utf8.h"
#include "reader/reader.h"
#include "reader/whatsapp_bid.h"
#include "reader/whatsapp_body.h"
#include "reader/whatsapp_line.h"
#include "reader/whatsapp_mentions.h"
#include "reader/whatsapp_phrases.h"
#include "reader/whatsapp_plain.h"
#include "reader/whatsapp_survey.h"
#include "reader/whatsapp_title.h"

typedef struct whatsapp {
    whatsapp_survey survey;
    whatsapp_header header; // of the record at the current position
    whatsapp_header next;   // of the record behind it
    bool at_header;         // there is one at the current position
    when_day day;           // of the records with
    uint32_t date;          // that date, or 0
    int year;               // of stamps without one, or 0
    size_t most;            // bytes of a record
    whatsapp_lines plain;   // records from the current position on
    str title;
    buf scratch;
} whatsapp;

// A record in the window: its first line ends at first, it ends at end, lines lines long.
typedef struct extent {
    str window;
    size_t first, end;
    uint64_t lines;
    bool more; // a record follows
    bool too_long;
} extent;

// Shows more of the source; false at its end.
static bool grow(source *in, str *window) {
    size_t before = window->len;
    if (before >= LIMIT_WINDOW) return false;
    *window = source_peek(in, before + 1);
    return window->len > before;
}

// Makes sure that the start of the line at at is in the window as far as a header can reach.
static void show_line(source *in, char line_end, size_t at, str *window) {
    while (window->len - at < HEADER_BYTES) {
        str seen = str_drop(*window, at);
        if (seen.len && memchr(seen.at, line_end, seen.len)) return;
        if (!grow(in, window)) return;
    }
}

// Finds the end of the record at the current position, and reads the header behind it.
static void find_end(reader_state *state, whatsapp *w, extent *e) {
    const char line_end = w->survey.line_end;
    *e = (extent){.window = source_peek(state->in, 1)};
    for (;;) {
        const char *from = e->window.at + e->end,
                   *hit = memchr(from, line_end, e->window.len - e->end);
        size_t line = hit ? (size_t)(hit - e->window.at) : e->window.len;
        e->too_long = line > w->most;
        if (!hit && !e->too_long && grow(state->in, &e->window)) continue;
        if (e->lines++ == 0) e->first = line;
        e->end = line + (hit != NULL);
        if (!hit || e->too_long) return;
        if (e->window.len - e->end < HEADER_BYTES)
            show_line(state->in, line_end, e->end, &e->window);
        e->more = whatsapp_survey_header(&w->survey, str_drop(e->window, e->end), &w->next);
        if (e->more || e->end == e->window.len) return;
    }
}

// Whether a header stands at the current position, which begins a line.
static bool look_for_header(reader_state *state, whatsapp *w) {
    str window = source_peek(state->in, 1);
    show_line(state->in, w->survey.line_end, 0, &window);
    w->at_header = whatsapp_survey_header(&w->survey, window, &w->header);
    return w->at_header;
}

// Moves behind the end of the current line; false when that is the end of the source. *filled is
// set when there was anything but white space in it.
static bool skip_line(reader_state *state, whatsapp *w, bool *filled) {
    for (;;) {
        str window = source_peek(state->in, 1);
        if (window.len == 0) return false;
        const char *hit = memchr(window.at, w->survey.line_end, window.len);
        size_t len = hit ? (size_t)(hit - window.at) + 1 : window.len;
        *filled |= str_trim(str_take(window, len)).len > 0;
        source_consume(state->in, len);
        if (!hit) continue;
        w->plain.count++;
        return true;
    }
}

static reader_result reject(reader_state *state, reject_reason reason, uint64_t line) {
    state->reason = reason;
    state->line = line;
    return READER_REJECTED;
}

static reader_result end(reader_state *state) {
    return source_failed(state->in, state->err) ? READER_FAILED : READER_END;
}

// What stands before the first header: front matter, or the rest of a message whose beginning is
// cut off.
static reader_result skip_preamble(reader_state *state, whatsapp *w) {
    bool filled = false;
    uint64_t line = w->plain.count + 1;
    while (!look_for_header(state, w) && skip_line(state, w, &filled)) {
    }
    return filled ? reject(state, REJECT_MALFORMED, line) : READER_MESSAGE;
}

static reader_result skip_long(reader_state *state, whatsapp *w, const extent *e) {
    uint64_t line = w->plain.count + 1;
    bool ended = e->end && e->window.at[e->end - 1] == w->survey.line_end;
    source_consume(state->in, e->end);
    w->plain.count += e->lines - !ended;
    w->at_header = false;
    bool filled = false;
    if (ended || skip_line(state, w, &filled))
        while (!look_for_header(state, w) && skip_line(state, w, &filled)) {
        }
    return reject(state, REJECT_TOO_LONG, line);
}

// Copies into keep what is surely UTF-8, repaired where it is not.
static str keep_text(whatsapp *w, arena *keep, str s, bool *repaired) {
    if (utf8_valid(s) == s.len) return arena_str(keep, s);
    str copy = arena_str(keep, s); // s may stand in scratch
    buf_reset(&w->scratch);
    *repaired |= utf8_repair(&w->scratch, copy) > 0;
    return arena_str(keep, buf_str(&w->scratch));
}

// The text of a record with LF for every line end; in the window when nothing had to be changed.
static str with_line_feeds(whatsapp *w, str s) {
    if (s.len == 0 || !memchr(s.at, '\r', s.len)) return s;
    buf_reset(&w->scratch);
    char *out = buf_more(&w->scratch, s.len);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] != '\r')
            out[len++] = s.at[i];
        else if (i + 1 == s.len || s.at[i + 1] != '\n')
            out[len++] = '\n';
    }
    w->scratch.len = len;
    return buf_str(&w->scratch);
}

// What the date of the record at the current position says; asked once for each date.
static void find_day(whatsapp *w, date_order order) {
    const whatsapp_header *h = &w->header;
    w->date = h->date;
    w->day = (when_day){0};
    if (w->year || when_has_year(&h->stamp)) w->day = when_day_of(&h->stamp, order, w->year);
}

static inline uint32_t precision_of(const whatsapp_header *h) {
    return h->stamp.has_seconds ? 1000 : 60000;
}

static void set_time(reader_state *state, whatsapp *w, message *out) {
    const whatsapp_header *h = &w->header;
    out->precision = precision_of(h);
    if (!h->date || h->date != w->date) find_day(w, state->dialect.order);
    if (!w->day.valid) return;
    out->time_kind = TIME_LOCAL;
    out->time = when_ms(&h->stamp, w->day.day);
    if (!w->day.swapped) return;
    if (state->dialect.contradictions++ == 0) state->dialect.first_contradiction = out->line;
}

// Whether the app wrote it, though a name stands before it.
static bool is_notice(const whatsapp *w, uint32_t id, const whatsapp_body *body, bool marked) {
    if (body->kind == KIND_SYSTEM) return true;
    if (body->kind != KIND_TEXT || w->header.form != FORM_BRACKET) return false;
    bool app = id != INTERN_NONE && w->survey.authors.records[id].app;
    if (app && marked) return true;
    return (app || marked) && whatsapp_phrase_in(body->text, marked);
}

static inline str without_end(str said) {
    while (said.len && (said.at[said.len - 1] == ' ' || said.at[said.len - 1] == '\n' ||
                        said.at[said.len - 1] == '\r'))
        said.len--;
    return said;
}

// Words in plain ASCII, whose first line has that many bytes, by a name that needs no repair: most
// records. They stay in the window until the record is taken.
static bool set_words(const author_split *split, str said, size_t first, message *out) {
    said = without_end(said);
    if (!split->valid || !whatsapp_is_ascii(said) || !whatsapp_body_is_words(said, first))
        return false;
    out->author = split->author;
    out->author_key = split->id + 1;
    out->text = said;
    return true;
}

// Any other body.
static void set_body(whatsapp *w, const author_split *split, str said, arena *keep, message *out) {
    bool marked = said.len && (unsigned char)said.at[0] >= 0xC2 && when_mark(said);
    whatsapp_body body;
    whatsapp_body_read(whatsapp_trim(with_line_feeds(w, said)), &body);
    out->kind = (uint8_t)body.kind;
    out->flags = body.flags;
    if (is_notice(w, split->id, &body, marked)) out->kind = KIND_SYSTEM;
    out->text = keep_text(w, keep, body.text, &out->lenient);
    if (out->kind == KIND_SYSTEM) return;
    out->mentioned = whatsapp_mentions(out->text, keep, &out->mentioned_count);
    out->author = keep_text(w, keep, split->author, &out->lenient);
    out->author_key = split->id + 1;
}

static void set_record(whatsapp *w, const extent *e, arena *keep, message *out) {
    str all = str_of(e->window.at + w->header.len, e->end - w->header.len);
    str line = str_take(all, e->first - w->header.len);
    if (line.len && line.at[line.len - 1] == '\r') line.len--;
    author_split split = whatsapp_authors_split(&w->survey.authors, line);
    if (!split.found) {
        out->kind = KIND_SYSTEM;
        out->text = keep_text(w, keep, whatsapp_trim(with_line_feeds(w, all)), &out->lenient);
        return;
    }
    str said = str_drop(all, split.body);
    bool app = split.id != INTERN_NONE && w->survey.authors.records[split.id].app;
    if (!app && set_words(&split, said, line.len - split.body, out)) return;
    set_body(w, &split, said, keep, out);
}

// The header at the current position, which ends the window's first bytes left, is like those of
// the records read as lines: from here on they may be.
static void settle(whatsapp *w, date_order order, str left) {
    const whatsapp_header *h = &w->header;
    const header_memory *memory = &w->survey.memory;
    bool known =
        w->at_header && h->date && h->date == memory->header.date && left.len > HEADER_LEAST;
    if (!known || h->stamp.has_seconds != (h->form == FORM_BRACKET) ||
        h->len != memory->hour + header_clock_len(h->form))
        return;
    if (h->date != w->date) find_day(w, order);
    if (!w->day.valid || w->day.swapped) return;
    whatsapp_lines *l = &w->plain;
    l->steady = true;
    l->left = left;
    l->second = (uint32_t)((h->stamp.hour * 60 + h->stamp.minute) * 60 + h->stamp.second);
    l->head = h->len;
    l->precision = precision_of(h);
    l->form = h->form;
    l->day = w->day.day * 86400000;
}

// What reading lines has left to know of the header at the current position.
static void unsettle(whatsapp *w) {
    w->plain.steady = false;
    when *stamp = &w->header.stamp;
    stamp->hour = (uint8_t)(w->plain.second / 3600);
    stamp->minute = (uint8_t)(w->plain.second / 60 % 60);
    stamp->second = (uint8_t)(w->plain.second % 60);
}

static reader_result read_record(reader_state *state, arena *keep, message *out) {
    whatsapp *w = state->own;
    if (!w->at_header && skip_preamble(state, w) == READER_REJECTED) return READER_REJECTED;
    if (!w->at_header) return end(state);
    extent e;
    find_end(state, w, &e);
    if (e.too_long) return skip_long(state, w, &e);
    out->title = w->title;
    state->line = out->line = w->plain.count + 1;
    set_time(state, w, out);
    set_record(w, &e, keep, out);
    source_consume(state->in, e.end);
    w->plain.count += e.lines;
    w->at_header = e.more;
    if (e.more) w->header = w->next;
    settle(w, state->dialect.order, str_drop(e.window, e.end));
    return READER_MESSAGE;
}

static size_t usual(reader_state *state, message *out, size_t most) {
    whatsapp *w = state->own;
    if (!w->plain.steady) return 0;
    size_t count = 0, all = 0, size;
    while (count < most && (size = whatsapp_line_read(&w->plain, &w->survey, &out[count]))) {
        all += size;
        count++;
    }
    source_consume(state->in, all);
    if (count < most) unsettle(w);
    return count;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    const whatsapp *w = state->own;
    if (!usual(state, out, 1)) return read_record(state, keep, out);
    out->title = w->title;
    state->line = out->line;
    return READER_MESSAGE;
}

// The year of stamps without one is that of the export.
static int export_year(const whatsapp *w, int64_t archive_time) {
    if (archive_time != INT64_MIN) return when_year(archive_time / 86400000);
    return w->survey.year ? w->survey.year + 1 : 0;
}

// On an iPhone the file is always "_chat.txt": what holds it has the name.
static str title_of(const source *in) {
    str title = whatsapp_title(source_name(in));
    if (title.len == 0) title = whatsapp_title(source_archive(in));
    return title.len ? title : whatsapp_title(source_folder(in));
}

static bool open_chat(reader_state *state) {
    whatsapp *w = state->own;
    str window = source_peek(state->in, LIMIT_WINDOW);
    int64_t archive_time = source_archive_time(state->in);
    whatsapp_survey_read(&w->survey, window, window.len < LIMIT_WINDOW,
                         str_from(state->options->speakers));
    if (w->survey.headers == 0 && str_trim(window).len) {
        error_set(state->err, ATTUNE_INPUT,
                  "%s:1: error: no line begins like a message of WhatsApp",
                  source_label(state->in));
        return error_hint(state->err, "attune formats lists what else --format can be");
    }
    state->dialect.order =
        date_survey_decide(&w->survey.dates, archive_time, &state->dialect.evidence);
    if (state->options->order != ORDER_NONE) {
        state->dialect.order = state->options->order;
        state->dialect.evidence = EVIDENCE_OPTION;
    }
    w->year = export_year(w, archive_time);
    w->most = state->options->max_record ? state->options->max_record : LIMIT_RECORD;
    if (w->most > LIMIT_RECORD_MOST) w->most = LIMIT_RECORD_MOST;
    w->plain.most = w->most;
    w->plain.line_end = w->survey.line_end;
    w->plain.scan = whatsapp_line_scan();
    bool repaired = false;
    w->title = keep_text(w, &state->memory, title_of(state->in), &repaired);
    return true;
}

static void close_chat(reader_state *state) {
    whatsapp *w = state->own;
    whatsapp_survey_release(&w->survey);
    buf_release(&w->scratch);
}

// An iPhone calls the chat "_chat.txt", Android as its archive.
static reader_role role(str path) {
    str name = package_file(path);
    if (str_equal(name, STR("_chat.txt"))) return ROLE_CHAT;
    return str_ends(name, STR(".txt")) && whatsapp_title(name).len ? ROLE_TITLED : ROLE_NONE;
}

const reader reader_whatsapp = {
    .name = "whatsapp",
    .summary = "WhatsApp chat export, text or zip",
    .carries = "mentions, edits; times to the minute or second by the phone's clock",
    .how_to = "in the chat: menu, More, Export chat, without media",
    .state_size = sizeof(whatsapp),
    .bid = whatsapp_bid,
    .open = open_chat,
    .next = next,
    .usual = usual,
    .close = close_chat,
    .role = role,
};
