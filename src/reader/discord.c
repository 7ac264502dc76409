// discord: the JSON of DiscordChatExporter, one channel per file.
#include "reader/discord_markup.h"
#include "reader/json_walk.h"
#include "reader/reactions.h"
#include "reader/stamp.h"

#include <stdlib.h>

typedef struct person {
    arena *keep;
    str id, name, nickname;
    bool bot;
} person;

typedef struct discord {
    json_walk walk;
    buf channel, title;
    reactions reactions;
    // Of the record that is read:
    arena *keep;
    str id, type, time, content, forwarded, reply_to;
    bool edited, media, has_forwarded;
    person author;
    str emoji;
    str *mentioned;
    size_t mentioned_count, mentioned_room;
    discord_markup markup;
} discord;

static int bid(str head, bool whole) {
    (void)whole;
    if (!str_starts(str_trim(str_take(head, 64)), STR("{"))) return 0;
    str start = str_take(head, 256 << 10);
    bool messages =
        str_contains(start, STR("\"messages\"")) && str_contains(start, STR("\"author\"")) &&
        str_contains(start, STR("\"timestamp\"")) && str_contains(start, STR("\"content\""));
    bool channel = str_contains(start, STR("\"guild\"")) &&
                   str_contains(start, STR("\"channel\"")) &&
                   str_contains(start, STR("\"messages\""));
    if (channel && (messages || str_contains(start, STR("\"exportedAt\"")))) return 92;
    return messages ? 70 : 0;
}

static bool take_channel(json *j, void *own) {
    discord *d = own;
    if (json_is(j, "id")) return json_take(j, &d->channel);
    if (json_is(j, "name")) return json_take(j, &d->title);
    return json_pass(j);
}

static bool take_top(json *j, void *own, unsigned level) {
    (void)level;
    if (json_is(j, "channel")) return json_take_members(j, take_channel, own);
    return json_pass(j);
}

static void begin_file(void *own, unsigned level) {
    (void)level;
    discord *d = own;
    buf_reset(&d->channel);
    buf_reset(&d->title);
}

static const json_step steps[] = {{0, "messages"}};
static const json_route route = {steps, 1, 2, begin_file, take_top};

static bool open_export(reader_state *state) {
    discord *d = state->own;
    json_walk_begin(&d->walk, &route, state->in, state->options->max_record);
    return true;
}

static bool take_person(json *j, void *own) {
    person *p = own;
    if (json_is(j, "id")) return json_keep(j, p->keep, &p->id);
    if (json_is(j, "name")) return json_keep(j, p->keep, &p->name);
    if (json_is(j, "nickname")) return json_keep(j, p->keep, &p->nickname);
    if (json_is(j, "isBot")) return json_take_flag(j, &p->bot);
    return json_pass(j);
}

static str shown_name(const person *p) { return p->nickname.len ? p->nickname : p->name; }

// Lists of persons: who is mentioned, who reacted.
static bool take_persons(json *j, discord *d, void (*each)(discord *d, const person *p)) {
    json_event e = json_next(j);
    if (e != JSON_ARRAY) return json_skip(j, e);
    while ((e = json_next(j)) != JSON_ARRAY_END) {
        person p = {.keep = d->keep};
        if (e != JSON_OBJECT ? !json_skip(j, e) : !json_members(j, take_person, &p)) return false;
        if (e == JSON_OBJECT) each(d, &p);
    }
    return true;
}

static void add_mentioned(discord *d, const person *p) {
    if (!p->id.len) return;
    memory_reserve(d->mentioned, d->mentioned_room, d->mentioned_count + 1);
    d->mentioned[d->mentioned_count++] = p->id;
}

static void add_reactor(discord *d, const person *p) {
    reactions_add(&d->reactions, (reaction){d->emoji, shown_name(p), p->id, INT64_MIN});
}

static bool take_emoji(json *j, void *own) {
    discord *d = own;
    if (json_is(j, "name")) return json_keep(j, d->keep, &d->emoji);
    return json_pass(j);
}

// {"emoji": {"name": …}, "count": n, "users": [...]}; without users it is only a count.
static bool take_reaction(json *j, void *own) {
    discord *d = own;
    if (json_is(j, "emoji")) return json_take_members(j, take_emoji, d);
    if (json_is(j, "users")) return take_persons(j, d, add_reactor);
    return json_pass(j);
}

static bool take_reference(json *j, void *own) {
    discord *d = own;
    if (json_is(j, "messageId")) return json_keep(j, d->keep, &d->reply_to);
    return json_pass(j);
}

static bool take_forwarded(json *j, void *own) {
    discord *d = own;
    d->has_forwarded = true;
    if (json_is(j, "content")) return json_keep(j, d->keep, &d->forwarded);
    return json_pass(j);
}

static bool note_some(json *j, bool *flag) {
    bool some;
    if (!json_take_some(j, &some)) return false;
    *flag = *flag || some;
    return true;
}

