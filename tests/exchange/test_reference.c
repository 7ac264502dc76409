// Random conversations, checked against slow implementations of the definitions that keep nothing
// but the messages.
#include "exchange/talk.h"

enum { MOST = 160 };

typedef struct past {
    line line;
    int64_t time;
    placement got;
    coding coding;
    bool asks;
    uint32_t target; // message it points to + 1, when known and another's
    bool named, lost;
    uint32_t turn; // of its speaker, from 1
    uint32_t run;  // number of the turn in the conversation
} past;

static past log_of[MOST];
static uint32_t length;
static exchange_options rules;

static uint32_t seed;
static uint32_t draw(uint32_t below) {
    seed = seed * 1664525 + 1013904223;
    return (uint32_t)(((uint64_t)(seed >> 8) * below) >> 24);
}

static bool within_window(int64_t gap, uint32_t i, uint32_t j) {
    if (rules.window_session) return log_of[i].got.session == log_of[j].got.session;
    return gap <= rules.window;
}

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

static const coded *response(const past *m, uint8_t least) {
    const coded *found = best(m, least, FAMILY_BOUNDARY);
    if (!found) found = best(m, least, FAMILY_AFFIRMATION);
    if (!found) found = best(m, least, FAMILY_NON_AFFIRMATION);
    return found;
}

// ---- who is addressed
// -------------------------------------------------------------------------------------------------

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

static bool may_answer(uint32_t i, uint32_t asker, uint32_t first, uint32_t last, bool exact) {
    const past *m = &log_of[i];
    if (m->lost) return false;
    if (!m->named) return true;
    if (m->got.addressee != asker) return false;
    if (m->target == 0 || (!exact && m->line.kind != KIND_REACTION)) return true;
    return first < m->target && m->target <= last + 1;
}

// ---- gates
// ------------------------------------------------------------------------------------------------------------

typedef struct asked {
    uint32_t asker, answerer, first, last;
    uint32_t turns; // of the answerer before
    uint64_t themes;
    uint8_t expects;
    bool passed_by; // nobody took it in time
} asked;

static uint32_t turns_before(uint32_t speaker, uint32_t i) {
    for (uint32_t j = i; j-- > 0;) {
        if (log_of[j].line.by == speaker) return log_of[j].turn;
    }
    return 0;
}

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

// The codes of a message that has one candidate or one short answer.
static void expect_codes(uint32_t i, buf *out) {
    const char *words = log_of[i].line.hits;
    asked groups[MOST];
    uint32_t count = groups_before(i, groups);
    const asked *own = owner(i, groups, count);
    bool open = false, about_safety = false;
    for (uint32_t k = 0; k < count; k++) {
        const asked *g = &groups[k];
        bool fits = g->answerer == log_of[i].line.by && still_open(g, i) &&
                    log_of[i].turn - g->turns <= 3 &&
                    may_answer(i, g->asker, g->first, g->last, false);
        open |= fits;
        about_safety |= fits && (g->themes & SAFETY);
    }
    str word = str_from(words);
    if (str_ends(word, STR(" ?"))) word.len -= 2;
    if (str_equal(word, STR("?"))) word.len = 0;
    uint32_t said = talk_answer(word);
    coding codes = {0};
    if (said) {
        const answer *a = &talk_answers[said - 1];
        uint8_t wanted = own && own->expects == SAYS_NO ? SAYS_NO : SAYS_YES;
        uint8_t index = a->says == SAYS_HEDGE ? N_AMBIV : a->says == wanted ? A_CTX : N_NEG;
        if (own)
            codes.at[codes.count++] =
                (coded){.code = index, .confidence = a->strength, .flags = CODED_GATED};
    } else if (word.len) {
        const rule *r = &talk_rules[talk_rule(word)];
        bool gated = r->gate.after || r->gate.unanswered;
        bool passes = true;
        if (r->gate.unanswered)
            passes = unanswered(i) >= r->gate.unanswered;
        else if (str_equal(word, STR("say-it-back")))
            passes = voice_affirms(i, log_of[i].line.by, true, false);
        else if (r->code == R_DOUBLE || r->code == A_MUTUAL || r->code == R_META) {
            passes = partner_affirmed(i, r->code == R_DOUBLE);
        } else if (r->code == A_EMOJI)
            passes = own != NULL;
        else if (r->gate.polarity_match)
            passes = own && (own->expects == SAYS_ANY || own->expects == r->expects);
        else if (r->gate.themes)
            passes = about_safety;
        else if (r->gate.after)
            passes = open;
        coded one = {.code = r->code, .themes = r->themes, .confidence = r->confidence};
        if (gated) one.flags |= CODED_GATED;
        if (talk_codes[r->code].family == FAMILY_REQUEST) {
            if (r->code == R_META) one.flags |= CODED_AWARE;
            if (talk_codes[r->code].covert) one.flags |= CODED_COVERT;
            if (r->expects == SAYS_YES) one.flags |= CODED_EXPECTS_YES;
            if (r->expects == SAYS_NO) one.flags |= CODED_EXPECTS_NO;
            if (r->expects == SAYS_ANY && (r->code == R_DOUBLE || r->code == R_META))
                one.flags |= previous_polarity(i);
        }
        uint32_t speakers = 0;
        for (uint32_t j = 0; j <= i; j++) {
            bool seen = false;
            for (uint32_t k = 0; k < j; k++) seen |= log_of[k].line.by == log_of[j].line.by;
            speakers += !seen;
        }
        uint8_t kind = talk_codes[r->code].family;
        if (speakers > 2 && !log_of[i].named && !gated &&
            (kind == FAMILY_REQUEST || kind == FAMILY_AFFIRMATION)) {
            one.flags |= CODED_GROUP;
        }
        if (passes) codes.at[codes.count++] = one;
    }
    coding_write(out, &talk_book, &codes);
}

