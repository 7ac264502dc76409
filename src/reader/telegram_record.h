// telegram_record: one message object of Telegram's result.json as a message, and its reactions as
// messages behind it.
#ifndef READER_TELEGRAM_RECORD_H
#define READER_TELEGRAM_RECORD_H

#include "reader/json.h"
#include "reader/message.h"

// One reaction with a name, waiting to be given out.
typedef struct telegram_reactor {
    size_t emoji, emoji_len, from, from_len, id, id_len; // in text
    int64_t time;                                        // ms, or INT64_MIN
} telegram_reactor;

// What was read of one object. Zero-initialize before use.
typedef struct telegram_record {
    buf text, from, from_id, id, reply_to, date, unixtime, action, field;
    buf mentions; // names and ids, each behind its length as size_t
    uint32_t mention_count;
    bool service, forwarded, edited, bot, media, typed;
    bool reply_elsewhere; // it answers a message of another chat
    buf reactor_text;
    telegram_reactor *reactors;
    size_t reactor_count, reactor_room, reactor_next;
    buf reacted_to;  // the id of the message that the reactions belong to
    message pattern; // time kind, offset and precision for the reactions
} telegram_record;

typedef enum telegram_result {
    TELEGRAM_MESSAGE,
    TELEGRAM_MALFORMED, // whole, but without a time or a type
    TELEGRAM_TOO_LONG,
    TELEGRAM_BROKEN, // the JSON itself
} telegram_result;

// Reads the rest of an object whose JSON_OBJECT was returned, and fills *out with copies in keep.
telegram_result telegram_message(telegram_record *r, json *j, arena *keep, message *out);

// Gives the next reaction of the message read last; false when there is none.
bool telegram_reaction(telegram_record *r, arena *keep, message *out);

void telegram_record_release(telegram_record *r);

#endif