static bool take_member(json *j, void *own) {
    discord *d = own;
    if (json_is(j, "id")) return json_keep(j, d->keep, &d->id);
    if (json_is(j, "type")) return json_keep(j, d->keep, &d->type);
    if (json_is(j, "timestamp")) return json_keep(j, d->keep, &d->time);
    if (json_is(j, "timestampEdited")) return json_take_some(j, &d->edited);
    if (json_is(j, "content")) return json_keep(j, d->keep, &d->content);
    if (json_is(j, "author")) return json_take_members(j, take_person, &d->author);
    if (json_is(j, "attachments") || json_is(j, "stickers")) return note_some(j, &d->media);
    if (json_is(j, "reactions")) return json_take_list(j, take_reaction, d);
    if (json_is(j, "mentions")) return take_persons(j, d, add_mentioned);
    if (json_is(j, "reference")) return json_take_members(j, take_reference, d);
    if (json_is(j, "forwardedMessage")) return json_take_members(j, take_forwarded, d);
    return json_pass(j);
}

// Types that people post; a kind that the exporter does not know is a number, of which 20 and 23
// are commands given to a bot, whose answer it is.
static bool is_posted(str type) {
    static const char *const posted[] = {
        "Default", "Reply", "ChatInputCommand", "ContextMenuCommand", "0", "19", "20", "23"};
    for (size_t i = 0; i < sizeof posted / sizeof *posted; i++)
        if (str_equal(type, str_from(posted[i]))) return true;
    return type.len == 0;
}

static void set_kind(const discord *d, message *out) {
    if (!is_posted(d->type)) {
        bool call = str_equal(d->type, STR("Call")) || str_equal(d->type, STR("3"));
        out->kind = call ? KIND_CALL : KIND_SYSTEM;
        if (!call) out->author = out->author_id = out->reply_to = (str){"", 0};
        return;
    }
    bool forwarded = d->has_forwarded && !d->content.len;
    if (forwarded) out->text = d->forwarded;
    out->kind = out->text.len || !d->media ? KIND_TEXT : KIND_MEDIA;
    out->flags = (uint8_t)((forwarded ? FLAG_FORWARDED : 0) | (d->edited ? FLAG_EDITED : 0) |
                           (d->author.bot ? FLAG_BOT : 0) | (d->media ? FLAG_MEDIA : 0) |
                           (d->media && out->text.len ? FLAG_CAPTION : 0));
}

static void fill(discord *d, arena *keep, message *out) {
    stamp when_sent;
    d->forwarded = discord_markup_words(&d->markup, keep, d->forwarded);
    *out = (message){
        .text = discord_markup_words(&d->markup, keep, d->content),
        .author = shown_name(&d->author).len ? shown_name(&d->author) : d->author.id,
        .author_id = d->author.id,
        .conversation = arena_str(keep, buf_str(&d->channel)),
        .title = arena_str(keep, buf_str(&d->title)),
        .id = d->id,
        .reply_to = d->has_forwarded ? (str){"", 0} : d->reply_to,
        .lenient = d->walk.json.lenient,
        .mentioned_count = (uint32_t)d->mentioned_count,
    };
    if (stamp_read(d->time, ORDER_NONE, &when_sent)) stamp_apply(&when_sent, out);
    set_kind(d, out);
    if (!d->mentioned_count) return;
    str *mentioned = arena_array(keep, str, d->mentioned_count);
    memcpy(mentioned, d->mentioned, d->mentioned_count * sizeof *mentioned);
    out->mentioned = mentioned;
}

static void clear(discord *d, arena *keep) {
    d->keep = keep;
    d->id = d->type = d->time = d->content = d->forwarded = d->reply_to = d->emoji = (str){"", 0};
    d->edited = d->media = d->has_forwarded = false;
    d->author = (person){.keep = keep, .id = {"", 0}, .name = {"", 0}, .nickname = {"", 0}};
    d->mentioned_count = 0;
    reactions_reset(&d->reactions);
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    discord *d = state->own;
    if (reactions_next(&d->reactions, keep, out)) return READER_MESSAGE;
    clear(d, keep);
    reader_result result = json_walk_next(&d->walk, state, d);
    if (result != READER_MESSAGE) return result;
    if (!json_members(&d->walk.json, take_member, d)) return json_walk_broken(&d->walk, state);
    state->reason = d->walk.json.too_long ? REJECT_TOO_LONG : REJECT_MALFORMED;
    if (d->walk.json.too_long || (!d->time.len && !d->author.name.len)) {
        reactions_reset(&d->reactions);
        return READER_REJECTED;
    }
    fill(d, keep, out);
    out->line = state->line;
    reactions_attach(&d->reactions, out);
    return READER_MESSAGE;
}

static void close_export(reader_state *state) {
    discord *d = state->own;
    json_release(&d->walk.json);
    buf_release(&d->channel);
    buf_release(&d->title);
    reactions_release(&d->reactions);
    discord_markup_release(&d->markup);
    free(d->mentioned);
}

const reader reader_discord = {
    .name = "discord",
    .summary = "JSON of DiscordChatExporter, one channel or direct chat per file",
    .carries = "ids, replies, mentions, reactions with names, edits, forwards, bots; times to the "
               "millisecond with offset",
    .how_to = "DiscordChatExporter: choose the channel, format JSON",
    .any_order = true, // it comes in parts, and newest first when asked so
    .state_size = sizeof(discord),
    .bid = bid,
    .open = open_export,
    .next = next,
    .close = close_export,
};
