// When episodes begin, go on and end, and how.
#include "exchange/talk.h"

typedef struct outcome_case {
    char hits[32];
    int outcome;
} outcome_case;

ParameterizedTestParameters(episodes, end_as_the_code_of_the_answer_says) {
    static outcome_case cases[] = {
        {"i-love-you", OUTCOME_AFFIRMED},
        {"yes", OUTCOME_AFFIRMED},
        {"boundary", OUTCOME_BOUNDED},
        {"space", OUTCOME_NEGATIVE},
        {"no", OUTCOME_NEGATIVE},
        {"needy", OUTCOME_COUNTERED},
        {"not-again", OUTCOME_IRRITATED},
        {"silly", OUTCOME_DISMISSED},
        {"leave-me", OUTCOME_WITHDRAWN},
        {"how-was-work", OUTCOME_DEFLECTED},
        {"k", OUTCOME_AMBIGUOUS},
        {"idk", OUTCOME_AMBIGUOUS},
        {"boundary i-love-you", OUTCOME_BOUNDED},
        {"silly i-love-you", OUTCOME_AFFIRMED},
        {"k needy", OUTCOME_COUNTERED},
        {"how-was-work leave-me", OUTCOME_WITHDRAWN},
    };
    return cr_make_param_array(outcome_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(outcome_case *c, episodes, end_as_the_code_of_the_answer_says) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(3), c->hits);
    episode e = talk_only(t);
    cr_assert_eq(e.outcome, c->outcome, "%s: %d", c->hits, e.outcome);
    cr_assert_eq(e.close, MINUTES(3));
    cr_assert_eq(e.first_reply, MINUTES(3));
    talk_free(t);
}

Test(episodes, go_on_through_uncoded_turns_of_the_answerer) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(4), "");
    say(t, ANN, MINUTES(1), "");
    say(t, BEN, MINUTES(7), "");
    say(t, BEN, MINUTES(8), "i-love-you");
    episode e = talk_only(t);
    cr_assert_eq(e.outcome, OUTCOME_AFFIRMED);
    cr_assert_eq(e.close, MINUTES(20));
    cr_assert_eq(e.first_reply, MINUTES(4), "of the first uncoded turn");
    talk_free(t);
}

Test(episodes, take_the_best_code_of_the_answering_turn_and_tell_it_when_that_turn_ends) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(1), "");
    say(t, BEN, MINUTES(1), "k");
    say(t, BEN, MINUTES(1), "i-love-you");
    say(t, BEN, MINUTES(1), "boundary");
    cr_assert_eq(t->episode_count, 0);
    say(t, ANN, 0, "");
    cr_assert_eq(t->episode_count, 1);
    episode e = talk_only(t);
    cr_assert_eq(e.outcome, OUTCOME_BOUNDED);
    cr_assert_eq(e.close, MINUTES(3), "the first affirming message");
    talk_free(t);
}

Test(episodes, close_at_the_first_coded_message_when_none_affirms) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(1), "k");
    say(t, BEN, MINUTES(1), "needy");
    episode e = talk_only(t);
    cr_assert_eq(e.outcome, OUTCOME_COUNTERED);
    cr_assert_eq(e.close, MINUTES(1));
    talk_free(t);
}

Test(episodes, look_at_the_first_coded_turn_only) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(1), "k");
    say(t, BEN, MINUTES(2), "i-love-you");
    cr_assert_eq(t->episode_count, 1, "the turn gap ended the turn");
    cr_assert_eq(talk_only(t).outcome, OUTCOME_AMBIGUOUS);
    talk_free(t);
}

Test(episodes, have_a_turn_that_another_speaker_ends) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, SECONDS(10), "k");
    say(t, CAM, SECONDS(10), "");
    say(t, BEN, SECONDS(10), "i-love-you");
    cr_assert_eq(talk_only(t).outcome, OUTCOME_AMBIGUOUS);
    talk_free(t);
}

Test(episodes, are_not_closed_by_codes_below_the_cut) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(1), "fond");
    say(t, BEN, MINUTES(5), "i-love-you");
    cr_assert_eq(talk_only(t).close, MINUTES(6));
    talk_free(t);
}

Test(episodes, merge_requests_up_to_the_episode_gap) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, ANN, MINUTES(10), "love?");
    say(t, BEN, MINUTES(1), "");
    say(t, ANN, MINUTES(9), "love?");
    say(t, BEN, MINUTES(1), "yes");
    episode e = talk_only(t);
    cr_assert_eq(e.requests, 3);
    cr_assert_eq(e.last_request, MINUTES(20));
    cr_assert_eq(e.first_reply, MINUTES(21), "the reply before the last request does not count");
    talk_free(t);
}

