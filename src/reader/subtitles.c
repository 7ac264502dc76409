// subtitles: WebVTT and SubRip, cue by cue. Who speaks is said by a voice tag, or
// by a label in the text when the window shows that such labels are names. One record per voice of
// a cue; what belongs together is joined by turns, not here.
#include "base/intern.h"
#include "base/limits.h"
#include "reader/cue.h"
#include "reader/lookahead.h"

enum {
    MOST_LABELS = 4096, // told apart in the window
    BID_LINES = 40,
};

typedef struct subtitles {
    bool web;
    lookahead lines;
    passage payload;
    cue cue;
    size_t voice; // of the cue, to be given next
    str rest;     // of the voice given last: lines that begin with the label of another
    buf id;       // of the cue
    buf next_id;  // the number that stood right behind its payload
    int64_t start;
    uint64_t line;
    bool in_header; // before the first blank line of WebVTT
    bool silent;    // the block was no cue, and ought not to be one
    buf last;       // line of the cue before
    // From the window:
    intern labels;
    uint32_t times[MOST_LABELS];
    bool labelled; // half of all cues are: names that occur once are names too
    bool rolling;  // each cue repeats the last line of the one before
} subtitles;

static bool is_blank(str line) { return str_trim(line).len == 0; }

// What ends a block: in WebVTT nothing but an empty line, since automatic captions begin with a
// line of one space.
static bool ends_block(bool web, str line) {
    return web ? line.len == 0 || str_equal(line, STR("\r")) : is_blank(line);
}

static bool is_number(str line) {
    line = str_trim(line);
    for (size_t i = 0; i < line.len; i++)
        if (line.at[i] < '0' || line.at[i] > '9') return false;
    return line.len > 0;
}

static int bid_vtt(str head, bool whole) {
    if (!str_starts(head, STR("WEBVTT"))) return 0;
    bool ends = head.len == 6 && whole;
    return ends || (head.len > 6 && strchr(" \t\r\n", head.at[6])) ? 95 : 0;
}

static int bid_srt(str head, bool whole) {
    str line;
    bool numbered = false;
    for (size_t lines = 0; lines < BID_LINES && window_line(&head, whole, &line); lines++) {
        if (is_blank(line)) continue;
        int64_t start;
        if (cue_has_arrow(line)) return cue_timing(line, &start) ? 90 : 0;
        if (numbered || !is_number(line)) return 0;
        numbered = true;
    }
    return 0;
}

// Adds the lines of a payload to text; false when the window ends inside it.
static bool window_payload(str *window, bool whole, bool web, buf *text) {
    str line;
    buf_reset(text);
    for (;;) {
        str before = *window;
        if (!window_line(window, whole, &line)) return whole && text->len;
        if (ends_block(web, line)) return true;
        if (cue_has_arrow(line)) {
            *window = before;
            return true;
        }
        if (text->len) buf_add_char(text, '\n');
        buf_add(text, line);
    }
}

static str first_line(str text) { return str_trim(str_cut(text, '\n').head); }

static str last_line(str text) {
    size_t at = text.len;
    while (at && text.at[at - 1] != '\n') at--;
    return str_trim(str_drop(text, at));
}

typedef struct survey {
    size_t cues, labels, repeats, stamped;
} survey;

static void survey_cue(subtitles *s, survey *found) {
    str text = cue_text(&s->cue, 0);
    cue_label label = cue_label_of(text);
    found->cues++;
    found->stamped += s->cue.stamped;
    found->repeats += s->last.len && str_equal(first_line(text), buf_str(&s->last));
    buf_reset(&s->last);
    buf_add(&s->last, last_line(text));
    if (label.kind == LABEL_NONE || label.kind == LABEL_SOUND) return;
    found->labels += label.kind != LABEL_BRACKET;
    bool full = s->labels.count == MOST_LABELS;
    if (full && intern_find(&s->labels, label.name) == INTERN_NONE) return;
    s->times[intern_add(&s->labels, label.name)]++;
}

