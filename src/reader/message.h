// message: one record of a log as the rest of the program sees it, whatever the format.
#ifndef READER_MESSAGE_H
#define READER_MESSAGE_H

#include "base/intern.h"
#include "base/str.h"

#include <stddef.h>

typedef enum message_kind {
    KIND_TEXT,     // words by a speaker; a captioned photo is KIND_TEXT with FLAG_MEDIA
    KIND_MEDIA,    // a photo, sticker, voice note, poll, location … without words
    KIND_REACTION, // text is the emoji, reply_to what it reacts to
    KIND_SYSTEM,   // a line of the app; never a message of a speaker
    KIND_DELETED,
    KIND_CALL,
    KIND_COUNT,
} message_kind;

enum {                  // flags
    FLAG_FORWARDED = 1, // the words are another's
    FLAG_EDITED = 2,
    FLAG_BOT = 4,
    FLAG_CAPTION = 8,
    FLAG_MEDIA = 16,
};

typedef enum time_kind {
    TIME_NONE,   // no time
    TIME_UTC,    // an instant
    TIME_OFFSET, // an instant, and the offset it was written with
    TIME_LOCAL,  // the log's own clock, zone unknown
    TIME_MEDIA,  // offset into a recording
} time_kind;

typedef struct message {
    // Set by the reader, which says how long the strings live.
    str text;     // valid UTF-8, line ends as LF
    str author;   // name as the log has it, valid UTF-8; empty for none
    str id;       // the format's id of the message, or empty: then it is its number
    int64_t time; // ms: since 1970 UTC; for TIME_LOCAL the clock read as if it were UTC; for
                  // TIME_MEDIA since its start
    // From here to author_key without gaps: MESSAGE_FLAT.
    uint64_t line;      // where it begins, from 1
    uint32_t precision; // ms: 60000 for stamps to the minute
    int16_t offset;     // minutes east of UTC, for TIME_OFFSET
    uint8_t time_kind;
    uint8_t kind;
    uint8_t flags;
    bool lenient;  // read although its syntax is invalid
    bool usual;    // somebody's words, read without repair, that have no "@" and no CR, and nothing
                   // that is not set here but text, author and time: it has that
    bool replaces; // an edit: it takes the place of what has the same id and time. Only from
                   // readers whose records are sorted
    uint32_t author_key; // not 0: the same for records of one source with this author_id and author
    // What most records do not have: behind MESSAGE_PLAIN.
    uint32_t mentioned_count;
    const str *mentioned; // names or ids of speakers it addresses, when the format marks them
    str author_id; // the format's stable id of the author, or empty: then the name is the identity
    str conversation; // the format's id of the conversation, or empty: then the source is one
                      // conversation
    str title;        // its title, or empty
    str reply_to;     // id of the message it replies to, or empty
    str codes, rules; // made by hand or earlier; codes.at is NULL where there is no such column
    // Set by intake.
    uint32_t speaker;         // index in the conversation's speakers, or INTERN_NONE
    const uint32_t *mentions; // such indices
    uint32_t mention_count;
    uint32_t number;   // from 1 within the conversation, in output order
    uint64_t sum;      // its part of conversation.sum
    int64_t effective; // the time for all gaps, ms: a missing or late one's predecessor's
    bool late;
} message;

enum {
    MESSAGE_FLAT = offsetof(message, line),
    MESSAGE_PLAIN = offsetof(message, mentioned_count),
    MESSAGE_DIGITS = 10,
};

// The id by which others may name a message: its own or, in decimal, its number. That is written to
// room.
str message_id(const message *m, char room[MESSAGE_DIGITS]);

// "text", "media", …; and back: KIND_COUNT when there is no such kind.
str message_kind_name(message_kind kind);
message_kind message_kind_of(str name);
str time_kind_name(time_kind kind);

#endif
