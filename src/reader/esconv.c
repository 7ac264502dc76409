// esconv: a list of dialogues, each an object with its turns under "dialog", as ESConv and the
// corpora of emotional support after it are published.
#include "base/buf.h"
#include "base/limits.h"
#include "reader/json_walk.h"

typedef enum level { LEVEL_LIST, LEVEL_DIALOGUE, LEVEL_TURNS, LEVEL_END } level;

typedef struct esconv {
    json json;
    level level;
    bool listed;
    uint64_t dialogues;
    buf id; // of the dialogue
} esconv;

typedef struct turn {
    arena *keep;
    str speaker, text;
    bool said;
} turn;

static bool is_turns(const json *j) { return json_is(j, "dialog") || json_is(j, "dialogue"); }

static int bid(str head, bool whole) {
    (void)whole;
    str start = str_trim(str_take(head, 64));
    if (!str_starts(start, STR("[")) && !str_starts(start, STR("{"))) return 0;
    head = str_take(head, 64 << 10);
    bool turns = str_contains(head, STR("\"dialog\"")) || str_contains(head, STR("\"dialogue\""));
    bool words = str_contains(head, STR("\"content\"")) || str_contains(head, STR("\"text\""));
    return turns && words && str_contains(head, STR("\"speaker\"")) ? 70 : 0;
}

static bool open_list(reader_state *state) {
    esconv *e = state->own;
    str start = str_trim(str_take(source_peek(state->in, 64), 64));
    json_begin(&e->json, state->in, (str){NULL, 0}, state->options->max_record);
    e->listed = str_starts(start, STR("["));
    if (e->listed) json_next(&e->json);
    return true;
}

static void close_list(reader_state *state) {
    esconv *e = state->own;
    json_release(&e->json);
    buf_release(&e->id);
}

static reader_result broken(reader_state *state) {
    esconv *e = state->own;
    if (!source_failed(state->in, state->err))
        error_set(state->err, ATTUNE_INPUT,
                  "%s:%llu: error: the JSON ends too early or is malformed here",
                  source_label(state->in), (unsigned long long)e->json.line);
    return READER_FAILED;
}

// The file's name keeps the dialogues of several files apart.
static void name_dialogue(reader_state *state) {
    esconv *e = state->own;
    str name = source_name(state->in);
    buf_reset(&e->id);
    if (name.len) {
        buf_add(&e->id, name);
        buf_add_char(&e->id, ':');
    }
    buf_add_int(&e->id, (int64_t)++e->dialogues);
}

// Goes to the next turn: *at_turn says whether its object begins. false on broken JSON.
static bool advance(reader_state *state, bool *at_turn) {
    esconv *e = state->own;
    json *j = &e->json;
    for (*at_turn = false; e->level != LEVEL_END;) {
        json_event event = json_next(j);
        if (event == JSON_FAILED) return false;
        if (e->level == LEVEL_LIST) {
            if (event == JSON_OBJECT) {
                name_dialogue(state);
                e->level = LEVEL_DIALOGUE;
            } else if (event == JSON_END || event == JSON_ARRAY_END) {
                e->level = LEVEL_END;
            } else {
                return false;
            }
        } else if (e->level == LEVEL_DIALOGUE) {
            if (event == JSON_OBJECT_END) {
                e->level = LEVEL_LIST;
                continue;
            }
            bool turns = is_turns(j);
            event = json_next(j);
            if (turns && event == JSON_ARRAY)
                e->level = LEVEL_TURNS;
            else if (!json_skip(j, event))
                return false;
        } else if (event == JSON_ARRAY_END) {
            e->level = LEVEL_DIALOGUE;
        } else if (event == JSON_OBJECT) {
            return *at_turn = true;
        } else if (!json_skip(j, event)) {
            return false;
        }
    }
    return true;
}

static bool take(json *j, void *own) {
    turn *t = own;
    if (json_is(j, "speaker")) return json_keep(j, t->keep, &t->speaker);
    bool text = json_is(j, "content") || json_is(j, "text") || json_is(j, "utterance");
    if (!text) return json_pass(j);
    t->said = true;
    return json_keep(j, t->keep, &t->text);
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    esconv *e = state->own;
    bool at_turn;
    if (!advance(state, &at_turn)) return broken(state);
    if (!at_turn) return source_failed(state->in, state->err) ? READER_FAILED : READER_END;
    turn t = {.keep = keep};
    json_record(&e->json, e->json.depth);
    state->line = e->json.line;
    if (!json_members(&e->json, take, &t)) return broken(state);
    state->reason = e->json.too_long ? REJECT_TOO_LONG : REJECT_MALFORMED;
    if (e->json.too_long || !t.said) return READER_REJECTED;
    *out = (message){
        .text = str_trim(t.text),
        .author = str_trim(t.speaker),
        .conversation = arena_str(keep, buf_str(&e->id)),
        .lenient = e->json.lenient,
        .line = state->line,
    };
    return READER_MESSAGE;
}

const reader reader_esconv = {
    .name = "esconv",
    .summary = "a JSON list of dialogues with their turns under \"dialog\" (ESConv and its kin)",
    .carries = "conversations and roles; no times",
    .how_to = "download the corpus and give its .json file; AnnoMI and MELD are tables: csv",
    .state_size = sizeof(esconv),
    .bid = bid,
    .open = open_list,
    .next = next,
    .close = close_list,
};