static void survey_window(subtitles *s, str window, bool whole) {
    survey found = {0};
    str line;
    while (window_line(&window, whole, &line)) {
        if (!cue_has_arrow(line) || !window_payload(&window, whole, s->web, &s->id)) continue;
        cue_parse(&s->cue, buf_str(&s->id), s->web);
        survey_cue(s, &found);
    }
    s->labelled = found.labels * 2 >= found.cues;
    bool enough = found.cues > 2 || (found.stamped && found.repeats);
    s->rolling = enough && (found.stamped * 3 > found.cues || found.repeats * 3 > found.cues);
    buf_reset(&s->last);
    s->cue.count = 0;
}

static bool open_cues(reader_state *state, bool web) {
    subtitles *s = state->own;
    s->web = s->in_header = web;
    str window = source_peek(state->in, LIMIT_WINDOW);
    survey_window(s, window, window.len < LIMIT_WINDOW);
    return true;
}

static bool open_vtt(reader_state *state) { return open_cues(state, true); }
static bool open_srt(reader_state *state) { return open_cues(state, false); }

static void close_cues(reader_state *state) {
    subtitles *s = state->own;
    lookahead_release(&s->lines);
    passage_release(&s->payload);
    cue_release(&s->cue);
    buf_release(&s->id);
    buf_release(&s->next_id);
    buf_release(&s->last);
    intern_release(&s->labels);
}

static bool ends_payload(reader_state *state, str line) {
    const subtitles *s = state->own;
    return ends_block(s->web, line) || cue_has_arrow(line);
}

// Reads what stands in front of a timing: the lines of a block, of which the last is its id. False
// at the end of the source.
static bool read_to_timing(reader_state *state, size_t *lines) {
    subtitles *s = state->own;
    str line;
    while (lookahead_peek(&s->lines, state, &line)) {
        if (cue_has_arrow(line) || (ends_block(s->web, line) && *lines)) return true;
        if (!is_blank(line)) {
            bool comment = str_starts(line, STR("NOTE")) || str_starts(line, STR("STYLE")) ||
                           str_starts(line, STR("REGION"));
            s->line = s->lines.line;
            s->silent |= ++*lines == 1 && s->web && comment;
            buf_reset(&s->id);
            buf_add(&s->id, str_trim(line));
        }
        lookahead_take(&s->lines, state);
    }
    return *lines > 0;
}

// A payload that another timing ends has that cue's number as its last line.
static void drop_number(subtitles *s) {
    str text = buf_str(&s->payload.text), number = last_line(text);
    buf_reset(&s->next_id);
    if (!is_number(number)) return;
    buf_add(&s->next_id, number);
    s->payload.text.len = (size_t)(number.at - text.at);
}

static void read_payload(reader_state *state) {
    subtitles *s = state->own;
    str line;
    passage_begin(&s->payload);
    passage_gather(&s->payload, &s->lines, state, ends_payload);
    if (lookahead_peek(&s->lines, state, &line) && cue_has_arrow(line)) drop_number(s);
}

// READER_MESSAGE: a cue is in s->cue. READER_REJECTED: a block was none; s->silent: nor is it
// missed.
static reader_result read_cue(reader_state *state) {
    subtitles *s = state->own;
    size_t lines = s->next_id.len > 0;
    buf_reset(&s->id);
    buf_add(&s->id, buf_str(&s->next_id));
    buf_reset(&s->next_id);
    s->silent = s->in_header; // the head of the file is no cue
    s->in_header = false;
    if (!read_to_timing(state, &lines)) return lookahead_end(state);
    str line;
    if (!lookahead_peek(&s->lines, state, &line) || !cue_has_arrow(line))
        return reader_reject(state, REJECT_MALFORMED, s->line);
    if (s->silent) buf_reset(&s->id);
    s->silent = false;
    s->line = s->lines.line;
    bool good = cue_timing(line, &s->start);
    lookahead_take(&s->lines, state);
    read_payload(state);
    if (!good) return reader_reject(state, REJECT_MALFORMED, s->line);
    if (s->payload.too_long) return reader_reject(state, REJECT_TOO_LONG, s->line);
    cue_parse(&s->cue, passage_text(&s->payload), s->web);
    s->voice = 0;
    return READER_MESSAGE;
}