Test(episodes, are_asked_again_after_more_than_the_episode_gap) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, ANN, 0, "love?");
    say(t, ANN, MINUTES(10) + 1, "mad?");
    cr_assert_eq(t->episode_count, 1);
    say(t, BEN, MINUTES(1), "no");
    talk_end(t);
    cr_assert_eq(t->episode_count, 2);
    episode *e = t->episodes;
    cr_assert_eq(e[0].outcome, OUTCOME_REASKED);
    cr_assert_eq(e[0].close, MINUTES(10) + 1);
    cr_assert_eq(e[0].first_reply, INT64_MIN);
    cr_assert(!e[0].inactive);
    cr_assert_eq(e[0].at_close.messages, 3);
    cr_assert_eq(e[1].number, 2);
    cr_assert_eq(e[1].start, MINUTES(10) + 1);
    cr_assert_eq(e[1].outcome, OUTCOME_AFFIRMED);
    talk_free(t);
}

Test(episodes, are_ignored_when_the_window_passes) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, ANN, SECONDS(1), "love?");
    say(t, ANN, MINUTES(5), "love?");
    say(t, ANN, HOURS(24), "");
    cr_assert_eq(t->episode_count, 0, "the end of the window is within");
    say(t, ANN, 1, "");
    cr_assert_eq(t->episode_count, 1);
    episode e = talk_only(t);
    cr_assert_eq(e.outcome, OUTCOME_IGNORED);
    cr_assert_eq(e.close, SECONDS(1) + MINUTES(5) + HOURS(24));
    cr_assert(e.inactive);
    cr_assert_eq(e.first_reply, INT64_MIN);
    talk_free(t);
}

Test(episodes, are_answered_at_the_end_of_the_window_and_ignored_after_it) {
    for (int late = 0; late < 2; late++) {
        talk *t = talk_new();
        say(t, BEN, 0, "");
        say(t, ANN, 0, "love?");
        say(t, BEN, HOURS(24) + late, "i-love-you");
        episode e = talk_only(t);
        cr_assert_eq(e.outcome, late ? OUTCOME_IGNORED : OUTCOME_AFFIRMED);
        cr_assert_eq(e.inactive, late);
        cr_assert_eq(e.close, HOURS(24));
        talk_free(t);
    }
}

Test(episodes, are_censored_when_the_log_ends_first) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(3), "");
    say(t, ANN, MINUTES(4), "", .precision = 60000);
    episode e = talk_only(t);
    cr_assert_eq(e.outcome, OUTCOME_CENSORED);
    cr_assert_eq(e.close, MINUTES(7));
    cr_assert_eq(e.first_reply, MINUTES(3));
    cr_assert_eq(e.precision, 60000);
    cr_assert(!e.inactive);
    talk_free(t);
}

Test(episodes, are_told_as_answered_when_the_log_ends_in_the_answering_turn) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, SECONDS(1), "k");
    cr_assert_eq(talk_only(t).outcome, OUTCOME_AMBIGUOUS);
    talk_free(t);
}

Test(episodes, end_with_the_session_when_the_window_does) {
    exchange_options options = talk_options();
    options.window_session = true;
    talk *t = talk_with(options);
    say(t, BEN, 0, "");
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(3), "");
    say(t, BEN, MINUTES(60) + 1, "yes");
    cr_assert_eq(t->coding.count, 0, "the request is no longer open");
    cr_assert_eq(t->episode_count, 1);
    cr_assert_eq(t->episodes[0].outcome, OUTCOME_IGNORED);
    cr_assert_eq(t->episodes[0].close, MINUTES(3));
    cr_assert(!t->episodes[0].inactive);
    say(t, ANN, MINUTES(60), "love?");
    for (int i = 0; i < 40; i++) say(t, ANN, MINUTES(60), "");
    say(t, BEN, MINUTES(60), "yes");
    talk_end(t);
    cr_assert_eq(t->episode_count, 2);
    cr_assert_eq(t->episodes[1].outcome, OUTCOME_AFFIRMED, "however long the session");
    talk_free(t);
}

Test(episodes, of_a_speaker_alone_are_settled_one_by_one) {
    exchange_options options = talk_options();
    options.window = HOURS(2);
    talk *t = talk_with(options);
    for (int i = 0; i < 1000; i++) say(t, ANN, MINUTES(15), "love?");
    cr_assert_geq(t->episode_count, 990, "only the last two hours wait");
    say(t, BEN, MINUTES(1), "yes");
    talk_end(t);
    cr_assert_eq(t->episode_count, 1000);
    for (size_t i = 0; i < 1000; i++) {
        const episode *e = &t->episodes[i];
        uint32_t n = e->number;
        cr_assert_eq(e->start, (int64_t)n * MINUTES(15));
        cr_assert_eq(e->answerer, n <= 992 ? NO_SPEAKER : BEN, "episode %u", n);
        uint8_t how = n == 1000 ? OUTCOME_AFFIRMED : n == 992 ? OUTCOME_IGNORED : OUTCOME_REASKED;
        cr_assert_eq(e->outcome, how, "episode %u: %d", n, e->outcome);
    }
    talk_free(t);
}
