// past: a conversation of which nothing but the messages is kept, and what the definitions say of
// it, slowly: what is within the window, who is addressed, and whom a message may answer. One at a
// time, for test_reference.c; messages are numbered from 0.
#ifndef TESTS_EXCHANGE_PAST_H
#define TESTS_EXCHANGE_PAST_H

#include "exchange/talk.h"

enum { MOST = 160 };

typedef struct past {
    line line;
    int64_t time;
    placement got; // what exchange said of it
    coding coding;
    bool asks;
    uint32_t target; // message it points to + 1, when known and another's
    bool named;      // it says to whom
    bool lost;       // a reaction to what is not here
    uint32_t turn;   // of its speaker, from 1
    uint32_t run;    // number of the turn in the conversation
} past;

static past log_of[MOST];
static uint32_t length;
static exchange_options rules;

static bool within_window(int64_t gap, uint32_t i, uint32_t j) {
    if (rules.window_session) return log_of[i].got.session == log_of[j].got.session;
    return gap <= rules.window;
}

// Of its codes of a family, with at least this confidence, the first by precedence; or NULL.
static const coded *best(const past *m, uint8_t least, uint8_t kind) {
    const coded *found = NULL;
    for (uint32_t i = 0; i < m->coding.count; i++) {
        const coded *one = &m->coding.at[i];
        if (one->confidence < least || talk_codes[one->code].family != kind) continue;
        if (!found || talk_codes[one->code].precedence < talk_codes[found->code].precedence)
            found = one;
    }
    return found;
}

// The code by which it answers, or NULL.
static const coded *response(const past *m, uint8_t least) {
    const coded *found = best(m, least, FAMILY_BOUNDARY);
    if (!found) found = best(m, least, FAMILY_AFFIRMATION);
    if (!found) found = best(m, least, FAMILY_NON_AFFIRMATION);
    return found;
}

// The addressee of message i; sets target, named and lost.
static uint32_t addressee(uint32_t i) {
    past *m = &log_of[i];
    uint32_t by = m->line.by;
    m->named = m->lost = false;
    m->target = 0;
    if (m->line.reply) {
        uint32_t to = (uint32_t)atoi(m->line.reply + 1);
        if (to > 0 && to <= i && log_of[to - 1].line.by != by) {
            m->named = true;
            m->target = to;
            return log_of[to - 1].line.by;
        }
        m->lost = m->line.kind == KIND_REACTION;
    }
    if (m->line.mentions && m->line.mentions - 1 != by) {
        m->named = true;
        return m->line.mentions - 1;
    }
    for (uint32_t j = i; j-- > 0;) {
        if (log_of[j].line.by != by && log_of[j].got.session == m->got.session)
            return log_of[j].line.by;
    }
    uint32_t other = NO_SPEAKER;
    for (uint32_t j = 0; j < i; j++) {
        if (log_of[j].line.by == by || log_of[j].line.by == other) continue;
        if (other != NO_SPEAKER) return NO_SPEAKER;
        other = log_of[j].line.by;
    }
    return other;
}

// Whether message i may answer what the asker asked in messages first to last. exact: a reply must
// be to one of these.
static bool may_answer(uint32_t i, uint32_t asker, uint32_t first, uint32_t last, bool exact) {
    const past *m = &log_of[i];
    if (m->lost) return false;
    if (!m->named) return true;
    if (m->got.addressee != asker) return false;
    if (m->target == 0 || (!exact && m->line.kind != KIND_REACTION)) return true;
    return first < m->target && m->target <= last + 1;
}

// Who takes message i, which addresses nobody: the first other speaker to write within the window.
static uint32_t taker(uint32_t i) {
    for (uint32_t j = i + 1; j < length; j++) {
        if (log_of[j].line.by == log_of[i].line.by) continue;
        return within_window(log_of[j].time - log_of[i].time, i, j) ? log_of[j].line.by
                                                                    : NO_SPEAKER;
    }
    return NO_SPEAKER;
}

// The turn of the last message of a speaker before message i.
static uint32_t turns_before(uint32_t speaker, uint32_t i) {
    for (uint32_t j = i; j-- > 0;) {
        if (log_of[j].line.by == speaker) return log_of[j].turn;
    }
    return 0;
}

#endif
