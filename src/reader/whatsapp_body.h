// whatsapp_body: what a message of a WhatsApp export is: words, or what the app writes in the place
// of something else (formats.md 3.5).
#ifndef READER_WHATSAPP_BODY_H
#define READER_WHATSAPP_BODY_H

#include "reader/message.h"

typedef struct whatsapp_body {
    message_kind kind; // KIND_SYSTEM when the app's own notices are never a person's
    uint8_t flags;
    str text; // the words: of a captioned photo the caption, without the note that it was edited
} whatsapp_body;

// Without white space at the end and marks at both ends.
str whatsapp_trim(str text);

// Whether a plain body (whatsapp_plain.h), whose first line has that many bytes, is words and
// nothing else, as most are.
bool whatsapp_body_is_words(str body, size_t first);

// Whether a line, not empty, can be the app's, as far as its first and last bytes tell, or an
// address in it.
bool whatsapp_line_is_suspect(str line);

// body is trimmed; the result points into it.
void whatsapp_body_read(str body, whatsapp_body *out);

#endif
