// questions: a list of open requests for each speaker who is asked, and one of all by time, so that neither needs a search.
#include "exchange/questions.h"

#include "exchange/state.h"

#include <stdlib.h>

static question *question_at(const questions *q, uint32_t index) { return &q->at[index - 1]; }

static uint32_t take_free(questions *q) {
    uint32_t index = q->free;
    if (index) {
        q->free = question_at(q, index)->later;
        return index;
    }
    memory_reserve(q->at, q->room, (size_t)q->used + 1);
    return ++q->used;
}

static void append(questions *q, uint32_t index) {
    question *one = question_at(q, index);
    one->earlier = q->latest;
    one->later = 0;
    if (q->latest)
        question_at(q, q->latest)->later = index;
    else
        q->earliest = index;
    q->latest = index;
}

static void detach(questions *q, uint32_t index) {
    const question *one = question_at(q, index);
    if (one->earlier)
        question_at(q, one->earlier)->later = one->later;
    else
        q->earliest = one->later;
    if (one->later)
        question_at(q, one->later)->earlier = one->earlier;
    else
        q->latest = one->earlier;
}

// Gives back one that stands in no list of an answerer.
static void drop(questions *q, uint32_t index) {
    detach(q, index);
    question_at(q, index)->later = q->free;
    q->free = index;
}

static uint32_t *link_to(exchange *x, uint32_t index) {
    questions *q = &x->questions;
    uint32_t *link = &x->people[question_at(q, index)->answerer].requested;
    while (*link != index) link = &question_at(q, *link)->older;
    return link;
}

static void forget(exchange *x, uint32_t index) {
    questions *q = &x->questions;
    if (index == q->open)
        q->open = 0;
    else
        *link_to(x, index) = question_at(q, index)->older;
    drop(q, index);
}

static void merge(question *into, const question *more) {
    into->themes |= more->themes;
    for (size_t i = 0; i < 4; i++) into->forms.bits[i] |= more->forms.bits[i];
    if (more->first < into->first) into->first = more->first;
    if (more->last < into->last) return;
    into->last = more->last;
    into->time = more->time;
    into->expects = more->expects;
}

// Puts *one to its answerer: into what the same asker has put there since the answerer's last turn, else in front.
static void put(exchange *x, const question *one) {
    questions *q = &x->questions;
    uint32_t *front = &x->people[one->answerer].requested, *link = front;
    for (uint32_t count = 1; *link; count++) {
        uint32_t index = *link;
        question *there = question_at(q, index);
        if (there->asker == one->asker && there->turns == one->turns) {
            merge(there, one);
            *link = there->older;
            there->older = *front;
            *front = index;
            detach(q, index);
            append(q, index);
            return;
        }
        if (count == QUESTIONS_MOST) {
            *link = there->older;
            drop(q, index);
            break;
        }
        link = &there->older;
    }
    uint32_t index = take_free(q);
    *question_at(q, index) = *one;
    question_at(q, index)->older = *front;
    *front = index;
    append(q, index);
}

void questions_turn_ended(exchange *x) {
    questions *q = &x->questions;
    if (!q->answered) return;
    q->answered = false;
    uint32_t *link = &x->people[x->last].requested;
    while (*link) {
        uint32_t index = *link;
        if (question_at(q, index)->answered) {
            *link = question_at(q, index)->older;
            drop(q, index);
        } else {
            link = &question_at(q, index)->older;
        }
    }
}

void questions_expire(exchange *x, int64_t time) {
    questions *q = &x->questions;
    if (x->options.window_session) return;
    while (q->earliest && time - question_at(q, q->earliest)->time > x->options.window) {
        forget(x, q->earliest);
    }
}

void questions_session_ended(exchange *x) {
    while (x->questions.earliest) forget(x, x->questions.earliest);
}

void questions_take(exchange *x, uint32_t speaker) {
    questions *q = &x->questions;
    if (q->open && question_at(q, q->open)->asker != speaker) {
        question one = *question_at(q, q->open);
        forget(x, q->open);
        one.answerer = speaker;
        one.turns = x->people[speaker].turns;
        put(x, &one);
    }
    if (q->plain && x->last != speaker) {
        person *to = &x->people[speaker];
        if (to->question < q->plain) to->question = q->plain;
        q->plain = 0;
    }
}

void questions_turn_began(exchange *x, uint32_t speaker) {
    questions *q = &x->questions;
    uint32_t *link = &x->people[speaker].requested;
    while (*link) {
        uint32_t index = *link;
        const question *one = question_at(q, index);
        if (x->people[speaker].turns - one->turns > x->most_turns) {
            *link = one->older;
            drop(q, index);
        } else {
            link = &question_at(q, index)->older;
        }
    }
}

