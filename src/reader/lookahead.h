// lookahead: the lines of a source, of which the next can be looked at before it is taken: what
// readers of text need to know where a record ends.
#ifndef READER_LOOKAHEAD_H
#define READER_LOOKAHEAD_H

#include "base/buf.h"
#include "reader/reader.h"

// Zero-initialize before use.
typedef struct lookahead {
    buf held; // valid UTF-8, without line end or byte-order mark
    bool has;
    bool too_long; // the line that is held was cut
    bool repaired; // it was no UTF-8
    bool windows;  // a line that is no UTF-8 is Windows-1252: set by readers whose logs mix both
    uint64_t line; // number of the line that is held or was taken last, from 1
} lookahead;

// The next line, which stays the next until it is taken; false at the end. It lives until the next
// one is asked for.
bool lookahead_peek(lookahead *l, reader_state *state, str *line);
static inline void lookahead_take(lookahead *l, reader_state *state) {
    l->has = false;
    state->repaired |= l->repaired;
}

// The end of the source: READER_FAILED with *state->err set when it is truncated.
reader_result lookahead_end(reader_state *state);

void lookahead_release(lookahead *l);

// The lines of one message on the way to its text.
typedef struct passage {
    buf text;
    size_t lines;
    bool too_long;
} passage;

void passage_begin(passage *p);

// Adds a line behind an LF, unless the text would become longer than a record may be.
void passage_add(passage *p, const reader_state *state, str line, bool cut);

// Takes the lines up to the next one that begins a record or ends the source, as begins says.
void passage_gather(passage *p, lookahead *l, reader_state *state,
                    bool (*begins)(reader_state *state, str line));

// The text without white space behind it.
str passage_text(const passage *p);

void passage_release(passage *p);

// Sets the reason and the line of a record that is left out.
reader_result reader_reject(reader_state *state, reject_reason reason, uint64_t line);

// The next line of window without its end (LF, CR LF, CR), for bids and surveys; false where there
// is none, or where only the window's end cuts it. whole: window is all there is.
bool window_line(str *window, bool whole, str *line);

#endif
