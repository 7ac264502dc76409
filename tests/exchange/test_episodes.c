#include "exchange/talk.h"

// Ends the talk and returns its only episode.
static episode only(talk *t) {
    talk_end(t);
    cr_assert_eq(t->episode_count, 1, "%zu episodes", t->episode_count);
    return t->episodes[0];
}

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
    episode e = only(t);
    cr_assert_eq(e.outcome, c->outcome, "%s: %d", c->hits, e.outcome);
    cr_assert_eq(e.close, MINUTES(3));
    cr_assert_eq(e.first_reply, MINUTES(3));
    talk_free(t);
}

Test(episodes, tell_who_asked_whom_what_and_when) {
    talk *t = talk_new();
    say(t, BEN, SECONDS(3), "");
    say(t, ANN, SECONDS(10), "mad? love?");
    say(t, ANN, MINUTES(1), "explain feeling need safe?");
    say(t, BEN, MINUTES(1), "i-love-you");
    episode e = only(t);
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
    episode e = only(t);
    cr_assert(e.opens_with_double);
    cr_assert_eq(e.form, R_DOUBLE);
    talk_free(t);
}

Test(episodes, go_on_through_uncoded_turns_of_the_answerer) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(4), "");
    say(t, ANN, MINUTES(1), "");
    say(t, BEN, MINUTES(7), "");
    say(t, BEN, MINUTES(8), "i-love-you");
    episode e = only(t);
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
    episode e = only(t);
    cr_assert_eq(e.outcome, OUTCOME_BOUNDED);
    cr_assert_eq(e.close, MINUTES(3), "the first affirming message");
    talk_free(t);
}

Test(episodes, close_at_the_first_coded_message_when_none_affirms) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(1), "k");
    say(t, BEN, MINUTES(1), "needy");
    episode e = only(t);
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
    cr_assert_eq(only(t).outcome, OUTCOME_AMBIGUOUS);
    talk_free(t);
}

Test(episodes, have_a_turn_that_another_speaker_ends) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, SECONDS(10), "k");
    say(t, CAM, SECONDS(10), "");
    say(t, BEN, SECONDS(10), "i-love-you");
    cr_assert_eq(only(t).outcome, OUTCOME_AMBIGUOUS);
    talk_free(t);
}

Test(episodes, are_not_closed_by_codes_below_the_cut) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(1), "fond");
    say(t, BEN, MINUTES(5), "i-love-you");
    cr_assert_eq(only(t).close, MINUTES(6));
    talk_free(t);
}

Test(episodes, are_not_closed_by_others) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, ANN, SECONDS(10), "love?");
    say(t, CAM, SECONDS(10), "i-love-you");
    say(t, ANN, SECONDS(10), "i-love-you");
    episode e = only(t);
    cr_assert_eq(e.answerer, BEN);
    cr_assert_eq(e.outcome, OUTCOME_CENSORED);
    talk_free(t);
}

Test(episodes, merge_requests_up_to_the_episode_gap) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, ANN, MINUTES(10), "love?");
    say(t, BEN, MINUTES(1), "");
    say(t, ANN, MINUTES(9), "love?");
    say(t, BEN, MINUTES(1), "yes");
    episode e = only(t);
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
    episode e = only(t);
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
        episode e = only(t);
        cr_assert_eq(e.outcome, late ? OUTCOME_IGNORED : OUTCOME_AFFIRMED);
        cr_assert_eq(e.inactive, late);
        cr_assert_eq(e.close, HOURS(24));
        talk_free(t);
    }
}

Test(episodes, are_ignored_but_not_inactive_when_the_answerer_wrote_to_anyone) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, CAM, SECONDS(5), "");
    say(t, ANN, SECONDS(5), "love?", .mentions = BEN + 1);
    say(t, BEN, HOURS(3), "", .mentions = CAM + 1);
    say(t, CAM, HOURS(30), "");
    episode e = only(t);
    cr_assert_eq(e.outcome, OUTCOME_IGNORED);
    cr_assert(!e.inactive);
    cr_assert_eq(e.first_reply, SECONDS(10) + HOURS(3));
    talk_free(t);
}

Test(episodes, are_ignored_when_the_answerer_affirms_another_by_name) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, CAM, SECONDS(5), "", .id = "c");
    say(t, ANN, SECONDS(5), "love?", .mentions = BEN + 1);
    say(t, BEN, MINUTES(1), "i-love-you", .reply = "c");
    say(t, CAM, HOURS(30), "");
    episode e = only(t);
    cr_assert_eq(e.outcome, OUTCOME_IGNORED);
    talk_free(t);
}

