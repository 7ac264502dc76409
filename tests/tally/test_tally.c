#include "tally/tally.h"

#include <criterion/criterion.h>

#define MONDAY 1704067200000LL // 2024-01-01T00:00:00Z
#define HOUR 3600000LL

static code codes[] = {
    {.name = {"R.DIRECT", 8}, .family = FAMILY_REQUEST},
    {.name = {"T.LOVE", 6}, .family = FAMILY_THEME},
    {.name = {"A.LOVE", 6}, .family = FAMILY_AFFIRMATION},
    {.name = {"X.NEED", 6}, .family = FAMILY_COMPONENT},
};
static codebook book = {
    .codes = codes, .code_count = 4, .theme_code = {1}, .theme_count = 1, .double_check = 255};

static tally start(void) {
    tally t;
    tally_init(&t, &(tally_options){.book = &book, .period = ATTUNE_WEEK, .min_confidence = 70});
    tally_begin(&t);
    return t;
}

static void say(tally *t, uint32_t speaker, int64_t time, placement where, coding of) {
    message m = {.kind = KIND_TEXT, .time_kind = TIME_UTC, .time = time};
    analysis a = {.tokens = 2, .characters = 5, .style = {1, 0, 1}};
    where.time = time;
    tally_message(t, speaker, &m, &a, &where);
    if (of.count) tally_codes(t, speaker, &of, &where, where.addressee);
}

static const coding nothing = {.count = 0};
// A code that is counted nowhere, so that only what a placement says is.
static const coding component = {.count = 1, .at = {{.code = 3, .confidence = 100}}};

// Before the 15th message a speaker's hours are a list, then a table: both give the same counts.
Test(tally, counts_hours_and_style_from_the_first_message_on) {
    for (uint32_t messages = 1; messages <= 40; messages++) {
        tally t = start();
        for (uint32_t i = 0; i < messages; i++)
            say(&t, 0, MONDAY + (i % 3) * 24 * HOUR + 7 * HOUR, (placement){.session = 1}, nothing);
        uint64_t hours[TALLY_HOURS];
        tally_hours(&t.speakers[0], hours);
        word_counts all = tally_words(&t.speakers[0]);
        cr_assert_eq(hours[7], (messages + 2) / 3);
        cr_assert_eq(hours[31], (messages + 1) / 3);
        cr_assert_eq(hours[55], messages / 3);
        cr_assert_eq(all.tokens, 2 * messages);
        cr_assert_eq(all.style[0], messages);
        cr_assert_eq(all.style[1], 0);
        cr_assert_eq(all.style[2], messages);
        cr_assert_eq((tally_habits(&t.speakers[0]) != NULL), messages > TALLY_EARLY);
        tally_release(&t);
    }
}

// A reaction may have words, but its tokens are nobody's.
Test(tally, counts_the_style_of_texts_alone) {
    tally t = start();
    message m = {.kind = KIND_TEXT, .time_kind = TIME_UTC, .time = MONDAY};
    placement where = {.session = 1, .time = MONDAY, .addressee = NO_SPEAKER};
    analysis few = {.tokens = 9, .style = {200, 1}}, many = {.tokens = 9, .style = {70000, 2}};
    const analysis *said[] = {&few, &few, &many, &few};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        m.kind = i == 1 ? KIND_REACTION : KIND_TEXT;
        tally_message(&t, 0, &m, said[i], &where);
    }
    uint64_t hours[TALLY_HOURS];
    word_counts all = tally_words(&t.speakers[0]);
    tally_hours(&t.speakers[0], hours);
    cr_assert_eq(all.style[0], 70400);
    cr_assert_eq(all.style[1], 4);
    cr_assert_eq(hours[0], 4);
    tally_release(&t);
}

// More than 32 bits, within the first messages and later: nothing is lost, nor counted in no
// period.
Test(tally, counts_more_words_than_fit_in_a_word) {
    enum { MILLION = 1000000 };
    tally t = start();
    analysis long_one = {
        .tokens = 300 * MILLION, .characters = 700 * MILLION, .style = {250 * MILLION, 1}};
    placement where = {.session = 1, .time = MONDAY, .addressee = NO_SPEAKER};
    for (uint32_t i = 1; i <= 40; i++) {
        message m = {.kind = KIND_TEXT, .time_kind = TIME_UTC, .time = MONDAY};
        tally_message(&t, 0, &m, &long_one, &where);
        word_counts all = tally_words(&t.speakers[0]);
        cr_assert_eq(all.tokens, 300ull * MILLION * i);
        cr_assert_eq(all.characters, 700ull * MILLION * i);
        cr_assert_eq(all.style[0], 250ull * MILLION * i);
        cr_assert_eq(all.style[1], i);
    }
    tally_end(&t, 1);
    uint64_t hours[TALLY_HOURS];
    tally_hours(&t.speakers[0], hours);
    cr_assert_eq(hours[0], 40);
    cr_assert_eq(t.periods[0].tokens, 300ull * MILLION * 40);
    tally_release(&t);
}

