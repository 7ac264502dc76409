// gates: whether a candidate counts, given what was said before.
#ifndef EXCHANGE_GATES_H
#define EXCHANGE_GATES_H

#include "exchange/addressee.h"

// What the gates of one message see.
typedef struct scene {
    uint32_t speaker;
    const address *to;
    code_set candidates; // codes of all its candidates
} scene;

// Whether the gate needs anything of earlier messages.
static inline bool gate_looks_back(const gate *g) {
    return g->after || g->polarity_match || g->unanswered > 0;
}

// Whether the rule's condition on the candidates of the same message holds (with=).
bool gate_has_company(const scene *s, const gate *g);

// The condition that a gate rests on: of several the one on earlier messages.
condition gate_condition(const gate *g);

// Which of its conditions on earlier messages does not hold (after= with turns=, within=, speaker=;
// polarity=; unanswered>=); CONDITION_NONE when it is open.
condition gate_shut_by(const exchange *x, const scene *s, const rule *r, uint8_t expects);

#endif
