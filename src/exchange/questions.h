// questions: what has been put to whom and is not answered yet, and what each speaker said last, as
// the gates of rules see it. It counts codes from GATE_CONFIDENCE on, whatever --min-confidence
// says, so that the codes of a log do not depend on what is counted later.
#ifndef EXCHANGE_QUESTIONS_H
#define EXCHANGE_QUESTIONS_H

#include "exchange/addressee.h"

enum {
    GATE_CONFIDENCE = 50, // percent
    QUESTIONS_MOST = 64,  // requests open to one speaker; beyond it the oldest is forgotten
};

// Requests of one speaker to another, who has had no turn between them, no further apart than the
// episode gap.
typedef struct question {
    int64_t time; // of the last of them
    uint64_t themes;
    code_set forms;
    uint32_t asker, answerer;
    uint32_t first, last;    // numbers of their messages
    uint32_t turns;          // of the answerer before
    uint32_t older;          // among those put to the answerer
    uint32_t earlier, later; // among all, by time; later is also the chain of free ones
    uint8_t expects;         // polarity that affirms the last of them
    bool answered;           // in the turn that is running
} question;

// What a speaker said in the last turn that had codes, and whom the speaker asked last.
typedef struct voice {
    code_set codes;
    uint64_t themes;
    int64_t time;  // of the last of them
    uint32_t turn; // number of the speaker's turn
    uint32_t session;
    uint32_t asked, asked_turn; // addressee of the last request, and the speaker's turn then
    uint8_t expects;            // polarity of that request, SAYS_NOTHING before the first
} voice;

// Indices are plus 1; 0 is none.
typedef struct questions {
    question *at;
    size_t room;
    uint32_t used, free;
    uint32_t earliest, latest;
    uint32_t open;  // newest request that nobody has taken yet
    uint32_t plain; // number of the last other question that nobody has taken yet
    bool answered;  // the running turn answers some
    voice *voices;
    size_t voice_room;
    uint32_t voice_count;
} questions;

// The turn of the last speaker, which answers some, is over: what it answered is closed.
void questions_turn_ended(exchange *x);

// Drops what is older than the window at that time.
void questions_expire(exchange *x, int64_t time);

// Sets the time of the next questions_expire, which may come earlier, but not later.
void questions_due(exchange *x);

// Drops all, when the window ends with the session.
void questions_session_ended(exchange *x);

// The speaker writes: what is open and another's is put to the speaker.
void questions_take(exchange *x, uint32_t speaker);

// A turn of the speaker began, and is counted: drops what no gate can reach any more.
void questions_turn_began(exchange *x, uint32_t speaker);

// Remembers the final codes of the speaker's message, and whether it asks something.
void questions_note(exchange *x, uint32_t speaker, const address *to, const coding *c, bool asks);

// The newest request put to the speaker that a message so addressed may answer; NULL when there is
// none, or when another question was put to the speaker since.
const question *questions_owner(const exchange *x, uint32_t speaker, const address *to);

// The request of the speaker that is open and newest, or NULL; *turns of the speaker's since, the
// running one included.
const question *questions_own(const exchange *x, uint32_t speaker, uint32_t *turns);

// What the speaker said in the last turn that had codes, or NULL.
const voice *questions_voice(const exchange *x, uint32_t speaker);

void questions_reset(questions *q);
void questions_release(questions *q);

#endif
