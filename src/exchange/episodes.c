// episodes: a map from pairs to what is open between them, a list for each speaker who is asked, and one of all by the end of
// their windows, so that no message needs a search.
#include "exchange/episodes.h"

#include "exchange/state.h"

#include <stdlib.h>

static open_episode *episode_at(const episodes *e, uint32_t index) { return &e->at[index - 1]; }

static uint32_t take_free(episodes *e) {
    uint32_t index = e->free;
    if (index) {
        e->free = episode_at(e, index)->later;
        return index;
    }
    memory_reserve(e->at, e->room, (size_t)e->used + 1);
    return ++e->used;
}

// In the order of last requests, which is that of the ends of their windows.
static void wait_last(episodes *e, uint32_t index) {
    open_episode *one = episode_at(e, index);
    one->earlier = e->latest;
    one->later = 0;
    if (e->latest)
        episode_at(e, e->latest)->later = index;
    else
        e->earliest = index;
    e->latest = index;
}

static void wait_no_more(episodes *e, uint32_t index) {
    const open_episode *one = episode_at(e, index);
    if (one->earlier)
        episode_at(e, one->earlier)->later = one->later;
    else
        e->earliest = one->later;
    if (one->later)
        episode_at(e, one->later)->earlier = one->earlier;
    else
        e->latest = one->earlier;
}

// Where the other waited, which waits no more.
static void wait_instead(episodes *e, uint32_t index, uint32_t other) {
    wait_no_more(e, index);
    open_episode *one = episode_at(e, index);
    const open_episode *gone = episode_at(e, other);
    one->earlier = gone->earlier;
    one->later = gone->later;
    if (one->earlier)
        episode_at(e, one->earlier)->later = index;
    else
        e->earliest = index;
    if (one->later)
        episode_at(e, one->later)->earlier = index;
    else
        e->latest = index;
}

// In the list of the answerer: those without a first reply stand in front.
static void list(exchange *x, uint32_t index) {
    episodes *e = &x->episodes;
    open_episode *one = episode_at(e, index);
    uint32_t *front = &x->people[one->answerer].episodes;
    one->newer = 0;
    one->older = *front;
    if (*front) episode_at(e, *front)->newer = index;
    *front = index;
}

static void unlist(exchange *x, uint32_t index) {
    episodes *e = &x->episodes;
    const open_episode *one = episode_at(e, index);
    if (one->newer)
        episode_at(e, one->newer)->older = one->older;
    else
        x->people[one->answerer].episodes = one->older;
    if (one->older) episode_at(e, one->older)->newer = one->newer;
}

static uint32_t messages_of(const exchange *x, uint32_t speaker) {
    return speaker == NO_SPEAKER ? 0 : x->people[speaker].messages;
}

// Tells an episode that stands in no list any more, and gives it back. messages: of both, at the closing.
static void tell(exchange *x, uint32_t index, outcome how, const moment *close, uint64_t messages) {
    episodes *e = &x->episodes;
    const open_episode *one = episode_at(e, index);
    if (one->answerer != NO_SPEAKER) pairs_remove(&e->open, one->asker, one->answerer);
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
    episode_at(e, index)->later = e->free;
    e->free = index;
    x->events.episode(x->events.context, &told);
}

// Takes it out of the lists in which it waits.
static void withdraw(exchange *x, uint32_t index) {
    episodes *e = &x->episodes;
    const open_episode *one = episode_at(e, index);
    wait_no_more(e, index);
    if (one->answerer != NO_SPEAKER) {
        unlist(x, index);
        return;
    }
    if (one->newer)
        episode_at(e, one->newer)->older = one->older;
    else
        e->open_last = one->older;
    if (one->older)
        episode_at(e, one->older)->newer = one->newer;
    else
        e->open_first = one->newer;
}

// Of two that are addressed to nobody yet the newer is the further request that closed the older.
static moment start_of_next(const exchange *x, const open_episode *one) {
    const open_episode *next = episode_at(&x->episodes, one->newer);
    return (moment){
        .time = next->start,
        .active = next->active,
        .messages = next->messages,
        .session = next->session,
        .precision = next->start_precision,
    };
}

