// convokit: utterances.jsonl of a ConvoKit corpus, with the keys of its older versions too, or
// utterances.json, which is one list.
#include "reader/json_lines.h"
#include "reader/stamp.h"

typedef struct utterance {
    arena *keep;
    str id, speaker, conversation, text, reply_to, time;
} utterance;

enum {
    KEY_ID = 1,
    KEY_TEXT = 2,
    KEY_SPEAKER = 4 | 8,
    KEY_CONVERSATION = 16 | 32,
    KEY_REPLY = 64 | 128,
    KEY_CORPUS = 256 | 512, // what no other program writes
};

static int bid(str head, bool whole) {
    (void)whole;
    static const char *const names[] = {"id",   "text",     "speaker",  "user", "conversation_id",
                                        "root", "reply-to", "reply_to", "meta", "vectors",
                                        NULL};
    uint32_t keys = json_lines_keys(head, names);
    bool utterances = (keys & KEY_ID) && (keys & KEY_TEXT) && (keys & KEY_SPEAKER) &&
                      (keys & KEY_CONVERSATION) && (keys & KEY_REPLY);
    return !utterances ? 0 : keys & KEY_CORPUS ? 80 : 55;
}

static bool take(json *j, void *own) {
    utterance *u = own;
    str *to = NULL;
    if (json_is(j, "id")) to = &u->id;
    if (json_is(j, "text")) to = &u->text;
    if (json_is(j, "speaker") || json_is(j, "user")) to = &u->speaker;
    if (json_is(j, "conversation_id") || json_is(j, "root")) to = &u->conversation;
    if (json_is(j, "reply-to") || json_is(j, "reply_to")) to = &u->reply_to;
    if (json_is(j, "timestamp")) to = &u->time;
    return to ? json_keep(j, u->keep, to) : json_pass(j);
}

static bool open_corpus(reader_state *state) {
    json_lines_begin(state->own, state);
    return true;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    json_lines *l = state->own;
    utterance u = {.keep = keep};
    reader_result result = json_lines_next(l, state, take, &u);
    if (result != READER_MESSAGE) return result;
    *out = (message){
        .text = u.text,
        .author = u.speaker,
        .conversation = u.conversation,
        .id = u.id,
        .reply_to = str_equal(u.reply_to, u.id) ? (str){"", 0} : u.reply_to,
        .lenient = l->json.lenient,
        .line = state->line,
    };
    stamp written;
    if (u.time.len == 0) return READER_MESSAGE;
    state->reason = REJECT_MALFORMED;
    if (!stamp_read(u.time, ORDER_NONE, &written)) return READER_REJECTED;
    stamp_apply(&written, out);
    return READER_MESSAGE;
}

static void close_corpus(reader_state *state) {
    json_lines *l = state->own;
    json_release(&l->json);
}

// What describes speakers and conversations beside what they say.
static reader_role role(str path) {
    str name = package_file(path);
    bool other = str_equal(name, STR("speakers.json")) ||
                 str_equal(name, STR("conversations.json")) || str_equal(name, STR("corpus.json"));
    return other ? ROLE_OTHER : ROLE_NONE;
}

const reader reader_convokit = {
    .name = "convokit",
    .summary = "utterances.jsonl of a ConvoKit corpus",
    .carries = "ids, replies, conversations; times as the corpus has them",
    .how_to = "in Python: Corpus(filename=download(NAME)).dump(NAME), or unpack a corpus of the "
              "ConvoKit site; give utterances.jsonl",
    .any_order = true,
    .state_size = sizeof(json_lines),
    .bid = bid,
    .open = open_corpus,
    .next = next,
    .close = close_corpus,
    .role = role,
};
