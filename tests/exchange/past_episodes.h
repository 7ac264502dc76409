// past_episodes: the episodes that the definitions find in a past conversation, and which messages
// answer and repeat them. See past.h.
#ifndef TESTS_EXCHANGE_PAST_EPISODES_H
#define TESTS_EXCHANGE_PAST_EPISODES_H

#include "exchange/past.h"

typedef struct wanted {
    episode e;
    uint32_t first, last; // messages
    bool answered;
    uint32_t run; // the answering turn
    bool told_reask;
} wanted;

static wanted episodes_of[MOST];
static uint32_t episode_count;
static uint32_t final_addressee[MOST]; // of the requests that count

static const coded *request_of(uint32_t i) {
    return best(&log_of[i], rules.min_confidence, FAMILY_REQUEST);
}

// Requests in a row without an addressee, as far apart as in an episode, are taken together by the
// next other speaker.
static void address_requests(void) {
    for (uint32_t i = 0; i < length; i++) {
        final_addressee[i] = log_of[i].got.addressee;
        if (!request_of(i) || log_of[i].got.addressee != NO_SPEAKER) continue;
        uint32_t last = i, taker = i + 1;
        bool in_row = true;
        for (; taker < length && log_of[taker].line.by == log_of[i].line.by; taker++) {
            if (!request_of(taker)) continue;
            in_row &= log_of[taker].got.addressee == NO_SPEAKER &&
                      log_of[taker].time - log_of[last].time <= rules.episode_gap;
            if (in_row) last = taker;
        }
        if (taker == length || !within_window(log_of[taker].time - log_of[last].time, last, taker))
            continue;
        final_addressee[i] = log_of[taker].line.by;
    }
}

static clocks clocks_at(uint32_t asker, uint32_t answerer, uint32_t i) {
    clocks c = {.time = log_of[i].time, .session = log_of[i].got.session};
    for (uint32_t j = 0; j <= i; j++) {
        c.messages += log_of[j].line.by == asker || log_of[j].line.by == answerer;
        int64_t gap = j ? log_of[j].time - log_of[j - 1].time : 0;
        if (gap <= rules.session_gap) c.active += gap;
    }
    return c;
}

// Closes at message `at` of the log, at a time that is not later.
static void finish(wanted *w, outcome how, uint32_t at, int64_t close) {
    uint32_t opened = log_of[w->last].line.precision, closed = log_of[at].line.precision;
    w->e.outcome = (uint8_t)how;
    w->e.close = close;
    w->e.precision = how == OUTCOME_IGNORED || opened > closed ? opened : closed;
    w->e.at_start = clocks_at(w->e.asker, w->e.answerer, w->first);
    w->e.at_close = clocks_at(w->e.asker, w->e.answerer, at);
    w->e.first_reply = INT64_MIN;
    for (uint32_t j = at; j > w->last; j--) {
        if (log_of[j].line.by == w->e.answerer && log_of[j].time <= close)
            w->e.first_reply = log_of[j].time;
    }
    w->e.inactive = how == OUTCOME_IGNORED && w->e.first_reply == INT64_MIN;
}

static void finish_ignored(wanted *w) {
    uint32_t at = w->last;
    while (at + 1 < length &&
           within_window(log_of[at + 1].time - w->e.last_request, w->last, at + 1))
        at++;
    finish(w, OUTCOME_IGNORED, at,
           rules.window_session ? log_of[at].time : w->e.last_request + rules.window);
}

// The outcome of one that the answerer's message `from` is the first to answer.
static void finish_answered(wanted *w, uint32_t from) {
    static const uint8_t outcomes[TALK_CODES] = {
        [A_LOVE] = OUTCOME_AFFIRMED,      [A_OKNESS] = OUTCOME_AFFIRMED,
        [A_SAFETY] = OUTCOME_AFFIRMED,    [A_CTX] = OUTCOME_AFFIRMED,
        [A_MUTUAL] = OUTCOME_AFFIRMED,    [A_EMOJI] = OUTCOME_AFFIRMED,
        [N_NEG] = OUTCOME_NEGATIVE,       [N_COUNTER] = OUTCOME_COUNTERED,
        [N_IRRIT] = OUTCOME_IRRITATED,    [N_DISMISS] = OUTCOME_DISMISSED,
        [N_WITHDRAW] = OUTCOME_WITHDRAWN, [N_DEFLECT] = OUTCOME_DEFLECTED,
        [N_AMBIV] = OUTCOME_AMBIGUOUS,    [S_BOUND] = OUTCOME_BOUNDED,
    };
    const coded *top = NULL;
    uint32_t at = UINT32_MAX;
    w->answered = true;
    w->run = log_of[from].run;
    for (uint32_t j = from; j < length && log_of[j].run == w->run; j++) {
        const coded *c = response(&log_of[j], rules.min_confidence);
        if (!c || !may_answer(j, w->e.asker, w->first, w->last, false)) continue;
        if (at == UINT32_MAX && best(&log_of[j], rules.min_confidence, FAMILY_AFFIRMATION)) at = j;
        if (!top || talk_codes[c->code].precedence < talk_codes[top->code].precedence) top = c;
    }
    if (at == UINT32_MAX) at = from;
    finish(w, outcomes[top->code], at, log_of[at].time);
}

