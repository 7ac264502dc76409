// search: the matches of rules in a message that no scope cancels. Rules are tried where their
// pack's sieve says that they may match.
#ifndef CLASSIFY_SEARCH_H
#define CLASSIFY_SEARCH_H

#include "classify/candidates.h"
#include "classify/classify.h"
#include "classify/pattern.h"
#include "classify/recall.h"
#include "classify/view.h"

typedef struct search {
    memo *memo;
    const tokens *tokens;
    bool no_filter; // every rule is tried
    candidates candidates;
    view view;
    bool viewed; // it is of this message
    matcher matcher;
    narrowed narrowed;      // the text of the view
    bool narrow;            // it is there
    uint32_t *undetermined; // by rule: tries that stopped at a limit
    hits *cancelled;        // where a trace wants them, or NULL
    // Of this message:
    const message *message;
    const recall_sum *sum; // of its tokens
    analysis *analysis;
    hits *found;
} search;

// Of a zero-initialised one; memo and tokens are those of every message and must outlive it.
void search_init(search *s, memo *m, const tokens *all, bool no_filter);
void search_release(search *s);

// Appends the hits of the rules of some packs, given as bits, to *found, and those that a scope
// cancels to s->cancelled; both as *a then says. The message's tokens are recalled: *sum.
void search_message(search *s, const message *m, const recall_sum *sum, uint64_t packs, analysis *a,
                    hits *found);

#endif
