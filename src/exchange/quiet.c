// quiet: most messages say nothing but that their speakers wrote, end nothing and begin no session.
// Many of them are taken at once here, to the same effect as exchange_message has one by one.
#include "exchange/episode_lists.h"
#include "exchange/state.h"

// What such messages change of the exchange itself: in registers while they come.
typedef struct course {
    int64_t time;
    uint32_t number, last, before, place, answered, run_turns;
} course;

static course course_of(const exchange *x) {
    return (course){x->time, x->number, x->last, x->before, x->place, x->answered, x->run_turns};
}

static void keep_course(exchange *x, const course *c) {
    x->time = c->time;
    x->number = c->number;
    x->last = c->last;
    x->before = c->before;
    x->place = c->place;
    x->answered = c->answered;
    x->run_turns = c->run_turns;
}

// Whether the next turn ends something, or another speaker takes it.
static bool turn_matters(const exchange *x) {
    const questions *q = &x->questions;
    return x->episodes.turn_closes || x->episodes.held_count || x->affirmations.count ||
           q->answered || q->open || q->plain;
}

// Whether an episode waits for a first reply of the speaker.
static inline bool is_awaited(const exchange *x, const person *who) {
    uint32_t newest = dealings_at(x, who)->episodes;
    return newest && episode_at(&x->episodes, newest)->first_reply == INT64_MIN;
}

// Another speaker than before, who has written before.
static inline void change(const exchange *x, course *c, uint32_t speaker) {
    c->answered = c->number;
    c->run_turns = 0;
    c->before = c->last;
    c->last = speaker;
    c->place = address_by_place(x, speaker, c->before);
}

static inline void begin_turn(exchange *x, course *c, uint32_t speaker) {
    c->run_turns++;
    x->people[speaker].turns++;
    if (dealings_of(x, speaker)->requested) questions_turn_began(x, speaker);
}

// Takes a message; false, with nothing changed, when it is none of these.
static inline bool follow(exchange *x, course *c, const message *m, placement *where) {
    if (m->speaker >= x->people_count || m->kind == KIND_SYSTEM) return false;
    person *who = &x->people[m->speaker];
    int64_t time = m->effective < c->time ? c->time : m->effective;
    uint64_t gap = (uint64_t)time - (uint64_t)c->time;
    if (gap > (uint64_t)x->together || time > x->due) return false;
    bool same = m->speaker == c->last;
    if (!same) {
        if (who->messages == 0 || is_awaited(x, who)) return false;
        change(x, c, m->speaker);
    }
    bool opens_turn = !same || gap >= (uint64_t)x->options.turn_gap;
    if (opens_turn) begin_turn(x, c, m->speaker);
    c->time = time;
    who->messages++;
    who->spoke = ++c->number;
    *where = (placement){.time = time,
                         .session = x->session.number,
                         .addressee = c->place,
                         .opens_turn = opens_turn,
                         .opens_floor = !same};
    return true;
}

// The message asks something that is no request.
static inline void ask(exchange *x, const course *c) {
    if (c->place == NO_SPEAKER)
        x->questions.plain = c->number;
    else
        dealings_with(x, c->place)->question = c->number;
}

static size_t take(exchange *x, course *c, const message *m, const analysis *a, size_t count,
                   placement *where) {
    size_t taken = 0;
    while (taken < count && !exchange_says_more(m, a) && follow(x, c, m, where)) {
        taken++;
        if (exchange_asks(m, a)) {
            ask(x, c);
            if (x->questions.plain) break;
        }
        m++, a++, where++;
    }
    return taken;
}

size_t exchange_quiet(exchange *x, const message *m, const analysis *a, size_t count,
                      placement *where) {
    if (turn_matters(x)) return 0;
    course c = course_of(x);
    size_t taken = take(x, &c, m, a, count, where);
    if (taken == 0) return 0;
    keep_course(x, &c);
    x->precision = m[taken - 1].precision;
    x->resolved = false;
    x->unresolved = FATE_NOT_OWN;
    links_add_all(&x->links, m, taken);
    return taken;
}