// Closes one that got no answer: as what it already is, else as how, at close.
static void close_unanswered(exchange *x, uint32_t index, outcome how, moment close) {
    const open_episode *one = episode_at(&x->episodes, index);
    uint64_t messages = (uint64_t)messages_of(x, one->asker) + messages_of(x, one->answerer);
    if (one->reasked) {
        how = OUTCOME_REASKED;
        close = start_of_next(x, one);
        messages = close.messages;
    }
    withdraw(x, index);
    tell(x, index, how, &close, messages);
}

void episodes_expire(exchange *x, int64_t time) {
    episodes *e = &x->episodes;
    if (x->options.window_session) return;
    while (e->earliest && time - episode_at(e, e->earliest)->last_request > x->options.window) {
        int64_t end = episode_at(e, e->earliest)->last_request + x->options.window;
        // The end lies after the last message: else it would have been told then.
        bool active = time - x->time <= x->options.session_gap;
        moment close = {
            .time = end,
            .active = x->active + (active ? end - x->time : 0),
            .session = x->session.number,
        };
        close_unanswered(x, e->earliest, OUTCOME_IGNORED, close);
    }
}

static moment last_message(const exchange *x) {
    return (moment){.time = x->time, .active = x->active, .session = x->session.number};
}

void episodes_session_ended(exchange *x) {
    episodes *e = &x->episodes;
    while (x->options.window_session && e->earliest) {
        close_unanswered(x, e->earliest, OUTCOME_IGNORED, last_message(x));
    }
    pairs_reset(&e->ties);
}

void episodes_end(exchange *x) {
    moment close = last_message(x);
    close.precision = x->precision;
    while (x->episodes.earliest) close_unanswered(x, x->episodes.earliest, OUTCOME_CENSORED, close);
}

// Adds the requests of the newer one to the older.
static void merge(open_episode *into, const open_episode *newer) {
    into->last_request = newer->last_request;
    into->first_reply = INT64_MIN;
    into->themes |= newer->themes;
    into->requests += newer->requests;
    into->explained += newer->explained;
    into->precision = newer->precision;
    into->last = newer->last;
    if (into->confidence < newer->confidence) into->confidence = newer->confidence;
}

// Addresses a taken episode to the speaker. An older one of the same pair (by a link, so far) meets its further request.
static void address_to(exchange *x, uint32_t index, uint32_t speaker) {
    episodes *e = &x->episodes;
    open_episode *one = episode_at(e, index);
    one->answerer = speaker;
    one->messages += x->people[speaker].messages;
    uint32_t *slot = pairs_put(&e->open, one->asker, speaker);
    if (*slot) {
        uint32_t before = *slot;
        open_episode *older = episode_at(e, before);
        // Merged only while no later number is taken: the numbers have no holes.
        if (one->start - older->last_request <= x->options.episode_gap &&
            one->number == e->number) {
            merge(older, one);
            unlist(x, before);
            list(x, before);
            wait_instead(e, before, index);
            one->later = e->free;
            e->free = index;
            e->number--;
            return;
        }
        moment close = {one->start, one->active, 0, one->session, one->start_precision, true};
        unlist(x, before);
        wait_no_more(e, before);
        tell(x, before, OUTCOME_REASKED, &close, one->messages);
        slot = pairs_put(&e->open, one->asker, speaker);
    }
    *slot = index;
    list(x, index);
}

void episodes_take(exchange *x, uint32_t speaker) {
    episodes *e = &x->episodes;
    if (e->open_first == 0 || episode_at(e, e->open_first)->asker == speaker) return;
    uint32_t index = e->open_first;
    e->open_first = e->open_last = 0;
    while (index) {
        open_episode *one = episode_at(e, index);
        uint32_t next = one->newer;
        bool reasked = one->reasked;
        moment close = reasked ? start_of_next(x, one) : (moment){0};
        one->reasked = false;
        address_to(x, index, speaker);
        if (reasked) {
            // It may have been merged into an older one.
            uint32_t open = *pairs_find(&e->open, episode_at(e, next)->asker, speaker);
            withdraw(x, open);
            tell(x, open, OUTCOME_REASKED, &close,
                 (uint64_t)close.messages + x->people[speaker].messages);
        }
        index = next;
    }
}