// ---- what closes
// ------------------------------------------------------------------------------------------------------

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

// ---- the comparison
// ---------------------------------------------------------------------------------------------------

#define same(field)                                                                                \
    cr_assert_eq(a->field, b->field, "seed %u, episode %u: " #field " %lld, wanted %lld", from,    \
                 a->number, (long long)a->field, (long long)b->field)

static void compare_episodes(const talk *t, uint32_t from) {
    run_episodes();
    cr_assert_eq(t->episode_count, episode_count, "seed %u: %zu episodes, wanted %u", from,
                 t->episode_count, episode_count);
    for (size_t i = 0; i < t->episode_count; i++) {
        const episode *a = &t->episodes[i], *b = &episodes_of[a->number - 1].e;
        cr_assert(a->number >= 1 && a->number <= episode_count);
        same(number);
        same(session);
        same(asker);
        same(answerer);
        same(start);
        same(last_request);
        same(outcome);
        same(close);
        same(form);
        same(themes);
        same(requests);
        same(explained);
        same(confidence);
        same(inactive);
        same(opens_with_double);
        same(first_reply);
        same(precision);
        same(at_start.time);
        same(at_start.active);
        same(at_start.messages);
        same(at_start.session);
        if (b->outcome == OUTCOME_IGNORED) continue;
        same(at_close.time);
        same(at_close.active);
        same(at_close.messages);
        same(at_close.session);
    }
}

static void compare_sessions(const talk *t, uint32_t from) {
    uint32_t number = 0;
    for (uint32_t i = 0; i < length;) {
        session want = {
            .number = ++number, .start = log_of[i].time, .initiator = log_of[i].line.by};
        for (; i < length && log_of[i].got.session == number; i++) {
            const past *m = &log_of[i];
            bool r = best(m, rules.min_confidence, FAMILY_REQUEST) != NULL;
            bool a = best(m, rules.min_confidence, FAMILY_AFFIRMATION) != NULL;
            cr_assert(m->got.request == r && m->got.affirmation == a, "seed %u: %u", from, i);
            want.messages++;
            want.end = m->time;
            want.requests += r;
            want.affirmations += a;
        }
        const session *got = &t->sessions[number - 1];
        cr_assert(got->number == number && got->start == want.start && got->end == want.end &&
                      got->messages == want.messages && got->requests == want.requests &&
                      got->affirmations == want.affirmations && got->initiator == want.initiator,
                  "seed %u: session %u", from, number);
    }
    cr_assert_eq(t->session_count, number);
}

static void compare_placements(const talk *t, uint32_t from) {
    uint32_t reasks = 0;
    for (uint32_t i = 0; i < length; i++) {
        const past *m = &log_of[i];
        bool answering = false, repeated = false;
        for (uint32_t k = 0; k < episode_count; k++) {
            const wanted *w = &episodes_of[k];
            if (!w->answered || w->run != m->run) continue;
            for (uint32_t j = w->last + 1; j <= i; j++) {
                answering |= log_of[j].run == w->run &&
                             response(&log_of[j], rules.min_confidence) &&
                             may_answer(j, w->e.asker, w->first, w->last, false);
            }
        }
        answering &= m->got.affirmation;
        cr_assert_eq(m->got.answering, answering, "seed %u: message %u answers", from, i + 1);
        if (!m->got.request) continue;
        repeated = best(m, rules.min_confidence, FAMILY_REQUEST)->code == R_DOUBLE;
        uint32_t reask = 0;
        for (uint32_t j = 0; j < i; j++) {
            if (log_of[j].line.by != m->got.addressee || log_of[j].got.session != m->got.session)
                continue;
            if (!log_of[j].got.affirmation) continue;
            repeated |= log_of[j].got.addressee == m->line.by;
            for (uint32_t k = 0; k < episode_count; k++) {
                wanted *w = &episodes_of[k];
                if (!w->answered || w->run != log_of[j].run || w->e.asker != m->line.by) continue;
                if (!may_answer(j, w->e.asker, w->first, w->last, false)) continue;
                repeated = true;
                if (w->e.outcome == OUTCOME_AFFIRMED && !w->told_reask) {
                    reask = w->e.number;
                    w->told_reask = true;
                }
            }
        }
        cr_assert_eq(m->got.repeated_after_answer, repeated, "seed %u: message %u repeats", from,
                     i + 1);
        if (reask == 0) continue;
        cr_assert_lt(reasks, t->reask_count, "seed %u: episode %u was asked again", from, reask);
        cr_assert_eq(t->reasks[reasks++], reask, "seed %u", from);
    }
    cr_assert_eq(t->reask_count, reasks, "seed %u", from);
}

