// imessage_db: chat.db, the database of Messages on a Mac, read in place.
#include "base/limits.h"
#include "reader/keep.h"
#include "reader/phone.h"
#include "reader/reader.h"
#include "reader/typedstream.h"

#include <sqlite3.h>

enum column {
    GUID,
    TEXT,
    BODY,
    DATE,
    FROM_ME,
    HANDLE,
    ITEM,
    ASSOCIATED,
    TARGET,
    EMOJI,
    ORIGINATOR,
    ATTACHMENTS,
    EDITED,
    RETRACTED,
    CHAT,
    TITLE,
    COLUMNS
};

// In the order of enum column; those of the table message are not in all versions of the system.
static const struct {
    const char *table, *name;
} columns[COLUMNS] = {
    {"m", "guid"},
    {"m", "text"},
    {"m", "attributedBody"},
    {"m", "date"},
    {"m", "is_from_me"},
    {"h", "id"},
    {"m", "item_type"},
    {"m", "associated_message_type"},
    {"m", "associated_message_guid"},
    {"m", "associated_message_emoji"},
    {"m", "thread_originator_guid"},
    {"m", "cache_has_attachments"},
    {"m", "date_edited"},
    {"m", "date_retracted"},
    {"c", "chat_identifier"},
    {"c", "display_name"},
};

typedef struct database {
    sqlite3 *db;
    sqlite3_stmt *rows;
    buf query, key, text;
    bool there[COLUMNS]; // which columns the table message has
    uint64_t row;
} database;

static int bid(str head, bool whole) {
    (void)whole;
    if (!str_starts(head, STR("SQLite format 3"))) return 0;
    return str_contains(head, STR("chat_message_join")) && str_contains(head, STR("handle")) ? 95
                                                                                             : 0;
}

static reader_result refuse(reader_state *state, const char *why, const char *hint) {
    error_set(state->err, ATTUNE_INPUT, "%s: error: %s", source_label(state->in), why);
    error_hint(state->err, "%s", hint);
    return READER_FAILED;
}

static reader_result broken(reader_state *state) {
    const database *d = state->own;
    // SQLite says so of damaged databases as well, of which it reads nothing large.
    bool memory = d->db && sqlite3_errcode(d->db) == SQLITE_NOMEM;
    return refuse(state,
                  memory ? "the database cannot be read: it is damaged, or memory ran out"
                         : "the database cannot be read",
                  "copy chat.db with chat.db-wal and chat.db-shm out of ~/Library/Messages, and "
                  "give the copy");
}

static void find_columns(database *d) {
    while (sqlite3_step(d->rows) == SQLITE_ROW) {
        str name = str_from((const char *)sqlite3_column_text(d->rows, 1));
        for (size_t i = 0; i < COLUMNS; i++)
            d->there[i] |= columns[i].table[0] == 'm' && str_equal(name, str_from(columns[i].name));
    }
}

static bool prepare(database *d, const char *query) {
    sqlite3_finalize(d->rows);
    d->rows = NULL;
    return sqlite3_prepare_v2(d->db, query, -1, &d->rows, NULL) == SQLITE_OK;
}

static bool open_rows(database *d) {
    if (!prepare(d, "PRAGMA table_info(message)")) return false;
    find_columns(d);
    if (!d->there[GUID] || !d->there[DATE]) return false;
    buf_add(&d->query, STR("SELECT "));
    for (size_t i = 0; i < COLUMNS; i++) {
        bool there = columns[i].table[0] != 'm' || d->there[i];
        if (there)
            buf_printf(&d->query, "%s%s.%s", i ? "," : "", columns[i].table, columns[i].name);
        else
            buf_add(&d->query, i ? STR(",NULL") : STR("NULL"));
    }
    buf_add(&d->query, STR(" FROM message m LEFT JOIN handle h ON h.ROWID = m.handle_id"
                           " LEFT JOIN chat_message_join j ON j.message_id = m.ROWID"
                           " LEFT JOIN chat c ON c.ROWID = j.chat_id ORDER BY m.ROWID"));
    buf_add_char(&d->query, '\0');
    return prepare(d, d->query.at);
}

