#include "reader/whatsapp_authors.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "reader/whatsapp_phrases.h"
#include "reader/when.h"

#include <stdlib.h>

enum {
    AUTHOR_POINTS = 120, // characters of the longest name
    SURE = 3,            // lines that have to allow the same longer name
    NAMES = 1 << 17,     // names that are learnt: more are none, but lines with colons
};

// Bytes of the white space at the start of s that phones put around names, or 0.
static size_t blank(str s) {
    if (s.len && s.at[0] == ' ') return 1;
    if (str_starts(s, STR("\u00A0"))) return 2;
    if (str_starts(s, STR("\u202F"))) return 3;
    return when_mark(s);
}

// Whether a name can end at the colon at i.
static bool separates(str line, size_t i) {
    str after = str_drop(line, i + 1);
    return after.len == 0 || after.at[0] == ' ' || (after.len == 1 && after.at[0] == '.') ||
           ((unsigned char)after.at[0] >= 0xC2 && blank(after));
}

// The first colon from i on where a name can end; SIZE_MAX when there is none.
static size_t separator(str line, size_t i) {
    size_t most = line.len < 4 * AUTHOR_POINTS + 1 ? line.len : 4 * AUTHOR_POINTS + 1;
    while (i < most) {
        const char *hit = memchr(line.at + i, ':', most - i);
        if (!hit) return SIZE_MAX;
        i = (size_t)(hit - line.at);
        if (separates(line, i)) return i;
        i++;
    }
    return SIZE_MAX;
}

// Length of the blank at the end of s, or 0.
static size_t blank_end(str s) {
    for (size_t len = 1; len <= 3 && len <= s.len; len++)
        if (blank(str_drop(s, s.len - len)) == len) return len;
    return 0;
}

static bool plain_start(char c) { return c > ' ' && c < 0x7F && c != '~'; }

str whatsapp_authors_clean(str name) {
    if (name.len && plain_start(name.at[0]) && plain_start(name.at[name.len - 1])) return name;
    for (size_t n; (n = blank(name)) || (name.len > 1 && name.at[0] == '~' && (n = 1));)
        name = str_drop(name, n);
    for (size_t n; (n = blank_end(name));) name.len -= n;
    return name;
}

static bool is_name(str name) {
    if (name.len == 0 || name.at[name.len - 1] == ':') return false;
    return name.len <= AUTHOR_POINTS || utf8_count(name) <= AUTHOR_POINTS;
}

// Takes a name that a line begins with as it stands.
static void remember(whatsapp_authors *a, str line, const author_split *split) {
    if (a->colons || split->author.at != line.at || split->id == INTERN_NONE) return;
    for (unsigned i = 0; i < AUTHORS_RECENT; i++)
        if (a->recent[i].name.len && a->recent[i].id == split->id) return;
    author_recent *r = &a->recent[a->turn++ % AUTHORS_RECENT];
    *r = (author_recent){.name = intern_name(&a->names, split->id),
                         .id = split->id,
                         .valid = utf8_valid(split->author) == split->author.len};
    r->plain = r->valid && !a->records[split->id].app;
    char head[sizeof r->head] = {0}, mask[sizeof r->mask] = {0};
    size_t len = r->name.len < sizeof head ? r->name.len : sizeof head;
    memcpy(head, r->name.at, len);
    if (len < sizeof head) head[len++] = ':';
    if (len < sizeof head) head[len++] = ' ';
    memset(mask, -1, len);
    memcpy(&r->head, head, sizeof head);
    memcpy(&r->mask, mask, sizeof mask);
}

static void forget(whatsapp_authors *a) {
    memset(a->recent, 0, sizeof a->recent);
    a->turn = 0;
}

static author_split cut_at(str line, size_t colon) {
    author_split split = {.author = whatsapp_authors_clean(str_take(line, colon)),
                          .body = colon + 1,
                          .id = INTERN_NONE};
    str after = str_drop(line, split.body);
    if (after.len && after.at[0] == ' ')
        split.body++;
    else if ((unsigned char)(after.len ? after.at[0] : 0) >= 0xC2 && !when_mark(after))
        split.body += blank(after);
    split.found = is_name(split.author);
    return split;
}

author_split whatsapp_authors_guess(str line) {
    size_t colon = separator(line, 0);
    return colon == SIZE_MAX ? (author_split){.id = INTERN_NONE} : cut_at(line, colon);
}

static void make_room(whatsapp_authors *a) {
    size_t before = a->room;
    memory_reserve(a->records, a->room, a->names.count);
    memset(a->records + before, 0, (a->room - before) * sizeof *a->records);
}

static inline author_record *record(whatsapp_authors *a, uint32_t id) {
    if (id >= a->room) make_room(a);
    return &a->records[id];
}

static uint32_t add(whatsapp_authors *a, str name) {
    uint32_t id = intern_add(&a->names, name);
    record(a, id);
    return id;
}

