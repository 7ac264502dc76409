// imessage_ndjson: the JSON lines of imessage-exporter, one message each.
#include "reader/json_lines.h"
#include "reader/keep.h"
#include "reader/phone.h"
#include "reader/stamp.h"

typedef struct entry {
    arena *keep;
    str guid, date, text, chat, handle, name;
    bool own, attached;
} entry;

typedef struct export {
    json_lines lines;
    buf key;
}
export;

static int bid(str head, bool whole) {
    (void)whole;
    static const char *const names[] = {"guid", "date_iso", "is_from_me", NULL};
    return json_lines_keys(head, names) == 7 ? 90 : 0;
}

static bool take_sender(json *j, void *own) {
    entry *e = own;
    if (json_is(j, "handle")) return json_keep(j, e->keep, &e->handle);
    if (json_is(j, "display_name")) return json_keep(j, e->keep, &e->name);
    return json_pass(j);
}

static bool take(json *j, void *own) {
    entry *e = own;
    if (json_is(j, "guid")) return json_keep(j, e->keep, &e->guid);
    if (json_is(j, "date_iso")) return json_keep(j, e->keep, &e->date);
    if (json_is(j, "text")) return json_keep(j, e->keep, &e->text);
    if (json_is(j, "chat_id")) return json_keep(j, e->keep, &e->chat);
    if (json_is(j, "is_from_me")) return json_take_flag(j, &e->own);
    if (json_is(j, "sender")) return json_take_members(j, take_sender, e);
    if (json_is(j, "attachments")) return json_take_some(j, &e->attached);
    return json_pass(j);
}

static void set_author(export *x, const entry *e, message *out) {
    buf_reset(&x->key);
    if (!e->own) phone_key(&x->key, e->handle); // one's own differ by device
    out->author = e->name.len ? e->name : e->own ? STR("Me") : e->handle;
    out->author_id = arena_str(e->keep, buf_str(&x->key));
}

// What has neither words nor a file is a notice of the app, or was taken back: the export does not
// say which.
static void set_words(const entry *e, message *out) {
    size_t places;
    out->text = str_trim(keep_words(e->keep, e->text, STR(""), &places));
    bool media = e->attached || places, said = out->text.len;
    out->kind = said ? KIND_TEXT : media ? KIND_MEDIA : KIND_SYSTEM;
    if (media) out->flags = said ? FLAG_MEDIA | FLAG_CAPTION : FLAG_MEDIA;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    export *x = state->own;
    entry e = {.keep = keep};
    reader_result result = json_lines_next(&x->lines, state, take, &e);
    if (result != READER_MESSAGE) return result;
    stamp sent;
    state->reason = x->lines.json.too_long ? REJECT_TOO_LONG : REJECT_MALFORMED;
    if (x->lines.json.too_long || !stamp_read(e.date, ORDER_NONE, &sent)) return READER_REJECTED;
    *out = (message){
        .id = e.guid,
        .conversation = e.chat,
        .lenient = x->lines.json.lenient,
        .line = state->line,
    };
    stamp_apply(&sent, out);
    set_words(&e, out);
    if (out->kind != KIND_SYSTEM) set_author(x, &e, out);
    return READER_MESSAGE;
}

static bool open_export(reader_state *state) {
    export *x = state->own;
    json_lines_begin(&x->lines, state);
    return true;
}

static void close_export(reader_state *state) {
    export *x = state->own;
    json_release(&x->lines.json);
    buf_release(&x->key);
}

const reader reader_imessage_ndjson = {
    .name = "imessage-ndjson",
    .summary = "iMessage as JSON lines, by imessage-exporter",
    .carries = "ids, numbers as ids; times with their offset to the second; no replies and no "
               "reactions",
    .how_to = "on a Mac: imessage-exporter --format ndjson; --format txt and chat.db say more",
    .any_order = true,
    .state_size = sizeof(export),
    .bid = bid,
    .open = open_export,
    .next = next,
    .close = close_export,
};
