// exchange: takes messages one by one. Each first ends what its time and its speaker end, then gets
// its addressee and codes, then begins what it begins.
#include "exchange/exchange.h"

#include "exchange/resolve.h"
#include "exchange/state.h"

#include <stdlib.h>

// What a turn with the non-affirming code makes of an episode. N.IGNORE is derived, never said.
static uint8_t outcome_of(str name) {
    static const struct {
        str name;
        uint8_t outcome;
    } known[] = {
        {{"N.NEG", 5}, OUTCOME_NEGATIVE},        {{"N.COUNTER", 9}, OUTCOME_COUNTERED},
        {{"N.IRRIT", 7}, OUTCOME_IRRITATED},     {{"N.DISMISS", 9}, OUTCOME_DISMISSED},
        {{"N.WITHDRAW", 10}, OUTCOME_WITHDRAWN}, {{"N.DEFLECT", 9}, OUTCOME_DEFLECTED},
        {{"N.IGNORE", 8}, OUTCOME_COUNT},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (str_equal(known[i].name, name)) return known[i].outcome;
    }
    return OUTCOME_AMBIGUOUS;
}

static void learn_codes(exchange *x) {
    memset(x->outcome, OUTCOME_COUNT, sizeof x->outcome);
    x->dismiss = x->deflect = 255;
    for (size_t i = 0; i < x->book->code_count; i++) {
        const code *c = &x->book->codes[i];
        uint8_t index = (uint8_t)i;
        if (c->family == FAMILY_REQUEST) code_set_add(&x->requests, index);
        if (c->family == FAMILY_AFFIRMATION) x->outcome[i] = OUTCOME_AFFIRMED;
        if (c->family == FAMILY_BOUNDARY) x->outcome[i] = OUTCOME_BOUNDED;
        if (c->family == FAMILY_NON_AFFIRMATION) x->outcome[i] = outcome_of(c->name);
        if (str_equal(c->name, STR("N.DISMISS"))) x->dismiss = index;
        if (str_equal(c->name, STR("N.DEFLECT"))) x->deflect = index;
    }
    x->most_turns = 3;
    for (size_t i = 0; i < x->book->rule_count; i++) {
        uint8_t turns = x->book->rules[i].gate.turns;
        if (x->most_turns < turns) x->most_turns = turns;
    }
}

// Between messages of one speaker that changes nothing.
static int64_t longest_pause(const exchange_options *o) {
    int64_t most = o->turn_gap - 1;
    if (most > o->session_gap) most = o->session_gap;
    return most > o->window ? o->window : most;
}

exchange *exchange_new(const codebook *book, const exchange_options *options,
                       const exchange_events *events) {
    exchange *x = memory_alloc(sizeof *x);
    x->book = book;
    x->options = *options;
    x->events = *events;
    learn_codes(x);
    x->pause = longest_pause(&x->options);
    x->apart = options->window_session ? options->session_gap : options->window;
    x->together = x->apart < options->session_gap ? x->apart : options->session_gap;
    exchange_begin(x);
    return x;
}

void exchange_begin(exchange *x) {
    if (x->people_count) memset(x->people, 0, x->people_count * sizeof *x->people);
    x->people_count = x->dealings_count = 0;
    x->number = x->precision = x->seen = x->answered = x->run_turns = 0;
    x->time = INT64_MIN;
    x->idle = 0;
    x->last = x->before = x->place = NO_SPEAKER;
    x->before_session = 0;
    x->due = INT64_MAX;
    x->session = (session){0};
    links_reset(&x->links);
    questions_reset(&x->questions);
    episodes_reset(&x->episodes);
    affirmations_reset(&x->affirmations);
}

static person *new_person(exchange *x, uint32_t speaker) {
    size_t wanted = (size_t)speaker + 1;
    memory_reserve(x->people, x->people_room, wanted);
    memset(x->people + x->people_count, 0, (wanted - x->people_count) * sizeof *x->people);
    x->people_count = (uint32_t)wanted;
    return &x->people[speaker];
}

static inline person *person_of(exchange *x, uint32_t speaker) {
    return speaker < x->people_count ? &x->people[speaker] : new_person(x, speaker);
}

const dealings dealings_none = {0};

dealings *dealings_with(exchange *x, uint32_t speaker) {
    person *who = &x->people[speaker];
    if (who->dealings == 0) {
        memory_reserve(x->dealings, x->dealings_room, (size_t)x->dealings_count + 1);
        x->dealings[x->dealings_count] = dealings_none;
        who->dealings = ++x->dealings_count;
    }
    return &x->dealings[who->dealings - 1];
}

static void end_session(exchange *x) {
    x->session.end = x->time;
    x->session.messages = x->number - x->before_session;
    x->events.session(x->events.context, &x->session);
    episodes_session_ended(x);
    if (!x->options.window_session) return;
    questions_session_ended(x);
    affirmations_reset(&x->affirmations);
}

