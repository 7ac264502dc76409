// skype: messages.json of the export of Skype and of Teams for personal use, all conversations in
// one file, newest first.
#include "reader/json_walk.h"
#include "reader/keep.h"
#include "reader/reactions.h"
#include "reader/skype_words.h"
#include "reader/stamp.h"

typedef struct skype {
    json_walk walk;
    buf conversation, title, topic;
    reactions reactions;
    skype_words words;
    json inner; // of lists that stand in a string
    // Of the record that is read:
    arena *keep;
    str id, time, type, content, from, name, of_conversation, emotion;
    bool deleted, edited;
} skype;

static int bid(str head, bool whole) {
    (void)whole;
    str start = str_take(head, 256 << 10);
    if (!str_starts(str_trim(str_take(head, 64)), STR("{"))) return 0;
    return str_contains(start, STR("\"conversations\"")) &&
                   str_contains(start, STR("\"MessageList\""))
               ? 92
               : 0;
}

static bool take_thread(json *j, void *own) {
    skype *s = own;
    if (json_is(j, "topic")) return json_take(j, &s->topic);
    return json_pass(j);
}

static bool take_above(json *j, void *own, unsigned level) {
    skype *s = own;
    if (level == 2 && json_is(j, "id")) return json_take(j, &s->conversation);
    if (level == 2 && json_is(j, "displayName")) return json_take(j, &s->title);
    if (level == 2 && json_is(j, "threadProperties")) return json_take_members(j, take_thread, s);
    return json_pass(j);
}

static void begin_above(void *own, unsigned level) {
    skype *s = own;
    if (level != 2) return;
    buf_reset(&s->conversation);
    buf_reset(&s->title);
    buf_reset(&s->topic);
}

static const json_step steps[] = {{0, "conversations"}, {2, "MessageList"}};
static const json_route route = {steps, 2, 4, begin_above, take_above};

static bool open_export(reader_state *state) {
    skype *s = state->own;
    json_walk_begin(&s->walk, &route, state->in, state->options->max_record);
    return true;
}

typedef struct reactor {
    arena *keep;
    str who, time;
} reactor;

static bool take_reactor(json *j, void *own) {
    reactor *r = own;
    if (json_is(j, "mri")) return json_keep(j, r->keep, &r->who);
    if (json_is(j, "time")) return json_keep(j, r->keep, &r->time);
    return json_pass(j);
}

// "8:live:ada" is ada; what stands before names the kind of account.
static str plain_name(str id) {
    str_cut_result cut = str_cut(id, ':');
    str name = cut.found ? cut.tail : id;
    return str_starts(name, STR("live:")) ? str_drop(name, 5) : name;
}

static bool take_reactors(json *j, skype *s) {
    json_event e = json_next(j);
    if (e != JSON_ARRAY) return json_skip(j, e);
    while ((e = json_next(j)) != JSON_ARRAY_END) {
        reactor r = {.keep = s->keep, .who = {"", 0}, .time = {"", 0}};
        stamp made;
        if (e != JSON_OBJECT ? !json_skip(j, e) : !json_members(j, take_reactor, &r)) return false;
        bool dated = stamp_read(r.time, ORDER_NONE, &made) && made.kind == TIME_UTC;
        if (r.who.len)
            reactions_add(&s->reactions, (reaction){s->emotion, plain_name(r.who), r.who,
                                                    dated ? made.time : INT64_MIN});
    }
    return true;
}

// {"key": "heart", "users": [{"mri": …, "time": …}]}
static bool take_emotion(json *j, void *own) {
    skype *s = own;
    if (json_is(j, "key")) return json_keep(j, s->keep, &s->emotion);
    if (json_is(j, "users")) return take_reactors(j, s);
    return json_pass(j);
}

// A list, or a list in a string; one that cannot be read is left out.
static bool take_emotions(json *j, skype *s) {
    json_event e = json_next(j);
    if (e == JSON_STRING) {
        json_begin(&s->inner, NULL, arena_str(s->keep, json_value(j)), j->most);
        json_take_list(&s->inner, take_emotion, s);
        return true;
    }
    if (e != JSON_ARRAY) return json_skip(j, e);
    while ((e = json_next(j)) != JSON_ARRAY_END)
        if (e == JSON_OBJECT ? !json_members(j, take_emotion, s) : !json_skip(j, e)) return false;
    return true;
}

static bool take_properties(json *j, void *own) {
    skype *s = own;
    if (json_is(j, "deletetime")) return json_take_some(j, &s->deleted);
    if (json_is(j, "edittime")) return json_take_some(j, &s->edited);
    if (json_is(j, "emotions")) return take_emotions(j, s);
    return json_pass(j);
}

