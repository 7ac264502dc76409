// signal: main.jsonl of Signal's own plaintext export, one frame after the other.
// Lines do not matter: one platform writes line breaks into its strings.
#include "reader/json_lines.h"
#include "reader/keep.h"
#include "reader/reactions.h"
#include "reader/signal_people.h"

enum { MOST_MENTIONS = 64 };

typedef struct item {
    arena *keep;
    struct signal_export *export;
    bool found;
    str chat, author, sent, text, quoted, quoted_author;
    str mentions[MOST_MENTIONS];
    uint32_t mention_count;
    bool words, attached, edited;
    message_kind kind;
    reaction reaction; // while it is read
} item;

typedef struct signal_export {
    json json;
    signal_people people;
    reactions reactions;
} signal_export;

static int bid(str head, bool whole) {
    (void)whole;
    static const char *const names[] = {"version", "backupTimeMs", "account", "recipient",
                                        "chat",    "chatItem",     NULL};
    uint32_t keys = json_lines_keys(head, names);
    if ((keys & 3) == 3) return 90;
    str start = str_take(head, 256 << 10);
    return keys >= 4 && str_contains(start, STR("\"recipient\"")) &&
                   str_contains(start, STR("\"chatItem\""))
               ? 90
               : 0;
}

static bool take_range(json *j, void *own) {
    item *i = own;
    if (!json_is(j, "mentionAci") || i->mention_count == MOST_MENTIONS) return json_pass(j);
    str *to = &i->mentions[i->mention_count];
    if (!json_keep(j, i->keep, to)) return false;
    i->mention_count += to->len > 0;
    return true;
}

static bool take_text(json *j, void *own) {
    item *i = own;
    if (json_is(j, "body")) return json_keep(j, i->keep, &i->text);
    if (json_is(j, "bodyRanges")) return json_take_list(j, take_range, i);
    return json_pass(j);
}

static bool take_quote(json *j, void *own) {
    item *i = own;
    if (json_is(j, "targetSentTimestamp")) return json_keep(j, i->keep, &i->quoted);
    if (json_is(j, "authorId")) return json_keep(j, i->keep, &i->quoted_author);
    return json_pass(j);
}

static bool take_reaction_member(json *j, void *own) {
    item *i = own;
    if (json_is(j, "emoji")) return json_keep(j, i->keep, &i->reaction.text);
    if (json_is(j, "authorId")) return json_keep(j, i->keep, &i->reaction.author_id);
    if (!json_is(j, "sentTimestamp")) return json_pass(j);
    str sent;
    if (!json_keep(j, i->keep, &sent)) return false;
    if (!str_int64(sent, &i->reaction.time)) i->reaction.time = INT64_MIN;
    return true;
}

static bool take_reactions(json *j, item *i) {
    json_event e = json_next(j);
    if (e != JSON_ARRAY) return json_skip(j, e);
    while ((e = json_next(j)) != JSON_ARRAY_END) {
        i->reaction = (reaction){.time = INT64_MIN};
        if (e != JSON_OBJECT) {
            if (!json_skip(j, e)) return false;
            continue;
        }
        if (!json_members(j, take_reaction_member, i)) return false;
        signal_person by = signal_people_find(&i->export->people, i->reaction.author_id);
        i->reaction.author = by.name;
        i->reaction.author_id = by.key;
        reactions_add(&i->export->reactions, i->reaction);
    }
    return true;
}

static bool take_standard(json *j, void *own) {
    item *i = own;
    if (json_is(j, "text")) return json_take_members(j, take_text, i);
    if (json_is(j, "quote")) return json_take_members(j, take_quote, i);
    if (json_is(j, "reactions")) return take_reactions(j, i);
    if (json_is(j, "attachments") || json_is(j, "longText")) return json_take_some(j, &i->attached);
    return json_pass(j);
}

static bool take_update(json *j, void *own) {
    item *i = own;
    if (json_is(j, "individualCall") || json_is(j, "groupCall")) i->kind = KIND_CALL;
    return json_pass(j);
}

