// episodes: what opens an episode, goes on with it, and closes it.
#include "exchange/episodes.h"

#include "exchange/episode_lists.h"
#include "exchange/state.h"

#include <stdlib.h>
#include <string.h>

static uint32_t messages_of(const exchange *x, uint32_t speaker) {
    return speaker == NO_SPEAKER ? 0 : x->people[speaker].messages;
}

// Tells an episode that stands in no list any more, and gives it back. messages: of both, at the
// closing.
static void tell(exchange *x, uint32_t index, outcome how, const moment *close, uint64_t messages) {
    episodes *e = &x->episodes;
    const open_episode *one = episode_at(e, index);
    pairs_remove(&e->open, one->asker, one->answerer);
    episode told = {
        .number = one->number,
        .session = one->session,
        .asker = one->asker,
        .answerer = one->answerer,
        .start = one->start,
        .last_request = one->last_request,
        .close = close->time,
        .form = one->form,
        .themes = one->themes,
        .requests = one->requests,
        .explained = one->explained,
        .confidence = one->confidence,
        .outcome = (uint8_t)how,
        .inactive = how == OUTCOME_IGNORED && one->first_reply == INT64_MIN,
        .opens_with_double = one->opens_with_double,
        .first_reply = one->first_reply,
        .precision = one->precision > close->precision ? one->precision : close->precision,
        .at_start = {one->start, one->active, one->messages, one->session},
        .at_close = {close->time, close->active, messages, close->session},
    };
    episode_give_back(e, index);
    x->events.episode(x->events.context, &told);
}

static void close_unanswered(exchange *x, uint32_t index, outcome how, moment close) {
    const open_episode *one = episode_at(&x->episodes, index);
    uint64_t messages = (uint64_t)messages_of(x, one->asker) + messages_of(x, one->answerer);
    episode_withdraw(x, index);
    tell(x, index, how, &close, messages);
}

// Of one whose window has passed at that time, that of the next message.
static void ignore(exchange *x, uint32_t index, int64_t time) {
    int64_t end = episode_at(&x->episodes, index)->last_request + x->options.window;
    // Exact but for what was held: there the end may lie before the last message.
    bool active = end > x->time && time - x->time <= x->options.session_gap;
    moment close = {
        .time = end,
        .active = active_time(x) + (active ? end - x->time : 0),
        .session = x->session.number,
    };
    close_unanswered(x, index, OUTCOME_IGNORED, close);
}

static void expire(exchange *x, int64_t time) {
    episodes *e = &x->episodes;
    if (x->options.window_session) return;
    while (e->earliest && time - episode_at(e, e->earliest)->last_request > x->options.window)
        ignore(x, e->earliest, time);
}

// Adds requests of the same pair that came later.
static void merge(open_episode *into, const open_episode *more) {
    into->last_request = more->last_request;
    into->first_reply = INT64_MIN;
    into->themes |= more->themes;
    into->requests += more->requests;
    into->explained += more->explained;
    into->precision = more->precision;
    into->last = more->last;
    if (into->confidence < more->confidence) into->confidence = more->confidence;
}

// Begins an episode, or goes on with the open one of the pair.
static void put(exchange *x, const open_episode *one) {
    episodes *e = &x->episodes;
    uint32_t *slot = pairs_put(&e->open, one->asker, one->answerer), index = *slot;
    if (index) {
        open_episode *before = episode_at(e, index);
        episode_withdraw(x, index);
        if (one->start - before->last_request <= x->options.episode_gap) {
            merge(before, one);
            episode_wait(x, index);
            return;
        }
        moment again = {.time = one->start,
                        .active = one->active,
                        .session = one->session,
                        .precision = one->start_precision};
        tell(x, index, OUTCOME_REASKED, &again, one->messages);
        slot = pairs_put(&e->open, one->asker, one->answerer);
    }
    index = episode_new(e);
    *slot = index;
    *episode_at(e, index) = *one;
    episode_at(e, index)->number = ++e->number;
    episode_wait(x, index);
}

// The next of what is held goes to the speaker, when it is addressed to nobody.
static void settle(exchange *x, uint32_t speaker) {
    episodes *e = &x->episodes;
    open_episode one = e->held[e->held_done++];
    if (e->held_done == e->held_count) e->held_done = e->held_count = 0;
    if (one.answerer == NO_SPEAKER) one.answerer = speaker;
    one.messages += messages_of(x, one.answerer);
    expire(x, one.start);
    put(x, &one);
}

static const open_episode *first_held(const episodes *e) {
    return e->held_count ? &e->held[e->held_done] : NULL;
}

