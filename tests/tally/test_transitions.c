#include "tally/transitions.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { ASK = 1, GIVE = 2, MINUTE = 60000 };

static transitions start(transitions_options options) {
    transitions t;
    options.given = ASK;
    options.target = GIVE;
    if (!options.lag_first) options.lag_first = options.lag_last = 1;
    transitions_init(&t, &options);
    transitions_begin(&t);
    return t;
}

static uint32_t steps(const transitions *t, uint32_t from, uint32_t to, uint32_t lag, uint32_t one,
                      uint32_t other) {
    const uint32_t key[STEP_KEY] = {from, to, lag, one, other};
    const uint32_t *found = tuples_find(&t->steps, key);
    return found ? *found : 0;
}

Test(transitions, counts_units_at_each_lag_within_a_session) {
    transitions t = start((transitions_options){.lag_first = 1, .lag_last = 3});
    transitions_message(&t, 0, 1, 0, ASK, true);
    transitions_message(&t, 1, 1, 0, GIVE, true);
    transitions_message(&t, 0, 1, 0, 0, true);
    transitions_message(&t, 1, 2, 0, GIVE, true); // another session
    transitions_end(&t);
    cr_assert_eq(t.steps.count, 3u);
    cr_assert_eq(steps(&t, 0, 1, 1, ASK, GIVE), 1u);
    cr_assert_eq(steps(&t, 1, 0, 1, GIVE, 0), 1u);
    cr_assert_eq(steps(&t, 0, 0, 2, ASK, 0), 1u);
    transitions_release(&t);
}

Test(transitions, unites_the_messages_of_a_unit) {
    transitions t = start((transitions_options){0});
    transitions_message(&t, 0, 1, 0, 0, true);
    transitions_message(&t, 0, 1, 1, ASK, false);
    transitions_message(&t, 1, 1, 2, 0, true);
    transitions_message(&t, 1, 1, 3, GIVE, false);
    transitions_end(&t);
    cr_assert_eq(t.steps.count, 1u);
    cr_assert_eq(steps(&t, 0, 1, 1, ASK, GIVE), 1u);
    transitions_release(&t);
}

Test(transitions, begins_a_unit_with_every_session) {
    transitions t = start((transitions_options){0});
    transitions_message(&t, 0, 1, 0, ASK, true);
    transitions_message(&t, 0, 2, 1, 0, false);
    transitions_message(&t, 1, 2, 2, GIVE, true);
    transitions_end(&t);
    cr_assert_eq(t.steps.count, 1u);
    cr_assert_eq(steps(&t, 0, 1, 1, 0, GIVE), 1u);
    transitions_release(&t);
}

// The first asks at 0; the other gives at 9 and at 11 minutes. At 11 nobody answers the second
// request within 10 minutes; the end of the log, at 22, lets it be seen. The last unit's window is
// not over.
Test(transitions, looks_ahead_as_far_as_the_window) {
    transitions t = start((transitions_options){.within = 10 * MINUTE});
    transitions_message(&t, 0, 1, 0, ASK, true);
    transitions_message(&t, 1, 1, 5 * MINUTE, 0, true);
    transitions_message(&t, 1, 1, 9 * MINUTE, GIVE, true);
    transitions_message(&t, 0, 1, 11 * MINUTE, ASK, true);
    transitions_message(&t, 1, 1, 22 * MINUTE, GIVE, true);
    transitions_end(&t);
    cr_assert_eq(steps(&t, 0, 1, TRANSITIONS_WINDOW, ASK, GIVE), 1u);
    cr_assert_eq(steps(&t, 0, 1, TRANSITIONS_WINDOW, ASK, 0), 0u);
    const uint32_t *asks = tuples_find(&t.windows, (uint32_t[]){0, ASK});
    cr_assert(asks && *asks == 2);
    const uint32_t *others = tuples_find(&t.windows, (uint32_t[]){1, 0});
    cr_assert(others && *others == 2);
    transitions_release(&t);
}

// By brute force over all pairs of units, for windows that end in the middle of runs of equal
// times.
Test(transitions, ends_the_longest_window_with_its_session) {
    transitions t = start((transitions_options){.within = INT64_MAX});
    transitions_message(&t, 0, 1, -MINUTE, ASK, true); // before 1970
    transitions_message(&t, 1, 1, 0, GIVE, true);
    transitions_message(&t, 0, 2, MINUTE, 0, true); // another session
    transitions_end(&t);
    cr_assert_eq(steps(&t, 0, 1, TRANSITIONS_WINDOW, ASK, GIVE), 1u);
    transitions_release(&t);
}

Test(transitions, agrees_with_a_search_for_every_window) {
    enum { UNITS = 600, SPEAKERS = 3 };
    uint32_t who[UNITS], what[UNITS];
    int64_t when[UNITS] = {0};
    uint64_t random = 7;
    transitions t = start((transitions_options){.within = 5});
    for (size_t i = 0; i < UNITS; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        who[i] = (uint32_t)(random >> 33) % SPEAKERS;
        what[i] = (uint32_t)(random >> 40) % 4;
        when[i] = (i ? when[i - 1] : 0) + (int64_t)((random >> 50) % 4 == 0);
        transitions_message(&t, who[i], 1, when[i], what[i], true);
    }
    transitions_end(&t);
    uint32_t wanted = 0, got = 0;
    for (size_t i = 0; i < UNITS; i++) {
        if (!(what[i] & ASK) || when[UNITS - 1] - when[i] <= 5) continue;
        for (uint32_t speaker = 0; speaker < SPEAKERS; speaker++) {
            bool found = false;
            for (size_t j = i + 1; j < UNITS && when[j] - when[i] <= 5; j++)
                found |= who[j] == speaker && (what[j] & GIVE);
            wanted += found;
        }
    }
    for (size_t i = 0; i < t.steps.count; i++) {
        const uint32_t *key = tuples_key(&t.steps, i);
        if (key[2] == TRANSITIONS_WINDOW && key[3] & ASK && key[4] & GIVE)
            got += *tuples_values(&t.steps, i);
    }
    cr_assert_gt(wanted, 100u);
    cr_assert_eq(got, wanted);
    transitions_release(&t);
}