static bool open_database(reader_state *state) {
    database *d = state->own;
    const char *path = source_file(state->in);
    if (!path) {
        refuse(state, "a database can only be read where it lies",
               "unpack it and name the file itself");
        return false;
    }
    int opened = sqlite3_open_v2(path, &d->db, SQLITE_OPEN_READONLY, NULL);
    if (opened == SQLITE_NOMEM) memory_exhausted();
    // A stranger's file: no views and no functions of its own.
    if (opened == SQLITE_OK) {
        sqlite3_db_config(d->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        sqlite3_db_config(d->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
        sqlite3_db_config(d->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    }
    if (opened == SQLITE_OK && open_rows(d)) return true;
    broken(state);
    return false;
}

static str text_of(const database *d, enum column at) {
    const void *bytes = sqlite3_column_blob(d->rows, (int)at);
    int len = sqlite3_column_bytes(d->rows, (int)at);
    return bytes && len > 0 ? str_of(bytes, (size_t)len) : (str){"", 0};
}

static int64_t number_of(const database *d, enum column at) {
    return sqlite3_column_int64(d->rows, (int)at);
}

// Since 2001, in ns; in s before 2017.
static void set_time(const database *d, message *out) {
    int64_t date = number_of(d, DATE), ms;
    if (date <= 0) return;
    bool seconds = date < 1000000000000;
    ms = seconds ? date * 1000 : date / 1000000;
    out->time = ms + 978307200000;
    out->precision = seconds ? 1000 : 1;
    out->time_kind = TIME_UTC;
}

// The words without the marks where attachments stand.
static void set_text(database *d, arena *keep, message *out, bool *media) {
    static const str anchor = {"\xEF\xBF\xBC", 3};
    str text = text_of(d, TEXT);
    if (!text.len) text = typedstream_text(text_of(d, BODY));
    buf_reset(&d->text);
    for (size_t at; (at = str_find(text, anchor)) != SIZE_MAX; *media = true) {
        buf_add(&d->text, str_take(text, at));
        text = str_drop(text, at + anchor.len);
    }
    buf_add(&d->text, text);
    out->text = keep_lines(keep, str_trim(buf_str(&d->text)), &out->lenient);
}

// Tapbacks are messages: 2000 to 2006 with what they are, from 3000 on when they are taken back.
// The target is "p:0/GUID" or "bp:GUID".
static bool set_reaction(const database *d, arena *keep, message *out) {
    static const char *const emoji[] = {"\xE2\x9D\xA4\xEF\xB8\x8F", "\xF0\x9F\x91\x8D",
                                        "\xF0\x9F\x91\x8E",         "\xF0\x9F\x98\x82",
                                        "\xE2\x80\xBC\xEF\xB8\x8F", "\xE2\x9D\x93"};
    int64_t type = number_of(d, ASSOCIATED);
    if (type < 2000 || type > 3999) return false;
    str target = text_of(d, TARGET);
    for (size_t i = target.len; i > 0; i--)
        if (target.at[i - 1] == '/' || target.at[i - 1] == ':') {
            target = str_drop(target, i);
            break;
        }
    out->kind = type < 3000 ? KIND_REACTION : KIND_DELETED;
    out->reply_to = keep_valid(keep, target);
    out->text = (str){"", 0};
    if (type < 2006)
        out->text = arena_str(keep, str_from(emoji[type - 2000]));
    else if (type < 3000)
        out->text = keep_valid(keep, text_of(d, EMOJI));
    return true;
}

static void set_kind(database *d, arena *keep, message *out) {
    bool media = number_of(d, ATTACHMENTS) != 0;
    set_text(d, keep, out, &media);
    if (set_reaction(d, keep, out)) return;
    if (number_of(d, ITEM)) {
        out->kind = KIND_SYSTEM;
        out->author = out->author_id = (str){"", 0};
        return;
    }
    out->reply_to = keep_valid(keep, text_of(d, ORIGINATOR));
    bool edited = number_of(d, EDITED) != 0;
    bool retracted = number_of(d, RETRACTED) != 0 || (edited && !out->text.len && !media);
    out->kind = retracted && !out->text.len ? KIND_DELETED
                : out->text.len || !media   ? KIND_TEXT
                                            : KIND_MEDIA;
    out->flags = (uint8_t)((edited ? FLAG_EDITED : 0) | (media ? FLAG_MEDIA : 0) |
                           (media && out->text.len ? FLAG_CAPTION : 0));
}

static void fill(database *d, arena *keep, message *out) {
    str handle = text_of(d, HANDLE), title = text_of(d, TITLE), chat = text_of(d, CHAT);
    bool own = number_of(d, FROM_ME) != 0;
    buf_reset(&d->key);
    if (!own) phone_key(&d->key, handle);
    *out = (message){
        .author = own ? STR("Me") : keep_valid(keep, handle),
        .author_id = keep_valid(keep, buf_str(&d->key)),
        .id = keep_valid(keep, text_of(d, GUID)),
        .conversation = keep_valid(keep, chat.len ? chat : handle),
        .title = keep_valid(keep, title.len ? title : chat),
        .line = d->row,
    };
    set_time(d, out);
    set_kind(d, keep, out);
}

// The bytes themselves are read too, for what is counted and remembered of an input.
static reader_result pass_over(reader_state *state) {
    for (str s; (s = source_peek(state->in, LIMIT_READ)).len;) source_consume(state->in, s.len);
    return source_failed(state->in, state->err) ? READER_FAILED : READER_END;
}

static reader_result next(reader_state *state, arena *keep, message *out) {
    database *d = state->own;
    int step = sqlite3_step(d->rows);
    if (step == SQLITE_DONE) return pass_over(state);
    if (step != SQLITE_ROW) return broken(state);
    state->line = ++d->row;
    state->reason = REJECT_TOO_LONG;
    if ((size_t)sqlite3_column_bytes(d->rows, TEXT) > state->options->max_record)
        return READER_REJECTED;
    fill(d, keep, out);
    bool too_long = out->text.len > state->options->max_record;
    return too_long ? READER_REJECTED : READER_MESSAGE;
}

static void close_database(reader_state *state) {
    database *d = state->own;
    sqlite3_finalize(d->rows);
    sqlite3_close(d->db);
    buf_release(&d->query);
    buf_release(&d->key);
    buf_release(&d->text);
}

const reader reader_imessage_db = {
    .name = "imessage-db",
    .summary = "chat.db of Messages on a Mac",
    .carries = "ids, replies, reactions, edits, numbers as ids; times to the millisecond",
    .how_to = "on a Mac: copy ~/Library/Messages/chat.db with chat.db-wal and chat.db-shm",
    .any_order = true,
    .state_size = sizeof(database),
    .bid = bid,
    .open = open_database,
    .next = next,
    .close = close_database,
};
