// discord_txt: the plain text of DiscordChatExporter (as its PlainTextMessageWriter
// writes it).
//
// A message is a line "[date] author", its words, and sections in braces for what is attached, with
// a blank line behind each. Files with the exporter's head end with the number of messages.
#include "base/limits.h"
#include "base/utf8.h"
#include "reader/discord_markup.h"
#include "reader/discord_notice.h"
#include "reader/lookahead.h"
#include "reader/stamp.h"

typedef struct text_export {
    bool framed; // it begins with the exporter's head: then a header follows a blank line only
    bool started, ended; // a header was read; the exporter's end was
    uint64_t lines;
    bool blank; // the line before is
    // The header that begins the next message:
    bool has_held, held_repaired;
    bool repaired; // what was taken of the message at hand was no UTF-8
    uint64_t held_line;
    buf held;
    // Of the message at hand:
    buf text;
    bool media, forwarded;
    bool section; // the lines are not the author's
    buf title;
    discord_markup markup;
} text_export;

enum { RULE = 62, LONGEST_STAMP = 64, LONGEST_AUTHOR = 64 };

static bool is_rule(str line) {
    if (line.len != RULE) return false;
    for (size_t i = 0; i < line.len; i++)
        if (line.at[i] != '=') return false;
    return true;
}

// "[date] author": the date as it stands, and the author without the mark of a pinned message.
static bool cut_header(str line, str *date, str *author) {
    if (!str_starts(line, STR("["))) return false;
    str_cut_result cut = str_cut(str_drop(line, 1), ']');
    if (!cut.found || cut.head.len > LONGEST_STAMP || !str_starts(cut.tail, STR(" "))) return false;
    *date = cut.head;
    *author = str_trim(cut.tail);
    if (str_ends(*author, STR(" (pinned)"))) *author = str_trim(str_take(*author, author->len - 9));
    return author->len && author->len <= LONGEST_AUTHOR * 4;
}

static bool scan_date(str date, when *out) {
    when_text plain;
    when_normalize(date, &plain);
    return when_scan(when_text_str(&plain), out) == plain.len && plain.len;
}

// A note, a day or a moment in brackets ("[1] …", "[2024-01-02] …") is the author's own.
static bool has_clock(const stamp *s) { return s->kind != TIME_MEDIA && s->precision < 86400000; }

static bool is_header(str line) {
    str date, author;
    when w;
    stamp read;
    return cut_header(line, &date, &author) &&
           ((stamp_read(date, ORDER_NONE, &read) && has_clock(&read)) || scan_date(date, &w));
}

// Cuts the next line off the window.
static bool cut_line(str *window, str *line) { return window_line(window, true, line); }

// With the head it is certain. Without, the lines behind dates must be names and not speech, with
// something between one and the next.
static int bid(str head, bool whole) {
    (void)whole;
    str line, date, author;
    size_t headers = 0, speeches = 0, first = 1;
    bool before = false;
    head = str_take(head, 64 << 10);
    if (!cut_line(&head, &line)) return 0;
    if (is_rule(line))
        return cut_line(&head, &line) && str_starts(line, STR("Guild: ")) &&
                       cut_line(&head, &line) && str_starts(line, STR("Channel: "))
                   ? 95
                   : 0;
    do {
        if (!is_header(line)) {
            if (first) return 0;
            before = false;
            continue;
        }
        if (before) return 0;
        first = 0;
        before = true;
        cut_header(line, &date, &author);
        headers++;
        speeches += str_contains(author, STR(": ")) || str_ends(author, STR(":"));
    } while (cut_line(&head, &line));
    return headers && !speeches ? 60 : 0;
}

static void survey(reader_state *state, str head) {
    stamp_survey dates = {0};
    for (str line, date, author; cut_line(&head, &line);)
        if (is_header(line) && cut_header(line, &date, &author)) stamp_survey_add(&dates, date);
    stamp_survey_decide(&dates, state);
}

static bool open_export(reader_state *state) {
    text_export *t = state->own;
    str head = source_peek(state->in, LIMIT_WINDOW), line;
    survey(state, head);
    t->framed = cut_line(&head, &line) && is_rule(line);
    t->blank = true;
    return true;
}

