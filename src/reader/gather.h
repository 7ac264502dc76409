// gather: sorts the records of sources in which conversations interleave or time runs anyhow, or
// that are parts of one conversation: by conversation in order of first appearance, then by time,
// then as they came.
//
// What a source holds of a conversation is told in accounts, one or more, before any message of the
// conversation. What is remembered until the end is 32 bytes per conversation.
#ifndef READER_GATHER_H
#define READER_GATHER_H

#include "reader/drops.h"
#include "reader/seen.h"

typedef struct gather gather;

// Keeps about memory bytes before it uses a temporary file. Never NULL.
gather *gather_new(size_t memory);

typedef struct gather_source {
    const reader *of;
    uint64_t number;  // differs for each source, higher for later ones, and is not 0
    uint64_t section; // the same for those that are parts of one whole
    str called;       // what a conversation without id is called, or empty
    const reader_state *state;
} gather_source;

// A source begins; what about points to must live until its end.
void gather_begin(gather *g, const gather_source *about);

// Takes a message. False with *err set when the temporary file fails; *err must be clear, here and
// below.
bool gather_add(gather *g, const message *m, error *err);

// The drops to be counted to the conversation of that id (empty: of the source), or to that of the
// message added last. Until the next call.
bool gather_drops(gather *g, str id, drops **to, error *err);
drops *gather_last_drops(gather *g);

// The source ends. failed: its conversations do not stand.
bool gather_end(gather *g, bool failed, error *err);

// After its end: the drops of a source without any message.
const drops *gather_stray(const gather *g);

// What a stretch of a source held of a conversation.
typedef struct gather_part {
    const reader *of;
    uint64_t source, section;
    uint64_t name; // seen_name of its id, title or folder, or 0
    uint64_t sum[2], messages;
    drops drops; // read includes the messages
    dialect dialect;
    int64_t first_time; // lowest of a message with a time, else 0
    bool timed, failed;
    str called; // gather_source.called when it has no id, else empty; until the next call
} gather_part;

typedef enum gather_event { GATHER_PART, GATHER_MESSAGE, GATHER_END, GATHER_FAILED } gather_event;

// After the last source: parts and messages in order. *group differs between conversations. With a
// message, of part only section is set; the message lives until the next call, its list of
// mentioned in keep.
bool gather_sort(gather *g, error *err);
gather_event gather_next(gather *g, uint64_t *group, gather_part *part, message *m, arena *keep,
                         error *err);

// Forgets everything.
void gather_reset(gather *g);
void gather_free(gather *g);

#endif