// A speaker who writes little and a pair that met once stay small.
Test(tally, takes_little_for_a_further_speaker) {
    cr_assert_leq(sizeof(speaker_tally) + sizeof(period_tally), 128);
}

// Three requests on the first day and one on the third: sum of squares 9 + 1; the day between does
// not count.
Test(tally, keeps_the_squares_of_daily_counts) {
    tally t = start();
    placement asks = {.session = 1, .request = true, .addressee = NO_SPEAKER};
    for (int i = 0; i < 3; i++) say(&t, 0, MONDAY + i, asks, component);
    say(&t, 0, MONDAY + 48 * HOUR, asks, component);
    tally_end(&t, 1);
    cr_assert_eq(tally_coded(&t.speakers[0])->counts[TALLY_REQUESTS], 4);
    cr_assert_eq(tally_coded(&t.speakers[0])->squares[TALLY_REQUESTS], 10);
    cr_assert_eq(t.speakers[0].active_days, 2);
    tally_release(&t);
}

// Sessions alike are counted together: twice one message without anything, once two with one
// request.
Test(tally, counts_sessions_of_a_speaker_by_what_was_in_them) {
    tally t = start();
    say(&t, 0, MONDAY, (placement){.session = 1}, nothing);
    say(&t, 0, MONDAY, (placement){.session = 2, .request = true, .addressee = NO_SPEAKER},
        component);
    say(&t, 1, MONDAY, (placement){.session = 2}, nothing);
    say(&t, 0, MONDAY, (placement){.session = 2}, nothing);
    say(&t, 0, MONDAY, (placement){.session = 3}, nothing);
    tally_end(&t, 2);
    cr_assert_eq(t.blocks.count, 1);
    cr_assert_eq(t.speakers[0].lone, 2);
    cr_assert_eq(*tuples_find(&t.blocks, (uint32_t[BLOCK_KEY]){0, 2, 1}), 1);
    cr_assert_eq(t.speakers[1].lone, 1);
    cr_assert_eq(t.speakers[0].sessions, 3);
    cr_assert_eq(t.speakers[1].sessions, 1);
    tally_release(&t);
}

// Session 1: b has three floors, two affirming, one after a's request. Session 2: nothing affirms,
// so it tells nothing.
Test(tally, keeps_what_the_null_distribution_rests_on) {
    enum { A, B };
    static const struct {
        uint32_t session, speaker;
        bool opens_session, opens_floor, request, affirmation;
    } said[] = {
        {1, B, true, true, false, true},    {1, A, false, true, true, false},
        {1, A, false, false, false, false}, {1, B, false, true, false, false},
        {1, B, false, false, false, true},  {1, A, false, true, false, false},
        {1, B, false, true, true, false},   {2, A, true, true, true, false},
        {2, B, false, true, false, false},
    };
    tally t = start();
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        say(&t, said[i].speaker, MONDAY,
            (placement){.session = said[i].session,
                        .opens_session = said[i].opens_session,
                        .opens_floor = said[i].opens_floor,
                        .request = said[i].request,
                        .affirmation = said[i].affirmation,
                        .addressee = NO_SPEAKER},
            component);
    tally_end(&t, 2);
    const uint32_t *ab = tuples_find(&t.pairs, (uint32_t[]){A, B});
    cr_assert_eq(ab[PAIR_N11], 1);
    cr_assert_eq(ab[PAIR_N12], 1);
    cr_assert_eq(ab[PAIR_N21], 0);
    cr_assert_eq(ab[PAIR_N22], 1);
    cr_assert_eq(t.strata.count, 1);
    cr_assert_eq(*tuples_find(&t.strata, (uint32_t[]){A, B, 3, 2, 1}), 1);
    tally_release(&t);
}

// More pairs than are remembered, some in the same place of the memory.
Test(tally, counts_the_floors_of_many_pairs) {
    enum { PEOPLE = 23, FLOORS = 3000 };
    static uint32_t wanted[PEOPLE][PEOPLE];
    tally t = start();
    for (uint32_t i = 0, before = NO_SPEAKER, state = 1; i < FLOORS; i++) {
        state = state * 1103515245 + 12345;
        uint32_t speaker = (state >> 16) % PEOPLE;
        placement where = {.session = 1 + i / 100, .opens_session = i % 100 == 0};
        if (where.opens_session) before = NO_SPEAKER;
        if (before == speaker) continue;
        where.opens_floor = true;
        say(&t, speaker, MONDAY, where, nothing);
        if (before != NO_SPEAKER) wanted[before][speaker]++;
        before = speaker;
    }
    tally_end(&t, PEOPLE);
    for (uint32_t i = 0; i < PEOPLE; i++)
        for (uint32_t j = 0; j < PEOPLE; j++) {
            const uint32_t *found = tuples_find(&t.pairs, (uint32_t[]){i, j});
            cr_assert_eq(found ? found[PAIR_N22] : 0, wanted[i][j]);
        }
    tally_release(&t);
}

