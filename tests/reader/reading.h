// reading: a text through one reader, for the tests of readers.
#ifndef TESTS_READING_H
#define TESTS_READING_H

#include "base/limits.h"
#include "base/memory.h"
#include "input/inputs.h"
#include "reader/reader.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { READ_MOST = 64 };

typedef struct reading {
    message messages[READ_MOST];
    size_t count, rejected;
    reject_reason reason; // of the last rejection
    reader_result last;   // READER_END or READER_FAILED
    dialect dialect;
    bool opened, any_order;
    int bid;
    error err;
    arena memory;
} reading;

// Strings of a message may live until the next one only.
static inline void reading_keep(reading *r) {
    message *m = &r->messages[r->count++];
    str *const kept[] = {&m->text, &m->author, &m->conversation, &m->title};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (kept[i]->at) *kept[i] = arena_str(&r->memory, *kept[i]);
}

// Takes usual records, as many as there are, so many at a time.
static inline void reading_usual(const reader *r, reader_state *state, size_t most, reading *out) {
    message said[READ_MOST] = {0};
    for (size_t count; most && r->usual && (count = r->usual(state, said, most));)
        for (size_t i = 0; i < count; i++) {
            cr_assert(said[i].usual);
            out->messages[out->count] = said[i];
            reading_keep(out);
            cr_assert_lt(out->count, READ_MOST);
        }
}

// Writes text to a file and reads that, usual records so many at a time, or like others for 0. The
// result is released with reading_release.
static inline reading read_by(const reader *r, str text, const reader_options *options,
                              size_t usual) {
    reading out = {.count = 0};
    char path[] = "/tmp/attune-test-XXXXXX";
    int file = mkstemp(path);
    cr_assert(file >= 0 && write(file, text.at, text.len) == (ssize_t)text.len);
    close(file);
    const char *paths[] = {path};
    source *in;
    inputs *all = inputs_new(paths, 1, &(input_options){0});
    cr_assert_eq(inputs_next(all, &in, &out.err), INPUTS_SOURCE, "%s", out.err.what);
    reader_options plain = {.max_record = LIMIT_RECORD};
    reader_state state = {.in = in, .options = options ? options : &plain, .err = &out.err};
    state.own = r->state_size ? arena_alloc(&state.memory, r->state_size, 16) : NULL;
    str head = source_peek(in, LIMIT_WINDOW);
    out.bid = r->bid(head, head.len < LIMIT_WINDOW);
    out.opened = !r->open || r->open(&state);
    out.any_order = state.any_order;
    while (out.opened &&
           (out.last = r->next(&state, &out.memory, &out.messages[out.count])) <= READER_REJECTED) {
        if (out.last == READER_MESSAGE) reading_keep(&out);
        out.rejected += out.last == READER_REJECTED;
        if (out.last == READER_REJECTED) out.reason = state.reason;
        cr_assert_lt(out.count, READ_MOST);
        reading_usual(r, &state, usual, &out);
    }
    out.dialect = state.dialect;
    if (r->close) r->close(&state);
    arena_release(&state.memory);
    inputs_free(all);
    unlink(path);
    return out;
}

static inline reading read_through(const reader *r, str text, const reader_options *options) {
    return read_by(r, text, options, 0);
}

static inline void reading_release(reading *r) { arena_release(&r->memory); }

#define expect_str(got, want)                                                                      \
    cr_assert(str_equal((got), str_from(want)), "%.*s, not %s", (int)(got).len, (got).at, (want))

#endif