static inline void end_turn(exchange *x) {
    if (x->episodes.turn_closes) episodes_turn_ended(x);
    if (x->questions.answered) questions_turn_ended(x);
}

// Ends what has waited longer than its window.
static void end_waits(exchange *x, int64_t time) {
    episodes_pass(x, time);
    questions_expire(x, time);
    x->due = INT64_MAX;
    episodes_due(x);
    questions_due(x);
}

static void begin_session(exchange *x, uint32_t speaker, int64_t time) {
    if (x->number) end_session(x);
    x->idle = x->number ? x->idle + (time - x->time) : time;
    x->session = (session){.number = x->session.number + 1, .start = time, .initiator = speaker};
    x->before_session = x->number;
}

// Another speaker than before takes what is addressed to nobody yet.
static inline void change_speaker(exchange *x, uint32_t speaker, const person *who) {
    const questions *q = &x->questions;
    if (who->messages == 0) {
        if (x->seen < 2) x->first_seen[x->seen] = speaker;
        x->seen++;
    }
    if (x->episodes.held_count) episodes_take(x, speaker);
    if (x->affirmations.count) affirmations_take(x, speaker);
    if (q->open | q->plain) questions_take(x, speaker);
    x->run_turns = 0;
    x->before = x->last;
    x->last = speaker;
    if (dealings_at(x, who)->episodes) episodes_heard(x, speaker);
}

// Ends and begins what a message does that is not merely the next of a turn.
static inline void move_on(exchange *x, uint32_t speaker, person *who, int64_t time) {
    bool same = speaker == x->last;
    uint64_t gap = (uint64_t)time - (uint64_t)x->time; // before the first message: longer than any
    bool opens_session = gap > (uint64_t)x->options.session_gap;
    bool opens_turn = !same || gap >= (uint64_t)x->options.turn_gap;
    x->where.opens_session = opens_session;
    x->where.opens_turn = opens_turn;
    x->where.opens_floor = opens_session || !same;

    if (opens_turn) end_turn(x);
    if (time > x->due) end_waits(x, time);
    if (!same || gap > (uint64_t)x->apart) x->answered = x->number;
    if (opens_session) begin_session(x, speaker, time);
    x->time = time;
    if (!same) change_speaker(x, speaker, who);
    if (opens_session || !same) x->place = address_by_place(x, x->last, x->before);
    if (!opens_turn) return;
    who->turns++;
    x->run_turns++;
    if (dealings_at(x, who)->requested) questions_turn_began(x, speaker);
}

// No message is before its predecessor.
static inline int64_t effective_time(const exchange *x, const message *m) {
    return m->effective < x->time ? x->time : m->effective;
}

// Where a message of a speaker stands, as far as its author and time say.
static const placement *place(exchange *x, const message *m) {
    int64_t time = effective_time(x, m);
    person *who = person_of(x, m->speaker);
    x->where = (placement){.time = time};
    if (m->speaker != x->last || time - x->time > x->pause || time > x->due)
        move_on(x, m->speaker, who, time);
    x->time = time;
    x->precision = m->precision;
    x->where.session = x->session.number;
    x->where.addressee = x->place;
    who->messages++;
    who->spoke = ++x->number;
    links_add(&x->links, m);
    return &x->where;
}

static void know_mentioned(exchange *x, const message *m) {
    for (uint32_t i = 0; i < m->mention_count; i++) {
        if (m->mentions[i] != INTERN_NONE) person_of(x, m->mentions[i]);
    }
}

// What the codes that count say of the message; the request and the response of the highest
// precedence, or NULL.
static void weigh(exchange *x, const coding *c, placement *p, const coded **request,
                  const coded **response) {
    const code *codes = x->book->codes;
    for (uint32_t i = 0; i < c->count; i++) {
        const coded *one = &c->at[i];
        if (one->confidence < x->options.min_confidence) continue;
        uint8_t kind = codes[one->code].family;
        if (kind == FAMILY_REQUEST && !*request) *request = one;
        if (!is_response(x, one->code)) continue;
        p->affirmation |= kind == FAMILY_AFFIRMATION;
        p->boundary |= kind == FAMILY_BOUNDARY;
        p->non_affirmation |= kind == FAMILY_NON_AFFIRMATION;
        if (!*response || codes[one->code].precedence < codes[(*response)->code].precedence)
            *response = one;
    }
    p->request = *request != NULL;
}