// What an item is, by the one key that says so. false when the key is none of these.
static bool is_kind(const json *j, message_kind *kind) {
    static const struct {
        const char *key;
        message_kind kind;
    } kinds[] = {{"remoteDeletedMessage", KIND_DELETED},
                 {"viewOnceMessage", KIND_MEDIA},
                 {"stickerMessage", KIND_MEDIA},
                 {"contactMessage", KIND_MEDIA},
                 {"paymentNotification", KIND_MEDIA},
                 {"giftBadge", KIND_MEDIA},
                 {"poll", KIND_MEDIA},
                 {"storyReply", KIND_MEDIA},
                 {"directStoryReplyMessage", KIND_MEDIA}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (json_is(j, kinds[i].key)) {
            *kind = kinds[i].kind;
            return true;
        }
    return false;
}

static bool take_item(json *j, void *own) {
    item *i = own;
    i->found = true;
    if (json_is(j, "chatItem")) return json_take_members(j, take_item, i); // iOS has it twice
    if (json_is(j, "chatId")) return json_keep(j, i->keep, &i->chat);
    if (json_is(j, "authorId")) return json_keep(j, i->keep, &i->author);
    if (json_is(j, "dateSent")) return json_keep(j, i->keep, &i->sent);
    if (json_is(j, "revisions")) return json_take_some(j, &i->edited);
    if (json_is(j, "updateMessage")) {
        i->kind = KIND_SYSTEM;
        return json_take_members(j, take_update, i);
    }
    if (json_is(j, "standardMessage")) {
        i->words = true;
        return json_take_members(j, take_standard, i);
    }
    is_kind(j, &i->kind);
    return json_pass(j);
}

static bool take_frame(json *j, void *own) {
    item *i = own;
    if (json_is(j, "chatItem")) return json_take_members(j, take_item, i);
    if (json_is(j, "account")) return signal_people_account(&i->export->people, j);
    if (json_is(j, "recipient")) return signal_people_recipient(&i->export->people, j);
    if (json_is(j, "chat")) return signal_people_chat(&i->export->people, j);
    return json_pass(j);
}

static void describe(signal_export *s, const item *i, arena *keep, message *out) {
    signal_person by = signal_people_find(&s->people, i->author);
    bool said = i->words && i->text.len > 0;
    out->kind = (uint8_t)(!i->words ? i->kind : said ? KIND_TEXT : KIND_MEDIA);
    out->text = said ? keep_words(keep, i->text, STR("@"), NULL) : (str){"", 0};
    if (out->kind != KIND_SYSTEM) {
        out->author = arena_str(keep, by.name);
        out->author_id = arena_str(keep, by.key);
    }
    out->conversation = i->chat;
    out->title = arena_str(keep, signal_people_title(&s->people, i->chat));
    out->id = signal_id(keep, i->author, i->sent);
    if (i->quoted.len && !str_equal(i->quoted, STR("0")))
        out->reply_to = signal_id(keep, i->quoted_author, i->quoted);
    out->flags = (uint8_t)((i->edited ? FLAG_EDITED : 0) |
                           (said && i->attached ? FLAG_MEDIA | FLAG_CAPTION : 0));
    if (i->mention_count == 0) return;
    str *mentioned = arena_array(keep, str, i->mention_count);
    memcpy(mentioned, i->mentions, i->mention_count * sizeof *mentioned);
    out->mentioned = mentioned;
    out->mentioned_count = i->mention_count;
}

static reader_result broken(reader_state *state) {
    const signal_export *s = state->own;
    if (!source_failed(state->in, state->err)) {
        error_set(state->err, ATTUNE_INPUT,
                  "%s:%llu: error: the JSON ends too early or is malformed here",
                  source_label(state->in), (unsigned long long)s->json.line);
        error_hint(state->err, "export the chats again; what stands before this line is not used");
    }
    return READER_FAILED;
}

static reader_result give(reader_state *state, const item *i, arena *keep, message *out) {
    signal_export *s = state->own;
    state->reason = s->json.too_long ? REJECT_TOO_LONG : REJECT_MALFORMED;
    *out = (message){.lenient = s->json.lenient, .line = state->line};
    if (s->json.too_long || !str_int64(i->sent, &out->time)) return READER_REJECTED;
    out->time_kind = TIME_UTC;
    out->precision = 1;
    describe(s, i, keep, out);
    reactions_attach(&s->reactions, out);
    return READER_MESSAGE;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    signal_export *s = state->own;
    if (reactions_next(&s->reactions, keep, out)) return READER_MESSAGE;
    for (;;) {
        item i = {.keep = keep, .export = s, .kind = KIND_SYSTEM};
        reactions_reset(&s->reactions);
        json_record(&s->json, s->json.depth + 1);
        json_event e = json_next(&s->json);
        state->line = s->json.line;
        if (e == JSON_END) return source_failed(state->in, state->err) ? READER_FAILED : READER_END;
        if (e != JSON_OBJECT || !json_members(&s->json, take_frame, &i)) return broken(state);
        if (i.found) return give(state, &i, keep, out);
    }
}

static bool open_export(reader_state *state) {
    signal_export *s = state->own;
    json_begin(&s->json, state->in, (str){NULL, 0}, state->options->max_record);
    return true;
}

static void close_export(reader_state *state) {
    signal_export *s = state->own;
    json_release(&s->json);
    signal_people_release(&s->people);
    reactions_release(&s->reactions);
}

// Beside main.jsonl stand a description of the export and the files that were sent.
static reader_role role(str path) {
    return str_equal(package_file(path), STR("metadata.json")) ? ROLE_OTHER : ROLE_NONE;
}

const reader reader_signal = {
    .name = "signal",
    .summary = "main.jsonl of Signal's own export",
    .carries = "ids, replies, mentions, reactions, edits; UTC times to the millisecond",
    .how_to = "Signal Desktop 8.10 or later: Settings, Chats, Export chat history; give main.jsonl "
              "or its folder",
    .any_order = true,
    .state_size = sizeof(signal_export),
    .bid = bid,
    .open = open_export,
    .next = next,
    .close = close_export,
    .role = role,
};