// Whether somebody who writes at that time takes it.
static bool takes(const exchange *x, const open_episode *held, int64_t time) {
    return x->options.window_session || time - held->last_request <= x->options.window;
}

void episodes_pass(exchange *x, int64_t time) {
    const open_episode *held;
    while ((held = first_held(&x->episodes)) != NULL) {
        if (held->answerer == NO_SPEAKER && takes(x, held, time)) break;
        settle(x, NO_SPEAKER);
    }
    expire(x, held ? held->start : time);
}

void episodes_due(exchange *x) {
    const episodes *e = &x->episodes;
    if (e->held_count) x->due = INT64_MIN; // any message may settle it
    if (e->earliest && !x->options.window_session)
        exchange_due(x, episode_at(e, e->earliest)->last_request);
}

void episodes_take(exchange *x, uint32_t speaker) {
    const open_episode *held = first_held(&x->episodes);
    if (!held || held->asker == speaker) return;
    while (first_held(&x->episodes)) settle(x, speaker);
    expire(x, x->time);
}

static moment last_message(const exchange *x) {
    return (moment){.time = x->time, .active = active_time(x), .session = x->session.number};
}

void episodes_session_ended(exchange *x) {
    episodes *e = &x->episodes;
    while (x->options.window_session && first_held(e)) settle(x, NO_SPEAKER);
    while (x->options.window_session && e->earliest) {
        close_unanswered(x, e->earliest, OUTCOME_IGNORED, last_message(x));
    }
    pairs_reset(&e->ties);
}

void episodes_end(exchange *x) {
    while (first_held(&x->episodes)) settle(x, NO_SPEAKER);
    expire(x, x->time);
    moment close = last_message(x);
    close.precision = x->precision;
    while (x->episodes.earliest) {
        close_unanswered(x, x->episodes.earliest, OUTCOME_CENSORED, close);
    }
}

void episodes_heard(exchange *x, uint32_t speaker) {
    episodes *e = &x->episodes;
    uint32_t index = dealings_of(x, speaker)->episodes;
    while (index && episode_at(e, index)->first_reply == INT64_MIN) {
        episode_at(e, index)->first_reply = x->time;
        index = episode_at(e, index)->older;
    }
}

static void say(const exchange *x, said *what, const moment *now, uint8_t response, bool affirms) {
    bool first = !what->coded.set;
    if (first) what->coded = *now;
    if (affirms && !what->affirmed.set) what->affirmed = *now;
    if (first || x->book->codes[response].precedence < x->book->codes[what->response].precedence) {
        what->response = response;
    }
}

// Tells as ignored what was put to the speaker and has waited longer than its window, which
// episodes_pass leaves while requests of the speaker are held.
static void pass_addressed(exchange *x, uint32_t speaker) {
    if (x->options.window_session) return;
    for (uint32_t index = dealings_of(x, speaker)->episodes, older; index; index = older) {
        const open_episode *one = episode_at(&x->episodes, index);
        older = one->older;
        if (x->time - one->last_request > x->options.window) ignore(x, index, x->time);
    }
}

static void mark(exchange *x, uint32_t index) {
    episodes *e = &x->episodes;
    memory_reserve(e->answered, e->answered_room, e->answered_count + 1);
    episode_withdraw(x, index);
    episode_at(e, index)->answered = true;
    e->answered[e->answered_count++] = index;
    e->turn_closes = true;
}

static said *own_of(episodes *e, uint32_t index) {
    open_episode *one = episode_at(e, index);
    if (one->own == 0) {
        memory_reserve(e->own, e->own_room, (size_t)e->own_count + 1);
        e->own[e->own_count] = (said){0};
        one->own = ++e->own_count;
    }
    return &e->own[one->own - 1];
}

bool episodes_answer(exchange *x, uint32_t speaker, const address *to, const moment *now,
                     uint8_t response, bool affirms) {
    episodes *e = &x->episodes;
    if (to->elsewhere) return false;
    if (e->held_count) pass_addressed(x, speaker);
    if (!to->named) {
        for (uint32_t index; (index = dealings_of(x, speaker)->episodes) != 0;) mark(x, index);
        if (e->answered_count) say(x, &e->everyone, now, response, affirms);
        return e->answered_count;
    }
    const uint32_t *slot = pairs_find(&e->open, to->speaker, speaker);
    if (!slot) return false;
    const open_episode *one = episode_at(e, *slot);
    if (!address_answers(to, one->asker, one->first, one->last, false)) return false;
    if (!one->answered) mark(x, *slot);
    say(x, own_of(e, *slot), now, response, affirms);
    return true;
}