static void consider(exchange *x, const message *m, const address *to, const coding *c) {
    placement *p = &x->where;
    const coded *request = NULL, *response = NULL;
    weigh(x, c, p, &request, &response);
    moment now = {x->time,    active_time(x), x->people[m->speaker].messages,
                  p->session, m->precision,   true};
    bool answers =
        response && episodes_answer(x, m->speaker, to, &now, response->code, p->affirmation);
    p->answering = p->affirmation && answers;
    x->session.affirmations += p->affirmation;
    if (request) {
        p->repeated_after_answer =
            request->code == x->book->double_check ||
            (to->speaker != NO_SPEAKER && episodes_has_affirmed(x, to->speaker, m->speaker));
        x->session.requests++;
        episodes_request(x, m->speaker, to, &now, request);
    }
    if (!p->affirmation) return;
    if (to->speaker == NO_SPEAKER)
        affirmations_add(x);
    else
        episodes_affirmed(x, m->speaker, to->speaker);
}

// The codes as the source gives them; what of them the codebook does not know is left out.
// False when there is such.
static bool read_codes(const exchange *x, const message *m, coding *out) {
    if (coding_parse(out, x->book, m->codes, m->rules)) return true;
    coding known = {0};
    str_cut_result cut = {.tail = m->codes, .found = true};
    while (cut.found && known.count < CODING_MAX) {
        cut = str_cut(cut.tail, ';');
        if (!coding_parse(out, x->book, cut.head, STR("")) || out->count == 0) continue;
        bool twice = false;
        for (uint32_t i = 0; i < known.count; i++) twice |= known.at[i].code == out->at[0].code;
        if (!twice) known.at[known.count++] = out->at[0];
    }
    *out = known;
    return false;
}

// A message that may say more than that its speaker wrote. Kept apart, so that the many that do
// not save no registers for it.
__attribute__((noinline)) static const placement *
attend(exchange *x, const message *m, const analysis *a, const hit *found, coding *out) {
    linked before = {.author = INTERN_NONE}; // looked for before the message can be found itself
    if (m->reply_to.len) before.author = links_find(&x->links, m->reply_to, &before.number);
    x->spoke = m->speaker < x->people_count ? x->people[m->speaker].spoke : 0;
    place(x, m);
    address to = {.speaker = x->place, .reaction = m->kind == KIND_REACTION};
    if (m->reply_to.len || m->mention_count) {
        know_mentioned(x, m);
        to = address_of_marked(x, m, before);
        x->where.addressee = to.speaker;
    }
    if (m->codes.at) {
        x->unresolved = FATE_GIVEN;
        x->where.broken_codes = !read_codes(x, m, out);
    } else if (a->hit_count || a->answer) {
        resolve(x, m, a, a->hit_count ? found + a->first_hit : NULL, &to, out);
    }
    bool asks = exchange_asks(m, a);
    if (out->count || asks) questions_note(x, m->speaker, &to, out, asks);
    if (out->count) consider(x, m, &to, out);
    if (to.reaction) x->answered++; // itself it waits for nothing
    return &x->where;
}

static const placement *leave_out(exchange *x, const message *m) {
    if (m->codes.at) x->unresolved = FATE_GIVEN;
    x->where = (placement){.time = effective_time(x, m), .addressee = NO_SPEAKER};
    return &x->where;
}

const placement *exchange_message(exchange *x, const message *m, const analysis *a,
                                  const hit *found, coding *out) {
    out->count = out->rule_count = 0;
    x->resolved = false;
    x->unresolved = FATE_NOT_OWN;
    if (m->kind == KIND_SYSTEM || m->speaker == INTERN_NONE) return leave_out(x, m);
    if (a->asks || exchange_says_more(m, a)) return attend(x, m, a, found, out);
    return place(x, m);
}

verdict exchange_verdict(const exchange *x, size_t i) {
    if (x->resolved && i < x->verdict_count) return x->verdicts[i];
    return (verdict){x->unresolved, CONDITION_NONE};
}

verdict exchange_answer_verdict(const exchange *x, uint8_t *index) {
    *index = x->resolved ? x->answer_code : 255;
    if (!x->resolved) return (verdict){x->unresolved, CONDITION_NONE};
    fate f = x->answer_code == 255 ? FATE_SHUT : x->answer_stands ? FATE_COUNTS : FATE_UNUSED;
    return (verdict){(uint8_t)f, CONDITION_AFTER};
}

void exchange_end(exchange *x) {
    if (x->number == 0) return;
    end_turn(x);
    episodes_end(x);
    end_session(x);
}

clocks exchange_clocks(const exchange *x, uint32_t asker, uint32_t answerer) {
    uint64_t messages = 0;
    if (asker < x->people_count) messages += x->people[asker].messages;
    if (answerer < x->people_count) messages += x->people[answerer].messages;
    return (clocks){x->time, active_time(x), messages, x->session.number};
}

void exchange_free(exchange *x) {
    if (!x) return;
    links_release(&x->links);
    questions_release(&x->questions);
    episodes_release(&x->episodes);
    affirmations_release(&x->affirmations);
    free(x->people);
    free(x->dealings);
    free(x->passed);
    free(x->verdicts);
    free(x);
}
