// dailydialog: the text of the DailyDialog corpus: one dialogue per line, its turns closed by
// __eou__, two speakers who take turns.
#include "reader/keep.h"
#include "reader/lookahead.h"

typedef struct dialogues {
    buf line; // the dialogue at hand
    size_t at;
    uint64_t number, turn;
    buf id, text;
    bool open; // some turns are left
} dialogues;

static const str mark = {"__eou__", 7};

static int bid(str head, bool whole) {
    str line;
    while (window_line(&head, whole, &line))
        if (str_trim(line).len) return str_contains(line, mark) ? 80 : 0;
    return 0;
}

static void close_dialogues(reader_state *state) {
    dialogues *d = state->own;
    buf_release(&d->line);
    buf_release(&d->id);
    buf_release(&d->text);
}

static void name_dialogue(reader_state *state) {
    dialogues *d = state->own;
    str name = source_name(state->in);
    buf_reset(&d->id);
    if (name.len) {
        buf_add(&d->id, name);
        buf_add_char(&d->id, ':');
    }
    buf_add_int(&d->id, (int64_t)d->number);
}

// Bytes of the apostrophe at the start of s, or 0.
static size_t apostrophe(str s) {
    if (str_starts(s, STR("’"))) return 3;
    return s.len && s.at[0] == '\'' ? 1 : 0;
}

static bool is_letter(str s) {
    return s.len &&
           ((unsigned char)s.at[0] >= 0x80 || ((s.at[0] | 32) >= 'a' && (s.at[0] | 32) <= 'z'));
}

// Whether what follows an apostrophe belongs to the word before it: s, t, re, ve, ll, d, m.
static bool is_ending(str s) {
    static const char *const ends[] = {"s", "t", "re", "ve", "ll", "d", "m", "S", "T", "clock"};
    size_t len = 0;
    while (len < s.len && is_letter(str_drop(s, len))) len++;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_equal(str_take(s, len), str_from(ends[i]))) return true;
    return false;
}

// Appends text with its words joined again: "don ’ t" and "well ." as people write them.
static void join_words(buf *out, str text) {
    for (size_t i = 0; i < text.len;) {
        str rest = str_drop(text, i);
        bool gap = rest.at[0] == ' ';
        str after = gap ? str_drop(rest, 1) : rest;
        size_t sign = apostrophe(after);
        str ending = str_drop(after, sign);
        if (sign && ending.len && ending.at[0] == ' ') ending = str_drop(ending, 1);
        if (sign && i && is_ending(ending)) {
            buf_add(out, str_take(after, sign));
            i = text.len - ending.len;
            continue;
        }
        bool closes = gap && after.len && strchr(".,?!;:", after.at[0]);
        if (!closes) buf_add_char(out, rest.at[0]);
        i++;
    }
}

// Reads the next line with a dialogue. READER_MESSAGE: it is there.
static reader_result read_dialogue(reader_state *state) {
    dialogues *d = state->own;
    str line;
    bool too_long;
    do {
        if (!source_line(state->in, state->options->max_record, &line, &too_long))
            return lookahead_end(state);
        state->line++;
    } while (str_trim(line).len == 0);
    if (too_long) return reader_reject(state, REJECT_TOO_LONG, state->line);
    if (!str_contains(line, mark)) return reader_reject(state, REJECT_MALFORMED, state->line);
    buf_reset(&d->line);
    buf_add(&d->line, line);
    d->at = d->turn = 0;
    d->number++;
    d->open = true;
    name_dialogue(state);
    return READER_MESSAGE;
}

// Cuts the next turn that has words. False when the line has none any more.
static bool cut_turn(dialogues *d, str *turn) {
    while (d->open) {
        str rest = str_drop(buf_str(&d->line), d->at);
        size_t end = str_find(rest, mark);
        d->open = end != SIZE_MAX;
        *turn = str_trim(d->open ? str_take(rest, end) : rest);
        d->at += d->open ? end + mark.len : 0;
        if (turn->len) return true;
        d->turn += d->open; // a turn without words is still somebody's
    }
    return false;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    dialogues *d = state->own;
    str turn;
    while (!cut_turn(d, &turn)) {
        reader_result result = read_dialogue(state);
        if (result != READER_MESSAGE) return result;
    }
    buf_reset(&d->text);
    join_words(&d->text, turn);
    *out = (message){
        .text = keep_valid(keep, buf_str(&d->text)),
        .author = d->turn++ % 2 ? STR("B") : STR("A"),
        .conversation = keep_valid(keep, buf_str(&d->id)),
        .line = state->line,
    };
    return READER_MESSAGE;
}

const reader reader_dailydialog = {
    .name = "dailydialog",
    .summary = "one dialogue per line, __eou__ after each turn (DailyDialog)",
    .carries = "conversations; two speakers in turn, no times",
    .how_to = "unpack the corpus and give dialogues_text.txt",
    .state_size = sizeof(dialogues),
    .bid = bid,
    .next = next,
    .close = close_dialogues,
};
