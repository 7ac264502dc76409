// html: the tags and texts of a page as events, in constant memory. It knows no grammar: readers
// count the levels that they need.
#ifndef READER_HTML_H
#define READER_HTML_H

#include "base/buf.h"
#include "input/source.h"

typedef enum html_event {
    HTML_TEXT,  // value is a run of characters, its references resolved; long ones come in pieces
    HTML_OPEN,  // value is the tag's name, in lower case
    HTML_CLOSE, // the same
    HTML_END,   // of the stream; *broken when it is inside a tag
} html_event;

// Zero-initialize before use.
typedef struct html {
    source *in;  // NULL when reading from a str
    str window;  // what was peeked
    size_t used; // of it
    buf value;   // valid UTF-8; lives until the next event
    buf tag;     // the inside of the tag of the last event
    buf attribute, scratch;
    uint64_t line;
    bool empty;    // the tag given last has no end of its own: <br>, <img …>, <x/>
    bool repaired; // some value was no UTF-8: set for whoever clears it
    bool broken;   // the stream ended inside a tag, or a tag is longer than 1 MiB
} html;

// Begins reading in, or text when in is NULL, keeping the buffers.
void html_begin(html *h, source *in, str text);

html_event html_next(html *h);

static inline str html_value(const html *h) { return buf_str(&h->value); }
static inline bool html_is(const html *h, const char *name) {
    return str_equal(html_value(h), str_from(name));
}

// The value of an attribute of the tag given last, its references resolved, valid until the next
// attribute; empty when it has none.
str html_attribute(html *h, const char *wanted);

// Whether its class has this word.
bool html_has_class(html *h, const char *word);

// Appends text with its character references resolved (those of XML, nbsp and numbers).
void html_decode(buf *to, str text);

void html_release(html *h);

#endif
