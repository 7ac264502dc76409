// imessage: the text files of imessage-exporter, one conversation per file.
//
// A record is a line with the time, one with the sender, its words, and a blank line. Replies stand
// indented below what they answer, and once more in their own place: there they are read.
#include "reader/imessage_body.h"
#include "reader/lookahead.h"

#include "base/utf8.h"
#include "reader/imessage_header.h"
#include "reader/keep.h"
#include "reader/reader.h"

enum { ANSWERS = 1 << 14 }; // indented copies that wait for the message in its own place

// An indented copy of a reply.
typedef struct answer {
    int64_t time;
    uint64_t author; // hash
    uint64_t to;     // line of the message it answers
} answer;

typedef struct texts {
    uint64_t lines; // read so far
    bool blank;     // the line before is, or there is none
    bool started, skipping, indented_sender;
    // The line that begins the next record:
    bool has_held;
    uint64_t held_line;
    buf held;
    imessage_body body;
    int64_t indented_time;
    uint64_t line;   // of the record at hand
    answer *answers; // by hash
} texts;

static int bid(str head, bool whole) {
    (void)whole;
    str start = str_take(head, 4096), line = {"", 0};
    imessage_header header;
    while (!str_trim(line).len && window_line(&start, true, &line)) {
    }
    return imessage_header_read(line, &header) ? 92 : 0;
}

static bool open_texts(reader_state *state) {
    texts *t = state->own;
    t->blank = true;
    t->answers = arena_array(&state->memory, answer, ANSWERS);
    return true;
}

static answer *answer_slot(texts *t, int64_t time, uint64_t author) {
    uint64_t hash = ((uint64_t)time ^ author) * 0x9E3779B97F4A7C15u;
    return &t->answers[hash >> 50];
}

static void note_answer(texts *t, str author) {
    uint64_t who = str_hash(str_trim(author));
    answer *slot = answer_slot(t, t->indented_time, who);
    *slot = (answer){t->indented_time, who, t->line};
}

// The line of the message that the one at this time by this author answers, or 0.
static uint64_t answered(texts *t, int64_t time, str author) {
    uint64_t who = str_hash(author);
    const answer *slot = answer_slot(t, time, who);
    return slot->to && slot->time == time && slot->author == who ? slot->to : 0;
}

static str without_indent(str line) {
    size_t at = 0;
    while (at < line.len && line.at[at] == ' ') at++;
    return at >= 4 ? str_drop(line, at) : (str){"", 0};
}

// A line of the record at hand.
static void take_line(reader_state *state, texts *t, str line) {
    imessage_header header;
    str inner = without_indent(line);
    if (t->skipping && t->indented_sender) {
        t->indented_sender = false;
        note_answer(t, line);
    } else if (t->blank || t->skipping || inner.len) {
        bool copy = inner.len && imessage_header_read(inner, &header) && !header.rest.len;
        if (copy) {
            t->skipping = t->indented_sender = true;
            t->indented_time = header.time;
        }
    }
    if (!t->skipping) imessage_body_add(&t->body, line, state->options->max_record);
}

// A notice is one line; words that begin like one go on.
static bool blank_follows(source *in) {
    str next = source_peek(in, 1);
    return !next.len || next.at[0] == '\n' || next.at[0] == '\r';
}

// Reads on to the line that begins the next record, which is held. False at the end.
static bool read_to_next(reader_state *state) {
    texts *t = state->own;
    imessage_header header;
    str line;
    bool cut;
    while (source_line(state->in, state->options->max_record, &line, &cut)) {
        t->lines++;
        bool begins = t->blank && !cut && imessage_header_read(line, &header);
        if (begins) {
            buf_reset(&t->held);
            utf8_repair(&t->held, line);
            begins = !header.rest.len || blank_follows(state->in);
            line = buf_str(&t->held);
        }
        if (begins) {
            t->has_held = true;
            t->held_line = t->lines;
            t->blank = false;
            return true;
        }
        t->body.too_long |= cut;
        if (t->started) take_line(state, t, line);
        t->blank = str_trim(line).len == 0;
        if (!t->started && !t->blank) t->body.stray = true;
    }
    return false;
}

static void set_id(arena *keep, uint64_t line, str *to) {
    char digits[20], *at = digits + sizeof digits;
    do *--at = (char)('0' + line % 10);
    while (line /= 10);
    *to = arena_str(keep, str_of(at, (size_t)(digits + sizeof digits - at)));
}

static str title(const source *in) {
    str name = source_name(in);
    return str_ends(name, STR(".txt")) ? str_take(name, name.len - 4) : name;
}

// A notice stands on the line of the time; else the sender is on the first line behind it.
static void fill(reader_state *state, const imessage_header *header, arena *keep, message *out) {
    texts *t = state->own;
    bool notice = header->rest.len > 0;
    *out = (message){
        .text = arena_str(keep, header->rest),
        .title = keep_valid(keep, title(state->in)),
        .time = header->time,
        .time_kind = TIME_LOCAL,
        .precision = 1000,
        .line = t->line,
        .kind = notice ? KIND_SYSTEM : KIND_TEXT,
    };
    set_id(keep, t->line, &out->id);
    if (notice) return;
    imessage_body_message(&t->body, keep, out);
    uint64_t to = t->body.answers ? answered(t, out->time, out->author) : 0;
    if (to) set_id(keep, to, &out->reply_to);
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    texts *t = state->own;
    imessage_header header = {0};
    if (reactions_next(&t->body.reactions, keep, out)) return READER_MESSAGE;
    if (!t->has_held) {
        bool more = read_to_next(state);
        if (t->body.stray) {
            t->body.stray = false;
            state->line = 1;
            state->reason = REJECT_MALFORMED;
            return READER_REJECTED;
        }
        if (!more) return source_failed(state->in, state->err) ? READER_FAILED : READER_END;
    }
    // The header is read before the next one takes its place.
    imessage_header_read(buf_str(&t->held), &header);
    header.rest = arena_str(keep, header.rest);
    imessage_body_reset(&t->body);
    state->line = t->line = t->held_line;
    t->started = true;
    t->has_held = t->skipping = t->indented_sender = false;
    read_to_next(state);
    state->reason = t->body.too_long ? REJECT_TOO_LONG : REJECT_MALFORMED;
    bool nobody = !header.rest.len && !t->body.author.len;
    if (t->body.too_long || nobody) {
        reactions_reset(&t->body.reactions);
        return READER_REJECTED;
    }
    fill(state, &header, keep, out);
    reactions_attach(&t->body.reactions, out);
    return READER_MESSAGE;
}

static void close_texts(reader_state *state) {
    texts *t = state->own;
    buf_release(&t->held);
    imessage_body_release(&t->body);
}

const reader reader_imessage = {
    .name = "imessage",
    .summary = "text files of imessage-exporter, one conversation each",
    .carries = "replies, reactions, edits; times to the second of the exporter's clock",
    .how_to = "on a Mac: imessage-exporter -f txt -o FOLDER",
    .state_size = sizeof(texts),
    .bid = bid,
    .open = open_texts,
    .next = next,
    .close = close_texts,
};