void episodes_heard(exchange *x, uint32_t speaker) {
    episodes *e = &x->episodes;
    uint32_t index = x->people[speaker].episodes;
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

static void mark(exchange *x, uint32_t index) {
    episodes *e = &x->episodes;
    memory_reserve(e->answered, e->answered_room, e->answered_count + 1);
    withdraw(x, index);
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

void episodes_answer(exchange *x, uint32_t speaker, const address *to, const moment *now,
                     uint8_t response, bool affirms) {
    episodes *e = &x->episodes;
    if (to->elsewhere) return;
    if (!to->named) {
        while (x->people[speaker].episodes) mark(x, x->people[speaker].episodes);
        if (e->answered_count) say(x, &e->everyone, now, response, affirms);
        return;
    }
    const uint32_t *slot = pairs_find(&e->open, to->speaker, speaker);
    if (!slot) return;
    const open_episode *one = episode_at(e, *slot);
    if (!address_answers(to, one->asker, one->first, one->last, false)) return;
    if (!one->answered) mark(x, *slot);
    say(x, own_of(e, *slot), now, response, affirms);
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
    if (!e->turn_closes) return;
    for (size_t i = 0; i < e->answered_count; i++) tell_answered(x, e->answered[i]);
    e->answered_count = 0;
    e->own_count = 0;
    e->everyone = (said){0};
    e->turn_closes = false;
}

static open_episode begun(exchange *x, uint32_t speaker, const moment *now, const coded *request) {
    return (open_episode){
        .start = now->time,
        .last_request = now->time,
        .first_reply = INT64_MIN,
        .active = now->active,
        .themes = request->themes,
        .session = now->session,
        .asker = speaker,
        .answerer = NO_SPEAKER,
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

static uint32_t begin(exchange *x, const open_episode *one) {
    episodes *e = &x->episodes;
    uint32_t index = take_free(e);
    *episode_at(e, index) = *one;
    episode_at(e, index)->number = ++e->number;
    wait_last(e, index);
    return index;
}

static void request_of_nobody(exchange *x, const open_episode *one) {
    episodes *e = &x->episodes;
    uint32_t last = e->open_last;
    if (last) {
        open_episode *before = episode_at(e, last);
        if (one->start - before->last_request <= x->options.episode_gap) {
            merge(before, one);
            wait_no_more(e, last);
            wait_last(e, last);
            return;
        }
        before->reasked = true;
    }
    uint32_t index = begin(x, one);
    episode_at(e, index)->older = last;
    if (last)
        episode_at(e, last)->newer = index;
    else
        e->open_first = index;
    e->open_last = index;
}

void episodes_request(exchange *x, uint32_t speaker, const address *to, const moment *now,
                      const coded *request) {
    episodes *e = &x->episodes;
    open_episode one = begun(x, speaker, now, request);
    if (to->speaker == NO_SPEAKER) {
        request_of_nobody(x, &one);
        return;
    }
    uint32_t *tie = pairs_find(&e->ties, to->speaker, speaker);
    if (tie && *tie) {
        x->events.reask(x->events.context, *tie);
        *tie = 0;
    }
    one.answerer = to->speaker;
    one.messages += x->people[to->speaker].messages;
    uint32_t *slot = pairs_put(&e->open, speaker, to->speaker);
    if (*slot) {
        uint32_t index = *slot;
        open_episode *before = episode_at(e, index);
        if (one.start - before->last_request <= x->options.episode_gap) {
            merge(before, &one);
            unlist(x, index);
            list(x, index);
            wait_no_more(e, index);
            wait_last(e, index);
            return;
        }
        withdraw(x, index);
        tell(x, index, OUTCOME_REASKED, now, one.messages);
    }
    uint32_t index = begin(x, &one);
    *pairs_put(&e->open, speaker, to->speaker) = index;
    list(x, index);
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
    e->used = e->free = e->earliest = e->latest = e->open_first = e->open_last = e->number = 0;
    e->answered_count = 0;
    e->own_count = 0;
    e->everyone = (said){0};
    e->turn_closes = false;
}

void episodes_release(episodes *e) {
    pairs_release(&e->open);
    pairs_release(&e->ties);
    free(e->at);
    free(e->answered);
    free(e->own);
    *e = (episodes){0};
}
