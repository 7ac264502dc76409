// coding: what a message was finally coded as, and its text form
// CODE[/THEME[+THEME…]]@confidence[!flag…];… (messages.codes in doc/columns.md).
#ifndef CLASSIFY_CODING_H
#define CLASSIFY_CODING_H

#include "base/buf.h"
#include "classify/codebook.h"

enum {               // flags of a code, in the order they are written
    CODED_AWARE = 1, // names its own repetition
    CODED_COVERT = 2,
    CODED_GATED = 4,          // counts because of what came before
    CODED_DISMISS_PREFIX = 8, // an affirmation behind a dismissive or postponing prefix
    CODED_GROUP = 16,         // addressed to a group
    CODED_EXPECTS_YES = 32,   // the short answers that affirm this request
    CODED_EXPECTS_NO = 64,
};

typedef struct coded {
    uint64_t themes;
    uint8_t code;       // index into the codebook's codes
    uint8_t confidence; // percent
    uint8_t flags;
} coded;

enum { CODING_MAX = 32 };

// The codes of one message: the primary request form first, then by precedence and name; each code
// at most once.
typedef struct coding {
    coded at[CODING_MAX];
    uint32_t count;
    str rules[CODING_MAX]; // ids of the rules that decided, in order; point into the codebook or
                           // the message
    uint32_t rule_count;
} coding;

// Appends the text form of the codes; nothing when there is none.
void coding_write(buf *out, const codebook *book, const coding *c);

// Reads a share in [0, 1] with at most two decimals as percent: "0.85", ".9", "1".
bool coding_confidence(str text, uint8_t *percent);

// Reads the text form. Codes and flags that the codebook does not know are an error: false.
bool coding_parse(coding *out, const codebook *book, str codes, str rules);

#endif