// A quotation mark that is opened in the name and not closed: the colon stands in the quotation.
static bool unclosed(str name) {
    size_t straight = 0, open = 0, close = 0;
    for (size_t i = 0; i < name.len; i++) {
        str rest = str_drop(name, i);
        straight += rest.at[0] == '"';
        open += str_starts(rest, STR("\u00AB")) || str_starts(rest, STR("\u201E")) ||
                str_starts(rest, STR("\u300C"));
        close += str_starts(rest, STR("\u00BB")) || str_starts(rest, STR("\u201D")) ||
                 str_starts(rest, STR("\u300D"));
        // “ opens in English and closes in German
        if (str_starts(rest, STR("\u201C"))) open > close ? close++ : open++;
    }
    return straight % 2 || open > close;
}

// Whether what stands before the colon is the beginning of a notice. Asked once for each name.
static bool is_notice(whatsapp_authors *a, const author_split *split) {
    if (split->id == INTERN_NONE)
        return unclosed(split->author) || whatsapp_phrase_in(split->author, false);
    author_record *r = record(a, split->id);
    if (!r->judged) {
        r->notice = unclosed(split->author) || whatsapp_phrase_in(split->author, false);
        r->judged = true;
    }
    return r->notice;
}

// A line that begins like a notice, under a name that is not seen twice.
static bool begins_notice(whatsapp_authors *a, str line, uint32_t id) {
    if (id != INTERN_NONE && record(a, id)->records > 1) return false;
    return whatsapp_phrase_may_begin(line) && whatsapp_phrase_line(line) == PHRASE_SYSTEM;
}

author_split whatsapp_authors_split(whatsapp_authors *a, str line) {
    author_split split;
    if (whatsapp_authors_recall(a, line, &split)) return split;
    size_t colon = separator(line, 0);
    if (colon == SIZE_MAX) return (author_split){.id = INTERN_NONE};
    split = cut_at(line, colon);
    if (!split.found) return split;
    split.id = intern_find(&a->names, split.author);
    if (split.id == INTERN_NONE && a->names.count < NAMES) split.id = add(a, split.author);
    if (a->colons)
        for (size_t next = colon; (next = separator(line, next + 1)) != SIZE_MAX;) {
            author_split longer = cut_at(line, next);
            if (longer.found) longer.id = intern_find(&a->names, longer.author);
            if (longer.id != INTERN_NONE && record(a, longer.id)->known) split = longer;
        }
    if (split.id != INTERN_NONE && record(a, split.id)->known) return split;
    split.found = !is_notice(a, &split) && !begins_notice(a, line, split.id);
    if (split.found) remember(a, line, &split);
    return split;
}

// The longer name that the line allows.
static void allow_longer(whatsapp_authors *a, uint32_t id, str line, size_t body) {
    size_t colon = separator(line, body);
    author_record *r = record(a, id);
    if (colon == SIZE_MAX) {
        r->alone = true;
        return;
    }
    author_split longer = cut_at(line, colon);
    if (!longer.found || r->differs) return;
    uint32_t other = add(a, longer.author) + 1;
    r = record(a, id);
    r->differs = r->longer && r->longer != other;
    r->longer = other;
}

author_record *whatsapp_authors_count(whatsapp_authors *a, str line, const author_split *split) {
    uint32_t id = split->id == INTERN_NONE ? add(a, split->author) : split->id;
    author_record *r = record(a, id);
    r->records++;
    if (r->alone) return r; // it stays so, and most names are by now
    allow_longer(a, id, line, split->body);
    return record(a, id);
}

void whatsapp_authors_settle(whatsapp_authors *a) {
    forget(a);
    for (uint32_t id = 0; id < a->names.count; id++) {
        author_record *r = record(a, id);
        if (r->alone || r->records == 0) continue;
        if (r->longer && !r->differs && r->records >= SURE) {
            record(a, r->longer - 1)->known = a->colons = true;
            r->records = 0;
        }
    }
    for (uint32_t id = 0; id < a->names.count; id++) {
        author_record *r = record(a, id);
        r->app = r->records && !r->human && (r->marked || r->records > 1 || r->opens);
    }
}

void whatsapp_authors_name(whatsapp_authors *a, str names) {
    while (names.len) {
        str_cut_result cut = str_cut(names, ',');
        str name = whatsapp_authors_clean(str_trim(cut.head));
        names = cut.tail;
        if (name.len == 0) continue;
        record(a, add(a, name))->known = true;
        a->colons |= str_contains(name, STR(":"));
    }
}

void whatsapp_authors_reset(whatsapp_authors *a) {
    intern_reset(&a->names);
    if (a->room) memset(a->records, 0, a->room * sizeof *a->records);
    forget(a);
    a->colons = false;
}

void whatsapp_authors_release(whatsapp_authors *a) {
    intern_release(&a->names);
    free(a->records);
    *a = (whatsapp_authors){0};
}
