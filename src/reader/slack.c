// slack: a workspace as Slack exports it: a folder for each channel or direct chat, in it a file
// for each day.
#include "reader/reactions.h"
#include "reader/slack_tables.h"
#include "reader/slack_text.h"
#include "reader/stamp.h"

typedef struct slack {
    slack_base base;
    slack_text text;
    buf folder; // of the day's file: the channel
    str channel;
    reactions reactions;
    // Of the record that is read:
    arena *keep;
    str type, subtype, time, thread, user, name, bot, markup, comment;
    str profile[3]; // display name, real name, name
    str emoji;
    bool edited, media, hidden;
} slack;

// "ts": "1452799800.000003" and "type": "message".
static int bid(str head, bool whole) {
    (void)whole;
    if (!str_starts(str_trim(str_take(head, 64)), STR("["))) return 0;
    str start = str_take(head, 256 << 10);
    size_t type = str_find(start, STR("\"type\"")), at = str_find(start, STR("\"ts\""));
    if (type == SIZE_MAX || at == SIZE_MAX) return 0;
    str value = str_trim(str_take(str_drop(start, at + 4), 40));
    if (!str_starts(value, STR(":"))) return 0;
    value = str_trim(str_drop(value, 1));
    if (!str_starts(value, STR("\""))) return 0;
    str_cut_result parts = str_cut(str_cut(str_drop(value, 1), '"').head, '.');
    int64_t seconds, micro;
    bool stamped = parts.found && str_int64(parts.head, &seconds) && str_int64(parts.tail, &micro);
    return stamped && str_contains(start, STR("\"message\"")) ? 90 : 0;
}

static const json_route route = {.records = 2};

static bool open_day(reader_state *state) {
    slack *s = state->own;
    str folder = package_folder(source_path(state->in));
    s->text.tables = state->package;
    s->text.scope = package_folder(folder);
    buf_reset(&s->folder);
    buf_add(&s->folder, source_folder(state->in));
    s->channel =
        package_get(state->package, SLACK_CHANNELS, s->text.scope, buf_str(&s->folder), NULL);
    json_walk_begin_list(&s->base.walk, &route, state->in, state->options->max_record);
    return true;
}

static bool take_profile(json *j, void *own) {
    slack *s = own;
    if (json_is(j, "display_name")) return json_keep(j, s->keep, &s->profile[0]);
    if (json_is(j, "real_name")) return json_keep(j, s->keep, &s->profile[1]);
    if (json_is(j, "name")) return json_keep(j, s->keep, &s->profile[2]);
    return json_pass(j);
}

// {"name": "heart", "users": ["U1"], "count": 1}
static bool take_reaction(json *j, void *own) {
    slack *s = own;
    if (json_is(j, "name")) {
        str name;
        if (!json_keep(j, s->keep, &name)) return false;
        char *shown = arena_bytes(s->keep, name.len + 2);
        shown[0] = shown[name.len + 1] = ':';
        if (name.len) memcpy(shown + 1, name.at, name.len);
        s->emoji = str_of(shown, name.len + 2);
        return true;
    }
    bool users = json_is(j, "users");
    json_event e = json_next(j);
    if (!users || e != JSON_ARRAY) return json_skip(j, e);
    while ((e = json_next(j)) != JSON_ARRAY_END) {
        if (e == JSON_STRING)
            reactions_add(&s->reactions, (reaction){s->emoji, slack_user(&s->text, json_value(j)),
                                                    json_value(j), INT64_MIN});
        else if (!json_skip(j, e))
            return false;
    }
    return true;
}

// An old comment on a file: its words and its author stand apart.
static bool take_comment(json *j, void *own) {
    slack *s = own;
    if (json_is(j, "user")) return json_keep(j, s->keep, &s->user);
    if (json_is(j, "comment")) return json_keep(j, s->keep, &s->comment);
    return json_pass(j);
}

static bool note(json *j, bool *flag) {
    bool some;
    if (!json_take_some(j, &some)) return false;
    *flag = *flag || some;
    return true;
}

static bool take_member(json *j, void *own) {
    slack *s = own;
    const struct {
        const char *key;
        str *to;
    } strings[] = {{"type", &s->type},        {"subtype", &s->subtype}, {"ts", &s->time},
                   {"thread_ts", &s->thread}, {"user", &s->user},       {"username", &s->name},
                   {"bot_id", &s->bot},       {"text", &s->markup}};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        if (json_is(j, strings[i].key)) return json_keep(j, s->keep, strings[i].to);
    if (json_is(j, "user_profile") || json_is(j, "bot_profile"))
        return json_take_members(j, take_profile, s);
    if (json_is(j, "comment")) return json_take_members(j, take_comment, s);
    if (json_is(j, "blocks")) return slack_text_add_blocks(&s->text, j);
    if (json_is(j, "reactions")) return json_take_list(j, take_reaction, s);
    if (json_is(j, "edited")) return note(j, &s->edited);
    if (json_is(j, "hidden")) return note(j, &s->hidden);
    if (json_is(j, "file") || json_is(j, "files") || json_is(j, "attachments"))
        return note(j, &s->media);
    return json_pass(j);
}

static bool is(str s, const char *name) { return str_equal(s, str_from(name)); }

