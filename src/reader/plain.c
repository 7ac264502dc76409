// plain: one "Speaker: text" per line, lines without a speaker continuing the one before. The
// simplest reader, and the one to copy when adding a format.
//
// What may stand in front of a colon is seldom a speaker, so those who occur twice in the window
// are taken as such (all of them when nobody does), or those that --speakers names.
#include "base/intern.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "reader/lookahead.h"

enum {
    LONGEST_NAME = 40,    // code points
    MOST_SPEAKERS = 12,   // for a bid
    BID_BYTES = 64 << 10, // a bid looks at
    MOST_PREFIXES = 4096, // told apart in the window
};

typedef struct plain {
    intern prefixes;               // those in the window …
    uint32_t times[MOST_PREFIXES]; // … and how often each occurs
    intern speakers;
    buf held; // the line that begins the next record
    bool has_held, held_too_long, held_repaired;
    uint64_t held_line;
    uint64_t lines; // read so far
    buf text;
} plain;

typedef struct speech {
    str name, text;
    int64_t time; // ms since the beginning, or -1
    bool found;
} speech;

static bool cut_digits(str *s, int64_t *out) {
    size_t len = 0;
    while (len < s->len && len < 3 && s->at[len] >= '0' && s->at[len] <= '9') len++;
    bool read = len && str_int64(str_take(*s, len), out);
    *s = str_drop(*s, len);
    return read;
}

// "12:34" or "00:12:34", the whole of s.
static bool clock_ms(str s, int64_t *out) {
    int64_t part, sum = 0;
    for (int parts = 1; parts <= 3; parts++) {
        if (!cut_digits(&s, &part) || (parts > 1 && part > 59)) return false;
        sum = sum * 60 + part;
        if (s.len == 0) {
            *out = sum * 1000;
            return parts > 1;
        }
        if (s.at[0] != ':') return false;
        s = str_drop(s, 1);
    }
    return false;
}

// What stands in brackets at the start of s, when it is a clock; cut off then with the spaces
// behind it.
static bool cut_clock(str *s, char opening, char closing, int64_t *out) {
    if (s->len == 0 || s->at[0] != opening) return false;
    str_cut_result cut = str_cut(str_drop(*s, 1), closing);
    if (!cut.found || !clock_ms(cut.head, out)) return false;
    *s = str_trim(cut.tail);
    return true;
}

static bool is_refused(str name) {
    static const str words[] = {{"http", 4}, {"https", 5}, {"note", 4}, {"ps", 2}, {"p.s.", 4}};
    bool figures = true;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool figure = (c >= '0' && c <= '9') || (c && strchr(" .,/-[]()", c));
        figures = figures && figure;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_equal_nocase(words[i], name)) return true;
    return figures || utf8_count(name) > LONGEST_NAME;
}

// "Name: text", "**Name:** text", "[00:12:34] Name: text", "Name (00:12:34): text".
static speech split(str line) {
    speech s = {.time = -1};
    line = str_trim(line);
    cut_clock(&line, '[', ']', &s.time);
    bool bold = str_starts(line, STR("**"));
    if (bold) line = str_drop(line, 2);

    // The colons in a clock are not the one behind the name.
    size_t at = 0;
    bool inside = false;
    for (; at < line.len && (line.at[at] != ':' || inside) && at < LONGEST_NAME * 4 + 16; at++)
        inside = line.at[at] == '(' || (inside && line.at[at] != ')');
    if (at == line.len || line.at[at] != ':' || at == 0) return s;
    s.name = str_trim(str_take(line, at));
    s.text = str_drop(line, at + 1);
    size_t bracket = str_find(s.name, STR("("));
    if (bracket != SIZE_MAX) {
        str behind = str_drop(s.name, bracket);
        if (cut_clock(&behind, '(', ')', &s.time)) s.name = str_trim(str_take(s.name, bracket));
    }
    if (str_starts(s.text, STR("**"))) {
        s.text = str_drop(s.text, 2);
    } else if (bold && str_ends(s.name, STR("**"))) {
        s.name = str_trim(str_take(s.name, s.name.len - 2));
    }
    bool apart = s.text.len == 0 || s.text.at[0] == ' ' || s.text.at[0] == '\t';
    s.text = str_trim(s.text);
    s.found = apart && s.name.len && !is_refused(s.name);
    return s;
}

// Cuts the next line that is not blank off the window; one that the window's end cuts is none.
static bool cut_line(str *window, bool whole, str *line) {
    while (window_line(window, whole, line)) {
        *line = str_trim(*line);
        if (line->len) return true;
    }
    return false;
}

