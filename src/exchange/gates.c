// gates: conditions of rules on earlier messages.
#include "exchange/gates.h"

#include "exchange/state.h"

enum { DEFAULT_TURNS = 3 };

static bool meet(const code_set *a, const code_set *b) {
    return (a->bits[0] & b->bits[0]) | (a->bits[1] & b->bits[1]) | (a->bits[2] & b->bits[2]) |
           (a->bits[3] & b->bits[3]);
}

static unsigned count_bits(uint64_t bits) {
    unsigned count = 0;
    for (; bits; bits &= bits - 1) count++;
    return count;
}

bool gate_has_company(const scene *s, const gate *g) {
    if (g->with_count == 0) return true;
    unsigned count = 0;
    for (size_t i = 0; i < 4; i++) count += count_bits(s->candidates.bits[i] & g->with.bits[i]);
    return count >= g->with_count;
}

static bool in_time(const exchange *x, const gate *g, int64_t then, uint32_t turns) {
    if (turns > (g->turns ? g->turns : DEFAULT_TURNS)) return false;
    if (g->within) return x->time - then <= g->within;
    return x->options.window_session || x->time - then <= x->options.window;
}

// Whether the request is one that the gate names. An empty set names all.
static bool names_request(const gate *g, const question *q) {
    if (g->after && !meet(&g->codes, &q->forms)) return false;
    return g->themes == 0 || (g->themes & q->themes) != 0;
}

static bool fits(uint8_t says, uint8_t expects) {
    return says == expects || says == SAYS_ANY || says == SAYS_NOTHING || expects == SAYS_ANY ||
           expects == SAYS_BOTH;
}

static bool request_before(const exchange *x, const scene *s, const rule *r, uint8_t expects) {
    const gate *g = &r->gate;
    uint32_t turns = 0;
    if (g->self) {
        const question *own = questions_own(x, s->speaker, &turns);
        return own && names_request(g, own) && in_time(x, g, own->time, turns);
    }
    const person *who = &x->people[s->speaker];
    // What stands for a short answer belongs, like one, to the last question.
    if (g->polarity_match || r->code == x->book->affirm_emoji) {
        const question *last = questions_owner(x, s->speaker, s->to);
        return last && names_request(g, last) &&
               in_time(x, g, last->time, who->turns - last->turns) &&
               (!g->polarity_match || fits(expects, last->expects));
    }
    for (uint32_t at = dealings_of(x, s->speaker)->requested; at;) {
        const question *one = &x->questions.at[at - 1];
        if (names_request(g, one) && in_time(x, g, one->time, who->turns - one->turns) &&
            address_answers(s->to, one->asker, one->first, one->last, false)) {
            return true;
        }
        at = one->older;
    }
    return false;
}

// Codes in the last turn of the partner, who is whom the message names, else the last other
// speaker; or the speaker's own.
static bool said_before(const exchange *x, const scene *s, const rule *r) {
    const gate *g = &r->gate;
    uint32_t partner = g->self ? s->speaker : s->to->named ? s->to->speaker : x->before;
    if (partner == NO_SPEAKER) return false;
    const voice *last = questions_voice(x, partner);
    if (!last || !meet(&g->codes, &last->codes)) return false;
    if (g->themes && (g->themes & last->themes) == 0) return false;
    if (x->options.window_session && last->session != x->session.number) return false;
    uint32_t since = x->people[partner].turns - last->turn;
    if (g->self) return in_time(x, g, last->time, since + 1);
    if (since > 0) return false;
    // To doubt an answer is to doubt it there and then.
    if (r->code == x->book->double_check && last->session != x->session.number) return false;
    // Where others wrote in between, the link says what is meant.
    return in_time(x, g, last->time, partner == x->before ? x->run_turns : 0);
}

static bool answered_before(const exchange *x, const scene *s, const rule *r, uint8_t expects) {
    const gate *g = &r->gate;
    if (!g->after) return request_before(x, s, r, expects);
    bool requests = false, others = false;
    for (size_t i = 0; i < 4; i++) {
        requests |= (g->codes.bits[i] & x->requests.bits[i]) != 0;
        others |= (g->codes.bits[i] & ~x->requests.bits[i]) != 0;
    }
    return (requests && request_before(x, s, r, expects)) || (others && said_before(x, s, r));
}

static bool waits_long_enough(const exchange *x, const scene *s, uint8_t wanted) {
    uint32_t own = x->number - 1 - x->answered;
    if (own == 0 && s->to->named && x->spoke > x->people[s->to->speaker].spoke) own = 1;
    return own >= wanted;
}

condition gate_condition(const gate *g) {
    if (g->polarity_match) return CONDITION_POLARITY;
    if (g->after) return CONDITION_AFTER;
    if (g->unanswered) return CONDITION_UNANSWERED;
    if (g->alone) return CONDITION_ALONE;
    return g->with_count ? CONDITION_WITH : CONDITION_NONE;
}

condition gate_shut_by(const exchange *x, const scene *s, const rule *r, uint8_t expects) {
    const gate *g = &r->gate;
    if (g->unanswered && !waits_long_enough(x, s, g->unanswered)) return CONDITION_UNANSWERED;
    if (!(g->after || g->polarity_match) || answered_before(x, s, r, expects))
        return CONDITION_NONE;
    return g->polarity_match ? CONDITION_POLARITY : CONDITION_AFTER;
}
