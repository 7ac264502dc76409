#include "reader/whatsapp_bid.h"

#include "reader/whatsapp_authors.h"
#include "reader/whatsapp_header.h"
#include "reader/whatsapp_phrases.h"

enum {
    LINES = 400,      // lines that are looked at
    RECORDS = 100,    // and records among them
    FIRST = 10,       // filled lines among which a header has to stand twice
    BYTES = 64 << 10, // of the source
    NAMES = 128,      // slots for names
};

typedef struct evidence {
    size_t lines, first_headers, headers;
    size_t authored, people,
        levels;   // records with a name; with one as people have; with one as programs have
    size_t names; // distinct ones
    size_t notices;
    size_t commas; // headers of the one form that another messenger has too
    uint64_t seen[NAMES];
} evidence;

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// INFO, local.ERROR, Warning: the word after the last dot names how bad something is.
static bool is_level(str name) {
    static const char *const levels[] = {
        "trace",   "debug", "info",     "information", "notice",    "warn",  "warning",
        "error",   "err",   "critical", "crit",        "fatal",     "alert", "severe",
        "verbose", "fine",  "emerg",    "emergency",   "exception", "log",   "status"};
    for (size_t i = name.len; i-- > 0;)
        if (name.at[i] == '.') {
            name = str_drop(name, i + 1);
            break;
        }
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (str_equal_nocase(name, str_from(levels[i]))) return true;
    return false;
}

// Whether it has a letter that is no ASCII capital, or is a telephone number.
static bool is_person(str name) {
    if (is_level(name)) return false;
    bool capital = false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        if ((unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z')) return true;
        capital |= is_upper(c);
    }
    return !capital && name.len > 6 && name.at[0] == '+';
}

static void note_name(evidence *e, str name) {
    uint64_t hash = str_hash(name) | 1;
    for (size_t i = 0; i < NAMES; i++) {
        uint64_t *slot = &e->seen[(hash / 2 + i) % NAMES];
        if (*slot == hash) return;
        if (*slot) continue;
        *slot = hash;
        e->names++;
        return;
    }
}

static void note_header(evidence *e, const whatsapp_header *h, str line) {
    e->headers++;
    e->first_headers += e->lines <= FIRST;
    e->commas += h->form == FORM_COMMA;
    str rest = str_drop(line, h->len);
    author_split split = whatsapp_authors_guess(rest);
    str said = split.found ? str_drop(rest, split.body) : rest;
    whatsapp_phrase_kind kind = whatsapp_phrase_line(said);
    if (kind == PHRASE_NONE && said.len > 2 && said.at[0] == '<')
        kind = whatsapp_phrase_inside(str_of(said.at + 1, said.len - 2));
    if (kind != PHRASE_NONE || (!split.found && whatsapp_phrase_in(rest, false))) e->notices++;
    if (!split.found) return;
    e->authored++;
    e->people += is_person(split.author);
    e->levels += is_level(split.author);
    note_name(e, split.author);
}

static void look(evidence *e, str head, bool whole) {
    char end = memchr(head.at, '\n', head.len) ? '\n' : '\r';
    for (size_t lines = 0; head.len && lines < LINES && e->headers < RECORDS; lines++) {
        str_cut_result cut = str_cut(head, end);
        if (!cut.found && !whole) return;
        head = cut.tail;
        str line = str_trim(cut.head);
        if (line.len == 0) continue;
        e->lines++;
        whatsapp_header header;
        if (whatsapp_header_read(line, &header) && header.form != FORM_SPACE)
            note_header(e, &header, line);
    }
}

int whatsapp_bid(str head, bool whole) {
    if (head.len > BYTES) {
        head.len = BYTES;
        whole = false;
    }
    if (head.len == 0) return 0;
    evidence e = {0};
    look(&e, head, whole);
    if (e.first_headers == 0 || (e.first_headers < 2 && e.lines > 1 && e.notices == 0)) return 0;
    if (e.authored == 0 && e.notices == 0) return 0;
    // Names of people, few of them: a program's log has levels or something new on each line.
    bool people = e.people * 10 >= e.headers * 3 && e.levels * 2 < e.authored;
    bool few = e.headers < 8 || e.names * 3 <= e.headers * 2;
    if (!e.notices && !(people && few)) return 0;
    if (e.commas * 2 > e.headers) return 10;
    return e.headers > 1 || e.notices ? 50 : 30;
}
