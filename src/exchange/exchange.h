// exchange: who answers whom. Takes the messages of one conversation in order, resolves which
// candidates count, and tells what closes: sessions, episodes. Definitions:
// doc/statistics.md, "What is counted".
//
// A message's codes depend on it and on earlier messages, never on later ones.
#ifndef EXCHANGE_EXCHANGE_H
#define EXCHANGE_EXCHANGE_H

#include "classify/classify.h"
#include "classify/coding.h"

#define NO_SPEAKER UINT32_MAX

typedef struct exchange_options {
    int64_t window, session_gap, turn_gap, episode_gap; // ms
    bool window_session;                                // the window ends with the session
    uint8_t min_confidence;                             // percent: what counts
} exchange_options;

// The least whole percent that is not below a share in [0, 1]: codes have whole percents.
static inline uint8_t exchange_confidence(double share) {
    uint8_t percent = (uint8_t)(share * 100);
    return (uint8_t)(percent + (share * 100 - percent > 1e-6));
}

typedef enum outcome { // in the order of the columns of the table dyads
    OUTCOME_AFFIRMED,
    OUTCOME_BOUNDED,
    OUTCOME_NEGATIVE,
    OUTCOME_COUNTERED,
    OUTCOME_IRRITATED,
    OUTCOME_DISMISSED,
    OUTCOME_WITHDRAWN,
    OUTCOME_DEFLECTED,
    OUTCOME_AMBIGUOUS,
    OUTCOME_IGNORED,
    OUTCOME_REASKED,
    OUTCOME_CENSORED,
    OUTCOME_COUNT,
} outcome;

// The clocks of a pair at a moment, for relief (doc/statistics.md).
typedef struct clocks {
    int64_t time;      // ms, effective
    int64_t active;    // ms with the gaps over the session gap removed
    uint64_t messages; // of asker and answerer so far, this one included
    uint32_t session;  // number of the session
} clocks;

// Where one message stands. request … boundary: by the codes at min_confidence, for messages that
// are not of the system.
typedef struct placement {
    int64_t time;       // effective, ms
    uint32_t session;   // from 1; 0 for system lines
    uint32_t addressee; // speaker, or NO_SPEAKER
    bool opens_session, opens_turn, opens_floor;
    bool request, affirmation, non_affirmation, boundary;
    bool answering;             // an affirmation that answers an episode addressed to the speaker
    bool repeated_after_answer; // a request after an affirmation by its addressee to the speaker in
                                // the same session
    bool broken_codes;          // the source gave codes of which some are none
} placement;

// A session that ended.
typedef struct session {
    uint32_t number; // from 1
    int64_t start, end;
    uint64_t messages, requests, affirmations;
    uint32_t initiator;
} session;

// An episode that closed. Several may close out of order; number gives the order of their starts.
typedef struct episode {
    uint32_t number;          // from 1, by start
    uint32_t session;         // in which it starts
    uint32_t asker, answerer; // answerer may be NO_SPEAKER
    int64_t start;            // ms, effective, like the next two: of the first request
    int64_t last_request;     // of the last one
    int64_t close; // of the coded turn's first affirming (else first coded) message, of the further
                   // request, or the end of the window or the log
    uint8_t form;  // code of the first request's primary form
    uint64_t themes; // of all its requests
    uint32_t requests;
    uint32_t explained; // of them with the primary form R.EXPL
    uint8_t confidence; // highest, percent
    uint8_t outcome;
    bool inactive; // ignored, and the answerer wrote nothing to anyone
    bool opens_with_double;
    bool reasked_in_session; // after the closing affirmation the asker asked the answerer again in
                             // the same session: set later, so it is told by the event reask
    int64_t first_reply; // time of the answerer's first message after the last request, INT64_MIN
                         // when none before the closing
    uint32_t precision;  // ms, the coarser of the stamps of last_request and close
    clocks at_start, at_close; // at_close stands for outcomes that are an answer, and reasked
} episode;

// What exchange tells. Pointers live during the call. Every function must be set.
typedef struct exchange_events {
    void *context;
    void (*session)(void *context, const session *s);
    void (*episode)(void *context, const episode *e);
    // The asker made the answerer another request in the session in which the affirmed episode of
    // that number was affirmed.
    void (*reask)(void *context, uint32_t episode_number, uint32_t asker, uint32_t answerer);
    // So many affirmations of a speaker, placed with no addressee, were for another, who is the
    // next to write. Before that message is placed.
    void (*taken)(void *context, uint32_t speaker, uint32_t taker, uint64_t count);
} exchange_events;

// What became of a candidate.
typedef enum fate {
    FATE_COUNTS, // its code stands
    FATE_UNUSED, // its gate is open, but its code does not stand: another takes its place, or it is
                 // a theme or a component without the request it belongs to
    FATE_SHUT,   // its gate is shut
    FATE_NOT_OWN, // the words are not the speaker's own: forwarded, or a bot's
    FATE_GIVEN,   // the source brought codes of its own
    FATE_COUNT,
} fate;

// The condition of its gate that decided: shut it, or let it pass.
typedef enum condition {
    CONDITION_NONE, // the rule has no gate
    CONDITION_WITH,
    CONDITION_ALONE,
    CONDITION_UNANSWERED,
    CONDITION_AFTER,
    CONDITION_POLARITY,
    CONDITION_BESIDE, // speaks of its own repetition beside another request, which needs no gate
    CONDITION_COUNT,
} condition;

typedef struct verdict {
    uint8_t fate;      // enum fate
    uint8_t condition; // enum condition
} verdict;

typedef struct exchange exchange;

// book and events must outlive the result.
exchange *exchange_new(const codebook *book, const exchange_options *options,
                       const exchange_events *events);

// Begins a conversation: forgets the one before.
void exchange_begin(exchange *x);

// Takes the next message. *out gets its final codes: those in m->codes when the source had that
// column (out is then what coding_parse gave; an unknown code counts as none), else what the
// candidates come to: found from a->first_hit on. The result stands until the next call.
const placement *exchange_message(exchange *x, const message *m, const analysis *a,
                                  const hit *found, coding *out);

// Takes as many of the next messages as say nothing but that their speakers wrote, and of which
// there is nothing to tell, at most count of them; writes where each stands and returns how many
// these are. What they come to is the same as that of exchange_message, which takes the others.
size_t exchange_quiet(exchange *x, const message *m, const analysis *a, size_t count,
                      placement *where);

// What became of the i-th candidate of the last message. Until the next one.
verdict exchange_verdict(const exchange *x, size_t i);

// What became of the short answer in the last message, and the code it had, 255 where there was
// nothing to answer. Until the next message.
verdict exchange_answer_verdict(const exchange *x, uint8_t *index);

// The end of the log: closes what is open.
void exchange_end(exchange *x);

// The clocks of a pair at the end, for what is censored there. Valid between exchange_end and
// exchange_begin.
clocks exchange_clocks(const exchange *x, uint32_t asker, uint32_t answerer);

void exchange_free(exchange *x);

#endif
