// matrix: the JSON that Element exports of a room (as its JSONExport.ts writes it).
#include "reader/json_walk.h"
#include "reader/reader.h"
#include "reader/stamp.h"

#include <stdlib.h>

enum { TIMES = 1 << 14 }; // messages of which it is known when they were sent

// A message that an edit may come to mean.
typedef struct sent {
    uint64_t what; // hash of id and sender
    int64_t time;
} sent;

typedef struct room {
    json_walk walk;
    buf name;
    intern ids; // of who joined …
    str *names; // … and their names
    size_t name_room;
    sent *times; // by hash
    // Of the event that is read:
    arena *keep;
    str event, type, sender, time, kind, body, relation, target, reply_to, emoji, id, joined,
        joined_name, new_body, file;
    bool redacted;
} room;

static int bid(str head, bool whole) {
    (void)whole;
    str start = str_take(head, 256 << 10);
    if (!str_starts(str_trim(str_take(head, 64)), STR("{"))) return 0;
    return str_contains(start, STR("\"messages\"")) &&
                   str_contains(start, STR("\"origin_server_ts\"")) &&
                   str_contains(start, STR("\"event_id\""))
               ? 92
               : 0;
}

static bool take_top(json *j, void *own, unsigned level) {
    (void)level;
    room *r = own;
    if (json_is(j, "room_name")) return json_take(j, &r->name);
    return json_pass(j);
}

static void begin_file(void *own, unsigned level) {
    (void)level;
    room *r = own;
    buf_reset(&r->name);
    intern_reset(&r->ids);
}

static const json_step steps[] = {{0, "messages"}};
static const json_route route = {steps, 1, 2, begin_file, take_top};

static bool open_export(reader_state *state) {
    room *r = state->own;
    r->times = arena_array(&state->memory, sent, TIMES);
    json_walk_begin(&r->walk, &route, state->in, state->options->max_record);
    return true;
}

static bool take_reply(json *j, void *own) {
    room *r = own;
    if (json_is(j, "event_id")) return json_keep(j, r->keep, &r->reply_to);
    return json_pass(j);
}

static bool take_relation(json *j, void *own) {
    room *r = own;
    if (json_is(j, "rel_type")) return json_keep(j, r->keep, &r->relation);
    if (json_is(j, "event_id")) return json_keep(j, r->keep, &r->target);
    if (json_is(j, "key")) return json_keep(j, r->keep, &r->emoji);
    if (json_is(j, "m.in_reply_to")) return json_take_members(j, take_reply, r);
    return json_pass(j);
}

static bool take_new(json *j, void *own) {
    room *r = own;
    if (json_is(j, "body")) return json_keep(j, r->keep, &r->new_body);
    return json_pass(j);
}

static bool take_content(json *j, void *own) {
    room *r = own;
    if (json_is(j, "msgtype")) return json_keep(j, r->keep, &r->kind);
    if (json_is(j, "body")) return json_keep(j, r->keep, &r->body);
    if (json_is(j, "filename")) return json_keep(j, r->keep, &r->file);
    if (json_is(j, "displayname")) return json_keep(j, r->keep, &r->joined_name);
    if (json_is(j, "m.new_content")) return json_take_members(j, take_new, r);
    if (json_is(j, "m.relates_to")) return json_take_members(j, take_relation, r);
    return json_pass(j);
}

static bool take_unsigned(json *j, void *own) {
    room *r = own;
    if (json_is(j, "redacted_because")) return json_take_some(j, &r->redacted);
    return json_pass(j);
}

static bool take_member(json *j, void *own) {
    room *r = own;
    if (json_is(j, "event_id")) return json_keep(j, r->keep, &r->event);
    if (json_is(j, "type")) return json_keep(j, r->keep, &r->type);
    if (json_is(j, "sender")) return json_keep(j, r->keep, &r->sender);
    if (json_is(j, "origin_server_ts")) return json_keep(j, r->keep, &r->time);
    if (json_is(j, "room_id")) return json_keep(j, r->keep, &r->id);
    if (json_is(j, "state_key")) return json_keep(j, r->keep, &r->joined);
    if (json_is(j, "content")) return json_take_members(j, take_content, r);
    if (json_is(j, "unsigned")) return json_take_members(j, take_unsigned, r);
    return json_pass(j);
}

// A reply repeats what it answers, each line behind "> ", with a blank line before its own words.
static str without_quote(str body) {
    if (!str_starts(body, STR("> <@")) && !str_starts(body, STR("> * <@"))) return body;
    while (str_starts(body, STR(">"))) {
        str_cut_result cut = str_cut(body, '\n');
        body = cut.tail;
        if (!cut.found) return (str){"", 0};
    }
    return str_trim(body);
}

// The name under which the sender joined, else the part of "@ada:example.org" before the server.
static str name_of(const room *r) {
    uint32_t at = intern_find(&r->ids, r->sender);
    if (at != INTERN_NONE) return r->names[at];
    return str_starts(r->sender, STR("@")) ? str_cut(str_drop(r->sender, 1), ':').head : r->sender;
}

static void learn_name(room *r) {
    bool joins = str_equal(r->type, STR("m.room.member")) && r->joined.len && r->joined_name.len;
    if (!joins) return;
    uint32_t at = intern_add(&r->ids, r->joined);
    memory_reserve(r->names, r->name_room, r->ids.count);
    r->names[at] = arena_str(&r->ids.text, r->joined_name);
}

