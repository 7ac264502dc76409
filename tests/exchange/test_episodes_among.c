// Episodes among several speakers, and who answers which of them.
#include "exchange/talk.h"

Test(episodes, are_not_closed_by_others) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, ANN, SECONDS(10), "love?");
    say(t, CAM, SECONDS(10), "i-love-you");
    say(t, ANN, SECONDS(10), "i-love-you");
    episode e = talk_only(t);
    cr_assert_eq(e.answerer, BEN);
    cr_assert_eq(e.outcome, OUTCOME_CENSORED);
    talk_free(t);
}

Test(episodes, are_ignored_but_not_inactive_when_the_answerer_wrote_to_anyone) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, CAM, SECONDS(5), "");
    say(t, ANN, SECONDS(5), "love?", .mentions = BEN + 1);
    say(t, BEN, HOURS(3), "", .mentions = CAM + 1);
    say(t, CAM, HOURS(30), "");
    episode e = talk_only(t);
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
    episode e = talk_only(t);
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
    episode e = talk_only(t);
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
    cr_assert_eq(talk_only(t).outcome, OUTCOME_AFFIRMED);
    talk_free(t);
}

// A request of Ann's own that nobody has taken yet holds back what would close Cam's.
Test(episodes, are_ignored_when_the_answerer_affirms_behind_the_window_after_a_request_to_nobody) {
    talk *t = talk_new();
    say(t, ANN, 0, "");
    say(t, BEN, SECONDS(10), "", .id = "b");
    say(t, CAM, SECONDS(10), "love?", .mentions = ANN + 1);
    say(t, ANN, HOURS(10), "fear");
    say(t, ANN, HOURS(15), "i-love-you");
    talk_end(t);
    cr_assert_eq(t->episode_count, 2);
    cr_assert_eq(t->episodes[0].asker, CAM);
    cr_assert_eq(t->episodes[0].outcome, OUTCOME_IGNORED);
    cr_assert(!t->episodes[0].inactive);
    cr_assert_eq(t->episodes[0].close, SECONDS(20) + HOURS(24));
    talk_free(t);
}