static bool is_posted(str subtype) {
    static const char *const posted[] = {"thread_broadcast", "me_message",  "file_share",
                                         "file_comment",     "bot_message", "file_mention"};
    for (size_t i = 0; i < sizeof posted / sizeof *posted; i++)
        if (is(subtype, posted[i])) return true;
    return subtype.len == 0;
}

static message_kind kind_of(const slack *s, const message *m) {
    if (is(s->subtype, "tombstone") || is(s->subtype, "message_deleted")) return KIND_DELETED;
    if (is(s->subtype, "huddle_thread") || is(s->subtype, "sh_room_created")) return KIND_CALL;
    if (s->hidden || !is_posted(s->subtype)) return KIND_SYSTEM;
    return m->text.len || !s->media ? KIND_TEXT : KIND_MEDIA;
}

static void set_author(slack *s, message *out) {
    bool bot;
    str name = package_get(s->text.tables, SLACK_USERS, s->text.scope, s->user, NULL);
    package_get(s->text.tables, SLACK_BOTS, s->text.scope, s->user, &bot);
    bot |= s->bot.len || is(s->subtype, "bot_message") || is(s->user, "USLACKBOT");
    if (!name.len && is(s->user, "USLACKBOT")) name = STR("Slackbot");
    if (!name.len) name = s->name;
    for (size_t i = 0; i < 3 && !name.len; i++) name = s->profile[i];
    out->author_id = s->user.len ? s->user : s->bot;
    out->author = name.len ? arena_str(s->keep, name) : out->author_id;
    if (bot) out->flags |= FLAG_BOT;
}

static void set_text(slack *s, message *out) {
    // The blocks say the same again, but for what has no text.
    bool blocks = !s->markup.len && s->text.text.len;
    if (!blocks) {
        slack_text_reset(&s->text);
        slack_text_add(&s->text, s->comment.len ? s->comment : s->markup);
    }
    out->text = arena_str(s->keep, buf_str(&s->text.text));
    if (!s->text.mention_count) return;
    str *mentioned = arena_array(s->keep, str, s->text.mention_count);
    str rest = arena_str(s->keep, buf_str(&s->text.mentions));
    for (uint32_t i = 0; i < s->text.mention_count; i++) {
        str_cut_result parts = str_cut(rest, '\0');
        mentioned[i] = parts.head;
        rest = parts.tail;
    }
    out->mentioned = mentioned;
    out->mentioned_count = s->text.mention_count;
}

static void fill(slack *s, message *out) {
    stamp sent;
    *out = (message){.conversation = arena_str(s->keep, s->channel),
                     .title = arena_str(s->keep, buf_str(&s->folder)),
                     .id = s->time,
                     .lenient = s->base.walk.json.lenient};
    set_text(s, out);
    set_author(s, out);
    out->kind = (uint8_t)kind_of(s, out);
    if (s->thread.len && !str_equal(s->thread, s->time)) out->reply_to = s->thread;
    if (s->edited) out->flags |= FLAG_EDITED;
    if (s->media) out->flags |= FLAG_MEDIA;
    if (s->media && out->text.len) out->flags |= FLAG_CAPTION;
    if (out->kind == KIND_SYSTEM) {
        out->author = out->author_id = out->reply_to = (str){"", 0};
        out->flags = 0;
    }
    if (stamp_read(s->time, ORDER_NONE, &sent) && sent.kind == TIME_UTC) stamp_apply(&sent, out);
}

static void clear(slack *s, arena *keep) {
    str none = {"", 0};
    s->keep = keep;
    s->type = s->subtype = s->time = s->thread = s->user = s->name = s->bot = s->markup = none;
    s->profile[0] = s->profile[1] = s->profile[2] = s->emoji = s->comment = none;
    s->edited = s->media = s->hidden = false;
    slack_text_reset(&s->text);
    reactions_reset(&s->reactions);
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    slack *s = state->own;
    if (reactions_next(&s->reactions, keep, out)) return READER_MESSAGE;
    clear(s, keep);
    json *j = &s->base.walk.json;
    reader_result result = json_walk_next(&s->base.walk, state, s);
    if (result != READER_MESSAGE) return result;
    if (!json_members(j, take_member, s)) return json_walk_broken(&s->base.walk, state);
    bool too_long = j->too_long || s->text.text.len > j->most;
    state->reason = too_long ? REJECT_TOO_LONG : REJECT_MALFORMED;
    if (too_long || !s->time.len) {
        reactions_reset(&s->reactions);
        return READER_REJECTED;
    }
    fill(s, out);
    out->line = state->line;
    reactions_attach(&s->reactions, out);
    return READER_MESSAGE;
}

static void close_day(reader_state *state) {
    slack *s = state->own;
    json_release(&s->base.walk.json);
    arena_release(&s->base.scratch);
    slack_text_release(&s->text);
    buf_release(&s->folder);
    reactions_release(&s->reactions);
}

const reader reader_slack = {
    .name = "slack",
    .summary = "a workspace exported from Slack, as a zip or folder, or one day's file of it",
    .carries = "ids, threads as replies, mentions, reactions with names, edits, bots; times to the "
               "millisecond in UTC",
    .how_to = "Slack: the workspace's settings, Import/Export Data, Export; for administrators",
    .any_order = true,
    .state_size = sizeof(slack),
    .bid = bid,
    .open = open_day,
    .next = next,
    .close = close_day,
    .role = slack_role,
    .table = slack_table,
};
