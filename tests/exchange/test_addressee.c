#include "exchange/talk.h"

Test(addressee, is_the_author_of_what_the_message_replies_to) {
    talk *t = talk_new();
    say(t, ANN, 0, "", .id = "a");
    say(t, BEN, SECONDS(10), "", .id = "b");
    say(t, CAM, SECONDS(10), "", .id = "c");
    cr_assert_eq(say(t, CAM, SECONDS(10), "", .reply = "a").addressee, ANN);
    talk_free(t);
}

Test(addressee, is_found_by_number_where_messages_have_no_id) {
    talk *t = talk_new();
    say(t, ANN, 0, "");
    say(t, BEN, SECONDS(10), "");
    cr_assert_eq(say(t, CAM, SECONDS(10), "", .reply = "1").addressee, ANN);
    talk_free(t);
}

Test(addressee, is_the_reply_before_the_mention) {
    talk *t = talk_new();
    say(t, ANN, 0, "", .id = "a");
    say(t, BEN, SECONDS(10), "", .id = "b");
    cr_assert_eq(say(t, CAM, SECONDS(10), "", .reply = "a", .mentions = BEN + 1).addressee, ANN);
    talk_free(t);
}

Test(addressee, is_the_mentioned_speaker_before_the_last_one) {
    talk *t = talk_new();
    say(t, ANN, 0, "");
    say(t, BEN, SECONDS(10), "");
    cr_assert_eq(say(t, CAM, SECONDS(10), "", .mentions = ANN + 1).addressee, ANN);
    cr_assert_eq(say(t, CAM, SECONDS(10), "", .mentions = EVE + 1).addressee, EVE,
                 "who never wrote");
    talk_free(t);
}

Test(addressee, is_never_the_author) {
    talk *t = talk_new();
    say(t, ANN, 0, "", .id = "a");
    say(t, BEN, SECONDS(10), "", .id = "b");
    say(t, CAM, SECONDS(10), "", .id = "c");
    cr_assert_eq(say(t, CAM, SECONDS(10), "", .reply = "c").addressee, BEN, "a reply to oneself");
    cr_assert_eq(say(t, CAM, SECONDS(10), "", .mentions = CAM + 1).addressee, BEN,
                 "a mention of oneself");
    talk_free(t);
}

Test(addressee, of_a_reply_to_an_unknown_message_is_the_last_other_speaker) {
    talk *t = talk_new();
    say(t, ANN, 0, "", .id = "a");
    say(t, BEN, SECONDS(10), "");
    cr_assert_eq(say(t, CAM, SECONDS(10), "", .reply = "z").addressee, BEN);
    talk_free(t);
}

Test(addressee, is_the_last_other_speaker_within_the_session) {
    talk *t = talk_new();
    say(t, ANN, 0, "");
    say(t, BEN, SECONDS(10), "");
    say(t, CAM, SECONDS(10), "");
    cr_assert_eq(say(t, CAM, MINUTES(60), "").addressee, BEN, "a gap of the session gap is within");
    cr_assert_eq(say(t, CAM, MINUTES(60) + 1, "").addressee, NO_SPEAKER, "a longer one is not");
    cr_assert_eq(say(t, ANN, 0, "").addressee, CAM);
    cr_assert_eq(say(t, CAM, 0, "").addressee, ANN);
    talk_free(t);
}

Test(addressee, is_the_only_other_speaker_across_sessions) {
    talk *t = talk_new();
    cr_assert_eq(say(t, ANN, 0, "").addressee, NO_SPEAKER);
    cr_assert_eq(say(t, BEN, HOURS(2), "").addressee, ANN);
    cr_assert_eq(say(t, BEN, HOURS(2), "").addressee, ANN);
    cr_assert_eq(say(t, ANN, HOURS(2), "").addressee, BEN);
    cr_assert_eq(say(t, CAM, HOURS(2), "").addressee, NO_SPEAKER, "two others have been seen");
    talk_free(t);
}

Test(addressee, that_is_open_is_the_first_other_speaker_to_write) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, ANN, SECONDS(30), "");
    cr_assert_eq(say(t, BEN, HOURS(1), "yes").request, false);
    cr_assert(talk_has(t, A_CTX));
    talk_end(t);
    cr_assert_eq(t->episode_count, 1);
    cr_assert_eq(t->episodes[0].asker, ANN);
    cr_assert_eq(t->episodes[0].answerer, BEN);
    cr_assert_eq(t->episodes[0].outcome, OUTCOME_AFFIRMED);
    cr_assert_eq(t->episodes[0].at_start.messages, 1);
    cr_assert_eq(t->episodes[0].at_close.messages, 3);
    talk_free(t);
}

