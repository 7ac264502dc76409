// names: what people and conversations are called in the output: C1, C2, … and S1, S2, …; people by
// a keyed pseudonym; or as the log has them.
//
// Numbers are given in fold, in output order, to each speaker at the first row that is not of the
// system: author first, then mentions. So numbering a log that is numbered already changes nothing.
#ifndef REPORT_NAMES_H
#define REPORT_NAMES_H

#include "base/buf.h"
#include "exchange/exchange.h"
#include "input/name_key.h"
#include "reader/intake.h"

// Zero-initialise with raw or key set. Speakers are numbered from 0 here, as the tally has them;
// they are called S1, S2, ….
typedef struct names {
    bool raw;
    const name_key *key; // of pseudonyms, or NULL
    const conversation *open;
    uint32_t conversations; // that stand
    size_t count;
    // While numbers are given in the order of the conversation's indices, as in most logs, they are
    // the indices, and nothing is kept.
    bool renumbered;
    uint32_t *number; // by the conversation's index: number + 1, or 0
    size_t known, number_room;
    uint32_t *order; // the conversation's index by number
    size_t order_room;
    char (*keyed)[NAME_KEY_LEN]; // pseudonyms by number, with a key
    size_t keyed_room;
} names;

// A conversation begins; it is the next one until names_stand says that it stands.
void names_begin(names *n, const conversation *c);
void names_stand(names *n);

// The number of a speaker of the conversation: NO_SPEAKER for a stranger, and for NO_SPEAKER.
static inline uint32_t names_find(const names *n, uint32_t speaker) {
    if (!n->renumbered) return speaker < n->count ? speaker : NO_SPEAKER;
    return speaker < n->known && n->number[speaker] ? n->number[speaker] - 1 : NO_SPEAKER;
}

// The conversation's index of the speaker of that number; NO_SPEAKER of NO_SPEAKER.
static inline uint32_t names_index(const names *n, uint32_t number) {
    return n->renumbered && number != NO_SPEAKER ? n->order[number] : number;
}

// The same; a stranger is given one now.
uint32_t names_give(names *n, uint32_t speaker); // to what names_find does not find
static inline uint32_t names_number(names *n, uint32_t speaker) {
    uint32_t number = names_find(n, speaker);
    return number == NO_SPEAKER ? names_give(n, speaker) : number;
}

// Numbers the author and the mentions of a message that is not of the system. The number of the
// author, or NO_SPEAKER.
static inline uint32_t names_meet(names *n, const message *m) {
    uint32_t author = names_number(n, m->speaker);
    for (uint32_t i = 0; i < m->mention_count; i++) names_number(n, m->mentions[i]);
    return author;
}

// Whether --only has made the speaker, by the conversation's index, of all whom it does not name.
bool names_is_other(const names *n, uint32_t speaker);

// Appends what the speaker of that number is called. raw names are as in the log.
void names_add(const names *n, buf *out, uint32_t number);

// The pseudonym of the open conversation.
void names_add_conversation(const names *n, buf *out);

void names_release(names *n);

#endif