Test(tally, keeps_episodes_by_number_and_joins_those_of_a_pair) {
    error err = {0};
    tally t;
    tally_init(&t, &(tally_options){.book = &book, .folder = "/tmp", .err = &err});
    tally_begin(&t);
    tally_episode(
        &t,
        &(episode){
            .number = 2, .asker = 0, .answerer = 1, .outcome = OUTCOME_AFFIRMED, .requests = 2});
    tally_reask(&t, 0, 1);
    tally_episode(&t, &(episode){.number = 1,
                                 .asker = 1,
                                 .answerer = NO_SPEAKER,
                                 .outcome = OUTCOME_CENSORED,
                                 .requests = 1,
                                 .opens_with_double = true});
    tally_episode(&t, &(episode){.number = 3,
                                 .session = 9,
                                 .asker = 0,
                                 .answerer = 1,
                                 .start = 77,
                                 .outcome = OUTCOME_IGNORED,
                                 .requests = 3,
                                 .explained = 1});
    tally_end(&t, 2);
    cr_assert_eq(episode_log_count(t.episodes), 3);
    cr_assert_eq(episode_log_get(t.episodes, 1)->asker, 1);
    cr_assert_eq(episode_log_get(t.episodes, 1)->flags, EPISODE_OPENS_WITH_DOUBLE);
    cr_assert_eq(episode_log_get(t.episodes, 2)->next, 3);
    cr_assert_eq(episode_log_get(t.episodes, 2)->next_start, 77);
    cr_assert_eq(episode_log_get(t.episodes, 2)->next_session, 9);
    cr_assert_eq(episode_log_get(t.episodes, 3)->before, 2);
    const uint32_t *course = tuples_find(&t.courses, (uint32_t[]){0, 1});
    cr_assert_eq(course[COURSE_EPISODES], 2);
    cr_assert_eq(course[COURSE_REQUESTS], 5);
    cr_assert_eq(course[COURSE_EXPLAINED], 1);
    cr_assert_eq(course[COURSE_REASKED], 1);
    cr_assert_eq(course[COURSE_LAST], 3);
    cr_assert_eq(course[COURSE_OUTCOMES + OUTCOME_AFFIRMED], 1);
    cr_assert_eq(course[COURSE_OUTCOMES + OUTCOME_IGNORED], 1);
    cr_assert_eq(t.pairs.count, 2);
    tally_release(&t);
}

// A code counts once for each of its themes, from 0.50 and from 0.70 on; themes and components are
// not codes of a message.
Test(tally, counts_codes_at_two_levels) {
    tally t = start();
    coding of = {.count = 4,
                 .at = {{.code = 0, .themes = 1, .confidence = 70},
                        {.code = 2, .confidence = 69},
                        {.code = 1, .confidence = 90},
                        {.code = 3, .confidence = 90}}};
    say(&t, 0, MONDAY, (placement){.session = 1}, of);
    of.at[0].confidence = 49;
    say(&t, 0, MONDAY, (placement){.session = 1}, of);
    tally_end(&t, 1);
    cr_assert_eq(t.codes.count, 2);
    const uint32_t *request = tuples_find(&t.codes, (uint32_t[]){0, 0, 1});
    const uint32_t *affirmation = tuples_find(&t.codes, (uint32_t[]){0, 2, TALLY_NO_THEME});
    cr_assert(request && request[0] == 1 && request[1] == 1);
    cr_assert(affirmation && affirmation[0] == 2 && affirmation[1] == 0);
    tally_release(&t);
}

Test(tally, forgets_a_conversation) {
    tally t = start();
    say(&t, 0, MONDAY, (placement){.session = 1, .affirmation = true, .addressee = 1}, component);
    tally_end(&t, 2);
    tally_begin(&t);
    tally_end(&t, 0);
    cr_assert_eq(t.speaker_count + t.period_count + t.courses.count, 0);
    cr_assert_eq(t.pairs.count + t.blocks.count + t.codes.count + t.strata.count, 0);
    say(&t, 0, MONDAY - 240 * HOUR, (placement){.session = 1}, nothing);
    tally_end(&t, 1);
    cr_assert_eq(t.speakers[0].messages, 1);
    cr_assert_null(tally_coded(&t.speakers[0]));
    cr_assert_eq(t.clock.day, MONDAY / 86400000 - 10, "days begin anew");
    tally_release(&t);
}