// The body is the file's name, unless another is given: then it is a caption.
static void set_file(const room *r, message *out) {
    bool caption = r->file.len && !str_equal(r->file, r->body);
    if (caption) out->text = r->reply_to.len ? without_quote(r->body) : r->body;
    if (!out->text.len) out->kind = KIND_MEDIA;
    out->flags |= (uint8_t)(FLAG_MEDIA | (out->text.len ? FLAG_CAPTION : 0));
}

static void set_words(const room *r, message *out) {
    static const char *const media[] = {"m.image", "m.video", "m.audio", "m.file", "m.location"};
    for (size_t i = 0; i < sizeof media / sizeof *media; i++)
        if (str_equal(r->kind, str_from(media[i]))) {
            set_file(r, out);
            return;
        }
    if (str_equal(r->kind, STR("m.notice"))) out->flags |= FLAG_BOT;
    out->text = r->reply_to.len ? without_quote(r->body) : r->body;
    if (!r->kind.len || r->redacted) out->kind = KIND_DELETED;
}

// Where the time of a message by this sender is or would be.
static sent *sent_slot(const room *r, str id, uint64_t *what) {
    *what = str_hash(id) ^ (str_hash(r->sender) * 0x9E3779B97F4A7C15u);
    return &r->times[*what % TIMES];
}

// Element puts the new words in place of the old before it exports. Where an edit is there all the
// same, it takes the place of what it edits; what is not there or another's is not replaced.
static void set_edit(const room *r, message *out) {
    uint64_t what;
    const sent *before = sent_slot(r, r->target, &what);
    if (r->new_body.len) out->text = r->new_body;
    out->flags |= FLAG_EDITED;
    if (!r->target.len || before->what != what) return;
    out->id = r->target;
    out->time = before->time;
    out->replaces = true;
}

static void set_message(const room *r, message *out) {
    uint64_t what;
    set_words(r, out);
    if (str_equal(r->relation, STR("m.replace"))) {
        set_edit(r, out);
        return;
    }
    sent *slot = sent_slot(r, r->event, &what);
    if (r->event.len) *slot = (sent){what, out->time};
}

static void fill(const room *r, arena *keep, message *out) {
    stamp at;
    *out = (message){
        .text = {"", 0},
        .author = arena_str(keep, name_of(r)),
        .author_id = r->sender,
        .conversation = r->id.len ? r->id : arena_str(keep, buf_str(&r->name)),
        .title = arena_str(keep, buf_str(&r->name)),
        .id = r->event,
        .reply_to = r->reply_to,
        .lenient = r->walk.json.lenient,
    };
    if (stamp_read(r->time, ORDER_NONE, &at)) stamp_apply(&at, out);
    bool sealed = str_equal(r->kind, STR("m.bad.encrypted")); // its body is the app's
    if (str_equal(r->type, STR("m.room.message")) && !sealed) {
        set_message(r, out);
    } else if (str_equal(r->type, STR("m.sticker"))) {
        out->kind = KIND_MEDIA;
        out->flags = FLAG_MEDIA;
    } else if (str_equal(r->type, STR("m.reaction"))) {
        out->kind = KIND_REACTION;
        out->text = r->emoji;
        out->reply_to = r->target;
        if (!r->emoji.len) out->kind = KIND_DELETED; // taken back
    } else {
        out->kind = str_starts(r->type, STR("m.call.invite")) ? KIND_CALL : KIND_SYSTEM;
        if (out->kind == KIND_SYSTEM) out->author = out->author_id = (str){"", 0};
        out->text = sealed ? r->kind : r->type;
    }
}

static void clear(room *r, arena *keep) {
    str *all[] = {&r->event, &r->type,     &r->sender,      &r->time,     &r->kind,
                  &r->body,  &r->relation, &r->target,      &r->reply_to, &r->emoji,
                  &r->id,    &r->joined,   &r->joined_name, &r->new_body, &r->file};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) *all[i] = (str){"", 0};
    r->redacted = false;
    r->keep = keep;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    room *r = state->own;
    clear(r, keep);
    reader_result result = json_walk_next(&r->walk, state, r);
    if (result != READER_MESSAGE) return result;
    if (!json_members(&r->walk.json, take_member, r)) return json_walk_broken(&r->walk, state);
    state->reason = r->walk.json.too_long ? REJECT_TOO_LONG : REJECT_MALFORMED;
    if (r->walk.json.too_long || !r->type.len) return READER_REJECTED;
    learn_name(r);
    fill(r, keep, out);
    out->line = state->line;
    return READER_MESSAGE;
}

static void close_export(reader_state *state) {
    room *r = state->own;
    json_release(&r->walk.json);
    buf_release(&r->name);
    intern_release(&r->ids);
    free(r->names);
}

const reader reader_matrix = {
    .name = "matrix",
    .summary = "JSON of a room, exported by Element",
    .carries = "ids, replies, reactions with names, edits, bots; times to the millisecond",
    .how_to = "Element: room info, Export chat, format JSON",
    .any_order = true,
    .state_size = sizeof(room),
    .bid = bid,
    .open = open_export,
    .next = next,
    .close = close_export,
};
