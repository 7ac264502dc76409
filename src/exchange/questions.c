// questions: a list of open requests for each speaker who is asked, and one of all by time, so that
// neither needs a search.
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

// The newest of those put to a speaker, or to nobody yet.
static uint32_t *front_of(exchange *x, uint32_t answerer) {
    return answerer == NO_SPEAKER ? &x->questions.open : &dealings_with(x, answerer)->requested;
}

static void forget(exchange *x, uint32_t index) {
    questions *q = &x->questions;
    uint32_t *link = front_of(x, question_at(q, index)->answerer);
    while (*link != index) link = &question_at(q, *link)->older;
    *link = question_at(q, index)->older;
    drop(q, index);
}

static void merge(question *into, const question *newer) {
    into->themes |= newer->themes;
    for (size_t i = 0; i < 4; i++) into->forms.bits[i] |= newer->forms.bits[i];
    into->last = newer->last;
    into->time = newer->time;
    into->expects = newer->expects;
}

// Lists it with its answerer, newest first; where there are too many the oldest goes.
static void list(exchange *x, uint32_t index) {
    questions *q = &x->questions;
    question *one = question_at(q, index);
    uint32_t *link = front_of(x, one->answerer), count = 1;
    while (*link && question_at(q, *link)->last > one->last) {
        link = &question_at(q, *link)->older;
        count++;
    }
    one->older = *link;
    *link = index;
    for (link = &one->older; *link; link = &question_at(q, *link)->older) {
        if (count++ < QUESTIONS_MOST) continue;
        uint32_t oldest = *link;
        *link = 0;
        drop(q, oldest);
        return;
    }
}

// Adds it to what the same asker has put there since the answerer's last turn and not long ago,
// else keeps it apart.
static void put(exchange *x, const question *one) {
    questions *q = &x->questions;
    uint32_t *link = front_of(x, one->answerer), index;
    for (; (index = *link) != 0; link = &question_at(q, index)->older) {
        question *there = question_at(q, index);
        if (there->asker != one->asker || there->turns != one->turns) continue;
        if (one->time - there->time > x->options.episode_gap) continue;
        *link = there->older;
        merge(there, one);
        detach(q, index);
        break;
    }
    if (index == 0) {
        index = take_free(q);
        *question_at(q, index) = *one;
    }
    append(q, index);
    list(x, index);
    questions_due(x);
}

void questions_turn_ended(exchange *x) {
    questions *q = &x->questions;
    q->answered = false;
    uint32_t *link = &dealings_with(x, x->last)->requested;
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

void questions_due(exchange *x) {
    const questions *q = &x->questions;
    if (q->earliest && !x->options.window_session)
        exchange_due(x, question_at(q, q->earliest)->time);
}

void questions_session_ended(exchange *x) {
    while (x->questions.earliest) forget(x, x->questions.earliest);
}

static voice *voice_of(exchange *x, uint32_t speaker) {
    questions *q = &x->questions;
    dealings *who = dealings_with(x, speaker);
    if (who->voice == 0) {
        memory_reserve(q->voices, q->voice_room, (size_t)q->voice_count + 1);
        q->voices[q->voice_count] = (voice){0};
        who->voice = ++q->voice_count;
    }
    return &q->voices[who->voice - 1];
}

// Puts to the speaker what was put to nobody.
static void take_open(exchange *x, uint32_t speaker) {
    questions *q = &x->questions;
    voice *asking = voice_of(x, question_at(q, q->open)->asker);
    if (asking->asked == NO_SPEAKER) asking->asked = speaker;
    uint32_t index = q->open;
    q->open = 0;
    while (index) {
        question *one = question_at(q, index);
        uint32_t next = one->older;
        one->answerer = speaker;
        one->turns = x->people[speaker].turns;
        list(x, index);
        index = next;
    }
}

void questions_take(exchange *x, uint32_t speaker) {
    questions *q = &x->questions;
    if (q->open && question_at(q, q->open)->asker != speaker) take_open(x, speaker);
    // Nobody else has written since the question.
    if (q->plain && x->last != speaker) {
        dealings *to = dealings_with(x, speaker);
        if (to->question < q->plain) to->question = q->plain;
        q->plain = 0;
    }
}

void questions_turn_began(exchange *x, uint32_t speaker) {
    questions *q = &x->questions;
    uint32_t *link = &dealings_with(x, speaker)->requested;
    while (*link) {
        uint32_t index = *link;
        question *one = question_at(q, index);
        if (x->people[speaker].turns - one->turns > x->most_turns) {
            *link = one->older;
            drop(q, index);
        } else {
            link = &one->older;
        }
    }
}

static void note_request(exchange *x, uint32_t speaker, const address *to, const coded *request) {
    bool yes = request->flags & CODED_EXPECTS_YES, no = request->flags & CODED_EXPECTS_NO;
    uint8_t expects = yes && no ? SAYS_BOTH : yes ? SAYS_YES : no ? SAYS_NO : SAYS_ANY;
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
    if (to->speaker != NO_SPEAKER) one.turns = x->people[to->speaker].turns;
    put(x, &one);
}

static void note_answer(exchange *x, uint32_t speaker, const address *to) {
    questions *q = &x->questions;
    for (uint32_t at = dealings_of(x, speaker)->requested; at; at = question_at(q, at)->older) {
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
            dealings_with(x, to->speaker)->question = x->number;
    }
}

const question *questions_owner(const exchange *x, uint32_t speaker, const address *to) {
    const questions *q = &x->questions;
    for (uint32_t at = dealings_of(x, speaker)->requested; at; at = question_at(q, at)->older) {
        const question *one = question_at(q, at);
        if (!address_answers(to, one->asker, one->first, one->last, true)) continue;
        if (to->number == 0 && dealings_of(x, speaker)->question > one->last) return NULL;
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
    if (own->asked != NO_SPEAKER) at = dealings_of(x, own->asked)->requested;
    for (; at; at = question_at(q, at)->older) {
        if (question_at(q, at)->asker == speaker) return question_at(q, at);
    }
    return NULL;
}

const voice *questions_voice(const exchange *x, uint32_t speaker) {
    uint32_t index = dealings_of(x, speaker)->voice;
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
