// Affirmations that address nobody yet, and who takes them.
#include "exchange/talk.h"

Test(affirmations, of_the_first_to_write_are_taken_by_the_second) {
    talk *t = talk_new();
    say(t, ANN, 0, "i-love-you");
    say(t, ANN, MINUTES(5), "we-are-ok");
    cr_expect_eq(t->taken[ANN][BEN], 0);
    placement asks = say(t, BEN, MINUTES(1), "love?");
    cr_expect_eq(t->taken[ANN][BEN], 2);
    cr_expect(asks.repeated_after_answer, "Ann has said it in this session");
    say(t, ANN, MINUTES(1), "i-love-you");
    say(t, BEN, MINUTES(1), "");
    cr_expect_eq(t->taken[ANN][BEN], 2, "that one had an addressee");
    talk_free(t);
}

Test(affirmations, that_have_waited_longer_than_the_window_are_taken_by_nobody) {
    talk *t = talk_new();
    say(t, ANN, 0, "i-love-you");
    say(t, ANN, HOURS(1), "i-love-you");
    placement asks = say(t, BEN, HOURS(23) + 1, "love?");
    cr_expect_eq(t->taken[ANN][BEN], 1, "the first waited a millisecond too long");
    cr_expect(!asks.repeated_after_answer, "another session");
    talk_free(t);
}

Test(affirmations, are_taken_in_their_session_when_the_window_is_that) {
    exchange_options options = talk_options();
    options.window_session = true;
    talk *t = talk_with(options);
    say(t, ANN, 0, "i-love-you");
    say(t, ANN, HOURS(2), "i-love-you");
    say(t, BEN, MINUTES(59), "");
    cr_expect_eq(t->taken[ANN][BEN], 1);
    talk_free(t);
}

// Three have written; then a new session begins, and nobody has written in it yet.
Test(affirmations, at_the_beginning_of_a_session_of_several_are_taken_by_the_next) {
    talk *t = talk_new();
    say(t, ANN, 0, "");
    say(t, BEN, SECONDS(5), "");
    say(t, CAM, SECONDS(5), "");
    say(t, ANN, HOURS(2), "i-love-you");
    say(t, CAM, MINUTES(1), "");
    cr_expect_eq(t->taken[ANN][CAM], 1);
    cr_expect_eq(t->taken[ANN][BEN], 0);
    talk_free(t);
}
