// signal_cli: what signal-cli prints of the messages that it receives, one JSON object each, bare
// or in the calls of its JSON-RPC.
#include "reader/json_lines.h"
#include "reader/keep.h"
#include "reader/signal_people.h"

#include <stdlib.h>

enum { MOST_MENTIONS = 64 };

// One account, as the versions name it.
typedef struct who {
    str uuid, number, legacy;
} who;

typedef struct envelope {
    arena *keep;
    who by, to, quoted_by, target_by;
    str name, received, sent, text, group, group_name, quoted, emoji, target, edited;
    str mentions[MOST_MENTIONS];
    uint32_t mention_count;
    bool own, found, attached, removed, deleted, called;
} envelope;

typedef struct stream {
    json_lines lines;
    intern edits;   // ids of edits
    str *edited;    // the id of what each of them edits, be it reached through other edits
    int64_t *times; // when that was sent
    size_t edited_room, time_room;
} stream;

static int bid(str head, bool whole) {
    (void)whole;
    static const char *const names[] = {"envelope", "jsonrpc", NULL};
    str sign = str_trim(str_take(head, 64)), start = str_take(head, 256 << 10);
    if (!str_starts(sign, STR("{")) && !str_starts(sign, STR("["))) return 0;
    bool said =
        str_contains(start, STR("\"dataMessage\"")) || str_contains(start, STR("\"syncMessage\""));
    if (!said || !str_contains(start, STR("\"envelope\""))) return 0;
    return json_lines_keys(head, names) ? 90 : 0;
}

static bool is_key(const json *j, str stem, str ending) {
    str key = json_value(j);
    return str_starts(key, stem) && str_equal(str_drop(key, stem.len), ending);
}

// Where a member goes that names an account: "author", "authorNumber", "authorUuid". Else NULL.
static str *part_of(const json *j, str stem, who *of) {
    if (is_key(j, stem, STR(""))) return &of->legacy;
    if (is_key(j, stem, STR("Number"))) return &of->number;
    if (is_key(j, stem, STR("Uuid"))) return &of->uuid;
    return NULL;
}

static str account(const who *w) {
    return w->uuid.len ? w->uuid : w->number.len ? w->number : w->legacy;
}

static bool take_quote(json *j, void *own) {
    envelope *e = own;
    str *to = part_of(j, STR("author"), &e->quoted_by);
    if (json_is(j, "id")) to = &e->quoted;
    return to ? json_keep(j, e->keep, to) : json_pass(j);
}

static bool take_target(json *j, void *own) {
    envelope *e = own;
    str *to = part_of(j, STR("targetAuthor"), &e->target_by);
    if (json_is(j, "isRemove")) return json_take_flag(j, &e->removed);
    if (json_is(j, "targetSentTimestamp")) to = &e->target;
    if (json_is(j, "emoji")) to = &e->emoji;
    return to ? json_keep(j, e->keep, to) : json_pass(j);
}

// The author's own deletion names the time alone, an administrator's the author too.
static bool take_deletion(json *j, void *own) {
    envelope *e = own;
    e->deleted = true;
    if (json_is(j, "timestamp")) return json_keep(j, e->keep, &e->target);
    return take_target(j, e);
}

static bool take_group(json *j, void *own) {
    envelope *e = own;
    if (json_is(j, "groupId")) return json_keep(j, e->keep, &e->group);
    if (json_is(j, "groupName")) return json_keep(j, e->keep, &e->group_name);
    return json_pass(j);
}

typedef struct mention {
    arena *keep;
    who who;
} mention;

static bool take_mention(json *j, void *own) {
    mention *m = own;
    if (json_is(j, "uuid")) return json_keep(j, m->keep, &m->who.uuid);
    if (json_is(j, "number")) return json_keep(j, m->keep, &m->who.number);
    if (json_is(j, "name")) return json_keep(j, m->keep, &m->who.legacy);
    return json_pass(j);
}