static int bid(str head, bool whole) {
    whole = whole && head.len <= BID_BYTES;
    head = str_take(head, BID_BYTES);
    str names[MOST_SPEAKERS], line;
    size_t times[MOST_SPEAKERS] = {0}, count = 0, lines = 0, speeches = 0, repeated = 0;
    while (cut_line(&head, whole, &line)) {
        lines++;
        speech s = split(line);
        if (!s.found) continue;
        speeches++;
        size_t at = 0;
        while (at < count && !str_equal(names[at], s.name)) at++;
        if (at == MOST_SPEAKERS) return 0;
        if (at == count) names[count++] = s.name;
        repeated += ++times[at] == 2;
    }
    return repeated >= 2 && speeches * 10 >= lines * 6 ? 10 : 0;
}

static void name_speakers(plain *p, str list) {
    while (list.len) {
        str_cut_result cut = str_cut(list, ',');
        list = cut.tail;
        str name = str_trim(cut.head);
        if (name.len) intern_add(&p->speakers, name);
    }
}

static void find_speakers(plain *p, str window, bool whole) {
    str line;
    while (cut_line(&window, whole, &line)) {
        speech s = split(line);
        if (!s.found) continue;
        bool full = p->prefixes.count == MOST_PREFIXES;
        if (full && intern_find(&p->prefixes, s.name) == INTERN_NONE) continue;
        p->times[intern_add(&p->prefixes, s.name)]++;
    }
    for (uint32_t least = 2; least > 0 && p->speakers.count == 0; least--)
        for (uint32_t i = 0; i < p->prefixes.count; i++)
            if (p->times[i] >= least) intern_add(&p->speakers, intern_name(&p->prefixes, i));
}

static bool open_talk(reader_state *state) {
    plain *p = state->own;
    name_speakers(p, str_from(state->options->speakers));
    str window = source_peek(state->in, LIMIT_WINDOW);
    if (p->speakers.count == 0) find_speakers(p, window, window.len < LIMIT_WINDOW);
    return true;
}

static void close_talk(reader_state *state) {
    plain *p = state->own;
    intern_release(&p->prefixes);
    intern_release(&p->speakers);
    buf_release(&p->held);
    buf_release(&p->text);
}

// Reads on to the next line that begins a record, which is held; lines before it go to text. False
// at the end.
static bool read_to_next(reader_state *state, bool *too_long, size_t *others) {
    plain *p = state->own;
    size_t most = state->options->max_record;
    str line;
    bool cut;
    while (source_line(state->in, most, &line, &cut)) {
        p->lines++;
        line = str_trim(line);
        if (line.len == 0) continue;
        speech s = split(line);
        if (s.found && intern_find(&p->speakers, s.name) != INTERN_NONE) {
            buf_reset(&p->held);
            p->held_repaired = utf8_repair(&p->held, line) > 0;
            p->has_held = true;
            p->held_too_long = cut;
            p->held_line = p->lines;
            return true;
        }
        ++*others;
        *too_long |= cut || p->text.len + line.len > most;
        if (*too_long) continue;
        buf_add_char(&p->text, '\n');
        state->repaired |= utf8_repair(&p->text, line) > 0;
    }
    return false;
}

static reader_result reject(reader_state *state, reject_reason reason, uint64_t line) {
    state->reason = reason;
    state->line = line;
    return READER_REJECTED;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    plain *p = state->own;
    bool too_long = false;
    size_t others = 0;
    buf_reset(&p->text);
    if (!p->has_held) { // only at the beginning and at the end
        bool more = read_to_next(state, &too_long, &others);
        if (others) return reject(state, too_long ? REJECT_TOO_LONG : REJECT_MALFORMED, 1);
        if (!more) return READER_END;
        buf_reset(&p->text);
    }
    speech s = split(buf_str(&p->held));
    state->line = p->held_line;
    *out = (message){
        .line = state->line,
        .author = arena_str(keep, s.name),
        .time = s.time < 0 ? 0 : s.time,
        .time_kind = s.time < 0 ? TIME_NONE : TIME_MEDIA,
        .precision = s.time < 0 ? 0 : 1000,
    };
    buf_add(&p->text, s.text);
    too_long = p->held_too_long;
    state->repaired |= p->held_repaired;
    p->has_held = false;
    read_to_next(state, &too_long, &others);
    if (too_long) return reject(state, REJECT_TOO_LONG, out->line);
    out->text = arena_str(keep, str_trim(buf_str(&p->text)));
    return READER_MESSAGE;
}

const reader reader_plain = {
    .name = "transcript",
    .summary = "one \"Speaker: text\" per line",
    .carries = "names; media times when lines have them",
    .how_to = "write \"Name: what was said\" line by line; [00:12:34] in front gives times",
    .state_size = sizeof(plain),
    .bid = bid,
    .open = open_talk,
    .next = next,
    .close = close_talk,
};
