// past_codes: the codes that the definitions of the gates give a message of a past conversation.
// See past.h.
#ifndef TESTS_EXCHANGE_PAST_CODES_H
#define TESTS_EXCHANGE_PAST_CODES_H

#include "exchange/past.h"

typedef struct asked {
    uint32_t asker, answerer, first, last;
    uint32_t turns; // of the answerer before
    uint64_t themes;
    uint8_t expects;
    bool passed_by; // nobody took it in time
} asked;

// What is open is the next other speaker's, or nobody's.
static void take_groups(uint32_t i, asked *groups, uint32_t count) {
    for (uint32_t k = 0; k < count; k++) {
        asked *g = &groups[k];
        if (g->answerer != NO_SPEAKER || g->passed_by || g->asker == log_of[i].line.by) continue;
        g->passed_by = !within_window(log_of[i].time - log_of[g->last].time, g->last, i);
        if (g->passed_by) continue;
        g->answerer = log_of[i].line.by;
        g->turns = turns_before(g->answerer, i);
    }
}

// Requests before message i in the groups that gates see.
static uint32_t groups_before(uint32_t i, asked *groups) {
    uint32_t count = 0;
    for (uint32_t j = 0; j <= i; j++) {
        take_groups(j, groups, count);
        const coded *r = j < i ? best(&log_of[j], 50, FAMILY_REQUEST) : NULL;
        if (!r) continue;
        uint32_t asker = log_of[j].line.by, to = log_of[j].got.addressee;
        asked one = {
            .asker = asker,
            .answerer = to,
            .first = j,
            .last = j,
            .turns = to == NO_SPEAKER ? 0 : turns_before(to, j),
            .themes = r->themes,
            .expects = r->flags & CODED_EXPECTS_YES  ? SAYS_YES
                       : r->flags & CODED_EXPECTS_NO ? SAYS_NO
                                                     : SAYS_ANY,
        };
        asked *into = NULL;
        for (uint32_t k = 0; k < count; k++) {
            asked *g = &groups[k];
            if (g->asker != asker || g->answerer != to || g->turns != one.turns || g->passed_by)
                continue;
            if (log_of[j].time - log_of[g->last].time > rules.episode_gap) continue;
            if (!within_window(log_of[j].time - log_of[g->last].time, g->last, j)) continue;
            if (!into || g->last > into->last) into = g;
        }
        if (into) {
            into->last = j;
            into->themes |= one.themes;
            into->expects = one.expects;
        } else {
            groups[count++] = one;
        }
    }
    return count;
}

static bool still_open(const asked *g, uint32_t i) {
    if (!within_window(log_of[i].time - log_of[g->last].time, g->last, i)) return false;
    for (uint32_t j = g->last + 1; j < i; j++) {
        const past *m = &log_of[j];
        if (m->line.by != g->answerer || !response(m, 50) || m->run == log_of[i].run) continue;
        if (may_answer(j, g->asker, g->first, g->last, false)) return false;
    }
    return true;
}

static uint32_t last_plain(uint32_t speaker, uint32_t i) {
    uint32_t found = 0;
    for (uint32_t j = 0; j < i; j++) {
        const past *m = &log_of[j];
        if (!m->asks || m->line.by == speaker || best(m, 50, FAMILY_REQUEST)) continue;
        uint32_t to = m->got.addressee;
        for (uint32_t k = j + 1; to == NO_SPEAKER && k <= i; k++) {
            if (log_of[k].line.by != m->line.by) to = log_of[k].line.by;
        }
        if (to == speaker) found = j + 1;
    }
    return found;
}

static const asked *owner(uint32_t i, const asked *groups, uint32_t count) {
    uint32_t by = log_of[i].line.by;
    const asked *found = NULL;
    for (uint32_t k = 0; k < count; k++) {
        const asked *g = &groups[k];
        if (g->answerer != by || !still_open(g, i) || log_of[i].turn - g->turns > 3) continue;
        if (!may_answer(i, g->asker, g->first, g->last, true)) continue;
        if (!found || g->last > found->last) found = g;
    }
    if (found && log_of[i].target == 0 && last_plain(by, i) > found->last + 1) return NULL;
    return found;
}

// Whether the speaker's last turn, or the last with codes, holds an affirmation that is recent
// enough.
static bool voice_affirms(uint32_t i, uint32_t who, bool own, bool same_session) {
    uint32_t last = UINT32_MAX;
    for (uint32_t j = i; j-- > 0 && last == UINT32_MAX;) {
        if (log_of[j].line.by != who) continue;
        bool any = false;
        for (uint32_t c = 0; c < log_of[j].coding.count; c++)
            any |= log_of[j].coding.at[c].confidence >= 50;
        if (any) last = j;
    }
    if (last == UINT32_MAX) return false;
    uint32_t turn = log_of[last].turn;
    if (!own && turn != turns_before(who, i)) return false;
    if (own && log_of[i].turn - turn + 1 > 3) return false;
    bool affirms = false;
    for (uint32_t j = 0; j <= last; j++) {
        if (log_of[j].line.by == who && log_of[j].turn == turn)
            affirms |= best(&log_of[j], 50, FAMILY_AFFIRMATION) != NULL;
    }
    if (same_session && log_of[last].got.session != log_of[i].got.session) return false;
    return affirms && within_window(log_of[i].time - log_of[last].time, last, i);
}

