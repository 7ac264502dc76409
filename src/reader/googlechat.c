// googlechat: messages.json of Google Chat as Takeout gives it, a folder for each group or direct
// chat.
#include "reader/json_walk.h"
#include "reader/reactions.h"
#include "reader/stamp.h"

// Tables: the name of the group in a folder, and of people by address.
#define GROUPS "googlechat group"
#define PEOPLE "googlechat person"

typedef struct person {
    arena *keep;
    str name, email, type;
} person;

typedef struct googlechat {
    json_walk walk;
    arena scratch; // of a table
    package *tables;
    str folder, title;
    reactions reactions;
    // Of the record that is read:
    arena *keep;
    str id, time, text, emoji;
    person creator;
    bool edited, media, deleted;
} googlechat;

static int bid(str head, bool whole) {
    (void)whole;
    if (!str_starts(str_trim(str_take(head, 64)), STR("{"))) return 0;
    str start = str_take(head, 256 << 10);
    bool known = str_contains(start, STR("\"messages\"")) &&
                 str_contains(start, STR("\"created_date\"")) &&
                 str_contains(start, STR("\"creator\""));
    return known ? 90 : 0;
}

static reader_role role(str path) {
    str name = package_file(path);
    bool table = str_equal(name, STR("group_info.json")) || str_equal(name, STR("user_info.json"));
    return table ? ROLE_TABLE : ROLE_NONE;
}

static bool take_person(json *j, void *own) {
    person *p = own;
    if (json_is(j, "name")) return json_keep(j, p->keep, &p->name);
    if (json_is(j, "email")) return json_keep(j, p->keep, &p->email);
    if (json_is(j, "user_type")) return json_keep(j, p->keep, &p->type);
    return json_pass(j);
}

// ---- tables

typedef struct info {
    googlechat *g;
    str scope;
    bool fits;
} info;

static void keep_person(info *i, const person *p) {
    if (!p->email.len || !p->name.len) return;
    i->fits = i->fits && package_set(i->g->tables, PEOPLE, STR(""), p->email, p->name);
}

// {"name": …, "members": [{"name": …, "email": …}]} or {"user": {…}, …}
static bool take_info(json *j, void *own) {
    info *i = own;
    arena_reset(&i->g->scratch);
    person p = {.keep = &i->g->scratch};
    if (json_is(j, "user")) {
        if (!json_take_members(j, take_person, &p)) return false;
        keep_person(i, &p);
        return true;
    }
    if (json_is(j, "name")) {
        str name;
        if (!json_keep(j, &i->g->scratch, &name)) return false;
        i->fits = i->fits && package_set(i->g->tables, GROUPS, i->scope, STR(""), name);
        return true;
    }
    bool members = json_is(j, "members");
    json_event e = json_next(j);
    if (!members || e != JSON_ARRAY) return json_skip(j, e);
    while ((e = json_next(j)) != JSON_ARRAY_END) {
        arena_reset(&i->g->scratch);
        p = (person){.keep = &i->g->scratch};
        if (e != JSON_OBJECT ? !json_skip(j, e) : !json_members(j, take_person, &p)) return false;
        keep_person(i, &p);
    }
    return true;
}

static bool take_table(reader_state *state) {
    googlechat *g = state->own;
    g->tables = state->package;
    if (!str_starts(str_trim(str_take(source_peek(state->in, 64), 64)), STR("{"))) return false;
    json_begin(&g->walk.json, state->in, (str){NULL, 0}, state->options->max_record);
    info i = {g, package_folder(source_path(state->in)), true};
    json_next(&g->walk.json);
    if (!json_members(&g->walk.json, take_info, &i)) {
        json_walk_broken(&g->walk, state);
    } else if (!i.fits) {
        error_set(state->err, ATTUNE_INPUT, "%s: error: more names than attune keeps",
                  source_label(state->in));
        error_hint(state->err, "read the export without this file");
    }
    return true;
}

// ---- messages

static const json_step steps[] = {{0, "messages"}};
static const json_route route = {.steps = steps, .step_count = 1, .records = 2};

static bool open_chat(reader_state *state) {
    googlechat *g = state->own;
    str path = source_path(state->in);
    g->tables = state->package;
    if (str_equal(package_file(path), STR("messages.json")))
        g->folder = arena_str(&state->memory, source_folder(state->in));
    g->title = package_get(g->tables, GROUPS, package_folder(path), STR(""), NULL);
    json_walk_begin(&g->walk, &route, state->in, state->options->max_record);
    return true;
}

static bool take_emoji(json *j, void *own) {
    googlechat *g = own;
    if (json_is(j, "unicode")) return json_keep(j, g->keep, &g->emoji);
    return json_pass(j);
}

// {"emoji": {"unicode": …}, "reactor_emails": […]}
static bool take_reaction(json *j, void *own) {
    googlechat *g = own;
    if (json_is(j, "emoji")) return json_take_members(j, take_emoji, g);
    bool reactors = json_is(j, "reactor_emails");
    json_event e = json_next(j);
    if (!reactors || e != JSON_ARRAY) return json_skip(j, e);
    while ((e = json_next(j)) != JSON_ARRAY_END) {
        str email = e == JSON_STRING ? json_value(j) : STR("");
        if (email.len)
            reactions_add(&g->reactions,
                          (reaction){g->emoji, package_get(g->tables, PEOPLE, STR(""), email, NULL),
                                     email, INT64_MIN});
        else if (!json_skip(j, e))
            return false;
    }
    return true;
}

