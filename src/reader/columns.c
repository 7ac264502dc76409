#include "reader/columns.h"

#include <stdio.h>

// By role, the best name first.
static const char *const synonyms[ROLES][16] = {
    [ROLE_TEXT] = {"text", "body", "content", "contents", "utterance", "utterance_text",
                   "transcript", "message", "msg"},
    [ROLE_SPEAKER] = {"speaker", "sender", "author", "from", "user", "username", "name",
                      "participant", "who", "interlocutor", "nick", "role"},
    [ROLE_TIME] = {"timestamp", "datetime", "date", "time", "created_at", "created_utc", "sent",
                   "start"},
    [ROLE_CLOCK] = {"time", "clock"},
    [ROLE_ID] = {"id", "message_id", "msg_id", "utterance_id", "message"},
    [ROLE_REPLY_TO] = {"reply_to", "parent_id", "in_reply_to"},
    [ROLE_CONVERSATION] = {"conversation_id", "conversation", "dialogue_id", "dialog_id", "thread",
                           "channel", "transcript_id"},
    [ROLE_TIME_KIND] = {"time_kind"},
    [ROLE_PRECISION] = {"precision_s"},
    [ROLE_MENTIONS] = {"mentions"},
    [ROLE_KIND] = {"kind"},
    [ROLE_FLAGS] = {"flags"},
    [ROLE_CODES] = {"codes"},
    [ROLE_RULES] = {"rules"},
};

static bool is_filler(char c) { return c == ' ' || c == '_' || c == '-'; }

bool columns_same_name(str a, str b) {
    size_t i = 0, j = 0;
    for (;;) {
        while (i < a.len && is_filler(a.at[i])) i++;
        while (j < b.len && is_filler(b.at[j])) j++;
        if (i == a.len || j == b.len) return i == a.len && j == b.len;
        if (!str_equal_nocase(str_of(a.at + i++, 1), str_of(b.at + j++, 1))) return false;
    }
}

static int find(str name, const str *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (columns_same_name(name, str_trim(names[i]))) return (int)i;
    return COLUMN_NONE;
}

static bool is_taken(const columns *c, int column) {
    for (int r = 0; r < ROLES; r++)
        if (c->at[r] == column) return true;
    return false;
}

bool columns_recognize(columns *out, const str *names, size_t count) {
    *out = (columns){.header = true};
    for (int r = 0; r < ROLES; r++) out->at[r] = COLUMN_NONE;
    for (int r = 0; r < ROLES; r++) {
        // The time of day is a column of its own only beside a date.
        if (r == ROLE_CLOCK &&
            (out->at[ROLE_TIME] == COLUMN_NONE ||
             !columns_same_name(str_trim(names[out->at[ROLE_TIME]]), STR("date"))))
            continue;
        for (size_t i = 0; i < 16 && synonyms[r][i] && out->at[r] == COLUMN_NONE; i++) {
            int column = find(str_from(synonyms[r][i]), names, count);
            if (column != COLUMN_NONE && !is_taken(out, column)) out->at[r] = column;
        }
    }
    out->own = out->at[ROLE_TIME_KIND] != COLUMN_NONE && out->at[ROLE_KIND] != COLUMN_NONE &&
               out->at[ROLE_TEXT] != COLUMN_NONE;
    if (!out->own) { // kind, flags and precision mean ours only in our own table; codes may stand
                     // in any
        out->at[ROLE_TIME_KIND] = out->at[ROLE_PRECISION] = COLUMN_NONE;
        out->at[ROLE_KIND] = out->at[ROLE_FLAGS] = COLUMN_NONE;
    }
    return out->at[ROLE_TEXT] != COLUMN_NONE;
}

static int mapped_role(str name) {
    static const struct {
        const char *name;
        int role;
    } roles[] = {{"speaker", ROLE_SPEAKER},   {"text", ROLE_TEXT},
                 {"time", ROLE_TIME},         {"id", ROLE_ID},
                 {"reply_to", ROLE_REPLY_TO}, {"conversation", ROLE_CONVERSATION},
                 {"codes", ROLE_CODES}};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (str_equal(name, str_from(roles[i].name))) return roles[i].role;
    return -1;
}

bool columns_map(columns *out, const char *map, const str *names, size_t count, error *err) {
    static const char roles[] = "ROLE=COLUMN,… with the roles speaker, text, time, id, reply_to, "
                                "conversation and codes, as in --map speaker=who,text=said";
    bool headed = out->at[ROLE_TEXT] != COLUMN_NONE; // the first line names known columns
    str rest = str_from(map);
    while (rest.len) {
        str_cut_result entry = str_cut(rest, ',');
        str_cut_result pair = str_cut(entry.head, '=');
        rest = entry.tail;
        int r = pair.found ? mapped_role(str_trim(pair.head)) : -1;
        if (r < 0) {
            error_set(err, ATTUNE_USAGE, "error: --map: %s \"%.*s\"",
                      pair.found ? "no such role" : "no column is given for", (int)pair.head.len,
                      pair.head.at);
            return error_hint(err, "%s", roles);
        }
        str wanted = str_trim(pair.tail);
        int64_t number;
        int column = find(wanted, names, count);
        if (column == COLUMN_NONE && str_int64(wanted, &number) && number >= 1 &&
            number <= (int64_t)count) {
            column = (int)number - 1;
            out->header = headed;
        }
        if (column == COLUMN_NONE) {
            error_set(err, ATTUNE_USAGE, "error: --map: no column \"%.*s\"", (int)wanted.len,
                      wanted.at);
            return error_hint(
                err, "a name that stands in the first line, or a number from 1 to %zu", count);
        }
        out->at[r] = column;
    }
    return true;
}

static bool is_read(const columns *c, size_t column) {
    for (int r = 0; r < ROLES; r++)
        if (c->at[r] == (int)column) return true;
    return false;
}

static bool is_plain_name(str s) {
    enum { LONGEST = 24 };
    for (size_t i = 0; i < s.len; i++)
        if (!((s.at[i] | 32) >= 'a' && (s.at[i] | 32) <= 'z') && !strchr("_-.", s.at[i]))
            return false;
    return s.len > 0 && s.len <= LONGEST;
}

str columns_remark(const columns *c, const str *names, size_t count, arena *memory) {
    enum { MOST = 400 };
    bool speaker = c->at[ROLE_SPEAKER] == COLUMN_NONE, time = c->at[ROLE_TIME] == COLUMN_NONE;
    if ((!speaker && !time) || c->own || !c->header) return (str){"", 0};
    char *text = arena_bytes(memory, MOST);
    int start = snprintf(text, MOST, "nothing is known to hold the %s; not read:",
                         speaker && time ? "speaker or the time"
                         : speaker       ? "speaker"
                                         : "time");
    size_t len = (size_t)start;
    for (size_t i = 0; i < count; i++) {
        if (is_read(c, i) || !is_plain_name(names[i]) || len + names[i].len + 3 > MOST) continue;
        int put = snprintf(text + len, MOST - len, "%s %.*s", len > (size_t)start ? "," : "",
                           (int)names[i].len, names[i].at);
        len += (size_t)put;
    }
    return len > (size_t)start ? str_of(text, len) : (str){"", 0};
}