// Without the line that the cue before ended with, where each cue repeats it. False when nothing
// else is in it.
static bool drop_repeat(subtitles *s, str *text) {
    bool repeats = s->rolling && s->last.len && str_equal(first_line(*text), buf_str(&s->last));
    if (repeats) *text = str_trim(str_cut(*text, '\n').tail);
    if (repeats && !text->len) return false;
    buf_reset(&s->last);
    buf_add(&s->last, last_line(*text));
    return true;
}

// Whether a label is a name wherever it stands.
static bool is_known(const subtitles *s, const cue_label *label) {
    if (label->kind == LABEL_NONE || label->kind == LABEL_SOUND) return false;
    if (label->kind == LABEL_CAPITAL) return true;
    uint32_t at = intern_find(&s->labels, label->name);
    return at != INTERN_NONE && s->times[at] > 1;
}

static bool is_speaker(const subtitles *s, const cue_label *label) {
    return is_known(s, label) || (label->kind == LABEL_COLON && s->labelled);
}

// Cuts off the first line below others that begins with a label that is a name, and all behind it.
static str cut_labelled(const subtitles *s, str *text) {
    for (str_cut_result line = str_cut(*text, '\n'); line.found; line = str_cut(line.tail, '\n')) {
        cue_label label = cue_label_of(line.tail);
        if (!is_known(s, &label)) continue;
        *text = str_trim(str_take(*text, (size_t)(line.tail.at - text->at)));
        return line.tail;
    }
    return (str){"", 0};
}

static reader_result give(reader_state *state, arena *keep, message *out) {
    subtitles *s = state->own;
    bool below = s->rest.len > 0;
    size_t voice = below ? s->voice : s->voice++;
    str name = below ? (str){"", 0} : cue_name(&s->cue, voice),
        text = below ? s->rest : cue_text(&s->cue, voice);
    state->line = s->line;
    s->rest.len = 0;
    if (!name.len && !below && !drop_repeat(s, &text))
        return reader_reject(state, REJECT_DUPLICATE, s->line);
    cue_label label = cue_label_of(text);
    if (!name.len && is_speaker(s, &label)) {
        name = label.name;
        text = label.text;
        s->rest = cut_labelled(s, &text);
        label = cue_label_of(text); // a noise that somebody makes is one all the same
    }
    *out = (message){
        .kind = label.kind == LABEL_SOUND ? KIND_MEDIA : KIND_TEXT,
        .text = label.kind == LABEL_SOUND ? (str){"", 0} : arena_str(keep, text),
        .author = arena_str(keep, name),
        .id = voice == 0 && !below ? arena_str(keep, buf_str(&s->id)) : (str){"", 0},
        .time = s->start,
        .time_kind = TIME_MEDIA,
        .precision = 1,
        .line = s->line,
    };
    return READER_MESSAGE;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    subtitles *s = state->own;
    while (s->voice >= s->cue.count && !s->rest.len) {
        reader_result result = read_cue(state);
        if (result == READER_MESSAGE || (result == READER_REJECTED && s->silent)) continue;
        return result;
    }
    return give(state, keep, out);
}

const reader reader_vtt = {
    .name = "vtt",
    .summary = "WebVTT subtitles, or the transcript of a meeting",
    .carries = "ids, names from voice tags or labels; media times to the millisecond",
    .how_to = "Teams, Zoom: download the meeting's transcript as VTT; YouTube: yt-dlp "
              "--write-subs --skip-download",
    .state_size = sizeof(subtitles),
    .bid = bid_vtt,
    .open = open_vtt,
    .next = next,
    .close = close_cues,
};

const reader reader_srt = {
    .name = "srt",
    .summary = "SubRip subtitles",
    .carries = "ids, names from labels; media times to the millisecond",
    .how_to = "most players and editors save subtitles so; speech recognizers write it as .srt",
    .state_size = sizeof(subtitles),
    .bid = bid_srt,
    .open = open_srt,
    .next = next,
    .close = close_cues,
};