static bool take_member(json *j, void *own) {
    googlechat *g = own;
    if (json_is(j, "creator")) return json_take_members(j, take_person, &g->creator);
    if (json_is(j, "created_date")) return json_keep(j, g->keep, &g->time);
    if (json_is(j, "text")) return json_keep(j, g->keep, &g->text);
    if (json_is(j, "message_id")) return json_keep(j, g->keep, &g->id);
    if (json_is(j, "updated_date")) return json_take_some(j, &g->edited);
    if (json_is(j, "attached_files")) return json_take_some(j, &g->media);
    if (json_is(j, "reactions")) return json_take_list(j, take_reaction, g);
    if (json_is(j, "message_state")) {
        json_event e = json_next(j);
        g->deleted = e == JSON_STRING && json_is(j, "DELETED");
        return json_skip(j, e);
    }
    return json_pass(j);
}

// Of "space/topic/message" the message that begins the topic has the topic's id.
static str topic_of(arena *keep, str id) {
    size_t at = id.len;
    while (at && id.at[at - 1] != '/') at--;
    if (!at) return STR("");
    str front = str_take(id, at - 1), own = str_drop(id, at);
    size_t from = front.len;
    while (from && front.at[from - 1] != '/') from--;
    str topic = str_drop(front, from);
    if (!from || str_equal(topic, own)) return STR("");
    char *first = arena_bytes(keep, at + topic.len);
    memcpy(first, id.at, at);
    if (topic.len) memcpy(first + at, topic.at, topic.len);
    return str_of(first, at + topic.len);
}

// "Tuesday, September 15, 2020 at 11:19:21 PM UTC", in the language of the account.
static void set_time(str written, message *out) {
    stamp sent;
    written = str_trim(written);
    if (str_ends(written, STR("UTC"))) written.len -= 3;
    if (!stamp_read(written, ORDER_NONE, &sent)) return;
    if (sent.kind == TIME_LOCAL) sent.kind = TIME_UTC;
    if (sent.kind == TIME_UTC || sent.kind == TIME_OFFSET) stamp_apply(&sent, out);
}

static void fill(const googlechat *g, message *out) {
    const person *p = &g->creator;
    *out = (message){.text = g->text,
                     .author = p->name.len ? p->name : p->email,
                     .author_id = p->email,
                     .conversation = arena_str(g->keep, g->folder),
                     .title = arena_str(g->keep, g->title),
                     .id = g->id,
                     .reply_to = topic_of(g->keep, g->id),
                     .lenient = g->walk.json.lenient};
    set_time(g->time, out);
    out->kind = out->text.len || !g->media ? KIND_TEXT : KIND_MEDIA;
    if (g->deleted || (!out->author.len && !out->text.len)) out->kind = KIND_DELETED;
    out->flags = (uint8_t)((g->edited ? FLAG_EDITED : 0) | (g->media ? FLAG_MEDIA : 0) |
                           (g->media && out->text.len ? FLAG_CAPTION : 0) |
                           (str_equal_nocase(p->type, STR("bot")) ? FLAG_BOT : 0));
}

static void clear(googlechat *g, arena *keep) {
    str none = {"", 0};
    g->keep = keep;
    g->id = g->time = g->text = g->emoji = none;
    g->creator = (person){keep, none, none, none};
    g->edited = g->media = g->deleted = false;
    reactions_reset(&g->reactions);
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    googlechat *g = state->own;
    if (reactions_next(&g->reactions, keep, out)) return READER_MESSAGE;
    clear(g, keep);
    reader_result result = json_walk_next(&g->walk, state, g);
    if (result != READER_MESSAGE) return result;
    if (!json_members(&g->walk.json, take_member, g)) return json_walk_broken(&g->walk, state);
    state->reason = g->walk.json.too_long ? REJECT_TOO_LONG : REJECT_MALFORMED;
    if (g->walk.json.too_long || (!g->time.len && !g->id.len && !g->text.len)) {
        reactions_reset(&g->reactions);
        return READER_REJECTED;
    }
    fill(g, out);
    out->line = state->line;
    reactions_attach(&g->reactions, out);
    return READER_MESSAGE;
}

static void close_chat(reader_state *state) {
    googlechat *g = state->own;
    json_release(&g->walk.json);
    arena_release(&g->scratch);
    reactions_release(&g->reactions);
}

const reader reader_googlechat = {
    .name = "googlechat",
    .summary = "Google Chat from Takeout: messages.json, or the whole download",
    .carries = "ids, threads as replies, reactions with names, edits, bots; times to the second "
               "in UTC",
    .how_to = "takeout.google.com: choose Google Chat",
    .state_size = sizeof(googlechat),
    .bid = bid,
    .open = open_chat,
    .next = next,
    .close = close_chat,
    .role = role,
    .table = take_table,
};