Test(episodes, of_several_askers_are_answered_at_once_by_a_message_to_nobody_in_particular) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, CAM, SECONDS(5), "love?", .mentions = BEN + 1);
    say(t, ANN, SECONDS(5), "love?", .mentions = BEN + 1);
    say(t, BEN, SECONDS(5), "i-love-you");
    talk_end(t);
    cr_assert_eq(t->episode_count, 2);
    for (int i = 0; i < 2; i++) cr_assert_eq(t->episodes[i].outcome, OUTCOME_AFFIRMED);
    talk_free(t);
}

Test(episodes, of_several_askers_are_answered_one_by_one_by_replies) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, CAM, SECONDS(5), "love?", .mentions = BEN + 1, .id = "c");
    say(t, ANN, SECONDS(5), "love?", .mentions = BEN + 1, .id = "a");
    say(t, BEN, SECONDS(5), "i-love-you", .reply = "a");
    say(t, BEN, SECONDS(5), "space", .reply = "c");
    talk_end(t);
    cr_assert_eq(t->episode_count, 2);
    for (int i = 0; i < 2; i++) {
        const episode *e = &t->episodes[i];
        cr_assert_eq(e->outcome, e->asker == ANN ? OUTCOME_AFFIRMED : OUTCOME_NEGATIVE);
        cr_assert_eq(e->close, e->asker == ANN ? SECONDS(15) : SECONDS(20));
    }
    talk_free(t);
}

Test(episodes, take_what_is_said_to_all_and_to_one_in_a_turn_together) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, CAM, SECONDS(5), "love?", .mentions = BEN + 1, .id = "c");
    say(t, ANN, SECONDS(5), "love?", .mentions = BEN + 1, .id = "a");
    say(t, BEN, SECONDS(5), "space", .reply = "a");
    say(t, BEN, SECONDS(5), "i-love-you");
    talk_end(t);
    cr_assert_eq(t->episode_count, 2);
    for (int i = 0; i < 2; i++) {
        cr_assert_eq(t->episodes[i].outcome, OUTCOME_AFFIRMED);
        cr_assert_eq(t->episodes[i].close, SECONDS(20));
    }
    talk_free(t);
}

Test(episodes, are_censored_when_the_log_ends_first) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(3), "");
    say(t, ANN, MINUTES(4), "", .precision = 60000);
    episode e = only(t);
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
    cr_assert_eq(only(t).outcome, OUTCOME_AMBIGUOUS);
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
    episode e = only(t);
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

Test(episodes, of_both_sides_run_at_once) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(1), "mad?");
    say(t, ANN, MINUTES(1), "no");
    say(t, BEN, MINUTES(1), "yes");
    talk_end(t);
    cr_assert_eq(t->episode_count, 2);
    cr_assert_eq(t->episodes[0].number, 2);
    cr_assert_eq(t->episodes[0].asker, BEN);
    cr_assert_eq(t->episodes[1].number, 1);
    cr_assert_eq(t->episodes[1].close, MINUTES(3));
    cr_assert_eq(t->episodes[1].first_reply, MINUTES(1));
    for (int i = 0; i < 2; i++) cr_assert_eq(t->episodes[i].outcome, OUTCOME_AFFIRMED);
    talk_free(t);
}

Test(episodes, are_answered_by_a_reaction_to_their_request_only) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, ANN, SECONDS(1), "", .id = "dog");
    say(t, ANN, SECONDS(1), "love?", .id = "ask");
    say(t, ANN, SECONDS(1), "", .id = "later");
    say(t, BEN, SECONDS(1), "heart", .kind = KIND_REACTION, .reply = "dog");
    cr_assert_eq(t->coding.count, 0);
    say(t, BEN, SECONDS(1), "heart", .kind = KIND_REACTION, .reply = "later");
    cr_assert_eq(t->coding.count, 0);
    say(t, BEN, SECONDS(1), "i-love-you", .kind = KIND_REACTION, .reply = "lost");
    say(t, BEN, MINUTES(5), "heart", .kind = KIND_REACTION, .reply = "ask");
    cr_assert_str_eq(talk_codes_of(t), "A.EMOJI@0.90!gated");
    episode e = only(t);
    cr_assert_eq(e.outcome, OUTCOME_AFFIRMED);
    cr_assert_eq(e.close, MINUTES(5) + SECONDS(6));
    talk_free(t);
}

Test(episodes, are_answered_by_a_reaction_to_any_of_their_requests) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, ANN, SECONDS(1), "love?", .id = "first");
    say(t, ANN, SECONDS(1), "mad?");
    say(t, BEN, SECONDS(1), "heart", .kind = KIND_REACTION, .reply = "first");
    cr_assert_eq(only(t).outcome, OUTCOME_AFFIRMED);
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
