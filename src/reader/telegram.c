// telegram: result.json of Telegram Desktop, a single chat or the whole account, streamed
// (as tdesktop's export_output_json.cpp writes it).
#include "base/limits.h"
#include "reader/json.h"
#include "reader/reader.h"
#include "reader/telegram_record.h"

typedef enum level { // where in the file the next event stands
    LEVEL_START,
    LEVEL_ROOT,     // in the object that is the file
    LEVEL_CHATS,    // in the object "chats" or "left_chats"
    LEVEL_LIST,     // in its "list"
    LEVEL_CHAT,     // in one chat of the list
    LEVEL_MESSAGES, // in "messages" of the root or of a chat
    LEVEL_END,      // behind it: nothing, or another export that was put there
} level;

typedef struct telegram {
    json json;
    level level, outer; // outer: where "messages" stands, LEVEL_ROOT or LEVEL_CHAT
    telegram_record record;
    buf id, name, type; // of the chat
} telegram;

// The first whole object of head says enough: a list of messages with Telegram's keys, or a list of
// chats.
static int bid(str head, bool whole) {
    (void)whole;
    if (!str_starts(str_trim(str_take(head, 64)), STR("{"))) return 0;
    str start = str_take(head, 256 << 10);
    bool messages = str_contains(start, STR("\"messages\""));
    bool dated =
        str_contains(start, STR("\"date_unixtime\"")) || str_contains(start, STR("\"date\""));
    bool typed = str_contains(start, STR("\"type\": \"message\"")) ||
                 str_contains(start, STR("\"type\":\"message\"")) ||
                 str_contains(start, STR("\"type\": \"service\"")) ||
                 str_contains(start, STR("\"type\":\"service\""));
    bool sender = str_contains(start, STR("\"from_id\"")) || str_contains(start, STR("\"from\"")) ||
                  str_contains(start, STR("\"actor\""));
    if (messages && dated && typed && sender) return 90;
    bool chats = str_contains(start, STR("\"chats\"")) && str_contains(start, STR("\"list\""));
    bool account = str_contains(start, STR("\"personal_information\"")) ||
                   str_contains(start, STR("\"about\""));
    if (chats && account) return 90;
    static const char *const types[] = {"\"personal_chat\"",      "\"private_group\"",
                                        "\"private_supergroup\"", "\"public_supergroup\"",
                                        "\"private_channel\"",    "\"bot_chat\""};
    for (size_t i = 0; messages && i < sizeof types / sizeof *types; i++)
        if (str_contains(start, str_from(types[i]))) return 85;
    return 0;
}

static bool open_export(reader_state *state) {
    telegram *t = state->own;
    json_begin(&t->json, state->in, (str){NULL, 0}, state->options->max_record);
    return true;
}

static reader_result broken(reader_state *state) {
    telegram *t = state->own;
    if (!source_failed(state->in, state->err)) {
        error_set(state->err, ATTUNE_INPUT,
                  "%s:%llu: error: the JSON ends too early or is malformed here",
                  source_label(state->in), (unsigned long long)t->json.line);
        error_hint(state->err, "export the chat again; what stands before this line is not used");
    }
    return READER_FAILED;
}

// Keeps a chat's id or name from the value that follows.
static bool keep_value(telegram *t, buf *to) {
    json_event e = json_next(&t->json);
    buf_reset(to);
    if (e == JSON_STRING || e == JSON_NUMBER) buf_add(to, json_value(&t->json));
    return json_skip(&t->json, e);
}

// Goes on after a key of the root or of a chat. false on failure.
static bool follow_chat_key(telegram *t, level here) {
    if (json_is(&t->json, "id")) return keep_value(t, &t->id);
    if (json_is(&t->json, "name")) return keep_value(t, &t->name);
    if (json_is(&t->json, "type")) return keep_value(t, &t->type);
    bool messages = json_is(&t->json, "messages");
    bool chats =
        here == LEVEL_ROOT && (json_is(&t->json, "chats") || json_is(&t->json, "left_chats"));
    json_event e = json_next(&t->json);
    if (messages && e == JSON_ARRAY) {
        t->outer = here;
        t->level = LEVEL_MESSAGES;
        return true;
    }
    if (chats && e == JSON_OBJECT) {
        t->level = LEVEL_CHATS;
        return true;
    }
    return json_skip(&t->json, e);
}

