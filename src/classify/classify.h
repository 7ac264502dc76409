// classify: a message's tokens, its candidates for codes, and what else the later stages ask of its
// words, from the message alone. Which candidates count is decided in exchange.
#ifndef CLASSIFY_CLASSIFY_H
#define CLASSIFY_CLASSIFY_H

#include "classify/codebook.h"
#include "reader/message.h"
#include "text/tokenize.h"

// A rule matched a span. Outside a trace none of its scopes cancels it.
typedef struct hit {
    uint32_t rule;       // index into the codebook's rules
    uint32_t start, end; // bytes in the message's text
    uint8_t expects;     // polarity that affirms it, a negative tag taken into account
    uint8_t cancelled;   // in a trace: the scope that cancels it (SCOPE_…)
} hit;

// Hits of many messages, one after the other.
typedef struct hits {
    hit *at;
    size_t count, room;
} hits;

typedef struct analysis {
    uint32_t tokens;     // of every kind except punctuation
    uint32_t characters; // code points
    uint32_t first_hit;  // in hits
    uint32_t hit_count;  // by start, then rule
    uint32_t answer;     // index + 1 of the short answer it opens with or consists of, 0 for none
    uint8_t pack;        // the language chosen
    bool answer_whole; // nothing but the answer (and laughter, endearments, emoji, intensifiers) is
                       // there
    bool asks;         // it asks something, of whatever kind
    bool undetermined; // a rule stopped at a matching limit
    uint32_t style[STYLE_CLASSES];             // tokens in each function-word class
    uint32_t first_cancelled, cancelled_count; // in the list given to classifier_trace, by start
} analysis;

// What one thread needs to classify: token memo, matching state. Made once per thread for one
// codebook.
typedef struct classifier classifier;
classifier *classifier_new(const codebook *book, bool no_filter);
void classifier_free(classifier *c);

// From now on messages are taken to be in the language of that pack; with pack_count: each as its
// words say (the default).
void classifier_set_pack(classifier *c, size_t pack_index);

// From now on matches that a scope cancels are appended to *cancelled (NULL: to nothing).
void classifier_trace(classifier *c, hits *cancelled);

// What lets classifiers of one codebook work in several threads: alone(body, context) calls
// body(context), which returns, while no other thread is in such a call. Without it no other thread
// may have a classifier of the codebook.
void classifier_share(classifier *c, void (*alone)(void (*body)(void *context), void *context));

// Analyses one message; its hits are appended to *found. Only KIND_TEXT and KIND_REACTION are
// searched; others get zeros.
analysis classify(classifier *c, const message *m, hits *found);

// Counts of matches that stopped at a limit, by rule; rule_count of the codebook long.
const uint32_t *classifier_undetermined(const classifier *c);

// One row of `attune tokens`.
typedef struct token_row {
    str token, folded;
    uint32_t start, end;
    uint8_t kind;
    uint64_t categories;
} token_row;

// The tokens of a text with what the codebook knows of them, in keep; *count of them.
const token_row *classify_tokens(classifier *c, str text, arena *keep, size_t *count);

#endif
