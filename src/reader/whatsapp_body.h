// whatsapp_body: what a message of a WhatsApp export is: words, or what the app writes in the place
// of something else.
#ifndef READER_WHATSAPP_BODY_H
#define READER_WHATSAPP_BODY_H

#include "reader/message.h"
#include "reader/whatsapp_phrases.h"

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

enum { BODY_WORD = 8 }; // bytes that no space is among at the end of a place

// Whether one of eight bytes is a space.
static inline bool whatsapp_has_space(const char *eight) {
    const uint64_t ones = 0x0101010101010101u, space = 0x2020202020202020u;
    uint64_t word;
    memcpy(&word, eight, sizeof word);
    word ^= space;
    return (word - ones) & ~word & 0x8080808080808080u;
}

// Whether a line, not empty, can be the app's, as far as its first and last bytes tell, or an
// address in it.
bool whatsapp_line_is_place(str line);
static inline bool whatsapp_line_is_suspect(str line) {
    char end = line.at[line.len - 1];
    if (line.at[0] == '<' || end == '>' || end == ')' || (line.len == 1 && end == '.')) return true;
    if (whatsapp_phrase_may_begin(line) && whatsapp_phrase_begins(line)) return true;
    return line.len > BODY_WORD && !whatsapp_has_space(line.at + line.len - BODY_WORD) &&
           whatsapp_line_is_place(line);
}

// body is trimmed; the result points into it.
void whatsapp_body_read(str body, whatsapp_body *out);

#endif