static voice *voice_of(exchange *x, uint32_t speaker) {
    questions *q = &x->questions;
    person *who = &x->people[speaker];
    if (who->voice == 0) {
        memory_reserve(q->voices, q->voice_room, (size_t)q->voice_count + 1);
        q->voices[q->voice_count] = (voice){0};
        who->voice = ++q->voice_count;
    }
    return &q->voices[who->voice - 1];
}

static void note_request(exchange *x, uint32_t speaker, const address *to, const coded *request) {
    questions *q = &x->questions;
    uint8_t expects = request->flags & CODED_EXPECTS_YES  ? SAYS_YES
                      : request->flags & CODED_EXPECTS_NO ? SAYS_NO
                                                          : SAYS_ANY;
    question one = {
        .time = x->time,
        .themes = request->themes,
        .asker = speaker,
        .answerer = to->speaker,
        .first = x->number,
        .last = x->number,
        .expects = expects,
    };
    code_set_add(&one.forms, request->code);
    voice *own = voice_of(x, speaker);
    own->asked = to->speaker;
    own->asked_turn = x->people[speaker].turns;
    own->expects = expects;
    if (to->speaker != NO_SPEAKER) {
        one.turns = x->people[to->speaker].turns;
        put(x, &one);
        return;
    }
    if (q->open) {
        merge(question_at(q, q->open), &one);
        detach(q, q->open);
    } else {
        q->open = take_free(q);
        *question_at(q, q->open) = one;
    }
    append(q, q->open);
}

static void note_answer(exchange *x, uint32_t speaker, const address *to) {
    questions *q = &x->questions;
    for (uint32_t at = x->people[speaker].requested; at; at = question_at(q, at)->older) {
        question *one = question_at(q, at);
        if (!address_answers(to, one->asker, one->first, one->last, false)) continue;
        one->answered = q->answered = true;
    }
}

static void note_voice(exchange *x, uint32_t speaker, const coded *one) {
    voice *own = voice_of(x, speaker);
    uint32_t turn = x->people[speaker].turns;
    if (own->turn != turn) {
        own->codes = (code_set){0};
        own->themes = 0;
        own->turn = turn;
    }
    code_set_add(&own->codes, one->code);
    own->themes |= one->themes;
    own->time = x->time;
    own->session = x->session.number;
}

void questions_note(exchange *x, uint32_t speaker, const address *to, const coding *c, bool asks) {
    const coded *request = NULL;
    bool answers = false;
    for (uint32_t i = 0; i < c->count; i++) {
        const coded *one = &c->at[i];
        if (one->confidence < GATE_CONFIDENCE) continue;
        if (!request && code_set_has(&x->requests, one->code)) request = one;
        answers |= is_response(x, one->code);
        note_voice(x, speaker, one);
    }
    if (answers) note_answer(x, speaker, to);
    if (request) {
        note_request(x, speaker, to, request);
    } else if (asks) {
        if (to->speaker == NO_SPEAKER)
            x->questions.plain = x->number;
        else
            x->people[to->speaker].question = x->number;
    }
}

const question *questions_owner(const exchange *x, uint32_t speaker, const address *to) {
    const questions *q = &x->questions;
    for (uint32_t at = x->people[speaker].requested; at; at = question_at(q, at)->older) {
        const question *one = question_at(q, at);
        if (!address_answers(to, one->asker, one->first, one->last, true)) continue;
        if (to->number == 0 && x->people[speaker].question > one->last) return NULL;
        return one;
    }
    return NULL;
}

const question *questions_own(const exchange *x, uint32_t speaker, uint32_t *turns) {
    const questions *q = &x->questions;
    const voice *own = questions_voice(x, speaker);
    if (!own || own->expects == SAYS_NOTHING) return NULL;
    *turns = x->people[speaker].turns - own->asked_turn + 1;
    uint32_t at = q->open;
    if (own->asked != NO_SPEAKER) at = x->people[own->asked].requested;
    for (; at; at = question_at(q, at)->older) {
        if (question_at(q, at)->asker == speaker) return question_at(q, at);
    }
    return NULL;
}

const voice *questions_voice(const exchange *x, uint32_t speaker) {
    uint32_t index = x->people[speaker].voice;
    return index ? &x->questions.voices[index - 1] : NULL;
}

void questions_reset(questions *q) {
    q->used = q->free = q->earliest = q->latest = q->open = q->plain = q->voice_count = 0;
    q->answered = false;
}

void questions_release(questions *q) {
    free(q->at);
    free(q->voices);
    *q = (questions){0};
}
