// signal_md: chats of Signal as text: signal-export writes Markdown, sigtop blocks like mail, or
// one line per message.
#include "base/limits.h"
#include "reader/lookahead.h"
#include "reader/reactions.h"
#include "reader/signal_text.h"
#include "reader/whatsapp_bid.h"

enum { BID_LINES = 400 };

typedef enum layout { LAYOUT_MARKDOWN, LAYOUT_BLOCKS, LAYOUT_SHORT } layout;

typedef struct chats {
    lookahead lines;
    passage text;
    buf body;
    reactions reactions;
    layout layout;
    bool blank; // the line before was: where blocks begin
} chats;

static bool is_field(str line, const char *name) {
    str start = str_from(name);
    return str_starts(line, start) && line.len > start.len && line.at[start.len] == ':';
}

// "From:", "Type:", "Sent:" within the first lines.
static bool has_blocks(str head, bool whole) {
    str line;
    unsigned fields = 0;
    for (size_t lines = 0; lines < 8 && window_line(&head, whole, &line); lines++)
        fields |= (is_field(line, "From") ? 1u : 0) | (is_field(line, "Type") ? 2u : 0) |
                  (is_field(line, "Sent") ? 4u : 0);
    return fields == 7;
}

static int bid(str head, bool whole) {
    if (has_blocks(head, whole)) return 88;
    str rest = head, line;
    signal_head read;
    size_t heads = 0, shorts = 0, lines = 0, own = 0, seconds = 0, marks = 0;
    for (; lines < BID_LINES && window_line(&rest, whole, &line); lines++) {
        if (!str_trim(line).len) {
            lines--;
            continue;
        }
        bool found = signal_head_markdown(line, &read);
        heads += found;
        seconds += found && read.date.len > 17;
        marks += str_starts(line, STR("(- ")) || str_contains(line, STR("](./media/"));
        if (!signal_head_short(line, &read)) continue;
        shorts++;
        own += str_equal(read.name, STR("You"));
    }
    if (shorts > 1 && own && shorts * 10 >= lines * 6) return 60;
    // The headers are good for WhatsApp too, which has seconds between such brackets.
    if (heads == 0 || (seconds * 2 > heads && !marks)) return 0;
    int other = whatsapp_bid(head, whole);
    return other ? other + 10 : 0;
}

static bool open_chats(reader_state *state) {
    chats *c = state->own;
    str window = source_peek(state->in, LIMIT_WINDOW), line;
    bool whole = window.len < LIMIT_WINDOW;
    signal_head read;
    c->blank = true;
    if (has_blocks(window, whole)) {
        c->layout = LAYOUT_BLOCKS;
        return true;
    }
    while (window_line(&window, whole, &line)) {
        if (signal_head_markdown(line, &read)) return true;
        if (!signal_head_short(line, &read)) continue;
        c->layout = LAYOUT_SHORT;
        return true;
    }
    return true;
}

static void close_chats(reader_state *state) {
    chats *c = state->own;
    lookahead_release(&c->lines);
    passage_release(&c->text);
    buf_release(&c->body);
    reactions_release(&c->reactions);
}

static bool read_head(const chats *c, str line, signal_head *head) {
    return c->layout == LAYOUT_SHORT ? signal_head_short(line, head)
                                     : signal_head_markdown(line, head);
}

static bool begins(reader_state *state, str line) {
    chats *c = state->own;
    signal_head head;
    if (c->layout != LAYOUT_BLOCKS) return read_head(c, line, &head);
    bool begun = c->blank && is_field(line, "From");
    if (!begun) c->blank = str_trim(line).len == 0; // else it is asked again
    return begun;
}

static void add_person(message *out, arena *keep, str name) {
    str number = signal_cut_number(&name);
    out->author = arena_str(keep, name);
    out->author_id = arena_str(keep, number);
}

// "Ann: x, Bo: y"
static void add_reactions(chats *c, str list) {
    while (list.len) {
        str_cut_result entry = str_cut(list, ',');
        str_cut_result pair = str_cut(str_trim(entry.head), ':');
        list = entry.tail;
        if (!pair.found) continue;
        reactions_add(&c->reactions, (reaction){.text = str_trim(pair.tail),
                                                .author = str_trim(pair.head),
                                                .author_id = {"", 0},
                                                .time = INT64_MIN});
    }
}

// What somebody wrote: without quotations, reactions and links to pictures. Returns whether there
// was such a link.
static bool clean_body(chats *c, str text) {
    bool media = false;
    buf_reset(&c->body);
    while (text.len) {
        str_cut_result cut = str_cut(text, '\n');
        str line = str_trim(cut.head);
        text = cut.tail;
        if (str_equal(line, STR(">")) || str_starts(line, STR("> "))) continue;
        if (line.len >= 6 && str_starts(line, STR("(- ")) && str_ends(line, STR(" -)"))) {
            add_reactions(c, str_of(line.at + 3, line.len - 6));
            continue;
        }
        if (c->body.len) buf_add_char(&c->body, '\n');
        media |= signal_drop_media(&c->body, line);
    }
    return media;
}

