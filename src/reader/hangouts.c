// hangouts: Hangouts.json of Google's Takeout, in its newer and its older shape.
#include "reader/json_walk.h"
#include "reader/reader.h"
#include "reader/stamp.h"

#include <stdlib.h>

typedef struct hangouts {
    json_walk walk;
    buf conversation, title;
    intern ids; // of who takes part …
    str *names; // … and their names
    size_t name_room;
    // Of the participant or event that is read:
    arena *keep;
    arena scratch;
    str person, name;
    str event, time, type;
    buf text, piece;
    bool media, line_break;
} hangouts;

static int bid(str head, bool whole) {
    (void)whole;
    str start = str_take(head, 256 << 10);
    if (!str_starts(str_trim(str_take(head, 64)), STR("{"))) return 0;
    bool older = str_contains(start, STR("\"conversation_state\""));
    bool newer =
        str_contains(start, STR("\"conversations\"")) && str_contains(start, STR("\"events\""));
    return (older || newer) && (str_contains(start, STR("\"gaia_id\"")) ||
                                str_contains(start, STR("\"participant_data\"")))
               ? 92
               : 0;
}

static bool take_person_id(json *j, void *own) {
    hangouts *h = own;
    if (json_is(j, "gaia_id")) return json_keep(j, h->keep, &h->person);
    return json_pass(j);
}

static bool take_participant(json *j, void *own) {
    hangouts *h = own;
    if (json_is(j, "id")) return json_take_members(j, take_person_id, h);
    if (json_is(j, "fallback_name")) return json_keep(j, h->keep, &h->name);
    return json_pass(j);
}

static bool take_participants(json *j, hangouts *h) {
    json_event e = json_next(j);
    if (e != JSON_ARRAY) return json_skip(j, e);
    while ((e = json_next(j)) != JSON_ARRAY_END) {
        arena_reset(&h->scratch);
        h->keep = &h->scratch;
        h->person = h->name = (str){"", 0};
        if (e != JSON_OBJECT ? !json_skip(j, e) : !json_members(j, take_participant, h))
            return false;
        if (!h->person.len || !h->name.len) continue;
        uint32_t at = intern_add(&h->ids, h->person);
        memory_reserve(h->names, h->name_room, h->ids.count);
        h->names[at] = arena_str(&h->ids.text, h->name);
    }
    return true;
}

static bool take_conversation_id(json *j, void *own) {
    hangouts *h = own;
    if (json_is(j, "id")) return json_take(j, &h->conversation);
    return json_pass(j);
}

// The newer shape has an object "conversation" in an object "conversation".
static bool take_conversation(json *j, void *own) {
    hangouts *h = own;
    if (json_is(j, "conversation")) return json_take_members(j, take_conversation, h);
    if (json_is(j, "conversation_id") || json_is(j, "id"))
        return json_take_members(j, take_conversation_id, h);
    if (json_is(j, "name")) return json_take(j, &h->title);
    if (json_is(j, "participant_data")) return take_participants(j, h);
    return json_pass(j);
}

static bool take_above(json *j, void *own, unsigned level) {
    if (level == 2) return take_conversation(j, own);
    return json_pass(j);
}

static void begin_above(void *own, unsigned level) {
    hangouts *h = own;
    if (level != 2) return;
    buf_reset(&h->conversation);
    buf_reset(&h->title);
    intern_reset(&h->ids);
}

static const json_step steps[] = {
    {0, "conversations"}, {0, "conversation_state"}, {2, "conversation_state"}, {2, "events"},
    {2, "event"},
};
static const json_route route = {steps, 5, 4, begin_above, take_above};

static bool open_export(reader_state *state) {
    hangouts *h = state->own;
    json_walk_begin(&h->walk, &route, state->in, state->options->max_record);
    return true;
}

static bool take_segment(json *j, void *own) {
    hangouts *h = own;
    if (json_is(j, "text")) return json_take(j, &h->piece);
    bool type = json_is(j, "type");
    json_event e = json_next(j);
    if (type) h->line_break = e == JSON_STRING && json_is(j, "LINE_BREAK");
    return json_skip(j, e);
}