static bool take_mentions(json *j, envelope *e) {
    json_event event = json_next(j);
    if (event != JSON_ARRAY) return json_skip(j, event);
    while ((event = json_next(j)) != JSON_ARRAY_END) {
        mention m = {.keep = e->keep};
        if (event != JSON_OBJECT ? !json_skip(j, event) : !json_members(j, take_mention, &m))
            return false;
        str named = account(&m.who);
        if (named.len && e->mention_count < MOST_MENTIONS) e->mentions[e->mention_count++] = named;
    }
    return true;
}

static bool is_attachment(const json *j) {
    static const char *const keys[] = {"attachments", "sticker",  "contacts",
                                       "payment",     "viewOnce", "pollCreate"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (json_is(j, keys[i])) return true;
    return false;
}

static bool take_data(json *j, void *own) {
    envelope *e = own;
    e->found = true;
    if (json_is(j, "timestamp")) return json_keep(j, e->keep, &e->sent);
    if (json_is(j, "message")) return json_keep(j, e->keep, &e->text);
    if (json_is(j, "mentions")) return take_mentions(j, e);
    if (json_is(j, "quote")) return json_take_members(j, take_quote, e);
    if (json_is(j, "reaction")) return json_take_members(j, take_target, e);
    if (json_is(j, "groupInfo")) return json_take_members(j, take_group, e);
    if (json_is(j, "remoteDelete") || json_is(j, "adminDelete"))
        return json_take_members(j, take_deletion, e);
    if (!is_attachment(j)) return json_pass(j);
    bool some = false, whole = json_take_some(j, &some);
    e->attached |= some;
    return whole;
}

static bool take_edit(json *j, void *own) {
    envelope *e = own;
    if (json_is(j, "targetSentTimestamp")) return json_keep(j, e->keep, &e->edited);
    if (json_is(j, "dataMessage")) return json_take_members(j, take_data, e);
    return json_pass(j);
}

static bool take_own(json *j, void *own) {
    envelope *e = own;
    str *to = part_of(j, STR("destination"), &e->to);
    e->own = true;
    if (to) return json_keep(j, e->keep, to);
    if (json_is(j, "editMessage")) return json_take_members(j, take_edit, e);
    return take_data(j, e);
}

static bool take_sync(json *j, void *own) {
    if (json_is(j, "sentMessage")) return json_take_members(j, take_own, own);
    return json_pass(j);
}

// Of the messages that make up a call, the first.
static bool take_call(json *j, void *own) {
    envelope *e = own;
    if (json_is(j, "offerMessage")) return json_take_some(j, &e->called);
    return json_pass(j);
}

static bool take_envelope(json *j, void *own) {
    envelope *e = own;
    str *to = part_of(j, STR("source"), &e->by);
    if (json_is(j, "sourceName")) to = &e->name;
    if (json_is(j, "timestamp")) to = &e->received;
    if (to) return json_keep(j, e->keep, to);
    if (json_is(j, "dataMessage")) return json_take_members(j, take_data, e);
    if (json_is(j, "editMessage")) return json_take_members(j, take_edit, e);
    if (json_is(j, "syncMessage")) return json_take_members(j, take_sync, e);
    if (json_is(j, "callMessage")) return json_take_members(j, take_call, e);
    return json_pass(j);
}

static bool take_line(json *j, void *own) {
    if (json_is(j, "envelope")) return json_take_members(j, take_envelope, own);
    bool wraps = json_is(j, "params") || json_is(j, "result");
    return wraps ? json_take_members(j, take_line, own) : json_pass(j);
}

static void set_words(const envelope *e, message *out) {
    out->text = keep_words(e->keep, e->text, STR("@"), NULL);
    if (out->text.len) {
        out->kind = KIND_TEXT;
        if (e->attached) out->flags = FLAG_MEDIA | FLAG_CAPTION;
    } else {
        out->kind = e->called ? KIND_CALL : e->attached ? KIND_MEDIA : KIND_SYSTEM;
    }
    if (e->quoted.len) out->reply_to = signal_id(e->keep, account(&e->quoted_by), e->quoted);
    if (!e->mention_count) return;
    str *mentioned = arena_array(e->keep, str, e->mention_count);
    memcpy(mentioned, e->mentions, e->mention_count * sizeof *mentioned);
    out->mentioned = mentioned;
    out->mentioned_count = e->mention_count;
}

// A reaction or a deletion points at a message; a reaction that is taken back is deleted.
static void set_target(const envelope *e, message *out) {
    str author = account(&e->target_by);
    out->kind = e->deleted || e->removed ? KIND_DELETED : KIND_REACTION;
    out->text = out->kind == KIND_REACTION ? e->emoji : (str){"", 0};
    out->reply_to = signal_id(e->keep, author.len ? author : account(&e->by), e->target);
}

static void describe(const envelope *e, message *out) {
    str by = account(&e->by), with = e->own ? account(&e->to) : by;
    out->conversation = e->group.len ? e->group : with;
    out->title = e->group.len ? e->group_name : e->own ? (str){"", 0} : e->name;
    if (e->deleted || e->emoji.len)
        set_target(e, out);
    else
        set_words(e, out);
    if (out->kind == KIND_SYSTEM) return;
    out->author = e->name.len ? e->name : e->own ? STR("Me") : by;
    out->author_id = by;
}

// An edit comes as a message of its own, which gets id and time of what it edits and takes its
// place. What it edits may be an edit too.
static void set_edit(stream *s, const envelope *e, message *out) {
    str by = account(&e->by), target = signal_id(e->keep, by, e->edited);
    uint32_t earlier = intern_find(&s->edits, target);
    bool again = earlier != INTERN_NONE;
    if (again) out->time = s->times[earlier];
    out->id = again ? arena_str(e->keep, s->edited[earlier]) : target;
    out->flags |= FLAG_EDITED;
    out->replaces = true;
    uint32_t at = intern_add(&s->edits, signal_id(e->keep, by, e->sent));
    memory_reserve(s->edited, s->edited_room, s->edits.count);
    memory_reserve(s->times, s->time_room, s->edits.count);
    s->edited[at] = arena_str(&s->edits.text, out->id);
    s->times[at] = out->time;
}

static reader_result give(reader_state *state, const envelope *e, message *out) {
    stream *s = state->own;
    str sent = e->edited.len ? e->edited : e->sent.len ? e->sent : e->received;
    *out = (message){
        .time_kind = TIME_UTC,
        .precision = 1,
        .lenient = s->lines.json.lenient,
        .line = state->line,
    };
    state->reason = s->lines.json.too_long ? REJECT_TOO_LONG : REJECT_MALFORMED;
    if (s->lines.json.too_long || !str_int64(sent, &out->time)) return READER_REJECTED;
    out->id = signal_id(e->keep, account(&e->by), sent);
    describe(e, out);
    if (e->edited.len) set_edit(s, e, out);
    return READER_MESSAGE;
}

// Receipts, signs of typing and what else tells of no message are no records.
static reader_result next(reader_state *state, arena *keep, message *out) {
    stream *s = state->own;
    for (;;) {
        envelope e = {.keep = keep};
        reader_result result = json_lines_next(&s->lines, state, take_line, &e);
        if (result != READER_MESSAGE) return result;
        if (e.found || e.called) return give(state, &e, out);
    }
}

static bool open_stream(reader_state *state) {
    stream *s = state->own;
    json_lines_begin(&s->lines, state);
    return true;
}

static void close_stream(reader_state *state) {
    stream *s = state->own;
    json_release(&s->lines.json);
    intern_release(&s->edits);
    free(s->edited);
    free(s->times);
}

const reader reader_signal_cli = {
    .name = "signal-cli",
    .summary = "messages of Signal as signal-cli receives them, a line of JSON each",
    .carries = "ids, replies, mentions, reactions, deletions, edits; UTC times to the millisecond",
    .how_to = "signal-cli --output=json receive >> FILE, as a linked device; it has no older ones",
    .any_order = true,
    .state_size = sizeof(stream),
    .bid = bid,
    .open = open_stream,
    .next = next,
    .close = close_stream,
};
