// meta: the JSON that Messenger and Instagram give out, as "Download your information" (classic)
// and for end-to-end encrypted chats.
//
// A classic chat is a folder of parts, message_1.json the newest, each with its newest message
// first, and writes each byte of its UTF-8 as a character of its own.
#include "reader/json_walk.h"
#include "reader/meta_phrases.h"
#include "reader/mojibake.h"
#include "reader/reactions.h"

typedef struct meta {
    json_walk walk;
    buf title;
    reactions reactions;
    // Of the record that is read:
    arena *keep;
    str sender, time, content, type;
    bool unsent, call, media;
    str emoji, actor, reacted;
} meta;

static bool has(str s, const char *key) { return str_contains(s, str_from(key)); }

static int bid(str head, bool whole) {
    (void)whole;
    if (!str_starts(str_trim(str_take(head, 64)), STR("{"))) return 0;
    str start = str_take(head, 256 << 10);
    if (!has(start, "\"messages\"")) return 0;
    if (has(start, "\"sender_name\"") && has(start, "\"timestamp_ms\"")) return 90;
    bool encrypted = has(start, "\"threadName\"") && has(start, "\"participants\"");
    if (encrypted || (has(start, "\"senderName\"") && has(start, "\"isUnsent\""))) return 90;
    return has(start, "\"participants\"") && has(start, "\"thread_path\"") ? 90 : 0;
}

// message.json, message_1.json, …
static bool is_part(str name) {
    if (!str_starts(name, STR("message")) || !str_ends(name, STR(".json"))) return false;
    str number = str_drop(str_take(name, name.len - 5), 7);
    int64_t value;
    return number.len == 0 ||
           (number.at[0] == '_' && str_int64(str_drop(number, 1), &value) && value >= 0);
}

static reader_role role(str path) {
    static const char *const others[] = {"autofill_information.json",
                                         "chat_invites_received.json",
                                         "community_chats_settings.json",
                                         "information_about_your_devices.json",
                                         "messenger_active_status_settings.json",
                                         "messaging_settings.json",
                                         "secret_conversations.json",
                                         "secret_groups.json",
                                         "support_messages.json",
                                         "your_responsiveness_in_messaging_threads.json"};
    str name = package_file(path);
    if (is_part(name)) return ROLE_PART;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_equal(name, str_from(others[i]))) return ROLE_OTHER;
    return ROLE_NONE;
}

static bool take_top(json *j, void *own, unsigned level) {
    meta *m = own;
    bool title = json_is(j, "title") || json_is(j, "threadName");
    return level == 0 && title ? json_take(j, &m->title) : json_pass(j);
}

static const json_step steps[] = {{0, "messages"}};
static const json_route route = {steps, 1, 2, NULL, take_top};

// The number behind the first mark in s; what is behind it is left in *s.
static bool next_number(str *s, str mark, int64_t *value) {
    size_t at = str_find(*s, mark);
    if (at == SIZE_MAX) return false;
    *s = str_drop(*s, at + mark.len);
    while (str_starts(*s, STR(" "))) *s = str_drop(*s, 1);
    size_t digits = 0;
    while (digits < s->len && s->at[digits] >= '0' && s->at[digits] <= '9') digits++;
    return str_int64(str_take(*s, digits), value);
}

// Whether the window runs back in time.
static bool runs_back(str head) {
    bool classic = has(str_take(head, 256 << 10), "\"timestamp_ms\"");
    str mark = classic ? STR("\"timestamp_ms\":") : STR("\"timestamp\":");
    int64_t first, other;
    if (!next_number(&head, mark, &first)) return classic;
    while (next_number(&head, mark, &other))
        if (other != first) return other < first;
    return classic;
}

static bool open_export(reader_state *state) {
    meta *m = state->own;
    state->newest_first = runs_back(source_peek(state->in, LIMIT_WINDOW));
    json_walk_begin(&m->walk, &route, state->in, state->options->max_record);
    return true;
}

static bool take_words(json *j, meta *m, str *to) {
    if (!json_keep(j, m->keep, to)) return false;
    *to = mojibake_repair(m->keep, *to);
    return true;
}

static bool note(json *j, bool *flag) {
    bool some;
    if (!json_take_some(j, &some)) return false;
    *flag = *flag || some;
    return true;
}

static bool take_reaction_member(json *j, void *own) {
    meta *m = own;
    if (json_is(j, "reaction")) return take_words(j, m, &m->emoji);
    if (json_is(j, "actor")) return take_words(j, m, &m->actor);
    if (json_is(j, "timestamp")) return json_keep(j, m->keep, &m->reacted);
    return json_pass(j);
}

// Milliseconds since 1970 of a number of seconds or milliseconds.
static int64_t time_of(str number) {
    int64_t value;
    if (!str_int64(number, &value)) return INT64_MIN;
    return value < 100000000000 && value > -100000000000 ? value * 1000 : value;
}

