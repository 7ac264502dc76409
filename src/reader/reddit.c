// reddit: comments and submissions of Reddit as Pushshift and its successors write them, a JSON
// object per line. A thread is a conversation.
#include "base/buf.h"
#include "reader/json_lines.h"
#include "reader/stamp.h"

typedef struct post {
    arena *keep;
    str author, body, selftext, title, id, name, link, parent, time;
    bool submitted, edited, said; // said: it has a text, be it empty
} post;

typedef struct reddit {
    json_lines lines;
    buf text;
} reddit;

enum { KEY_WRITTEN = 1 | 2, KEY_PLACED = 4 | 8, KEY_THREAD = 16 | 32 | 64 };

static int bid(str head, bool whole) {
    (void)whole;
    static const char *const names[] = {"body",      "selftext",  "author",    "created_utc",
                                        "subreddit", "parent_id", "permalink", NULL};
    uint32_t keys = json_lines_keys(head, names);
    bool posts = (keys & KEY_WRITTEN) && (keys & KEY_PLACED) == KEY_PLACED && (keys & KEY_THREAD);
    return posts ? 80 : 0;
}

static bool take_edited(json *j, bool *edited) {
    json_event e = json_next(j);
    *edited = e == JSON_TRUE || e == JSON_NUMBER;
    return json_skip(j, e);
}

static bool take(json *j, void *own) {
    post *p = own;
    str *to = NULL;
    if (json_is(j, "edited")) return take_edited(j, &p->edited);
    if (json_is(j, "author")) to = &p->author;
    if (json_is(j, "id")) to = &p->id;
    if (json_is(j, "name")) to = &p->name;
    if (json_is(j, "link_id")) to = &p->link;
    if (json_is(j, "parent_id")) to = &p->parent;
    if (json_is(j, "created_utc")) to = &p->time;
    if (json_is(j, "title")) to = &p->title;
    if (json_is(j, "body")) to = &p->body;
    if (json_is(j, "selftext")) to = &p->selftext;
    p->submitted |= to == &p->title || to == &p->selftext;
    p->said |= to == &p->body || to == &p->selftext || to == &p->title;
    return to ? json_keep(j, p->keep, to) : json_pass(j);
}

static bool is_gone(str text) {
    return str_equal(text, STR("[deleted]")) || str_equal(text, STR("[removed]")) ||
           str_equal(text, STR("[ Removed by Reddit ]"));
}

static bool is_bot(str name) {
    bool named = name.len >= 3 && str_equal_nocase(str_drop(name, name.len - 3), STR("bot"));
    return named || str_equal(name, STR("AutoModerator"));
}

// Adds a line with its three character references read.
static void add_line(buf *to, str line) {
    static const struct {
        str from;
        char to;
    } references[] = {{{"&gt;", 4}, '>'}, {{"&lt;", 4}, '<'}, {{"&amp;", 5}, '&'}};
    while (line.len) {
        size_t used = 1;
        char c = line.at[0];
        for (size_t i = 0; c == '&' && used == 1 && i < 3; i++)
            if (str_starts(line, references[i].from)) {
                c = references[i].to;
                used = references[i].from.len;
            }
        buf_add_char(to, c);
        line = str_drop(line, used);
    }
}

// Adds a text without the lines that quote somebody else.
static void add_text(buf *to, str text) {
    while (text.len) {
        str_cut_result cut = str_cut(text, '\n');
        text = cut.tail;
        str start = str_trim(cut.head);
        bool spoiler = str_starts(start, STR(">!")) || str_starts(start, STR("&gt;!"));
        bool quote = str_starts(start, STR(">")) || str_starts(start, STR("&gt;"));
        if (quote && !spoiler) continue;
        if (to->len) buf_add_char(to, '\n');
        add_line(to, cut.head);
    }
}

static str full_name(arena *keep, const post *p) {
    if (p->name.len || p->id.len == 0) return p->name;
    char *at = arena_bytes(keep, p->id.len + 3);
    memcpy(at, p->submitted ? "t3_" : "t1_", 3);
    memcpy(at + 3, p->id.at, p->id.len);
    return str_of(at, p->id.len + 3);
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    reddit *r = state->own;
    post p = {.keep = keep};
    reader_result result = json_lines_next(&r->lines, state, take, &p);
    if (result != READER_MESSAGE) return result;
    stamp written;
    state->reason = REJECT_MALFORMED;
    if (!p.said || !stamp_read(p.time, ORDER_NONE, &written)) return READER_REJECTED;
    str text = p.submitted ? p.selftext : p.body;
    bool gone = is_gone(text), nobody = is_gone(p.author);
    buf_reset(&r->text);
    if (p.submitted && !gone) add_text(&r->text, p.title);
    if (!gone) add_text(&r->text, text);
    *out = (message){
        .kind = gone ? KIND_DELETED : KIND_TEXT,
        .text = arena_str(keep, str_trim(buf_str(&r->text))),
        .author = nobody ? (str){"", 0} : p.author,
        .id = full_name(keep, &p),
        .reply_to = p.parent,
        .lenient = r->lines.json.lenient,
        .line = state->line,
        .flags = (uint8_t)((p.edited ? FLAG_EDITED : 0) | (is_bot(p.author) ? FLAG_BOT : 0)),
    };
    out->conversation = p.link.len ? p.link : out->id;
    stamp_apply(&written, out);
    out->precision = 1000; // some dumps write .0 behind whole seconds
    return READER_MESSAGE;
}

static bool open_dump(reader_state *state) {
    reddit *r = state->own;
    json_lines_begin(&r->lines, state);
    return true;
}

static void close_dump(reader_state *state) {
    reddit *r = state->own;
    json_release(&r->lines.json);
    buf_release(&r->text);
}

const reader reader_reddit = {
    .name = "reddit",
    .summary = "Reddit comments and submissions, one JSON object per line (Pushshift)",
    .carries = "ids, replies, threads, edits, bots; UTC times to the second",
    .how_to = "take a dump of a subreddit (RC_*.zst, RS_*.zst): attune reads it packed, or with "
              "zstd -dc --long=31 FILE | attune --format reddit",
    .any_order = true,
    .state_size = sizeof(reddit),
    .bid = bid,
    .open = open_dump,
    .next = next,
    .close = close_dump,
};