// In the session the second speaker has three units, two of them give, one follows a request.
Test(transitions, keeps_what_the_null_of_a_session_needs) {
    transitions t = start((transitions_options){0});
    for (int i = 0; i < 3; i++) {
        transitions_message(&t, 0, 1, 0, i == 1 ? ASK : 0, true);
        transitions_message(&t, 1, 1, 0, i ? GIVE : 0, true);
    }
    transitions_message(&t, 1, 2, 0, GIVE, true);
    transitions_end(&t);
    cr_assert_eq(t.chances.count, 1u);
    const uint32_t key[CHANCE_KEY] = {0, 1, 1, 0, 1, 3, 2, 1};
    cr_assert_arr_eq(tuples_key(&t.chances, 0), key, sizeof key);
    cr_assert_eq(*tuples_values(&t.chances, 0), 1u);
    transitions_release(&t);
}

// 1,000 units in 16 blocks of 64, of which 8 are the first half: the next ones would be as far off.
Test(transitions, tells_the_halves_of_a_conversation) {
    static const struct {
        uint32_t units, first;
    } cases[] = {{4, 2}, {10, 5}, {16, 8}, {17, 8}, {1000, 512}, {100000, 49152}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        transitions t = start((transitions_options){.within = MINUTE});
        for (uint32_t k = 0; k < cases[i].units; k++)
            transitions_message(&t, k % 2, 1, (int64_t)k * MINUTE, k % 2 ? GIVE : ASK, true);
        transitions_end(&t);
        size_t half = transitions_half(&t);
        uint64_t first = 0, all = 0, seen = 0;
        for (size_t k = 0; k < t.steps.count; k++) {
            if (tuples_key(&t.steps, k)[2] != 1) continue;
            first += transitions_units(tuples_values(&t.steps, k), half);
            all += transitions_units(tuples_values(&t.steps, k), 0);
        }
        for (size_t k = 0; k < t.windows.count; k++)
            seen += transitions_units(tuples_values(&t.windows, k), half);
        cr_assert_eq(all, cases[i].units - 1);
        cr_assert_eq(first, cases[i].first - 1, "%u units",
                     cases[i].units); // the first follows none
        cr_assert_eq(seen, cases[i].first);
        transitions_release(&t);
    }
}

Test(transitions, forgets_a_conversation_with_the_next) {
    transitions t = start((transitions_options){.within = 5, .keep = true});
    transitions_message(&t, 0, 1, 0, ASK, true);
    transitions_message(&t, 1, 1, 1, GIVE, true);
    transitions_begin(&t);
    transitions_message(&t, 1, 1, 0, GIVE, true);
    transitions_end(&t);
    cr_assert_eq(t.steps.count, 0u);
    cr_assert_eq(t.kept_count, 1u);
    transitions_release(&t);
}

// A busy session takes no more than the ring.
Test(transitions, takes_no_memory_for_a_long_session) {
    transitions t = start((transitions_options){.lag_first = 1, .lag_last = 5, .within = 1000});
    for (int i = 0; i < 20000; i++)
        transitions_message(&t, (uint32_t)i & 1, 1, i * 10, i % 3 ? 0 : ASK, true);
    size_t before = t.steps.count;
    cr_assert_leq(t.recent_room, 2 * TRANSITIONS_WINDOW_MOST);
    for (int i = 20000; i < 60000; i++)
        transitions_message(&t, (uint32_t)i & 1, 1, i * 10, i % 3 ? 0 : ASK, true);
    cr_assert_eq(t.steps.count, before);
    transitions_release(&t);
}

// A request, so many units of others within its window, and what it asks for.
static bool sees_behind(int between) {
    transitions t = start((transitions_options){.within = MINUTE});
    transitions_message(&t, 0, 1, 0, ASK, true);
    for (int i = 0; i < between; i++) transitions_message(&t, 2, 1, 1, 0, true);
    transitions_message(&t, 1, 1, 2, GIVE, true);
    transitions_message(&t, 2, 1, 2 * MINUTE, 0, true);
    transitions_end(&t);
    bool seen = steps(&t, 0, 1, TRANSITIONS_WINDOW, ASK, GIVE) == 1;
    transitions_release(&t);
    return seen;
}

Test(transitions, looks_ahead_4096_units_at_most) {
    cr_expect(sees_behind(TRANSITIONS_WINDOW_MOST - 3));
    cr_expect(sees_behind(TRANSITIONS_WINDOW_MOST - 2));
    cr_expect(!sees_behind(TRANSITIONS_WINDOW_MOST - 1));
}

Test(transitions, keeps_a_million_units_for_the_null_of_shifts) {
    for (int over = -1; over <= 1; over++) {
        transitions t = start((transitions_options){.keep = true});
        for (int i = 0; i < TRANSITIONS_SHIFT_MOST + over; i++)
            transitions_message(&t, (uint32_t)i & 1, 1, i, 0, true);
        transitions_end(&t);
        cr_expect_eq(t.kept_all, over <= 0);
        cr_expect_eq(t.kept_count, (size_t)(TRANSITIONS_SHIFT_MOST + (over < 0 ? over : 0)));
        transitions_release(&t);
    }
}