static said both(const exchange *x, const said *a, const said *b) {
    if (!a->coded.set) return *b;
    said sum = *a;
    if (b->coded.set) {
        if (b->coded.messages < sum.coded.messages) sum.coded = b->coded;
        if (b->affirmed.set &&
            (!sum.affirmed.set || b->affirmed.messages < sum.affirmed.messages)) {
            sum.affirmed = b->affirmed;
        }
        if (x->book->codes[b->response].precedence < x->book->codes[sum.response].precedence) {
            sum.response = b->response;
        }
    }
    return sum;
}

static void tell_answered(exchange *x, uint32_t index) {
    episodes *e = &x->episodes;
    const open_episode *one = episode_at(e, index);
    said none = {0};
    said what = both(x, one->own ? &e->own[one->own - 1] : &none, &e->everyone);
    moment close = what.affirmed.set ? what.affirmed : what.coded;
    outcome how = x->outcome[what.response];
    uint32_t asker = one->asker, answerer = one->answerer, number = one->number;
    // The asker has not written since.
    tell(x, index, how, &close, (uint64_t)close.messages + x->people[asker].messages);
    if (!what.affirmed.set || close.session != x->session.number) return;
    uint32_t *tie = pairs_put(&e->ties, answerer, asker);
    if (how == OUTCOME_AFFIRMED) *tie = number;
}

void episodes_turn_ended(exchange *x) {
    episodes *e = &x->episodes;
    for (size_t i = 0; i < e->answered_count; i++) tell_answered(x, e->answered[i]);
    e->answered_count = 0;
    e->own_count = 0;
    e->everyone = (said){0};
    e->turn_closes = false;
}

static open_episode begun(exchange *x, uint32_t speaker, uint32_t to, const moment *now,
                          const coded *request) {
    return (open_episode){
        .start = now->time,
        .last_request = now->time,
        .first_reply = INT64_MIN,
        .active = now->active,
        .themes = request->themes,
        .session = now->session,
        .asker = speaker,
        .answerer = to,
        .messages = now->messages,
        .requests = 1,
        .explained = request->code == x->book->explained,
        .start_precision = now->precision,
        .precision = now->precision,
        .first = x->number,
        .last = x->number,
        .form = request->code,
        .confidence = request->confidence,
        .opens_with_double = request->code == x->book->double_check,
    };
}

static void hold(exchange *x, const open_episode *one) {
    episodes *e = &x->episodes;
    if (e->held_count) {
        open_episode *before = &e->held[e->held_count - 1];
        if (before->answerer == one->answerer &&
            one->start - before->last_request <= x->options.episode_gap) {
            merge(before, one);
            return;
        }
    }
    if (e->held_count == e->held_room && e->held_done > e->held_count / 2) {
        e->held_count -= e->held_done;
        memmove(e->held, e->held + e->held_done, e->held_count * sizeof *e->held);
        e->held_done = 0;
    }
    memory_reserve(e->held, e->held_room, e->held_count + 1);
    e->held[e->held_count++] = *one;
    episodes_due(x);
}

void episodes_request(exchange *x, uint32_t speaker, const address *to, const moment *now,
                      const coded *request) {
    episodes *e = &x->episodes;
    open_episode one = begun(x, speaker, to->speaker, now, request);
    uint32_t *tie = pairs_find(&e->ties, to->speaker, speaker);
    if (tie && *tie) {
        x->events.reask(x->events.context, *tie, speaker, to->speaker);
        *tie = 0;
    }
    if (to->speaker == NO_SPEAKER || e->held_count) {
        hold(x, &one);
        return;
    }
    one.messages += x->people[to->speaker].messages;
    put(x, &one);
}

void episodes_affirmed(exchange *x, uint32_t speaker, uint32_t other) {
    pairs_put(&x->episodes.ties, speaker, other);
}

bool episodes_has_affirmed(const exchange *x, uint32_t speaker, uint32_t other) {
    return pairs_find(&x->episodes.ties, speaker, other) != NULL;
}

void episodes_reset(episodes *e) {
    pairs_reset(&e->open);
    pairs_reset(&e->ties);
    e->used = e->free = e->earliest = e->latest = e->number = 0;
    e->held_count = e->held_done = 0;
    e->answered_count = 0;
    e->own_count = 0;
    e->everyone = (said){0};
    e->turn_closes = false;
}

void episodes_release(episodes *e) {
    pairs_release(&e->open);
    pairs_release(&e->ties);
    free(e->at);
    free(e->held);
    free(e->answered);
    free(e->own);
    *e = (episodes){0};
}
