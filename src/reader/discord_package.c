// discord_package: the data that Discord gives out on request: a folder for each channel with what
// the owner of the account wrote there, as CSV or, since 2023, as JSON.
#include "base/limits.h"
#include "reader/csv_rows.h"
#include "reader/discord_markup.h"
#include "reader/json_walk.h"
#include "reader/keep.h"
#include "reader/stamp.h"

// Tables: titles of channels by id; what folders say their channel's id and name are; the owner.
#define TITLES "discord title"
#define CHANNELS "discord channel"
#define NAMES "discord name"
#define OWNER "discord owner"

enum { ID, TIME, CONTENTS, ATTACHMENTS, COLUMNS };

typedef struct record {
    arena *keep;
    str cells[COLUMNS];
} record;

typedef struct archive {
    json_walk walk;
    csv_rows rows;
    bool json;
    arena scratch; // of a table
    discord_markup markup;
    str channel, title, owner_id, owner;
} archive;

static const char *const names[COLUMNS] = {"ID", "Timestamp", "Contents", "Attachments"};

static bool is_table(const csv_record *r) {
    for (size_t i = 0; i < COLUMNS; i++)
        if (i >= r->count || !str_equal(str_trim(r->fields[i]), str_from(names[i]))) return false;
    return r->count == COLUMNS;
}

static void release_record(void *owner) { csv_record_release(owner); }

static int bid(str head, bool whole) {
    (void)whole;
    str start = str_take(head, 64 << 10);
    if (str_starts(str_trim(str_take(head, 64)), STR("["))) {
        bool known = str_contains(start, STR("\"ID\"")) &&
                     str_contains(start, STR("\"Timestamp\"")) &&
                     str_contains(start, STR("\"Contents\""));
        return known ? 90 : 0;
    }
    csv_record r = {0};
    memory_local held;
    memory_hold(&held, release_record, &r);
    csv_scan(&r, str_take(head, 256), ',');
    bool known = is_table(&r);
    memory_let_go(&held);
    csv_record_release(&r);
    return known ? 95 : 0;
}

// The id in "c123456789012345678", "123456789012345678"; empty when the folder is none of a
// channel.
static str channel_of(str folder) {
    if (str_starts(folder, STR("c"))) folder = str_drop(folder, 1);
    for (size_t i = 0; i < folder.len; i++)
        if (folder.at[i] < '0' || folder.at[i] > '9') return STR("");
    return folder.len >= 15 && folder.len <= 20 ? folder : STR("");
}

static reader_role role(str path) {
    str name = package_file(path), folder = package_file(package_folder(path));
    bool channel = str_equal(name, STR("channel.json")) && channel_of(folder).len;
    bool index = str_equal(name, STR("index.json")) && str_equal_nocase(folder, STR("messages"));
    bool user = str_equal(name, STR("user.json")) && str_equal_nocase(folder, STR("account"));
    if (channel || index || user) return ROLE_TABLE;
    bool servers = str_equal(name, STR("index.json")) && str_equal_nocase(folder, STR("servers"));
    return servers ? ROLE_OTHER : ROLE_NONE;
}

// ---- tables

typedef struct taking {
    archive *a;
    package *tables;
    str scope; // folder of the file
    str id, names[2];
    bool index, fits;
} taking;

static void set(taking *t, const char *table, str scope, str key, str value) {
    t->fits = t->fits && package_set(t->tables, table, scope, key, value);
}

static bool take_table_member(json *j, void *own) {
    taking *t = own;
    if (t->index) { // {"id": "title"}
        arena_reset(&t->a->scratch);
        str title, id = arena_str(&t->a->scratch, json_value(j));
        if (!json_keep(j, &t->a->scratch, &title)) return false;
        set(t, TITLES, STR(""), id, title);
        return true;
    }
    if (json_is(j, "id")) return json_keep(j, &t->a->scratch, &t->id);
    if (json_is(j, "name") || json_is(j, "username"))
        return json_keep(j, &t->a->scratch, &t->names[1]);
    if (json_is(j, "global_name")) return json_keep(j, &t->a->scratch, &t->names[0]);
    return json_pass(j);
}

static bool take_table(reader_state *state) {
    archive *a = state->own;
    str path = source_path(state->in), name = package_file(path);
    if (!str_starts(str_trim(str_take(source_peek(state->in, 64), 64)), STR("{"))) return false;
    json *j = &a->walk.json;
    json_begin(j, state->in, (str){NULL, 0}, state->options->max_record);
    taking t = {.a = a, .tables = state->package, .scope = package_folder(path), .fits = true};
    t.index = str_equal(name, STR("index.json"));
    json_next(j);
    if (!json_members(j, take_table_member, &t)) {
        json_walk_broken(&a->walk, state);
        return true;
    }
    str called = t.names[0].len ? t.names[0] : t.names[1];
    if (str_equal(name, STR("user.json"))) {
        set(&t, OWNER, STR(""), STR("id"), t.id);
        set(&t, OWNER, STR(""), STR("name"), called);
    } else if (!t.index) {
        set(&t, CHANNELS, t.scope, STR(""), t.id);
        set(&t, NAMES, t.scope, STR(""), called);
    }
    if (t.fits) return true;
    error_set(state->err, ATTUNE_INPUT, "%s: error: more names than attune keeps",
              source_label(state->in));
    error_hint(state->err, "read the package without this file");
    return true;
}

