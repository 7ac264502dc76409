// Random conversations, checked against slow implementations of the definitions that keep nothing
// but the messages.
#include "exchange/past_codes.h"
#include "exchange/past_episodes.h"

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
        const placement *got = &log_of[i].got;
        cr_assert_eq(got->answering, answers(i), "seed %u: message %u answers", from, i + 1);
        if (!got->request) continue;
        uint32_t reask;
        bool repeated = repeats(i, &reask);
        cr_assert_eq(got->repeated_after_answer, repeated, "seed %u: message %u repeats", from,
                     i + 1);
        if (reask == 0) continue;
        cr_assert_lt(reasks, t->reask_count, "seed %u: episode %u was asked again", from, reask);
        cr_assert_eq(t->reasks[reasks++], reask, "seed %u", from);
    }
    cr_assert_eq(t->reask_count, reasks, "seed %u", from);
}

static void compare_taken(const talk *t, uint32_t from) {
    uint64_t taken[TALK_SPEAKERS][TALK_SPEAKERS] = {0};
    for (uint32_t i = 0; i < length; i++) {
        const past *m = &log_of[i];
        if (!m->got.affirmation || m->got.addressee != NO_SPEAKER || taker(i) == NO_SPEAKER)
            continue;
        taken[m->line.by][taker(i)]++;
    }
    cr_assert_eq(memcmp(t->taken, taken, sizeof taken), 0, "seed %u", from);
}

// ---- random conversations
// ---------------------------------------------------------------------------------------------

static uint32_t seed;
static uint32_t draw(uint32_t below) {
    seed = seed * 1664525 + 1013904223;
    return (uint32_t)(((uint64_t)(seed >> 8) * below) >> 24);
}

static char ids[MOST][16];

// rush: of so many gaps one is long. Speakers go on as often as others follow.
static line random_line(uint32_t i, uint32_t speakers, uint32_t rush) {
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
    uint32_t g = draw(rush) ? draw(9) : draw(18);
    line l = {.by = i && draw(2) ? log_of[i - 1].line.by : draw(speakers),
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
    uint32_t speakers = 2 + draw(4), rush = draw(3) ? 10 : 2;
    length = 2 + draw(MOST - 2);
    talk *t = talk_with(rules);
    buf want = {0};
    for (uint32_t i = 0; i < length; i++) {
        log_of[i].line = random_line(i, speakers, rush);
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
    compare_taken(t, from);
    buf_release(&want);
    talk_free(t);
}

Test(exchange_at_random, agrees_with_the_definitions, .timeout = 300) {
    for (uint32_t from = 1; from <= 3000; from++) check(from);
}
