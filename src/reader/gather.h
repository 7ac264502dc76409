// gather: sorts the records of sources in which conversations interleave or time runs anyhow: by
// conversation in order of first appearance, then by time, then as they came (design.md 3a).
//
// What one source holds of a conversation is a part. Its account comes before any message of the
// conversation.
#ifndef READER_GATHER_H
#define READER_GATHER_H

#include "reader/drops.h"
#include "reader/seen.h"

typedef struct gather gather;

// Keeps about memory bytes before it uses a temporary file. Never NULL.
gather *gather_new(size_t memory);

// A source begins. number differs for each and is not 0.
void gather_begin(gather *g, uint64_t number);

// Takes a message; id is its conversation's, empty for the one conversation of a source without
// ids. False with *err set when the temporary file fails; *err must be clear, here and below.
bool gather_add(gather *g, str id, const message *m, error *err);

// The drops to be counted to the conversation of that id, or to that of the message added last.
drops *gather_drops(gather *g, str id);
drops *gather_last_drops(gather *g);

// The source ends. failed: its conversations do not stand. copies tells parts that repeat one seen
// before.
bool gather_end(gather *g, const char *format, const dialect *d, bool failed, seen *copies,
                error *err);

// After its end: the drops of a source without any message.
const drops *gather_stray(const gather *g);

// What a source held of a conversation.
typedef struct gather_part {
    uint64_t number; // from 1
    drops drops;     // read includes the messages
    dialect dialect;
    int64_t first_time; // lowest of a message with a time, else 0
    bool failed, copy;
} gather_part;

typedef enum gather_event { GATHER_PART, GATHER_MESSAGE, GATHER_END, GATHER_FAILED } gather_event;

// After the last source: parts and messages in order. *group differs between conversations. A
// message comes with the number of its part; it lives until the next call, its list of mentioned in
// keep.
bool gather_sort(gather *g, error *err);
gather_event gather_next(gather *g, uint64_t *group, gather_part *part, message *m, arena *keep,
                         error *err);

// Forgets everything.
void gather_reset(gather *g);
void gather_free(gather *g);

#endif
