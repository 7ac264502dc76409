// state: what exchange remembers of a conversation between two messages. Private to src/exchange.
#ifndef EXCHANGE_STATE_H
#define EXCHANGE_STATE_H

#include "base/memory.h"
#include "exchange/addressee.h"
#include "exchange/affirmations.h"
#include "exchange/episodes.h"
#include "exchange/exchange.h"
#include "exchange/links.h"
#include "exchange/questions.h"

// What others have put to a speaker, and what the speaker has said of it. Indices are plus 1; 0 is
// none.
typedef struct dealings {
    uint32_t question;  // number of the last question put to the speaker that is no request
    uint32_t requested; // newest request put to the speaker, in questions
    uint32_t voice;     // in questions
    uint32_t episodes;  // newest open episode addressed to the speaker, in episodes
} dealings;

// 16 bytes for each speaker, as long as the conversation.
typedef struct person {
    uint32_t messages; // so far
    uint32_t turns;    // so far, a running one included
    uint32_t spoke;    // number of the last message
    uint32_t dealings; // index + 1; 0 where there are none, as of most in a large group
} person;

struct exchange {
    const codebook *book;
    exchange_options options;
    exchange_events events;

    // From the codebook.
    uint8_t
        outcome[256];    // by code, what a turn with it makes of an episode; OUTCOME_COUNT for none
    code_set requests;   // the request forms
    uint32_t most_turns; // highest limit of any gate
    uint8_t dismiss, deflect;

    // The conversation so far. Messages are numbered from 1, lines of the system left out.
    person *people;
    size_t people_room;
    uint32_t people_count;
    dealings *dealings;
    size_t dealings_room;
    uint32_t dealings_count;
    uint32_t number;
    int64_t time, idle; // of the last message, INT64_MIN before the first; of it what lies before
                        // the first message, and in gaps between sessions
    uint32_t precision; // of its stamp
    uint32_t spoke;     // number of its speaker's message before it, where gates may ask
    uint32_t last, before; // its speaker; the last speaker other than that one
    uint32_t seen;         // speakers who have written, and the first two of them
    uint32_t first_seen[2];
    uint32_t answered; // messages before the last speaker's that have stood unanswered for a window
                       // at most, and reactions among these
    uint32_t run_turns;      // turns of the last speaker since another's
    session session;         // the running one; its messages are counted when it ends
    uint32_t before_session; // messages
    uint32_t place;          // whom the running floor addresses, as far as its place says
    placement where;         // of the last message
    int64_t due;             // no message up to that time ends what waits
    int64_t pause;           // the longest that begins nothing
    int64_t apart;           // the longest between messages of a speaker that wait together
    int64_t together;        // and of a session

    links links;
    questions questions;
    episodes episodes;
    open_affirmations affirmations;

    uint8_t *passed; // scratch: which candidates of a message count
    size_t passed_room;
    bool resolved;     // the last message; then:
    verdict *verdicts; // of its candidates
    size_t verdict_count, verdict_room;
    uint8_t answer_code; // that its short answer had, or 255
    bool answer_stands;  // and which the message has
    uint8_t unresolved;  // else: enum fate of its candidates
};

// Something waits from that time on, for a window at most.
static inline void exchange_due(exchange *x, int64_t from) {
    int64_t window = x->options.window, end = from > INT64_MAX - window ? INT64_MAX : from + window;
    if (end < x->due) x->due = end;
}

// The time without the gaps between sessions.
static inline int64_t active_time(const exchange *x) { return x->time - x->idle; }

extern const dealings dealings_none;

static inline const dealings *dealings_at(const exchange *x, const person *who) {
    return who->dealings ? &x->dealings[who->dealings - 1] : &dealings_none;
}

static inline const dealings *dealings_of(const exchange *x, uint32_t speaker) {
    return dealings_at(x, &x->people[speaker]);
}

// Whom the floor that a speaker just opened, after that other one, addresses where nothing says
// more, or NO_SPEAKER. Never its speaker.
static inline uint32_t address_by_place(const exchange *x, uint32_t speaker, uint32_t other) {
    if (other != NO_SPEAKER && x->people[other].spoke > x->before_session) return other;
    // Of two who have written one is the author.
    if (x->seen == 2) return x->first_seen[x->first_seen[0] == speaker];
    return NO_SPEAKER;
}

// Whether a message says, or may say, more than that its speaker wrote, and perhaps asked
// something.
static inline bool exchange_says_more(const message *m, const analysis *a) {
    uint64_t marks = m->reply_to.len | m->mention_count, found = a->hit_count | a->answer;
    return marks | found || m->codes.at || m->kind == KIND_REACTION;
}

// Whether it asks something in words of its own.
static inline bool exchange_asks(const message *m, const analysis *a) {
    return a->asks && !(m->flags & (FLAG_FORWARDED | FLAG_BOT));
}

// To be written to; made when there are none. Valid until the next call.
dealings *dealings_with(exchange *x, uint32_t speaker);

static inline bool is_response(const exchange *x, uint8_t index) {
    return x->outcome[index] < OUTCOME_COUNT;
}

#endif
