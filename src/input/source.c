#include "input/source.h"

#include "base/limits.h"
#include "input/legacy.h"
#include "input/stream.h"

#include <stdlib.h>

struct source {
    stream *from;    // NULL once it has given its last byte
    buf window;      // what was read; up to consumed it is used up
    size_t consumed; // bytes of window
    uint64_t offset; // bytes consumed in all
    buf raw;         // read but not decoded, when the encoding is another
    encoding encoding;
    legacy legacy; // converter, when the encoding needs one; kept for the next stream
    bool guessed;  // nothing tells that it is Windows-1252, but it is no UTF-8
    bool started;  // the encoding and the line end are decided
    bool shrunk;   // what the first window took and later ones do not need was given back
    bool in_long;  // inside a line of which the first part was given
    char line_end;
    error why;
    buf label, name, path, folder, archive;
    buf file; // with its final NUL, or empty
    int64_t archive_time;
    const char *wanted_encoding;
};

source *source_new(void) { return memory_alloc(sizeof(source)); }

void source_start(source *s, stream *in, source_about about) {
    s->from = in;
    s->consumed = 0;
    s->offset = 0;
    s->started = s->shrunk = s->in_long = s->guessed = false;
    s->why = (error){0};
    s->archive_time = about.archive_time;
    s->wanted_encoding = about.encoding;
    buf_reset(&s->window);
    buf_reset(&s->raw);
    buf_reset(&s->label);
    buf_reset(&s->name);
    buf_reset(&s->path);
    buf_reset(&s->folder);
    buf_reset(&s->archive);
    buf_add(&s->label, str_from(about.label));
    buf_add_char(&s->label, '\0');
    buf_add(&s->name, about.name);
    buf_add(&s->path, about.path);
    buf_add(&s->folder, about.folder);
    buf_add(&s->archive, about.archive);
    buf_reset(&s->file);
    if (about.file) buf_add(&s->file, str_of(about.file, strlen(about.file) + 1));
}

void source_free(source *s) {
    if (!s) return;
    legacy_close(&s->legacy);
    buf_release(&s->window);
    buf_release(&s->raw);
    buf_release(&s->label);
    buf_release(&s->name);
    buf_release(&s->path);
    buf_release(&s->folder);
    buf_release(&s->archive);
    buf_release(&s->file);
    free(s);
}

static size_t waiting(const source *s) { return s->window.len - s->consumed; }

// The first window is as large as decisions need; records need far less. Should one need more, the
// window stays as large as it then gets.
static void shrink(source *s) {
    enum { ROOM = 2 * LIMIT_READ };
    s->shrunk = true;
    if (s->window.room <= ROOM) return;
    void *less = realloc(s->window.at, ROOM);
    if (!less) return;
    s->window.at = less;
    s->window.room = ROOM;
}

// Moves what is not consumed to the front when that is cheap, so that the same memory serves again
// while it is in the cache, or when there is no room behind it.
static void compact(source *s) {
    size_t left = waiting(s);
    if (s->consumed == 0) return;
    if (left > LIMIT_READ && s->window.room - s->window.len >= LIMIT_READ) return;
    memmove(s->window.at, s->window.at + s->consumed, left);
    s->window.len = left;
    s->consumed = 0;
    if (s->started && !s->shrunk && left <= LIMIT_READ) shrink(s);
}

// Reads once into b; false at the end.
static bool read_into(source *s, buf *b) {
    if (!s->from) return false;
    char *at = buf_more(b, LIMIT_READ);
    ptrdiff_t got = s->from->read(s->from, at, LIMIT_READ, &s->why);
    if (got <= 0) {
        s->from = NULL;
        return false;
    }
    b->len += (size_t)got;
    return true;
}

// Decodes what is in raw; at the end of the stream an unfinished character too.
static void decode(source *s) {
    str in = buf_str(&s->raw);
    bool end = !s->from;
    size_t used = encoding_is_legacy(s->encoding)
                      ? legacy_decode(&s->legacy, in, end, &s->window)
                      : encoding_decode(s->encoding, in, end, &s->window);
    s->raw.len -= used;
    if (s->raw.len) memmove(s->raw.at, s->raw.at + used, s->raw.len);
}

// Adds to the window; false at the end.
static bool fill(source *s) {
    compact(s);
    // A window that fills up needs this much and no more; doubling would end at twice as much.
    if (s->window.len > LIMIT_WINDOW / 4)
        memory_reserve(s->window.at, s->window.room, LIMIT_WINDOW + LIMIT_READ);
    if (s->encoding == ENCODING_UTF8) return read_into(s, &s->window);
    bool more = read_into(s, &s->raw);
    size_t before = s->window.len;
    if (s->raw.len) decode(s);
    return more || s->window.len > before;
}

// What cannot be converted fails: read in another encoding it would be wrong without a word.
static void fail_unconverted(source *s, encoding found) {
    error_set(&s->why, ATTUNE_INPUT, "%s: error: this system cannot convert its encoding, %s",
              source_label(s), encoding_name(found));
    error_hint(&s->why, "the C library has no table of it; save the log as UTF-8 elsewhere");
    s->from = NULL;
    buf_reset(&s->window);
}

