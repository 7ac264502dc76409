#include "reader/unknown.h"

#include "base/buf.h"

#include <stdio.h>

enum { SEEN = 8 << 10, KEYS = 6, LONGEST_KEY = 24 };

bool unknown_is_binary(str head) {
    head = str_take(head, SEEN);
    size_t odd = 0;
    for (size_t i = 0; i < head.len; i++) {
        unsigned char c = (unsigned char)head.at[i];
        if (c == 0) return true;
        odd += (c < ' ' && (c < '\t' || c > '\r') && c != 0x1B) || c == 0x7F;
    }
    return odd > head.len / 20;
}

// Names of people are keys too, and most of them begin with a capital.
static bool is_word(str s) {
    if (s.len == 0 || s.len > LONGEST_KEY || (s.at[0] >= 'A' && s.at[0] <= 'Z')) return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
        if (!plain) return false;
    }
    return true;
}

// Appends the keys before the first nested value's end: strings in front of a colon that look like
// what a program writes and not like a name.
static size_t add_keys(str json, char *out, size_t size) {
    size_t len = 0, keys = 0;
    for (str rest = str_take(json, SEEN); rest.len && keys < KEYS;) {
        rest = str_cut(rest, '"').tail;
        str_cut_result word = str_cut(rest, '"');
        if (!word.found) break;
        rest = word.tail;
        str after = str_trim(str_take(rest, 8));
        if (after.len == 0 || after.at[0] != ':' || !is_word(word.head)) continue;
        int put = snprintf(out + len, size - len, "%s%.*s", keys ? ", " : "", (int)word.head.len,
                           word.head.at);
        if (put < 0 || (size_t)put >= size - len) break;
        len += (size_t)put;
        keys++;
    }
    return keys;
}

static bool has_stamp(str head) {
    head = str_take(head, SEEN);
    for (size_t i = 0; i + 5 <= head.len; i++) {
        const char *c = head.at + i;
        bool digits = c[0] >= '0' && c[0] <= '9' && c[1] >= '0' && c[1] <= '9' && c[3] >= '0' &&
                      c[3] <= '9' && c[4] >= '0' && c[4] <= '9';
        if (digits && (c[2] == ':' || c[2] == '/' || c[2] == '.' || c[2] == '-')) return true;
    }
    return false;
}

static bool ends_with_crypt(str name) {
    size_t at = str_find(name, STR(".crypt"));
    return at != SIZE_MAX && name.len - at <= 8;
}

bool unknown_is_media(str name, str head) {
    return unknown_is_binary(head) && !ends_with_crypt(name) &&
           !str_starts(head, STR("SQLite format 3"));
}

static bool refuse(const char *label, const char *what, const char *hint, error *err) {
    error_set(err, ATTUNE_INPUT, "%s: error: not in a format that attune knows (%s)", label, what);
    return error_hint(err, "%s", hint);
}

// What else makes such a page, and in which format it is read.
static const char *page_hint(str head, const char *usual) {
    static const struct {
        const char *sign, *hint;
    } pages[] = {
        {"chatlog__message", "DiscordChatExporter writes JSON too, which attune reads"},
        {"sent iMessage", "imessage-exporter -f txt writes what attune reads"},
        {"haudio", "a call or a message for the ear: nobody wrote anything"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (str_contains(head, str_from(pages[i].sign))) return pages[i].hint;
    return usual;
}

bool unknown_format(const char *label, str name, str head, error *err) {
    static const char from_app[] =
        "export the chat in the app: open the chat, then Export chat; see attune formats";
    static const char usual[] =
        "attune formats lists what it reads; --format names one, --map the columns of a table";
    if (ends_with_crypt(name))
        return refuse(label, "an encrypted backup of WhatsApp", from_app, err);
    if (str_starts(head, STR("SQLite format 3")))
        return refuse(label, "an SQLite database, perhaps an app's own", from_app, err);
    if (str_starts(head, STR("%PDF")))
        return refuse(label, "a PDF document",
                      "convert it to text first, or export the log as text", err);
    if (unknown_is_binary(head)) return refuse(label, "binary data", usual, err);
    str text = str_trim(str_take(head, SEEN));
    if (text.len == 0) return refuse(label, "nothing but blank lines", usual, err);
    if (text.at[0] == '{' || text.at[0] == '[') {
        char keys[KEYS * (LONGEST_KEY + 2) + 1] = "", what[sizeof keys + 32];
        size_t count = add_keys(text, keys, sizeof keys);
        snprintf(what, sizeof what, count ? "JSON with the keys %s" : "JSON%s", keys);
        return refuse(label, what, usual, err);
    }
    if (text.at[0] == '<') return refuse(label, "HTML or XML", page_hint(head, usual), err);
    return refuse(label,
                  has_stamp(head) ? "text with times of an unknown shape" : "text without times",
                  usual, err);
}