static reader_result finish(reader_state *state, bool media, arena *keep, message *out) {
    chats *c = state->own;
    if (c->text.too_long) return reader_reject(state, REJECT_TOO_LONG, out->line);
    media |= clean_body(c, passage_text(&c->text));
    out->text = arena_str(keep, str_trim(buf_str(&c->body)));
    if (media && out->text.len) out->flags |= FLAG_MEDIA | FLAG_CAPTION;
    if (media && !out->text.len) out->kind = KIND_MEDIA;
    reactions_attach(&c->reactions, out);
    return READER_MESSAGE;
}

// A record whose head is one line.
static reader_result next_line(reader_state *state, str line, arena *keep, message *out) {
    chats *c = state->own;
    signal_head head;
    stamp written;
    bool attached = false, edited = false;
    char date[24] = "";
    read_head(c, line, &head);
    for (size_t i = 0, len = 0; i < head.date.len && len < sizeof date - 1; i++)
        if (head.date.at[i] != ',') date[len++] = head.date.at[i];
    bool dated = stamp_read(str_from(date), ORDER_NONE, &written);
    add_person(out, keep, head.name);
    if (c->layout == LAYOUT_SHORT) signal_short_note(&head.text, &edited, &attached);
    if (edited) out->flags |= FLAG_EDITED;
    passage_add(&c->text, state, head.text, c->lines.too_long);
    lookahead_take(&c->lines, state);
    passage_gather(&c->text, &c->lines, state, begins);
    if (!dated) return reader_reject(state, REJECT_MALFORMED, out->line);
    stamp_apply(&written, out);
    return finish(state, attached, keep, out);
}

// One field of a block's head.
static void take_field(chats *c, str line, arena *keep, bool *media, message *out) {
    str value = str_trim(str_cut(line, ':').tail);
    stamp written;
    if (is_field(line, "From")) add_person(out, keep, value);
    if (is_field(line, "Sent") && signal_mail_date(value, &written)) stamp_apply(&written, out);
    if (is_field(line, "Edited")) out->flags |= FLAG_EDITED;
    *media |= is_field(line, "Attachment");
    size_t from = is_field(line, "Reaction") ? str_find(value, STR(" from ")) : SIZE_MAX;
    if (from == SIZE_MAX) return;
    str name = str_trim(str_drop(value, from + 6)), number = signal_cut_number(&name);
    reactions_add(&c->reactions, (reaction){.text = str_take(value, from),
                                            .author = name,
                                            .author_id = number,
                                            .time = INT64_MIN});
}

static reader_result next_block(reader_state *state, arena *keep, message *out) {
    chats *c = state->own;
    bool media = false;
    str line;
    while (lookahead_peek(&c->lines, state, &line)) {
        lookahead_take(&c->lines, state);
        if (str_trim(line).len == 0) break;
        take_field(c, line, keep, &media, out);
    }
    c->blank = true;
    passage_gather(&c->text, &c->lines, state, begins);
    if (out->time_kind == TIME_NONE) return reader_reject(state, REJECT_MALFORMED, out->line);
    return finish(state, media, keep, out);
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    chats *c = state->own;
    if (reactions_next(&c->reactions, keep, out)) return READER_MESSAGE;
    reactions_reset(&c->reactions);
    str line;
    size_t strange = 0;
    bool found = false;
    while (!found && lookahead_peek(&c->lines, state, &line)) {
        found = begins(state, line);
        if (found) break;
        strange += str_trim(line).len && !is_field(line, "Conversation");
        lookahead_take(&c->lines, state);
    }
    if (strange) return reader_reject(state, REJECT_MALFORMED, 1);
    if (!found) return lookahead_end(state);
    state->line = c->lines.line;
    *out = (message){.kind = KIND_TEXT, .line = state->line};
    passage_begin(&c->text);
    return c->layout == LAYOUT_BLOCKS ? next_block(state, keep, out)
                                      : next_line(state, line, keep, out);
}

const reader reader_signal_md = {
    .name = "signal-md",
    .summary = "a chat of Signal as text, by signal-export (Markdown) or sigtop",
    .carries = "names, reactions; local times to the minute, of sigtop with offset to the second",
    .how_to = "signal-export FOLDER, then the chat.md in it; or sigtop export-messages FOLDER",
    .state_size = sizeof(chats),
    .bid = bid,
    .open = open_chats,
    .next = next,
    .close = close_chats,
};