// Closes it by what comes before message `next`, a further request of the pair, or the end of the
// log; false when nothing does.
static bool close_before(wanted *w, uint32_t next) {
    for (uint32_t j = w->last + 1; j < next || (j == next && next < length); j++) {
        if (!within_window(log_of[j].time - w->e.last_request, w->last, j)) {
            finish_ignored(w);
            return true;
        }
        if (j == next || log_of[j].line.by != w->e.answerer ||
            !response(&log_of[j], rules.min_confidence))
            continue;
        if (!may_answer(j, w->e.asker, w->first, w->last, false)) continue;
        finish_answered(w, j);
        return true;
    }
    return false;
}

static void add_request(wanted *w, uint32_t i) {
    const coded *r = request_of(i);
    w->last = i;
    w->e.last_request = log_of[i].time;
    w->e.themes |= r->themes;
    w->e.requests++;
    w->e.explained += r->code == R_EXPL;
    if (w->e.confidence < r->confidence) w->e.confidence = r->confidence;
}

// The episode that begins with request i; marks its requests as used.
static wanted from_request(uint32_t i, bool *used) {
    const coded *r = request_of(i);
    wanted w = {.first = i};
    w.e.session = log_of[i].got.session;
    w.e.asker = log_of[i].line.by;
    w.e.answerer = final_addressee[i];
    w.e.start = log_of[i].time;
    w.e.form = r->code;
    w.e.opens_with_double = r->code == R_DOUBLE;
    add_request(&w, i);
    used[i] = true;
    for (uint32_t j = i + 1; j < length; j++) {
        if (!request_of(j) || log_of[j].line.by != w.e.asker || final_addressee[j] != w.e.answerer)
            continue;
        if (close_before(&w, j)) return w;
        if (log_of[j].time - w.e.last_request > rules.episode_gap) {
            finish(&w, OUTCOME_REASKED, j, log_of[j].time);
            return w;
        }
        add_request(&w, j);
        used[j] = true;
    }
    if (!close_before(&w, length))
        finish(&w, OUTCOME_CENSORED, length - 1, log_of[length - 1].time);
    return w;
}

// Fills episodes_of.
static void run_episodes(void) {
    bool used[MOST] = {false};
    address_requests();
    episode_count = 0;
    for (uint32_t i = 0; i < length; i++) {
        if (!request_of(i) || used[i]) continue;
        episodes_of[episode_count] = from_request(i, used);
        episode_count++;
        episodes_of[episode_count - 1].e.number = episode_count;
    }
}

// Whether a message affirms and answers an episode that its turn closes.
static bool answers(uint32_t i) {
    const past *m = &log_of[i];
    bool answering = false;
    for (uint32_t k = 0; k < episode_count; k++) {
        const wanted *w = &episodes_of[k];
        if (!w->answered || w->run != m->run) continue;
        answering |= may_answer(i, w->e.asker, w->first, w->last, false);
    }
    return answering && m->got.affirmation;
}

// Whether message i asks again what affirmation j has answered. *reask becomes the number of the
// episode, where that is affirmed and not told yet.
static bool repeats_after(uint32_t i, uint32_t j, uint32_t *reask) {
    const past *m = &log_of[i], *before = &log_of[j];
    uint32_t addressee = before->got.addressee == NO_SPEAKER ? taker(j) : before->got.addressee;
    bool repeated = addressee == m->line.by;
    for (uint32_t k = 0; k < episode_count; k++) {
        wanted *w = &episodes_of[k];
        if (!w->answered || w->run != before->run || w->e.asker != m->line.by) continue;
        if (!may_answer(j, w->e.asker, w->first, w->last, false)) continue;
        repeated = true;
        if (w->e.outcome == OUTCOME_AFFIRMED && !w->told_reask) {
            *reask = w->e.number;
            w->told_reask = true;
        }
    }
    return repeated;
}

// Whether a request is made again after an affirmation by its addressee. *reask: the episode that
// it asks again, or 0.
static bool repeats(uint32_t i, uint32_t *reask) {
    const past *m = &log_of[i];
    bool repeated = request_of(i)->code == R_DOUBLE;
    *reask = 0;
    for (uint32_t j = 0; j < i; j++) {
        const past *before = &log_of[j];
        if (before->line.by == m->got.addressee && before->got.session == m->got.session &&
            before->got.affirmation)
            repeated |= repeats_after(i, j, reask);
    }
    return repeated;
}

#endif