// ---- random conversations
// ---------------------------------------------------------------------------------------------

static char ids[MOST][16];

static line random_line(uint32_t i, uint32_t speakers) {
    static const char *const words[] = {
        "love?",       "mad?",         "safe?",    "weak?",     "faint?",    "tell-me",
        "fear",        "hello??",      "hello???", "sure?",     "really?",   "again",
        "i-love-you",  "we-are-ok",    "fond",     "meh",       "locked",    "not-me",
        "me-too",      "heart",        "space",    "needy",     "not-again", "silly",
        "leave-me",    "how-was-work", "k",        "boundary",  "you-ok?",   "yes",
        "no",          "idk",          "?",        "",          "",          "",
        "say-it-back", "love?",        "yes",      "you-ok? ?",
    };
    int64_t gaps[] = {0,
                      0,
                      1000,
                      5000,
                      30000,
                      MINUTES(1),
                      MINUTES(1),
                      MINUTES(2) - 1,
                      MINUTES(2),
                      MINUTES(3),
                      MINUTES(10),
                      MINUTES(10) + 1,
                      MINUTES(30),
                      MINUTES(60),
                      MINUTES(60) + 1,
                      HOURS(3),
                      rules.window,
                      rules.window + 1};
    // Long gaps are rare.
    uint32_t g = draw(10) ? draw(9) : draw(18);
    line l = {.by = draw(speakers),
              .after = gaps[g],
              .hits = words[draw(40)],
              .precision = draw(2) ? 1000 : 60000};
    snprintf(ids[i], sizeof ids[i], "m%u", i + 1);
    l.id = ids[i];
    if (i && draw(6) == 0) l.reply = draw(10) ? ids[draw(i)] : "m0";
    if (draw(8) == 0) l.mentions = draw(speakers) + 1;
    if (draw(10) == 0) l.kind = KIND_REACTION;
    return l;
}

static void play(talk *t, uint32_t i) {
    past *m = &log_of[i];
    m->got = talk_say(t, m->line);
    m->time = t->now;
    m->coding = t->coding;
    m->asks = str_ends(str_from(m->line.hits), STR("?")) &&
              (strlen(m->line.hits) == 1 || m->line.hits[strlen(m->line.hits) - 2] == ' ');
    const past *before = i ? &log_of[i - 1] : NULL;
    int64_t gap = before ? m->time - before->time : 0;
    bool apart = !before || gap > rules.session_gap,
         other = !before || before->line.by != m->line.by;
    m->run = (before ? before->run : 0) + (other || gap >= rules.turn_gap);
    m->turn = turns_before(m->line.by, i) + (!before || m->run != before->run);
    cr_assert_eq(m->got.session, (before ? before->got.session : 0) + apart);
    cr_assert_eq(m->got.opens_session, apart);
    cr_assert_eq(m->got.opens_turn, other || gap >= rules.turn_gap);
    cr_assert_eq(m->got.opens_floor, apart || other);
}

static void check(uint32_t from) {
    seed = from * 2654435761u + 1;
    rules = talk_options();
    uint8_t cuts[] = {50, 70, 70, 85};
    rules.min_confidence = cuts[draw(4)];
    rules.window_session = draw(6) == 0;
    if (draw(3) == 0) rules.window = MINUTES(20 + draw(60));
    uint32_t speakers = 2 + draw(4);
    length = 2 + draw(MOST - 2);
    talk *t = talk_with(rules);
    buf want = {0};
    for (uint32_t i = 0; i < length; i++) {
        log_of[i].line = random_line(i, speakers);
        play(t, i);
        cr_assert_eq(log_of[i].got.addressee, addressee(i), "seed %u: addressee of message %u",
                     from, i + 1);
        buf_reset(&want);
        expect_codes(i, &want);
        buf_add_char(&want, 0);
        cr_assert_str_eq(talk_codes_of(t), want.at, "seed %u, message %u, %s: %s, wanted %s", from,
                         i + 1, log_of[i].line.hits, talk_codes_of(t), want.at);
    }
    talk_end(t);
    compare_episodes(t, from);
    compare_sessions(t, from);
    compare_placements(t, from);
    buf_release(&want);
    talk_free(t);
}

Test(exchange_at_random, agrees_with_the_definitions, .timeout = 300) {
    for (uint32_t from = 1; from <= 300; from++) check(from);
}
