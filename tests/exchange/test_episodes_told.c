// What is told of an episode: who and what, numbers, clocks and precision, and that it is asked
// again.
#include "exchange/talk.h"

Test(episodes, tell_who_asked_whom_what_and_when) {
    talk *t = talk_new();
    say(t, BEN, SECONDS(3), "");
    say(t, ANN, SECONDS(10), "mad? love?");
    say(t, ANN, MINUTES(1), "explain feeling need safe?");
    say(t, BEN, MINUTES(1), "i-love-you");
    episode e = talk_only(t);
    cr_assert_eq(e.number, 1);
    cr_assert_eq(e.session, 1);
    cr_assert_eq(e.asker, ANN);
    cr_assert_eq(e.answerer, BEN);
    cr_assert_eq(e.start, SECONDS(13));
    cr_assert_eq(e.last_request, SECONDS(73));
    cr_assert_eq(e.close, SECONDS(133));
    cr_assert_eq(e.form, R_DIRECT, "of the first request");
    cr_assert_eq(e.themes, LOVE | CONFLICT | SAFETY);
    cr_assert_eq(e.requests, 2);
    cr_assert_eq(e.explained, 1);
    cr_assert_eq(e.confidence, 90);
    cr_assert(!e.opens_with_double && !e.inactive && !e.reasked_in_session);
    talk_free(t);
}

Test(episodes, know_whether_they_open_with_a_double_check) {
    talk *t = talk_new();
    say(t, BEN, 0, "i-love-you");
    say(t, ANN, MINUTES(1), "sure?");
    say(t, ANN, MINUTES(1), "love?");
    say(t, BEN, MINUTES(1), "yes");
    episode e = talk_only(t);
    cr_assert(e.opens_with_double);
    cr_assert_eq(e.form, R_DOUBLE);
    talk_free(t);
}

Test(episodes, have_the_coarser_precision_of_their_stamps) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?", .precision = 60000);
    say(t, BEN, MINUTES(1), "yes", .precision = 1);
    say(t, ANN, MINUTES(1), "love?", .precision = 1);
    say(t, BEN, MINUTES(1), "yes", .precision = 1000);
    say(t, ANN, MINUTES(1), "love?", .precision = 1);
    say(t, ANN, MINUTES(20), "love?", .precision = 500);
    say(t, ANN, HOURS(30), "", .precision = 60000);
    talk_end(t);
    cr_assert_eq(t->episode_count, 4);
    uint32_t wanted[] = {60000, 1000, 500, 500};
    for (int i = 0; i < 4; i++)
        cr_assert_eq(t->episodes[i].precision, wanted[i], "episode %d", i + 1);
    talk_free(t);
}

Test(episodes, carry_the_clocks_of_the_pair) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, ANN, MINUTES(10), "");
    say(t, CAM, MINUTES(10), "");
    say(t, ANN, HOURS(2), "love?", .mentions = BEN + 1);
    say(t, CAM, MINUTES(5), "");
    say(t, BEN, HOURS(3), "");
    say(t, BEN, MINUTES(5), "i-love-you");
    say(t, BEN, SECONDS(5), "i-love-you");
    episode e = talk_only(t);
    int64_t start = MINUTES(20) + HOURS(2);
    cr_assert_eq(e.at_start.time, start);
    cr_assert_eq(e.at_start.active, MINUTES(20));
    cr_assert_eq(e.at_start.messages, 3);
    cr_assert_eq(e.at_start.session, 2);
    cr_assert_eq(e.at_close.time, start + HOURS(3) + MINUTES(10));
    cr_assert_eq(e.at_close.active, MINUTES(30));
    cr_assert_eq(e.at_close.messages, 5);
    cr_assert_eq(e.at_close.session, 3);
    talk_free(t);
}

Test(episodes, that_are_ignored_close_on_the_active_clock_as_far_as_it_ran) {
    exchange_options options = talk_options();
    options.window = MINUTES(30);
    talk *t = talk_with(options);
    say(t, BEN, 0, "");
    say(t, ANN, 0, "love?");
    say(t, ANN, MINUTES(20), "");
    say(t, ANN, MINUTES(40), "love?");
    say(t, ANN, HOURS(4), "");
    talk_end(t);
    cr_assert_eq(t->episode_count, 2);
    cr_assert_eq(t->episodes[0].at_close.active, MINUTES(30));
    cr_assert_eq(t->episodes[1].close, MINUTES(90));
    cr_assert_eq(t->episodes[1].at_close.active, MINUTES(60),
                 "the silence after is no active time");
    cr_assert_eq(t->episodes[1].at_close.session, 1);
    talk_free(t);
}

Test(episodes, tell_once_that_the_asker_asked_again_in_the_session_of_the_affirmation) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(1), "yes");
    cr_assert_eq(t->reask_count, 0);
    say(t, ANN, MINUTES(1), "mad?");
    cr_assert_eq(t->reask_count, 1);
    cr_assert_eq(t->reasks[0], 1);
    say(t, ANN, MINUTES(1), "love?");
    cr_assert_eq(t->reask_count, 1);
    say(t, BEN, MINUTES(1), "yes");
    say(t, ANN, HOURS(2), "love?");
    cr_assert_eq(t->reask_count, 1, "another session");
    talk_free(t);
}

Test(episodes, that_are_not_affirmed_are_not_asked_again) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(1), "boundary i-love-you");
    cr_assert(say(t, ANN, MINUTES(1), "love?").repeated_after_answer, "affirmed she was");
    cr_assert_eq(t->reask_count, 0);
    talk_free(t);
}

Test(episodes, are_numbered_by_their_starts_without_holes) {
    talk *t = talk_new();
    for (int i = 0; i < 50; i++) {
        say(t, (uint32_t)i % 3, MINUTES(i % 7 * 17), i % 4 ? "love?" : "i-love-you");
    }
    talk_end(t);
    bool seen[51] = {false};
    for (size_t i = 0; i < t->episode_count; i++) {
        cr_assert(t->episodes[i].number >= 1 && t->episodes[i].number <= t->episode_count);
        cr_assert(!seen[t->episodes[i].number]);
        seen[t->episodes[i].number] = true;
    }
    talk_free(t);
}