Test(addressee, that_is_open_is_nobody_when_nobody_writes_within_the_window) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, HOURS(24) + 1, "i-love-you");
    cr_assert_eq(t->episode_count, 1);
    cr_assert_eq(t->episodes[0].answerer, NO_SPEAKER);
    cr_assert_eq(t->episodes[0].outcome, OUTCOME_IGNORED);
    cr_assert_eq(t->episodes[0].close, HOURS(24));
    talk_end(t);
    cr_assert_eq(t->episode_count, 1);
    talk_free(t);
}

Test(addressee, that_is_open_is_taken_at_the_very_end_of_the_window) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, HOURS(24), "i-love-you");
    talk_end(t);
    cr_assert_eq(t->episodes[0].answerer, BEN);
    cr_assert_eq(t->episodes[0].outcome, OUTCOME_AFFIRMED);
    talk_free(t);
}

Test(addressee, that_is_open_is_the_same_for_all_requests_that_wait) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, ANN, MINUTES(5), "mad?");
    say(t, ANN, MINUTES(20), "love?");
    cr_assert_eq(t->episode_count, 0, "the answerer of the first is not known yet");
    say(t, BEN, MINUTES(1), "yes");
    talk_end(t);
    cr_assert_eq(t->episode_count, 2);
    cr_assert_eq(t->episodes[0].number, 1);
    cr_assert_eq(t->episodes[0].outcome, OUTCOME_REASKED);
    cr_assert_eq(t->episodes[0].answerer, BEN);
    cr_assert_eq(t->episodes[0].requests, 2);
    cr_assert_eq(t->episodes[0].close, MINUTES(25));
    cr_assert_eq(t->episodes[0].at_close.messages, 3);
    cr_assert_eq(t->episodes[1].number, 2);
    cr_assert_eq(t->episodes[1].outcome, OUTCOME_AFFIRMED);
    cr_assert_eq(t->episodes[1].answerer, BEN);
    talk_free(t);
}

Test(addressee, that_is_open_joins_what_the_same_speaker_was_asked_by_name) {
    talk *t = talk_new();
    say(t, ANN, 0, "");
    say(t, BEN, SECONDS(10), "");
    say(t, CAM, SECONDS(10), "");
    cr_assert_eq(say(t, ANN, HOURS(2), "love?", .mentions = BEN + 1).addressee, BEN);
    cr_assert_eq(say(t, ANN, MINUTES(5), "mad?").addressee, NO_SPEAKER);
    say(t, BEN, MINUTES(1), "we-are-ok");
    talk_end(t);
    cr_assert_eq(t->episode_count, 1);
    cr_assert_eq(t->episodes[0].number, 1);
    cr_assert_eq(t->episodes[0].requests, 2);
    cr_assert_eq(t->episodes[0].themes, LOVE | CONFLICT);
    cr_assert_eq(t->episodes[0].outcome, OUTCOME_AFFIRMED);
    talk_free(t);
}

Test(addressee, that_is_open_asks_again_what_the_same_speaker_was_asked_by_name_long_before) {
    talk *t = talk_new();
    say(t, ANN, 0, "");
    say(t, BEN, SECONDS(10), "");
    say(t, CAM, SECONDS(10), "");
    say(t, ANN, HOURS(2), "love?", .mentions = BEN + 1);
    say(t, ANN, MINUTES(15), "mad?");
    say(t, BEN, MINUTES(1), "we-are-ok");
    talk_end(t);
    cr_assert_eq(t->episode_count, 2);
    cr_assert_eq(t->episodes[0].outcome, OUTCOME_REASKED);
    cr_assert_eq(t->episodes[0].close, t->episodes[1].start);
    cr_assert_eq(t->episodes[0].at_close.messages, 4);
    cr_assert_eq(t->episodes[1].outcome, OUTCOME_AFFIRMED);
    talk_free(t);
}

Test(addressee, of_a_question_to_nobody_is_who_writes_next) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, ANN, MINUTES(1), "?");
    say(t, BEN, MINUTES(1), "yes");
    cr_assert_eq(t->coding.count, 0, "the later question owns the answer");
    talk_free(t);
}

Test(addressee, counts_no_line_of_the_system) {
    talk *t = talk_new();
    say(t, ANN, 0, "");
    say(t, BEN, SECONDS(1), "");
    placement p = say(t, CAM, SECONDS(1), "love?", .kind = KIND_SYSTEM);
    cr_assert_eq(p.session, 0);
    cr_assert_eq(p.addressee, NO_SPEAKER);
    cr_assert_eq(t->coding.count, 0);
    cr_assert_eq(say(t, ANN, HOURS(3), "").addressee, BEN, "only two speakers have been seen");
    talk_free(t);
}
