// chat: transcripts in the CHAT format of TalkBank (.cha): the main tiers, with their times into
// the recording; what depends on them and the headers are passed over.
#include "base/intern.h"
#include "base/limits.h"
#include "reader/chat_text.h"
#include "reader/lookahead.h"

enum { FIRST_LINES = 10, MOST_SPEAKERS = 512, LONGEST_CODE = 7 };

typedef struct chat {
    lookahead lines;
    passage tier;
    buf words, scratch;
    char sign;                // with which the tier begins
    bool ended;               // by @End
    bool complains;           // no longer: the file has no @End
    intern codes;             // of speakers …
    str names[MOST_SPEAKERS]; // … and their names, where the header has them
} chat;

static int bid(str head, bool whole) {
    str line;
    for (size_t lines = 0; lines < FIRST_LINES && window_line(&head, whole, &line);) {
        line = str_trim(line);
        if (line.len == 0) continue;
        lines++;
        if (str_equal(line, STR("@UTF8")) || str_equal(line, STR("@Begin"))) return 95;
        if (line.at[0] != '@') return 0;
    }
    return 0;
}

static bool is_code(str s) {
    for (size_t i = 0; i < s.len; i++)
        if (!((s.at[i] >= 'A' && s.at[i] <= 'Z') || (s.at[i] >= '0' && s.at[i] <= '9') ||
              s.at[i] == '-' || s.at[i] == '_'))
            return false;
    return s.len > 0 && s.len <= LONGEST_CODE;
}

// "CHI Mila Target_Child, MOT Mother": the name is the word between code and role.
static void take_participants(reader_state *state, str list) {
    chat *c = state->own;
    while (list.len) {
        str_cut_result entry = str_cut(list, ',');
        list = entry.tail;
        str_cut_result code = str_cut(str_trim(entry.head), ' ');
        str_cut_result name = str_cut(str_trim(code.tail), ' ');
        bool known = is_code(code.head) && name.found && c->codes.count < MOST_SPEAKERS;
        if (!known || intern_find(&c->codes, code.head) != INTERN_NONE) continue;
        c->names[intern_add(&c->codes, code.head)] = arena_str(&state->memory, name.head);
    }
}

static bool begins_tier(reader_state *state, str line) {
    (void)state;
    return line.len && strchr("@*%", line.at[0]);
}

// Gathers the next tier, its lines joined by a space. False at the end of the source.
static bool read_tier(reader_state *state, uint64_t *line_number) {
    chat *c = state->own;
    str line;
    if (!lookahead_peek(&c->lines, state, &line)) return false;
    *line_number = c->lines.line;
    passage_begin(&c->tier);
    c->sign = line.len ? line.at[0] : '@';
    passage_add(&c->tier, state, line, c->lines.too_long);
    lookahead_take(&c->lines, state);
    passage_gather(&c->tier, &c->lines, state, begins_tier);
    for (size_t i = 0; i < c->tier.text.len; i++)
        if (c->tier.text.at[i] == '\n') c->tier.text.at[i] = ' ';
    return true;
}

static reader_result give(reader_state *state, str code, str said, arena *keep, message *out) {
    chat *c = state->own;
    uint32_t known = intern_find(&c->codes, code);
    int64_t start = chat_text_start(said);
    buf_reset(&c->words);
    bool spoken = chat_text_clean(&c->words, said, &c->scratch);
    *out = (message){
        .kind = spoken ? KIND_TEXT : KIND_MEDIA,
        .text = arena_str(keep, buf_str(&c->words)),
        .author = arena_str(keep, known == INTERN_NONE ? code : c->names[known]),
        .author_id = arena_str(keep, code),
        .time = start < 0 ? 0 : start,
        .time_kind = start < 0 ? TIME_NONE : TIME_MEDIA,
        .precision = start < 0 ? 0 : 1,
        .line = state->line,
    };
    return READER_MESSAGE;
}

// A file that does not reach its @End is cut, or was never whole: that is said once.
static reader_result end(reader_state *state) {
    chat *c = state->own;
    reader_result result = lookahead_end(state);
    if (result != READER_END || c->ended || c->complains) return result;
    c->complains = true;
    return reader_reject(state, REJECT_MALFORMED, c->lines.line);
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    chat *c = state->own;
    uint64_t line;
    while (read_tier(state, &line)) {
        str tier = str_trim(passage_text(&c->tier));
        str_cut_result cut = str_cut(tier, ':');
        // Of a line that is too long nothing is kept.
        char sign = tier.len ? tier.at[0] : c->tier.too_long ? c->sign : '@';
        if (sign == '@') {
            if (str_equal(cut.head, STR("@Participants"))) take_participants(state, cut.tail);
            c->ended |= str_equal(tier, STR("@End"));
        }
        if (sign == '@' || sign == '%') continue;
        state->line = line;
        if (sign == '*' && c->tier.too_long) return reader_reject(state, REJECT_TOO_LONG, line);
        str code = str_drop(cut.head, 1);
        if (sign != '*' || !cut.found || !is_code(code))
            return reader_reject(state, REJECT_MALFORMED, line);
        return give(state, code, cut.tail, keep, out);
    }
    return end(state);
}

static void close_chat(reader_state *state) {
    chat *c = state->own;
    lookahead_release(&c->lines);
    passage_release(&c->tier);
    buf_release(&c->words);
    buf_release(&c->scratch);
    intern_release(&c->codes);
}

const reader reader_chat = {
    .name = "chat",
    .summary = "CHAT transcripts of TalkBank (.cha)",
    .carries = "speaker codes and names; media times to the millisecond where the file has them",
    .how_to = "download a corpus from a TalkBank site and give its .cha files or their folder",
    .state_size = sizeof(chat),
    .bid = bid,
    .next = next,
    .close = close_chat,
};
