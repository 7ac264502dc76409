// episode_log: the episodes of a conversation by number, in memory while they are few and in a
// temporary file without a name beyond that, so that memory does not grow with the log.
#ifndef TALLY_EPISODE_LOG_H
#define TALLY_EPISODE_LOG_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

enum { EPISODE_INACTIVE = 1, EPISODE_OPENS_WITH_DOUBLE = 2 };

// exchange.h's episode, packed, with its neighbors among those of the same asker and answerer.
typedef struct episode_record {
    int64_t start, last_request, close, first_reply; // ms; first_reply INT64_MIN for none
    int64_t active_close;                            // the active clock at close, ms
    int64_t next_start, next_active;                 // of the pair's next episode, when it has one
    uint64_t themes;
    uint32_t asker, answerer; // answerer may be NO_SPEAKER
    uint32_t session, session_close;
    uint32_t messages_close; // the message clock
    uint32_t requests, explained;
    uint32_t precision;    // ms
    uint32_t before, next; // number of the pair's episode before and after this one; 0: none
    uint32_t next_messages, next_session;
    uint8_t form, outcome, confidence, flags;
} episode_record;

typedef struct episode_log episode_log;

// folder is where the temporary file would be made; *err is the first failure, after which records
// are lost and read as zeros. Both must outlive the result.
episode_log *episode_log_new(const char *folder, error *err);

// The record of that number, from 1; zeros when it was never set. Valid until the next call.
const episode_record *episode_log_get(episode_log *log, uint32_t number);

// The same, to be changed.
episode_record *episode_log_edit(episode_log *log, uint32_t number);

// The highest number edited so far, or 0.
uint32_t episode_log_count(const episode_log *log);

// Forgets every record.
void episode_log_reset(episode_log *log);
void episode_log_free(episode_log *log);

#endif
