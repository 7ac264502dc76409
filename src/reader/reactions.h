// reactions: who reacted to a message and how, waiting to be given out behind it as records of
// their own.
#ifndef READER_REACTIONS_H
#define READER_REACTIONS_H

#include "base/arena.h"
#include "reader/message.h"

typedef struct reaction {
    str text, author, author_id;
    int64_t time; // ms as in message.time, or INT64_MIN: then the message's own is taken
} reaction;

// Zero-initialize before use.
typedef struct reactions {
    arena memory;
    reaction *waiting;
    size_t count, room, next;
    message to;
} reactions;

// Forgets what waits: a message begins.
void reactions_reset(reactions *r);

// One that has a name; the strings are copied.
void reactions_add(reactions *r, reaction one);

// The message that they belong to is complete.
void reactions_attach(reactions *r, const message *to);

// The next one, copied into keep; false when there is none.
bool reactions_next(reactions *r, arena *keep, message *out);

// The id of a reaction: that of the message with a number behind it, so that it is no other
// message's. Empty where the message has none.
str reaction_id(str to, size_t number, arena *keep);

void reactions_release(reactions *r);

#endif