static bool partner_affirmed(uint32_t i, bool same_session) {
    const past *m = &log_of[i];
    uint32_t last_other = NO_SPEAKER, own_turns = 0;
    for (uint32_t j = i; j-- > 0 && last_other == NO_SPEAKER;) {
        if (log_of[j].line.by != m->line.by) last_other = log_of[j].line.by;
    }
    for (uint32_t j = i + 1; j-- > 0 && log_of[j].line.by == m->line.by;)
        own_turns += log_of[j].got.opens_turn;
    uint32_t partner = m->named ? m->got.addressee : last_other;
    if (partner == NO_SPEAKER || (partner == last_other && own_turns > 3)) return false;
    return voice_affirms(i, partner, false, same_session);
}

static uint32_t unanswered(uint32_t i) {
    const past *m = &log_of[i];
    uint32_t count = 0;
    for (uint32_t j = i; j-- > 0;) {
        if (log_of[j].line.by != m->line.by) break;
        if (!within_window(log_of[j + 1].time - log_of[j].time, j, j + 1)) break;
        count += log_of[j].line.kind != KIND_REACTION;
    }
    if (count == 0 && m->named) {
        for (uint32_t j = i; j-- > 0;) {
            if (log_of[j].line.by == m->line.by) return 1;
            if (log_of[j].line.by == m->got.addressee) return 0;
        }
    }
    return count;
}

static uint8_t previous_polarity(uint32_t i) {
    for (uint32_t j = i; j-- > 0;) {
        const coded *r =
            log_of[j].line.by == log_of[i].line.by ? best(&log_of[j], 50, FAMILY_REQUEST) : NULL;
        if (r) return r->flags & (CODED_EXPECTS_YES | CODED_EXPECTS_NO);
    }
    return 0;
}

// What the gates of a message see, and who it answers.
typedef struct view {
    const asked *own;        // the request that a short answer is for, or NULL
    bool open, about_safety; // a request to its speaker is open, and one about safety
} view;

static view view_of(uint32_t i, const asked *groups, uint32_t count) {
    view v = {.own = owner(i, groups, count)};
    for (uint32_t k = 0; k < count; k++) {
        const asked *g = &groups[k];
        bool fits = g->answerer == log_of[i].line.by && still_open(g, i) &&
                    log_of[i].turn - g->turns <= 3 &&
                    may_answer(i, g->asker, g->first, g->last, false);
        v.open |= fits;
        v.about_safety |= fits && (g->themes & SAFETY);
    }
    return v;
}

static bool gate_passes(uint32_t i, const rule *r, const view *v) {
    const asked *own = v->own;
    if (r->gate.unanswered) return unanswered(i) >= r->gate.unanswered;
    if (str_equal(r->id, STR("say-it-back")))
        return voice_affirms(i, log_of[i].line.by, true, false);
    if (r->code == R_DOUBLE || r->code == A_MUTUAL || r->code == R_META)
        return partner_affirmed(i, r->code == R_DOUBLE);
    if (r->code == A_EMOJI) return own != NULL;
    if (r->gate.polarity_match)
        return own && (own->expects == SAYS_ANY || own->expects == r->expects);
    if (r->gate.themes) return v->about_safety;
    return !r->gate.after || v->open;
}

static uint32_t speakers_until(uint32_t i) {
    uint32_t speakers = 0;
    for (uint32_t j = 0; j <= i; j++) {
        bool seen = false;
        for (uint32_t k = 0; k < j; k++) seen |= log_of[k].line.by == log_of[j].line.by;
        speakers += !seen;
    }
    return speakers;
}

static uint8_t request_flags(uint32_t i, const rule *r) {
    uint8_t flags = 0;
    if (r->code == R_META) flags |= CODED_AWARE;
    if (talk_codes[r->code].covert) flags |= CODED_COVERT;
    if (r->expects == SAYS_YES) flags |= CODED_EXPECTS_YES;
    if (r->expects == SAYS_NO) flags |= CODED_EXPECTS_NO;
    if (r->expects == SAYS_ANY && (r->code == R_DOUBLE || r->code == R_META))
        flags |= previous_polarity(i);
    return flags;
}

static coded candidate_code(uint32_t i, const rule *r) {
    bool gated = r->gate.after || r->gate.unanswered;
    uint8_t kind = talk_codes[r->code].family;
    coded one = {.code = r->code, .themes = r->themes, .confidence = r->confidence};
    if (gated) one.flags |= CODED_GATED;
    if (kind == FAMILY_REQUEST) one.flags |= request_flags(i, r);
    if (speakers_until(i) > 2 && !log_of[i].named && !gated &&
        (kind == FAMILY_REQUEST || kind == FAMILY_AFFIRMATION))
        one.flags |= CODED_GROUP;
    return one;
}

static coded answer_code(const answer *a, const asked *own) {
    uint8_t wanted = own->expects == SAYS_NO ? SAYS_NO : SAYS_YES;
    uint8_t index = a->says == SAYS_HEDGE ? N_AMBIV : a->says == wanted ? A_CTX : N_NEG;
    return (coded){.code = index, .confidence = a->strength, .flags = CODED_GATED};
}

// The codes of a message that has one candidate or one short answer.
static void expect_codes(uint32_t i, buf *out) {
    asked groups[MOST];
    view v = view_of(i, groups, groups_before(i, groups));
    str word = str_from(log_of[i].line.hits);
    if (str_ends(word, STR(" ?"))) word.len -= 2;
    if (str_equal(word, STR("?"))) word.len = 0;
    uint32_t said = talk_answer(word);
    coding codes = {0};
    if (said && v.own) {
        codes.at[codes.count++] = answer_code(&talk_answers[said - 1], v.own);
    } else if (!said && word.len) {
        const rule *r = &talk_rules[talk_rule(word)];
        if (gate_passes(i, r, &v)) codes.at[codes.count++] = candidate_code(i, r);
    }
    coding_write(out, &talk_book, &codes);
}

#endif