static bool take_segments(json *j, hangouts *h) {
    json_event e = json_next(j);
    if (e != JSON_ARRAY) return json_skip(j, e);
    while ((e = json_next(j)) != JSON_ARRAY_END) {
        buf_reset(&h->piece);
        h->line_break = false;
        if (e != JSON_OBJECT ? !json_skip(j, e) : !json_members(j, take_segment, h)) return false;
        buf_add(&h->text, h->line_break ? STR("\n") : buf_str(&h->piece));
    }
    return true;
}

static bool take_content(json *j, void *own) {
    hangouts *h = own;
    if (json_is(j, "segment")) return take_segments(j, h);
    if (json_is(j, "attachment")) return json_take_some(j, &h->media);
    return json_pass(j);
}

static bool take_chat_message(json *j, void *own) {
    if (json_is(j, "message_content")) return json_take_members(j, take_content, own);
    return json_pass(j);
}

static bool take_member(json *j, void *own) {
    hangouts *h = own;
    if (json_is(j, "event_id")) return json_keep(j, h->keep, &h->event);
    if (json_is(j, "event_type")) return json_keep(j, h->keep, &h->type);
    if (json_is(j, "timestamp")) return json_keep(j, h->keep, &h->time);
    if (json_is(j, "sender_id")) return json_take_members(j, take_person_id, h);
    if (json_is(j, "chat_message")) return json_take_members(j, take_chat_message, h);
    return json_pass(j);
}

static void fill(const hangouts *h, arena *keep, message *out) {
    stamp sent;
    uint32_t at = intern_find(&h->ids, h->person);
    *out = (message){
        .text = arena_str(keep, str_trim(buf_str(&h->text))),
        .author = at == INTERN_NONE ? h->person : arena_str(keep, h->names[at]),
        .author_id = h->person,
        .conversation = arena_str(keep, buf_str(&h->conversation)),
        .title = arena_str(keep, buf_str(&h->title)),
        .id = h->event,
        .lenient = h->walk.json.lenient,
    };
    if (stamp_read(h->time, ORDER_NONE, &sent)) stamp_apply(&sent, out);
    bool chat = str_equal(h->type, STR("REGULAR_CHAT_MESSAGE")) || str_equal(h->type, STR("SMS"));
    if (chat) {
        out->kind = out->text.len || !h->media ? KIND_TEXT : KIND_MEDIA;
        if (h->media) out->flags = (uint8_t)(FLAG_MEDIA | (out->text.len ? FLAG_CAPTION : 0));
        return;
    }
    out->text = h->type;
    out->kind = str_equal(h->type, STR("HANGOUT_EVENT")) ? KIND_CALL : KIND_SYSTEM;
    if (out->kind == KIND_SYSTEM) out->author = out->author_id = (str){"", 0};
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    hangouts *h = state->own;
    reader_result result = json_walk_next(&h->walk, state, h);
    if (result != READER_MESSAGE) return result;
    h->keep = keep;
    h->event = h->type = h->time = h->person = (str){"", 0};
    h->media = false;
    buf_reset(&h->text);
    if (!json_members(&h->walk.json, take_member, h)) return json_walk_broken(&h->walk, state);
    bool too_long = h->walk.json.too_long || h->text.len > state->options->max_record;
    state->reason = too_long ? REJECT_TOO_LONG : REJECT_MALFORMED;
    if (too_long || !h->type.len) return READER_REJECTED;
    fill(h, keep, out);
    out->line = state->line;
    return READER_MESSAGE;
}

static void close_export(reader_state *state) {
    hangouts *h = state->own;
    json_release(&h->walk.json);
    buf_release(&h->conversation);
    buf_release(&h->title);
    buf_release(&h->text);
    buf_release(&h->piece);
    intern_release(&h->ids);
    arena_release(&h->scratch);
    free(h->names);
}

const reader reader_hangouts = {
    .name = "hangouts",
    .summary = "Hangouts.json of Google Takeout: all conversations",
    .carries = "ids; times to the millisecond",
    .how_to = "takeout.google.com: choose Hangouts",
    .any_order = true,
    .state_size = sizeof(hangouts),
    .bid = bid,
    .open = open_export,
    .next = next,
    .close = close_export,
};
