// Many messages at once: whatever is said around them, they come to the same as one by one.
#include "exchange/talk.h"

enum { LINES = 600, TALKS = 300 };

typedef struct told {
    message m[LINES];
    analysis a[LINES];
    hit found[LINES];
} told;

static uint32_t below(uint64_t *state, uint32_t n) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33) % n;
}

// Now and then a message asks, requests, affirms, replies, reacts, forwards, is a line of the
// system or none's, or comes after a long silence or with a stamp that lies before the last one.
static void tell(told *t, uint64_t seed, uint32_t people) {
    static const char *const codes[] = {"R.DIRECT;T.LOVE", "A.LOVE", "N.NEG", "R.DOUBLE"};
    static const uint8_t kinds[] = {KIND_MEDIA, KIND_REACTION, KIND_SYSTEM, KIND_DELETED};
    static const char *const ids[] = {"a", "b", "c"};
    uint64_t state = seed;
    int64_t now = 0;
    for (uint32_t i = 0; i < LINES; i++) {
        static const int64_t gaps[] = {SECONDS(20), MINUTES(1), MINUTES(2),
                                       MINUTES(3),  HOURS(2),   HOURS(30)};
        now += gaps[below(&state, 8) ? below(&state, 4) : below(&state, 6)];
        bool given = below(&state, 12) == 0, late = below(&state, 30) == 0;
        t->m[i] = (message){
            .time_kind = TIME_UTC,
            .time = now,
            .effective = late ? now - MINUTES(5) : now,
            .precision = 1000 * (1 + below(&state, 2)),
            .speaker = below(&state, 40) ? below(&state, people) : INTERN_NONE,
            .kind = below(&state, 15) ? KIND_TEXT : kinds[below(&state, 4)],
            .flags = below(&state, 15) ? 0 : FLAG_FORWARDED,
            .number = i + 1,
            .id = below(&state, 3) ? STR("") : str_from(ids[below(&state, 3)]),
            .reply_to = below(&state, 25) ? STR("") : str_from(ids[below(&state, 3)]),
            .codes = given ? str_from(codes[below(&state, 4)]) : (str){0},
            .rules = given ? STR("") : (str){0},
        };
        t->a[i] = (analysis){.asks = below(&state, 4) == 0, .first_hit = i, .answer_whole = true};
        if (below(&state, 6) == 0) t->a[i].answer = 1 + below(&state, 3);
        if (below(&state, 8) == 0) {
            uint32_t which = below(&state, (uint32_t)talk_book.rule_count);
            t->a[i].hit_count = 1;
            t->found[i] = (hit){.rule = which, .expects = talk_rules[which].expects};
        }
    }
}

static void expect_same(const placement *one, const placement *other, uint32_t at) {
    cr_assert_eq(one->time, other->time, "message %u", at);
    cr_assert_eq(one->session, other->session, "message %u", at);
    cr_assert_eq(one->addressee, other->addressee, "message %u", at);
    cr_assert_eq(one->opens_session, other->opens_session, "message %u", at);
    cr_assert_eq(one->opens_turn, other->opens_turn, "message %u", at);
    cr_assert_eq(one->opens_floor, other->opens_floor, "message %u", at);
    cr_assert_eq(one->request, other->request, "message %u", at);
    cr_assert_eq(one->affirmation, other->affirmation, "message %u", at);
    cr_assert_eq(one->answering, other->answering, "message %u", at);
    cr_assert_eq(one->repeated_after_answer, other->repeated_after_answer, "message %u", at);
}