// A line before the first message.
static void read_head(text_export *t, str line) {
    static const str key = {"Channel: ", 9};
    if (!str_starts(line, key) || t->title.len) return;
    line = str_drop(line, key.len);
    size_t slash = str_find(line, STR(" / "));
    utf8_repair(&t->title, slash == SIZE_MAX ? line : str_drop(line, slash + 3));
}

// {Attachments}, {Embed}, … alone on a line: what follows is not the author's words, but those of a
// forwarded message are read as such.
static bool is_section(str line) {
    static const char *const names[] = {"{Attachments}", "{Embed}",     "{Embeds}",
                                        "{Stickers}",    "{Reactions}", "{Forwarded Message}"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_equal(line, str_from(names[i]))) return true;
    return false;
}

// Takes a line that belongs to the message at hand.
static void add_line(text_export *t, str line, size_t most, bool *too_long) {
    if (is_section(line)) {
        bool forwarded = str_equal(line, STR("{Forwarded Message}"));
        bool files = str_equal(line, STR("{Attachments}")) || str_equal(line, STR("{Stickers}"));
        t->forwarded |= forwarded;
        t->media |= files;
        t->section = !forwarded;
        return;
    }
    if (t->section) return;
    *too_long |= t->text.len + line.len > most;
    if (*too_long) return;
    if (t->text.len) buf_add_char(&t->text, '\n');
    t->repaired |= utf8_repair(&t->text, line) > 0;
}

// Reads on to the next header, which is held; what stands before it goes to the message at hand.
// False at the end.
static bool read_to_next(reader_state *state, bool *too_long) {
    text_export *t = state->own;
    size_t most = state->options->max_record;
    str line;
    bool cut;
    while (source_line(state->in, most, &line, &cut)) {
        t->lines++;
        bool header = (t->blank || !t->framed) && !cut && is_header(line);
        bool blank = str_trim(line).len == 0;
        if (t->framed && t->blank && is_rule(line)) t->ended = t->started;
        t->blank = blank;
        if (header) {
            buf_reset(&t->held);
            t->held_repaired = utf8_repair(&t->held, line) > 0;
            t->has_held = t->started = true;
            t->held_line = t->lines;
            return true;
        }
        if (!t->started)
            read_head(t, line);
        else if (!t->ended)
            add_line(t, cut ? STR("") : line, most, too_long);
        *too_long |= cut;
    }
    return false;
}

static bool set_time(reader_state *state, str date, message *out) {
    stamp read;
    if (!stamp_read(date, state->dialect.order, &read)) return false;
    stamp_apply(&read, out);
    return true;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    text_export *t = state->own;
    bool too_long = false;
    str date = STR(""), author = STR("");
    if (!t->has_held && !read_to_next(state, &too_long))
        return source_failed(state->in, state->err) ? READER_FAILED : READER_END;
    buf_reset(&t->text);
    t->media = t->section = t->forwarded = t->has_held = false;
    cut_header(buf_str(&t->held), &date, &author);
    state->line = t->held_line;
    t->repaired = t->held_repaired;
    *out = (message){
        .line = state->line,
        .author = arena_str(keep, author),
        .title = arena_str(keep, buf_str(&t->title)),
    };
    bool dated = set_time(state, date, out);
    bool more = read_to_next(state, &too_long);
    // Without the exporter's end the last message may be half of one.
    bool whole = more || !t->framed || t->ended;
    state->reason = too_long ? REJECT_TOO_LONG : REJECT_MALFORMED;
    if (too_long || !dated || !whole) return READER_REJECTED;
    out->text =
        discord_markup_words(&t->markup, keep, arena_str(keep, str_trim(buf_str(&t->text))));
    out->lenient = t->repaired;
    discord_notice_apply(out, t->media);
    if (t->forwarded && out->kind != KIND_SYSTEM) out->flags |= FLAG_FORWARDED;
    return READER_MESSAGE;
}

static void close_export(reader_state *state) {
    text_export *t = state->own;
    buf_release(&t->held);
    buf_release(&t->title);
    buf_release(&t->text);
    discord_markup_release(&t->markup);
}

const reader reader_discord_txt = {
    .name = "discord-txt",
    .summary = "plain text of DiscordChatExporter",
    .carries = "names; times to the minute of the exporter's clock",
    .how_to = "DiscordChatExporter: format Plain Text; JSON carries more",
    .any_order = true,
    .state_size = sizeof(text_export),
    .bid = bid,
    .open = open_export,
    .next = next,
    .close = close_export,
};
