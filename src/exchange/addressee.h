// addressee: whom a message addresses. The author of what it replies to; else the first speaker it
// mentions; else the last other speaker within the session; else the only other speaker; else it is
// open, and the first other speaker to write within the window takes it.
#ifndef EXCHANGE_ADDRESSEE_H
#define EXCHANGE_ADDRESSEE_H

#include "exchange/exchange.h"

typedef struct address {
    uint32_t speaker; // NO_SPEAKER: open
    bool named;       // by a reply link or a mention
    bool reaction;
    bool elsewhere;  // a reaction to a message that is unknown, or the speaker's own
    uint32_t number; // of the message it replies or reacts to, in the order of the conversation; 0:
                     // unknown or none
} address;

// The message that a reply link points to.
typedef struct linked {
    uint32_t author; // INTERN_NONE where it is not known
    uint32_t number;
} linked;

// The addressee of m, which has a reply link to that message, or mentions; its floor has been
// opened. Never its author.
address address_of_marked(const exchange *x, const message *m, linked before);

// Whether a message with that address may answer requests of the asker in the messages first to
// last. One that names nobody answers all; a reply answers whom it replies to; a reaction, and with
// exact a reply, only the message it points to.
bool address_answers(const address *to, uint32_t asker, uint32_t first, uint32_t last, bool exact);

#endif