static void take_both(const told *t, uint32_t i, talk *one, talk *other) {
    const message *m = &t->m[i];
    const analysis *a = &t->a[i];
    const placement *wanted = exchange_message(one->exchange, m, a, t->found, &one->coding);
    expect_same(wanted, exchange_message(other->exchange, m, a, t->found, &other->coding), i);
    cr_assert_eq(one->coding.count, other->coding.count, "message %u", i);
    for (uint32_t k = 0; k < one->coding.count; k++) {
        cr_assert_eq(one->coding.at[k].code, other->coding.at[k].code, "message %u", i);
        cr_assert_eq(one->coding.at[k].themes, other->coding.at[k].themes, "message %u", i);
    }
    verdict said = exchange_verdict(one->exchange, 0), same = exchange_verdict(other->exchange, 0);
    cr_assert(said.fate == same.fate && said.condition == same.condition, "message %u", i);
    cr_assert_eq(one->episode_count, other->episode_count, "message %u", i);
}

// Each message to one, and to the other as many as it takes; returns how many it took.
static size_t follow_both(const told *t, talk *one, talk *other) {
    placement where[LINES];
    size_t quiet = 0;
    for (uint32_t i = 0; i < LINES;) {
        size_t most = 1 + i % 50 < LINES - i ? 1 + i % 50 : LINES - i;
        size_t taken = exchange_quiet(other->exchange, &t->m[i], &t->a[i], most, where);
        quiet += taken;
        for (size_t k = 0; k < taken; k++, i++) {
            const placement *wanted =
                exchange_message(one->exchange, &t->m[i], &t->a[i], t->found, &one->coding);
            cr_assert_eq(one->coding.count, 0);
            expect_same(wanted, &where[k], i);
        }
        if (i == LINES) break;
        take_both(t, i++, one, other);
    }
    return quiet;
}

static void expect_same_talk(const talk *one, const talk *other) {
    cr_assert_eq(one->session_count, other->session_count);
    cr_assert_eq(one->episode_count, other->episode_count);
    cr_assert_eq(one->reask_count, other->reask_count);
    cr_assert_eq(memcmp(one->taken, other->taken, sizeof one->taken), 0);
    for (size_t i = 0; i < one->session_count; i++) {
        cr_assert_eq(one->sessions[i].messages, other->sessions[i].messages);
        cr_assert_eq(one->sessions[i].end, other->sessions[i].end);
    }
    for (size_t i = 0; i < one->episode_count; i++) {
        const episode *a = &one->episodes[i], *b = &other->episodes[i];
        cr_assert(a->number == b->number && a->asker == b->asker && a->answerer == b->answerer);
        cr_assert(a->outcome == b->outcome && a->close == b->close);
        cr_assert(a->first_reply == b->first_reply && a->inactive == b->inactive);
        cr_assert(a->precision == b->precision);
        cr_assert_eq(a->at_close.messages, b->at_close.messages);
        cr_assert_eq(a->at_close.active, b->at_close.active);
    }
}

static size_t compare(uint64_t seed, exchange_options options) {
    static told t;
    talk *one = talk_with(options), *other = talk_with(options);
    tell(&t, seed, 2 + (uint32_t)seed % 5);
    size_t quiet = follow_both(&t, one, other);
    exchange_end(one->exchange);
    exchange_end(other->exchange);
    expect_same_talk(one, other);
    talk_free(one);
    talk_free(other);
    return quiet;
}

Test(quiet, messages_taken_at_once_come_to_the_same_as_one_by_one) {
    size_t quiet = 0;
    for (uint64_t seed = 1; seed <= TALKS; seed++) quiet += compare(seed, talk_options());
    cr_expect_gt(quiet, TALKS * LINES / 8, "only %zu were taken at once", quiet);
}

Test(quiet, messages_taken_at_once_come_to_the_same_where_windows_end_with_sessions) {
    exchange_options options = talk_options();
    options.window_session = true;
    for (uint64_t seed = 1; seed <= TALKS; seed++) compare(seed, options);
}

Test(quiet, messages_taken_at_once_come_to_the_same_where_windows_are_short) {
    exchange_options options = talk_options();
    options.window = MINUTES(1);
    options.turn_gap = SECONDS(0);
    for (uint64_t seed = 1; seed <= TALKS; seed++) compare(seed, options);
}
