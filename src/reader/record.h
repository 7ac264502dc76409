// record: a message as one run of bytes, to wait for its turn in memory or in a file.
#ifndef READER_RECORD_H
#define READER_RECORD_H

#include "base/arena.h"
#include "base/buf.h"
#include "reader/message.h"

// Appends what a reader set of *m.
void record_pack(buf *out, const message *m);

// For a message that has no other strings than text, id and author, as most: half the instructions.
static inline bool record_is_plain(const message *m) {
    return !(m->reply_to.len | m->author_id.len | m->conversation.len | m->title.len |
             m->mentioned_count) &&
           !m->codes.at && !m->rules.len;
}
// Appends these and what is summed with them; the strings of *m are the copies from now on, which
// move with out.
void record_move(buf *out, message *m);

// Sets *out to the message whose bytes stand at the start of bytes: its strings point there, its
// list of mentioned into keep.
void record_view(str bytes, arena *keep, message *out);

// Moves what is used of a view beyond intake into keep: text, id, reply_to, codes, rules; other
// strings are emptied.
void record_keep(message *view, arena *keep);

// Adds XXH3-128 over the lengths and the kind, flags, time, text, id and author of the record whose
// text begins at text to a sum of 128 bits, which is the same for any order of records and any
// machine. Returns what was added to its low half.
uint64_t record_sum(const char *text, uint64_t sum[2]);
const char *record_text(str bytes); // of a record

#endif