static encoding choose_encoding(source *s) {
    str head = str_take(buf_str(&s->window), LIMIT_WINDOW);
    encoding told = s->wanted_encoding ? encoding_of(str_from(s->wanted_encoding)) : ENCODING_NONE;
    encoding found = told == ENCODING_NONE ? encoding_detect(head) : told;
    s->guessed = found == ENCODING_CP1252 && told != ENCODING_CP1252;
    if (!encoding_is_legacy(found) || legacy_open(&s->legacy, found)) return found;
    fail_unconverted(s, found);
    return ENCODING_UTF8;
}

// Decides the encoding and the line end from the first LIMIT_WINDOW bytes, whatever pieces they
// come in.
static void start(source *s) {
    s->started = true;
    s->encoding = ENCODING_UTF8;
    while (waiting(s) < LIMIT_WINDOW && fill(s)) {
    }
    s->encoding = choose_encoding(s);
    str head = str_take(buf_str(&s->window), LIMIT_WINDOW);
    size_t mark = encoding_mark(s->encoding, head);
    if (s->encoding == ENCODING_UTF8) {
        s->consumed = mark;
    } else {
        buf_add(&s->raw, str_drop(buf_str(&s->window), mark));
        buf_reset(&s->window);
        decode(s);
        while (waiting(s) < LIMIT_WINDOW && fill(s)) {
        }
    }
    while (str_starts(source_peek(s, 3), STR("\xEF\xBB\xBF"))) s->consumed += 3; // put twice
    head = source_peek(s, LIMIT_WINDOW);
    bool mac = head.len && !memchr(head.at, '\n', head.len) && memchr(head.at, '\r', head.len);
    s->line_end = mac ? '\r' : '\n';
}

void source_consume(source *s, size_t n) {
    if (n > waiting(s)) n = waiting(s);
    s->consumed += n;
    s->offset += n;
}

// Drops the rest of a line of which the first part was given.
static void skip_line(source *s) {
    s->in_long = false;
    do {
        size_t have = waiting(s);
        const char *from = s->window.at + s->consumed;
        const char *hit = have ? memchr(from, s->line_end, have) : NULL;
        source_consume(s, hit ? (size_t)(hit - from) + 1 : have);
        if (hit) return;
    } while (fill(s));
}

str source_peek(source *s, size_t wanted) {
    if (!s->started) start(s);
    if (s->in_long) skip_line(s);
    if (wanted > LIMIT_WINDOW) wanted = LIMIT_WINDOW;
    while (waiting(s) < wanted && fill(s)) {
    }
    // Never more than the window, so that what a reader decides from it does not depend on how it
    // was read.
    return str_take(str_drop(buf_str(&s->window), s->consumed), LIMIT_WINDOW);
}

// Ends a line of len bytes at the current position, with its line end when there is one.
static str take_line(source *s, size_t len, bool ended) {
    str line = str_of(s->window.at + s->consumed, len);
    source_consume(s, len + ended);
    if (ended && s->line_end == '\n' && len && line.at[len - 1] == '\r') line.len--;
    return line;
}

bool source_line(source *s, size_t limit, str *line, bool *too_long) {
    if (!s->started) start(s);
    if (s->in_long) skip_line(s);
    if (too_long) *too_long = false;
    size_t searched = 0;
    for (;;) {
        size_t have = waiting(s);
        const char *from = s->window.at + s->consumed;
        const char *hit =
            have > searched ? memchr(from + searched, s->line_end, have - searched) : NULL;
        size_t len = hit ? (size_t)(hit - from) : have;
        // One byte more than the limit may still be the CR of the line's end.
        if (len > limit && (len - limit > 1 || (hit && hit[-1] != '\r'))) {
            *line = take_line(s, limit, false);
            if (too_long) *too_long = true;
            s->in_long = true;
            return true;
        }
        if (hit) {
            *line = take_line(s, len, true);
            return true;
        }
        searched = have;
        if (fill(s)) continue;
        if (have == 0) return false;
        if (too_long) *too_long = have > limit;
        *line = take_line(s, have, false);
        line->len = line->len < limit ? line->len : limit;
        return true;
    }
}

bool source_may_wait(const source *s) { return s->started && s->from && s->from->waits; }

bool source_waits(const source *s) {
    if (!source_may_wait(s)) return false;
    size_t have = waiting(s);
    if (have && memchr(s->window.at + s->consumed, s->line_end, have)) return false;
    return s->from->waits(s->from);
}

bool source_guessed(const source *s) { return s->guessed; }

uint64_t source_offset(const source *s) { return s->offset; }

bool source_failed(const source *s, error *why) {
    if (s->why.status && why) *why = s->why;
    return s->why.status != 0;
}

const char *source_label(const source *s) { return s->label.at ? s->label.at : ""; }

str source_name(const source *s) { return buf_str(&s->name); }

const char *source_file(const source *s) { return s->file.len ? s->file.at : NULL; }

str source_path(const source *s) { return buf_str(&s->path); }

str source_folder(const source *s) { return buf_str(&s->folder); }

str source_archive(const source *s) { return buf_str(&s->archive); }

int64_t source_archive_time(const source *s) { return s->archive_time; }
