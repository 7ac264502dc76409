// batch: some messages in order with everything that is said of them, the unit that goes through
// fill, work and fold.
#ifndef PIPELINE_BATCH_H
#define PIPELINE_BATCH_H

#include "base/arena.h"
#include "classify/classify.h"
#include "reader/intake.h"

// What happens to a conversation between two messages.
typedef struct batch_event {
    size_t before;      // index of the message before which it happens; count for after the last
    intake_result what; // INTAKE_BEGIN, INTAKE_END or INTAKE_DROP
    conversation *which;
} batch_event;

// The tokens of one message, for `attune tokens`.
typedef struct batch_tokens {
    const token_row *rows;
    size_t count;
} batch_tokens;

// Zero-initialise before use.
typedef struct batch {
    arena memory;  // text of the messages and rows of tokens
    uint64_t mark; // of intake, when it was filled last
    message *messages;
    size_t count, room;
    size_t text_bytes;
    batch_event *events;
    size_t event_count, event_room;
    analysis *analyses; // by message, set by work
    size_t analysis_room;
    batch_tokens *tokens; // by message, set by work when asked for
    size_t token_room;
    hits found;
    hits cancelled; // in a trace: matches that a scope cancels
} batch;

// Empties it, keeping the memory.
void batch_reset(batch *b);
void batch_release(batch *b);

#endif
