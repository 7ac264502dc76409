// whatsapp_survey: what one window says of a whole WhatsApp export: the shapes of its headers, the
// order of its dates, its authors.
#ifndef READER_WHATSAPP_SURVEY_H
#define READER_WHATSAPP_SURVEY_H

#include "reader/date_survey.h"
#include "reader/whatsapp_authors.h"
#include "reader/whatsapp_follow.h"

// Zero-initialize before use; release gives the memory back.
typedef struct whatsapp_survey {
    char line_end;    // '\n', or '\r' when there is no other
    bool starts[256]; // bytes that a header begins with
    uint64_t shapes;  // bit per whatsapp_header_shape that is a header here; others are pasted text
    uint64_t headers; // lines that are
    uint64_t count[64]; // of them by shape
    header_memory memory;
    date_survey dates;
    int year; // the latest year that stands in a date with a month name, or 0
    whatsapp_authors authors;
} whatsapp_survey;

// Reads a window; whole: it ends with the source. speakers: names known from elsewhere, separated
// by commas.
void whatsapp_survey_read(whatsapp_survey *s, str window, bool whole, str speakers);

// Whether a header of the export's shapes stands at the start of line.
static inline bool whatsapp_survey_header(whatsapp_survey *s, str line, whatsapp_header *out) {
    if (line.len == 0 || !s->starts[(unsigned char)line.at[0]]) return false;
    if (!whatsapp_header_recall(&s->memory, line, out)) return false;
    return s->shapes >> whatsapp_header_shape(out) & 1;
}

void whatsapp_survey_release(whatsapp_survey *s);

#endif
