// imessage_body: what stands between the time of a record of imessage-exporter and the next record:
// the sender, the words, and what the exporter says about them.
#ifndef READER_IMESSAGE_BODY_H
#define READER_IMESSAGE_BODY_H

#include "base/buf.h"
#include "reader/reactions.h"

// Zero-initialize before use.
typedef struct imessage_body {
    buf author, text;
    reactions reactions;
    bool stray;   // lines came before any record
    bool answers; // it is said to be a reply
    bool media, edited, deleted, too_long;
    bool repaired; // something was no UTF-8
    bool in_reactions;
} imessage_body;

void imessage_body_reset(imessage_body *b);

// The next line; the first is the sender's name.
void imessage_body_add(imessage_body *b, str raw, size_t most);

// Sets author, text, kind and flags, copied into keep.
void imessage_body_message(const imessage_body *b, arena *keep, message *out);

void imessage_body_release(imessage_body *b);

#endif