static bool take_member(json *j, void *own) {
    skype *s = own;
    if (json_is(j, "id")) return json_keep(j, s->keep, &s->id);
    if (json_is(j, "displayName")) return json_keep(j, s->keep, &s->name);
    if (json_is(j, "originalarrivaltime")) return json_keep(j, s->keep, &s->time);
    if (json_is(j, "messagetype")) return json_keep(j, s->keep, &s->type);
    if (json_is(j, "content")) return json_keep(j, s->keep, &s->content);
    if (json_is(j, "conversationid")) return json_keep(j, s->keep, &s->of_conversation);
    if (json_is(j, "from")) return json_keep(j, s->keep, &s->from);
    if (json_is(j, "properties")) return json_take_members(j, take_properties, s);
    return json_pass(j);
}

static bool is_one_of(str type, const char *const names[], size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_starts(type, str_from(names[i]))) return true;
    return false;
}

static void set_kind(skype *s, message *out) {
    static const char *const media[] = {"RichText/UriObject", "RichText/Media", "RichText/Contacts",
                                        "RichText/Location", "RichText/Files"};
    bool rich = str_equal(s->type, STR("RichText")) || str_equal(s->type, STR("RichText/Html"));
    out->flags = str_starts(s->from, STR("28:")) ? FLAG_BOT : 0;
    if (rich || str_equal(s->type, STR("Text"))) {
        out->kind = s->deleted ? KIND_DELETED : KIND_TEXT;
        skype_words_read(&s->words, s->content);
        out->text = rich ? buf_str(&s->words.text) : s->content;
        out->text = keep_lines(s->keep, str_trim(out->text), NULL);
        out->reply_to = arena_str(s->keep, buf_str(&s->words.reply_to));
        if (s->edited || (rich && s->words.edited)) out->flags |= FLAG_EDITED;
    } else if (is_one_of(s->type, media, sizeof media / sizeof *media)) {
        out->kind = KIND_MEDIA;
        out->flags |= FLAG_MEDIA;
    } else {
        out->kind = str_starts(s->type, STR("Event/Call")) ? KIND_CALL : KIND_SYSTEM;
        out->text = s->type;
        if (out->kind == KIND_SYSTEM) out->author = out->author_id = (str){"", 0};
    }
}

static void fill(skype *s, message *out) {
    stamp sent;
    const buf *title = s->title.len ? &s->title : &s->topic;
    *out = (message){
        .text = {"", 0},
        .author = s->name.len ? s->name : plain_name(s->from),
        .author_id = s->from,
        .id = s->id,
        .reply_to = {"", 0},
        .title = arena_str(s->keep, buf_str(title)),
        .conversation = s->conversation.len ? arena_str(s->keep, buf_str(&s->conversation))
                                            : s->of_conversation,
        .lenient = s->walk.json.lenient,
    };
    if (stamp_read(s->time, ORDER_NONE, &sent)) stamp_apply(&sent, out);
    set_kind(s, out);
}

static void clear(skype *s, arena *keep) {
    str *all[] = {
        &s->id,     &s->time, &s->type, &s->content, &s->from, &s->name, &s->of_conversation,
        &s->emotion};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) *all[i] = (str){"", 0};
    s->deleted = s->edited = false;
    s->keep = keep;
    reactions_reset(&s->reactions);
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    skype *s = state->own;
    if (reactions_next(&s->reactions, keep, out)) return READER_MESSAGE;
    clear(s, keep);
    reader_result result = json_walk_next(&s->walk, state, s);
    if (result != READER_MESSAGE) return result;
    if (!json_members(&s->walk.json, take_member, s)) return json_walk_broken(&s->walk, state);
    state->reason = s->walk.json.too_long ? REJECT_TOO_LONG : REJECT_MALFORMED;
    if (s->walk.json.too_long || !s->type.len) {
        reactions_reset(&s->reactions);
        return READER_REJECTED;
    }
    fill(s, out);
    out->line = state->line;
    reactions_attach(&s->reactions, out);
    return READER_MESSAGE;
}

static void close_export(reader_state *state) {
    skype *s = state->own;
    json_release(&s->walk.json);
    json_release(&s->inner);
    buf_release(&s->conversation);
    buf_release(&s->title);
    buf_release(&s->topic);
    reactions_release(&s->reactions);
    skype_words_release(&s->words);
}

const reader reader_skype = {
    .name = "skype",
    .summary = "messages.json of Skype, or of Teams for personal use: all conversations",
    .carries = "ids, reactions with names, edits, bots, replies of newer clients; times to the "
               "millisecond",
    .how_to = "secure.skype.com/export: conversations; give messages.json or the .tar",
    .any_order = true,
    .state_size = sizeof(skype),
    .bid = bid,
    .open = open_export,
    .next = next,
    .close = close_export,
};
