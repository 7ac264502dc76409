// consent: whether everybody who wrote in a conversation has written the phrase of --consent in it.
#ifndef READER_CONSENT_H
#define READER_CONSENT_H

#include "base/buf.h"

// Zero-initialise before use; without a phrase everybody agrees.
typedef struct consent {
    buf phrase;  // as it is compared: case folded, in NFC, white space as one space
    buf text;    // scratch
    bool *given; // by speaker, of those below count
    size_t room;
    uint32_t count;
    uint32_t lacking; // speakers who wrote and have not agreed
    bool *wrote;
    size_t wrote_room;
} consent;

void consent_init(consent *c, const char *phrase);

// Whether there is a phrase. Without one nothing need be noted.
static inline bool consent_is_asked(const consent *c) { return c->phrase.len; }

// A conversation begins.
void consent_reset(consent *c);

// A message by a speaker of it.
void consent_note(consent *c, uint32_t speaker, str text);

static inline bool consent_complete(const consent *c) { return c->lacking == 0; }

void consent_release(consent *c);

#endif
