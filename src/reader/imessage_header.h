// imessage_header: the line that begins a record of imessage-exporter.
#ifndef READER_IMESSAGE_HEADER_H
#define READER_IMESSAGE_HEADER_H

#include "base/str.h"

typedef struct imessage_header {
    int64_t time; // ms, the clock read as if it were UTC
    str rest;     // a notice behind the time; empty when nothing stands there but who read it
} imessage_header;

// "May 07, 2022  5:29:42 PM", then nothing, " (Read by …)" or a notice. False when line is none.
bool imessage_header_read(str line, imessage_header *out);

#endif
