// episodes: requests of one speaker to another, from the first to what closes them, at
// --min-confidence (doc/statistics.md).
#ifndef EXCHANGE_EPISODES_H
#define EXCHANGE_EPISODES_H

#include "exchange/addressee.h"
#include "exchange/pairs.h"

// A moment of a speaker: what the clocks of a pair and a latency need of a message.
typedef struct moment {
    int64_t time, active;
    uint32_t messages; // of that speaker so far, this one included
    uint32_t session;
    uint32_t precision; // ms
    bool set;
} moment;

// What a turn has said to an asker so far.
typedef struct said {
    moment coded, affirmed; // first message with a response code; with an affirmation
    uint8_t response;       // the one of the highest precedence
} said;

// One that waits for an answer, or requests that wait for their addressee.
typedef struct open_episode {
    int64_t start, last_request;
    int64_t first_reply; // INT64_MIN: none since the last request
    int64_t active;      // at the start
    uint64_t themes;
    uint32_t number, session, asker, answerer;
    uint32_t messages; // of the asker at the start, and of the answerer then
    uint32_t requests, explained;
    uint32_t start_precision, precision; // of the first and the last request, ms
    uint32_t first, last;                // numbers of their messages
    uint32_t newer, older;               // among those addressed to the answerer
    uint32_t earlier, later; // among all that wait for an answer, by last request; later is also
                             // the chain of free ones
    uint32_t own;            // what the turn said to this asker alone
    uint8_t form, confidence;
    bool opens_with_double;
    bool answered; // in the running turn
} open_episode;

// Indices are plus 1; 0 is none.
typedef struct episodes {
    open_episode *at;
    size_t room;
    uint32_t used, free;
    pairs open; // asker, answerer: index
    pairs ties; // who affirmed whom in this session: the affirmed episode not asked again yet, or 0
    uint32_t earliest, latest; // those that wait for an answer
    uint32_t number;           // of the newest

    // Requests of one asker since one that is open: whom they belong to shows when another writes.
    // Only the asker has written since, so that all else can wait for it, but what the asker
    // answers.
    open_episode *held;
    size_t held_room, held_count, held_done; // those before held_done are settled

    uint32_t *answered; // those that the running turn answers
    size_t answered_room, answered_count;
    said everyone; // what the running turn says to nobody in particular
    said *own;     // and to one asker
    size_t own_room;
    uint32_t own_count;
    bool turn_closes; // the running turn answers some
} episodes;

// The turn of the last speaker, which answers some, is over: tells what it answered.
void episodes_turn_ended(exchange *x);

// Tells those as ignored whose window has passed at that time, which is that of the next message.
void episodes_pass(exchange *x, int64_t time);

// Sets the time of the next episodes_pass, which may come earlier, but not later.
void episodes_due(exchange *x);

// Tells all that wait as ignored, when the window ends with the session.
void episodes_session_ended(exchange *x);

// The speaker writes, and is not yet counted: what is held and another's is addressed to the
// speaker.
void episodes_take(exchange *x, uint32_t speaker);

// The speaker wrote at x->time: a first reply to what waits for one.
void episodes_heard(exchange *x, uint32_t speaker);

// The speaker's message has response codes that count; this one has the highest precedence. Returns
// whether it answers an episode.
bool episodes_answer(exchange *x, uint32_t speaker, const address *to, const moment *now,
                     uint8_t response, bool affirms);

// The speaker's message is a request that counts.
void episodes_request(exchange *x, uint32_t speaker, const address *to, const moment *now,
                      const coded *request);

// The speaker affirms another in this session.
void episodes_affirmed(exchange *x, uint32_t speaker, uint32_t other);

// Whether it was so.
bool episodes_has_affirmed(const exchange *x, uint32_t speaker, uint32_t other);

// The log is over: tells what is left.
void episodes_end(exchange *x);

void episodes_reset(episodes *e);
void episodes_release(episodes *e);

#endif