static bool follow_chats_key(telegram *t) {
    bool list = json_is(&t->json, "list");
    json_event e = json_next(&t->json);
    if (!list || e != JSON_ARRAY) return json_skip(&t->json, e);
    t->level = LEVEL_LIST;
    return true;
}

static void forget_chat(telegram *t) {
    buf_reset(&t->id);
    buf_reset(&t->name);
    buf_reset(&t->type);
}

// Moves to the next message object. *at_message is true when it begins, false at the end of the
// file. false on failure.
static bool advance(telegram *t, bool *at_message) {
    *at_message = false;
    for (;;) {
        json_event e = json_next(&t->json);
        if (e == JSON_FAILED) return false;
        switch (t->level) {
        case LEVEL_START:
            if (e != JSON_OBJECT) return false;
            t->level = LEVEL_ROOT;
            break;
        case LEVEL_ROOT:
        case LEVEL_CHAT:
            if (e == JSON_KEY && !follow_chat_key(t, t->level)) return false;
            if (e == JSON_OBJECT_END) t->level = t->level == LEVEL_ROOT ? LEVEL_END : LEVEL_LIST;
            break;
        case LEVEL_CHATS:
            if (e == JSON_KEY && !follow_chats_key(t)) return false;
            if (e == JSON_OBJECT_END) t->level = LEVEL_ROOT;
            break;
        case LEVEL_LIST:
            forget_chat(t);
            if (e == JSON_OBJECT)
                t->level = LEVEL_CHAT;
            else if (e == JSON_ARRAY_END)
                t->level = LEVEL_CHATS;
            else if (!json_skip(&t->json, e))
                return false;
            break;
        case LEVEL_MESSAGES:
            *at_message = e == JSON_OBJECT;
            if (*at_message) return true;
            if (e == JSON_ARRAY_END)
                t->level = t->outer;
            else if (!json_skip(&t->json, e))
                return false;
            break;
        case LEVEL_END:
            if (e == JSON_END) return true;
            if (e != JSON_OBJECT) return false;
            forget_chat(t);
            t->level = LEVEL_ROOT;
            break;
        }
    }
}

// The other side of a chat with a bot has the number of the chat.
static bool is_bots(const telegram *t, const message *m) {
    str number = m->author_id;
    if (str_starts(number, STR("user"))) number = str_drop(number, 4);
    return number.len && str_equal(buf_str(&t->type), STR("bot_chat")) &&
           str_equal(number, buf_str(&t->id));
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    telegram *t = state->own;
    bool at_message;
    if (!telegram_reaction(&t->record, keep, out)) {
        if (!advance(t, &at_message)) return broken(state);
        if (!at_message) return source_failed(state->in, state->err) ? READER_FAILED : READER_END;
        state->line = t->json.line;
        switch (telegram_message(&t->record, &t->json, keep, out)) {
        case TELEGRAM_BROKEN: return broken(state);
        case TELEGRAM_MALFORMED: state->reason = REJECT_MALFORMED; return READER_REJECTED;
        case TELEGRAM_TOO_LONG: state->reason = REJECT_TOO_LONG; return READER_REJECTED;
        case TELEGRAM_MESSAGE: break;
        }
    }
    if (is_bots(t, out)) out->flags |= FLAG_BOT;
    out->line = state->line;
    out->conversation = arena_str(keep, buf_str(&t->id));
    out->title = arena_str(keep, buf_str(&t->name));
    return READER_MESSAGE;
}

static void close_export(reader_state *state) {
    telegram *t = state->own;
    json_release(&t->json);
    telegram_record_release(&t->record);
    buf_release(&t->id);
    buf_release(&t->name);
    buf_release(&t->type);
}

const reader reader_telegram = {
    .name = "telegram",
    .summary = "result.json of Telegram Desktop: one chat, or the whole account",
    .carries =
        "ids, replies, mentions, reactions, edits, forwards; times to the second with offset",
    .how_to = "Telegram Desktop: the chat's menu, Export chat history, format JSON; or Settings, "
              "Advanced, Export data",
    .state_size = sizeof(telegram),
    .bid = bid,
    .open = open_export,
    .next = next,
    .close = close_export,
};