// ---- messages

static void find_names(reader_state *state) {
    archive *a = state->own;
    package *p = state->package;
    str folder = package_folder(source_path(state->in));
    a->channel = package_get(p, CHANNELS, folder, STR(""), NULL);
    if (!a->channel.len)
        a->channel = arena_str(&state->memory, channel_of(source_folder(state->in)));
    a->title = package_get(p, TITLES, STR(""), a->channel, NULL);
    if (!a->title.len) a->title = package_get(p, NAMES, folder, STR(""), NULL);
    a->owner_id = package_get(p, OWNER, STR(""), STR("id"), NULL);
    a->owner = package_get(p, OWNER, STR(""), STR("name"), NULL);
    if (!a->owner.len) a->owner = STR("Me");
}

static const json_route route = {.records = 2};

static bool open_channel(reader_state *state) {
    archive *a = state->own;
    find_names(state);
    state->newest_first = true;
    str head = source_peek(state->in, LIMIT_WINDOW);
    a->json = str_starts(str_trim(str_take(head, 64)), STR("["));
    if (a->json) {
        json_walk_begin_list(&a->walk, &route, state->in, state->options->max_record);
        return true;
    }
    a->rows.delimiter = ',';
    a->rows.next_line = 1;
    csv_scan(&a->rows.record, head, ',');
    if (!is_table(&a->rows.record)) {
        error_set(state->err, ATTUNE_INPUT,
                  "%s:1: error: the columns are not those of a package from Discord",
                  source_label(state->in));
        return error_hint(state->err, "--format csv reads other tables");
    }
    csv_rows_header(&a->rows, state->in, head);
    return true;
}

static bool take_member(json *j, void *own) {
    record *r = own;
    for (size_t i = 0; i < COLUMNS; i++)
        if (json_is(j, names[i])) return json_keep(j, r->keep, &r->cells[i]);
    return json_pass(j);
}

// The next record from whichever it is.
static reader_result take(reader_state *state, record *r, bool *lenient) {
    archive *a = state->own;
    *lenient = false;
    if (a->json) {
        json *j = &a->walk.json;
        reader_result result = json_walk_next(&a->walk, state, a);
        if (result != READER_MESSAGE) return result;
        if (!json_members(j, take_member, r)) return json_walk_broken(&a->walk, state);
        *lenient = j->lenient;
        state->reason = REJECT_TOO_LONG;
        return j->too_long ? READER_REJECTED : READER_MESSAGE;
    }
    reader_result result = csv_rows_next(&a->rows, state);
    for (size_t i = 0; result == READER_MESSAGE && i < COLUMNS && i < a->rows.record.count; i++)
        r->cells[i] = keep_lines(r->keep, a->rows.record.fields[i], lenient);
    return result;
}

static void set_mentions(const discord_markup *m, arena *keep, message *out) {
    if (!m->mention_count) return;
    str *mentioned = arena_array(keep, str, m->mention_count);
    str rest = arena_str(keep, buf_str(&m->mentions));
    for (uint32_t i = 0; i < m->mention_count; i++) {
        str_cut_result parts = str_cut(rest, '\0');
        mentioned[i] = parts.head;
        rest = parts.tail;
    }
    out->mentioned = mentioned;
    out->mentioned_count = m->mention_count;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    archive *a = state->own;
    record r = {.keep = keep};
    bool lenient;
    stamp sent;
    reader_result result = take(state, &r, &lenient);
    if (result != READER_MESSAGE) return result;
    state->reason = REJECT_MALFORMED;
    if (!stamp_read(r.cells[TIME], ORDER_NONE, &sent)) return READER_REJECTED;
    discord_markup_set(&a->markup, r.cells[CONTENTS]);
    *out = (message){.text = arena_str(keep, buf_str(&a->markup.text)),
                     .author = arena_str(keep, a->owner),
                     .author_id = arena_str(keep, a->owner_id),
                     .conversation = arena_str(keep, a->channel),
                     .title = arena_str(keep, a->title),
                     .id = r.cells[ID],
                     .lenient = lenient,
                     .line = state->line};
    set_mentions(&a->markup, keep, out);
    // The package is in UTC, whether it says so or not.
    if (sent.kind == TIME_LOCAL || (sent.kind == TIME_OFFSET && sent.offset == 0))
        sent.kind = TIME_UTC;
    stamp_apply(&sent, out);
    bool media = r.cells[ATTACHMENTS].len > 0;
    if (media) out->flags = out->text.len ? FLAG_MEDIA | FLAG_CAPTION : FLAG_MEDIA;
    out->kind = out->text.len || !media ? KIND_TEXT : KIND_MEDIA;
    return READER_MESSAGE;
}

static void close_channel(reader_state *state) {
    archive *a = state->own;
    json_release(&a->walk.json);
    csv_record_release(&a->rows.record);
    arena_release(&a->scratch);
    discord_markup_release(&a->markup);
}

const reader reader_discord_package = {
    .name = "discord-package",
    .summary = "the data package of a Discord account, or a messages.csv or messages.json of it",
    .carries = "ids, mentions; only what the owner wrote; times to the second or finer in UTC",
    .how_to = "Discord: User Settings, Data & Privacy, Request all of my data",
    .any_order = true,
    .state_size = sizeof(archive),
    .bid = bid,
    .open = open_channel,
    .next = next,
    .close = close_channel,
    .role = role,
    .table = take_table,
};