static bool take_reactions(json *j, meta *m) {
    json_event e = json_next(j);
    if (e != JSON_ARRAY) return json_skip(j, e);
    while ((e = json_next(j)) != JSON_ARRAY_END) {
        m->emoji = m->actor = m->reacted = (str){"", 0};
        if (e != JSON_OBJECT ? !json_skip(j, e) : !json_members(j, take_reaction_member, m))
            return false;
        if (m->actor.len)
            reactions_add(&m->reactions,
                          (reaction){m->emoji, m->actor, {"", 0}, time_of(m->reacted)});
    }
    return true;
}

static bool is_media(const json *j) {
    static const char *const keys[] = {"photos", "videos",  "audio_files", "files",
                                       "gifs",   "sticker", "share",       "media"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (json_is(j, keys[i])) return true;
    return false;
}

static bool take_member(json *j, void *own) {
    meta *m = own;
    if (json_is(j, "sender_name") || json_is(j, "senderName")) return take_words(j, m, &m->sender);
    if (json_is(j, "timestamp_ms") || json_is(j, "timestamp"))
        return json_keep(j, m->keep, &m->time);
    if (json_is(j, "content") || json_is(j, "text")) return take_words(j, m, &m->content);
    if (json_is(j, "type")) return json_keep(j, m->keep, &m->type);
    if (json_is(j, "is_unsent") || json_is(j, "isUnsent") || json_is(j, "is_taken_down"))
        return note(j, &m->unsent);
    if (json_is(j, "call_duration") || json_is(j, "missed")) {
        m->call = true;
        return json_pass(j);
    }
    if (json_is(j, "reactions")) return take_reactions(j, m);
    if (is_media(j)) return note(j, &m->media);
    return json_pass(j);
}

static message_kind kind_of(const meta *m) {
    bool one_way = str_equal(m->type, STR("Subscribe")) || str_equal(m->type, STR("Unsubscribe")) ||
                   str_equal(m->type, STR("placeholder"));
    meta_phrase phrase = meta_phrase_of(m->content, m->sender);
    if (m->unsent) return KIND_DELETED;
    if (m->call || str_equal(m->type, STR("Call")) || phrase == META_CALL) return KIND_CALL;
    if (phrase == META_SENT || (phrase == META_NOTICE && m->media)) return KIND_MEDIA;
    if (one_way || phrase == META_NOTICE) return KIND_SYSTEM;
    return m->content.len || !m->media ? KIND_TEXT : KIND_MEDIA;
}

static void fill(const meta *m, arena *keep, message *out) {
    *out = (message){
        .text = m->content,
        .author = m->sender,
        .title = mojibake_repair(keep, arena_str(keep, buf_str(&m->title))),
        .kind = (uint8_t)kind_of(m),
        .lenient = m->walk.json.lenient,
    };
    if (out->kind == KIND_SYSTEM) out->author = (str){"", 0};
    if (out->kind == KIND_MEDIA || (out->kind == KIND_TEXT && m->media)) {
        out->flags = FLAG_MEDIA;
        if (out->kind == KIND_TEXT) out->flags |= FLAG_CAPTION;
    }
    out->time = time_of(m->time);
    if (out->time == INT64_MIN) {
        out->time = 0;
        return;
    }
    out->time_kind = TIME_UTC;
    out->precision = 1;
}

static void clear(meta *m, arena *keep) {
    m->keep = keep;
    m->sender = m->time = m->content = m->type = (str){"", 0};
    m->unsent = m->call = m->media = false;
    reactions_reset(&m->reactions);
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    meta *m = state->own;
    if (reactions_next(&m->reactions, keep, out)) return READER_MESSAGE;
    clear(m, keep);
    reader_result result = json_walk_next(&m->walk, state, m);
    if (result == READER_END) state->title = mojibake_repair(&state->memory, buf_str(&m->title));
    if (result != READER_MESSAGE) return result;
    if (!json_members(&m->walk.json, take_member, m)) return json_walk_broken(&m->walk, state);
    state->reason = m->walk.json.too_long ? REJECT_TOO_LONG : REJECT_MALFORMED;
    if (m->walk.json.too_long || (!m->time.len && !m->sender.len)) {
        reactions_reset(&m->reactions);
        return READER_REJECTED;
    }
    fill(m, keep, out);
    out->line = state->line;
    reactions_attach(&m->reactions, out);
    return READER_MESSAGE;
}

static void close_export(reader_state *state) {
    meta *m = state->own;
    json_release(&m->walk.json);
    buf_release(&m->title);
    reactions_release(&m->reactions);
}

const reader reader_meta = {
    .name = "meta",
    .summary =
        "JSON of Messenger and Instagram: a chat, its folder of parts, or the whole download",
    .carries = "reactions with names; times to the millisecond in UTC",
    .how_to = "Accounts Center, Your information and permissions, Export your information, format "
              "JSON; for encrypted chats messenger.com/secure_storage/dyi",
    .any_order = true,
    .state_size = sizeof(meta),
    .bid = bid,
    .open = open_export,
    .next = next,
    .close = close_export,
    .role = role,
};
