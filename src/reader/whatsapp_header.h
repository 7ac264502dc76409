// whatsapp_header: the start of a record in a WhatsApp export.
#ifndef READER_WHATSAPP_HEADER_H
#define READER_WHATSAPP_HEADER_H

#include "reader/when.h"

typedef enum header_form {
    FORM_BRACKET,   // [date, time] author: text    iOS
    FORM_DASH,      // date, time - author: text    Android
    FORM_SEMICOLON, // date time; author: text      viewers
    FORM_COLON,     // date, time: author: text     old Android
    FORM_COMMA,     // date time, author: text      Korean
    FORM_SPACE,     // date time author: text       only where no record has another form
} header_form;

typedef struct whatsapp_header {
    when stamp;
    header_form form;
    uint32_t len;  // bytes up to the author
    uint32_t date; // the same for headers next to each other whose dates are the same; 0 for none
} whatsapp_header;

enum { HEADER_BYTES = 512 }; // of a line, at most, that a header is looked for in

// Reads the header at the start of s, which may go on behind the line's end. false when there is
// none.
bool whatsapp_header_read(str s, whatsapp_header *out);

// Its shape, under 64: form, order of date and time, width of the year, seconds. What else may
// differ (padding, separators) differs within one real file too.
static inline unsigned whatsapp_header_shape(const whatsapp_header *h) {
    const when *w = &h->stamp;
    // A month name makes a stamp its own; in 2013 such stamps left out the year of the export.
    bool wide = w->named != ORDER_NONE || w->year_at != WHEN_NOWHERE;
    return (unsigned)h->form << 3 | (unsigned)w->time_first << 2 | (unsigned)wide << 1 |
           w->has_seconds;
}

#endif
