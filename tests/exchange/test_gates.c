#include "exchange/talk.h"

#define codes_are(t, text) cr_assert_str_eq(talk_codes_of(t), text)

typedef struct polarity_case {
    char request[32], reply[16];
    uint8_t wanted;
} polarity_case;

ParameterizedTestParameters(gates, read_a_short_answer_by_what_the_request_expects) {
    static polarity_case cases[] = {
        {"love?", "yes", A_CTX},   {"love?", "no", N_NEG},   {"mad?", "no", A_CTX},
        {"mad?", "yes", N_NEG},    {"fear", "no", A_CTX},    {"fear", "yes", N_NEG},
        {"tell-me", "yes", A_CTX}, {"tell-me", "no", N_NEG}, {"love?", "idk", N_AMBIV},
        {"mad?", "idk", N_AMBIV},  {"weak?", "yes", A_CTX},  {"vow", "yes", A_CTX},
        {"vow", "no", A_CTX},      {"vow", "idk", N_AMBIV},
    };
    return cr_make_param_array(polarity_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(polarity_case *c, gates, read_a_short_answer_by_what_the_request_expects) {
    talk *t = talk_new();
    say(t, ANN, 0, c->request);
    say(t, BEN, MINUTES(1), c->reply);
    cr_assert(t->coding.count == 1 && t->coding.at[0].code == c->wanted, "%s %s", c->request,
              c->reply);
    cr_assert_eq(t->coding.at[0].flags, CODED_GATED);
    cr_assert_eq(t->coding.at[0].confidence, c->wanted == N_AMBIV ? 75 : 90,
                 "the strength of the answer");
    talk_free(t);
}

Test(gates, read_no_short_answer_without_a_request) {
    const char *before[] = {"", "?", "faint?", "i-love-you", "you-ok? ?"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        talk *t = talk_new();
        say(t, ANN, 0, before[i]);
        say(t, BEN, MINUTES(1), "yes");
        codes_are(t, "");
        say(t, BEN, SECONDS(1), "heart");
        codes_are(t, "");
        talk_free(t);
    }
}

Test(gates, let_nobody_answer_themselves) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, ANN, SECONDS(1), "love?");
    say(t, ANN, SECONDS(1), "yes");
    codes_are(t, "");
    say(t, ANN, SECONDS(1), "needy heart");
    codes_are(t, "");
    talk_free(t);
}

Test(gates, close_a_request_with_the_turn_that_answers_it) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(1), "yes");
    say(t, BEN, MINUTES(1), "needy");
    cr_assert(talk_has(t, N_COUNTER), "the turn goes on");
    say(t, BEN, MINUTES(2), "needy yes heart");
    codes_are(t, "");
    say(t, ANN, MINUTES(1), "");
    say(t, BEN, MINUTES(1), "how-was-work");
    codes_are(t, "");
    talk_free(t);
}

Test(gates, give_a_short_answer_to_the_latest_question) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(1), "");
    say(t, ANN, MINUTES(1), "?");
    say(t, BEN, MINUTES(1), "yes heart");
    codes_are(t, "");
    say(t, BEN, SECONDS(1), "needy");
    cr_assert(talk_has(t, N_COUNTER), "the request is still open to what is no short answer");
    talk_free(t);
}

Test(gates, give_a_short_answer_to_an_older_request_when_nothing_was_asked_since) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, MINUTES(1), "");
    say(t, ANN, MINUTES(1), "");
    say(t, BEN, MINUTES(1), "yes");
    codes_are(t, "A.CTX@0.90!gated");
    talk_free(t);
}

Test(gates, give_a_short_answer_to_the_request_when_the_question_went_to_another) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, CAM, 0, "");
    say(t, ANN, SECONDS(1), "love?", .mentions = BEN + 1);
    say(t, ANN, SECONDS(1), "?", .mentions = CAM + 1);
    say(t, BEN, SECONDS(1), "yes");
    codes_are(t, "A.CTX@0.90!gated");
    talk_free(t);
}

Test(gates, give_a_short_answer_to_the_question_of_a_third) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, ANN, SECONDS(1), "love?");
    say(t, CAM, SECONDS(1), "?", .mentions = BEN + 1);
    say(t, BEN, SECONDS(1), "yes");
    codes_are(t, "");
    talk_free(t);
}

Test(gates, give_a_short_answer_by_reply_to_what_it_replies_to) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, ANN, SECONDS(1), "love?", .id = "love");
    say(t, ANN, SECONDS(1), "?", .id = "cat");
    say(t, BEN, SECONDS(1), "yes", .reply = "cat");
    codes_are(t, "");
    say(t, BEN, SECONDS(1), "yes", .reply = "love");
    codes_are(t, "A.CTX@0.90!gated");
    talk_free(t);
}

Test(gates, use_the_polarity_of_the_last_of_several_requests) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, ANN, SECONDS(1), "mad?");
    say(t, BEN, SECONDS(1), "no");
    codes_are(t, "A.CTX@0.90!gated");
    talk_free(t);
}

Test(gates, stay_open_for_three_turns_of_the_speaker) {
    for (int turns = 3; turns <= 4; turns++) {
        talk *t = talk_new();
        say(t, ANN, 0, "love?");
        for (int i = 1; i < turns; i++) say(t, BEN, MINUTES(2), "");
        say(t, BEN, MINUTES(2), "yes needy heart");
        codes_are(t, turns == 3 ? "A.CTX@0.90!gated;A.EMOJI@0.90!gated" : "");
        talk_free(t);
    }
}

Test(gates, stay_open_for_the_window) {
    for (int late = 0; late < 2; late++) {
        talk *t = talk_new();
        say(t, BEN, 0, "");
        say(t, ANN, 0, "love?");
        say(t, BEN, HOURS(24) + late, "needy");
        codes_are(t, late ? "" : "N.COUNTER@0.85!gated");
        talk_free(t);
    }
}

Test(gates, stay_open_for_as_long_as_the_rule_says) {
    for (int late = 0; late < 2; late++) {
        talk *t = talk_new();
        say(t, BEN, 0, "");
        say(t, ANN, 0, "safe?");
        say(t, BEN, HOURS(1) + late, "locked-1h");
        codes_are(t, late ? "" : "A.SAFETY@0.80!gated");
        talk_free(t);
    }
}

Test(gates, ask_for_a_theme_of_an_open_request) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, SECONDS(1), "locked");
    codes_are(t, "");
    say(t, ANN, SECONDS(1), "safe?");
    say(t, ANN, SECONDS(1), "mad?");
    say(t, BEN, SECONDS(1), "locked");
    codes_are(t, "A.SAFETY@0.80!gated");
    talk_free(t);
}

Test(gates, forget_the_theme_of_a_request_out_of_the_window_though_another_followed) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, ANN, SECONDS(1), "safe?");
    say(t, ANN, HOURS(20), "love?");
    say(t, BEN, HOURS(10), "locked");
    codes_are(t, "");
    say(t, BEN, SECONDS(1), "needy");
    codes_are(t, "N.COUNTER@0.85!gated");
    talk_free(t);
}

Test(gates, match_polarity_for_rules_that_stand_for_short_answers) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, SECONDS(1), "not-me");
    codes_are(t, "");
    say(t, ANN, SECONDS(1), "mad?");
    say(t, BEN, SECONDS(1), "not-me");
    codes_are(t, "A.OKNESS@0.80!gated");
    say(t, ANN, SECONDS(1), "mad?");
    say(t, ANN, SECONDS(1), "?");
    say(t, BEN, SECONDS(1), "not-me");
    codes_are(t, "");
    say(t, ANN, SECONDS(1), "tell-me");
    say(t, BEN, SECONDS(1), "not-me");
    codes_are(t, "A.OKNESS@0.80!gated");
    talk_free(t);
}

Test(gates, let_a_double_check_follow_an_affirmation_only) {
    talk *t = talk_new();
    say(t, ANN, 0, "sure?");
    codes_are(t, "");
    say(t, BEN, SECONDS(1), "");
    say(t, ANN, SECONDS(1), "sure?");
    codes_are(t, "");
    say(t, BEN, SECONDS(1), "i-love-you");
    say(t, ANN, SECONDS(1), "sure?");
    codes_are(t, "R.DOUBLE@0.85!gated!expects_yes");
    talk_free(t);
}

Test(gates, let_a_double_check_follow_an_affirmation_in_the_last_turn_only) {
    talk *t = talk_new();
    say(t, BEN, 0, "i-love-you");
    say(t, BEN, MINUTES(2), "");
    say(t, ANN, SECONDS(1), "sure?");
    codes_are(t, "");
    say(t, BEN, SECONDS(1), "i-love-you");
    say(t, BEN, MINUTES(1), "");
    say(t, ANN, SECONDS(1), "");
    say(t, ANN, MINUTES(2), "");
    say(t, ANN, MINUTES(2), "sure?");
    codes_are(t, "R.DOUBLE@0.85!gated!expects_yes");
    say(t, ANN, MINUTES(2), "sure?");
    codes_are(t, "");
    talk_free(t);
}

Test(gates, let_a_double_check_follow_in_the_same_session_only) {
    talk *t = talk_new();
    say(t, BEN, 0, "i-love-you");
    say(t, ANN, MINUTES(60) + 1, "sure? me-too");
    codes_are(t, "A.MUTUAL@0.80!gated");
    talk_free(t);
}

Test(gates, see_no_affirmation_that_is_too_weak) {
    talk *t = talk_new();
    say(t, BEN, 0, "meh");
    say(t, ANN, SECONDS(1), "sure?");
    codes_are(t, "");
    say(t, BEN, SECONDS(1), "fond");
    say(t, ANN, SECONDS(1), "sure?");
    cr_assert(talk_has(t, R_DOUBLE));
    talk_free(t);
}

Test(gates, look_at_the_last_turn_of_whom_the_message_names) {
    talk *t = talk_new();
    say(t, BEN, 0, "i-love-you", .id = "b");
    say(t, CAM, SECONDS(1), "");
    say(t, ANN, SECONDS(1), "sure?");
    codes_are(t, "");
    say(t, ANN, SECONDS(1), "sure?", .reply = "b");
    cr_assert(talk_has(t, R_DOUBLE));
    for (int i = 0; i < 4; i++) say(t, ANN, MINUTES(3), "sure?");
    codes_are(t, "");
    say(t, ANN, SECONDS(1), "sure?", .reply = "b");
    cr_assert(talk_has(t, R_DOUBLE), "a link does not count turns");
    talk_free(t);
}

Test(gates, answer_a_double_check_as_it_says_or_as_the_request_before_it) {
    talk *t = talk_new();
    say(t, ANN, 0, "mad?");
    say(t, BEN, SECONDS(1), "no");
    say(t, ANN, SECONDS(1), "sure?");
    codes_are(t, "R.DOUBLE@0.85!gated!expects_yes");
    say(t, BEN, SECONDS(1), "yes");
    codes_are(t, "A.CTX@0.90!gated");
    talk_free(t);

    t = talk_new();
    say(t, ANN, 0, "mad?");
    say(t, BEN, SECONDS(1), "no");
    say(t, ANN, SECONDS(1), "really?");
    codes_are(t, "R.DOUBLE@0.85!gated!expects_no");
    say(t, BEN, SECONDS(1), "no");
    codes_are(t, "A.CTX@0.90!gated");
    talk_free(t);
}

Test(gates, count_own_messages_since_anothers) {
    talk *t = talk_new();
    say(t, ANN, 0, "hello??");
    codes_are(t, "");
    say(t, ANN, SECONDS(1), "hello??");
    codes_are(t, "R.CHECK@0.75!gated!expects_yes");
    say(t, ANN, SECONDS(1), "hello???");
    codes_are(t, "");
    say(t, ANN, SECONDS(1), "hello???");
    cr_assert(talk_has(t, R_CHECK));
    say(t, BEN, SECONDS(1), "");
    say(t, ANN, SECONDS(1), "hello??");
    codes_are(t, "");
    talk_free(t);
}

Test(gates, count_own_messages_within_the_window) {
    for (int late = 0; late < 2; late++) {
        talk *t = talk_new();
        say(t, ANN, 0, "");
        say(t, ANN, HOURS(24) + late, "hello??");
        codes_are(t, late ? "" : "R.CHECK@0.75!gated!expects_yes");
        talk_free(t);
    }
}

Test(gates, do_not_take_an_own_reaction_for_an_unanswered_message) {
    talk *t = talk_new();
    say(t, BEN, 0, "", .id = "b");
    say(t, ANN, SECONDS(1), "", .kind = KIND_REACTION, .reply = "b");
    say(t, ANN, SECONDS(1), "hello??");
    codes_are(t, "");
    talk_free(t);
}

Test(gates, count_what_whom_the_message_names_left_unanswered) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, ANN, SECONDS(1), "");
    say(t, CAM, SECONDS(1), "");
    say(t, ANN, SECONDS(1), "hello??", .mentions = CAM + 1);
    codes_are(t, "");
    say(t, DOT, SECONDS(1), "");
    say(t, ANN, SECONDS(1), "hello??", .mentions = BEN + 1);
    cr_assert(talk_has(t, R_CHECK));
    talk_free(t);
}

Test(gates, can_ask_for_the_speakers_own_words) {
    talk *t = talk_new();
    say(t, BEN, 0, "say-it-back");
    codes_are(t, "");
    say(t, ANN, SECONDS(1), "i-love-you");
    say(t, BEN, SECONDS(1), "say-it-back");
    codes_are(t, "");
    say(t, BEN, SECONDS(1), "i-love-you");
    say(t, BEN, SECONDS(1), "say-it-back");
    codes_are(t, "R.IMPER@0.80!gated");
    talk_free(t);
}

Test(gates, can_ask_for_the_speakers_own_open_request) {
    talk *t = talk_new();
    say(t, ANN, 0, "please");
    codes_are(t, "");
    say(t, ANN, SECONDS(1), "love?");
    say(t, ANN, SECONDS(1), "please");
    cr_assert(talk_has(t, R_IMPER));
    say(t, BEN, SECONDS(1), "");
    say(t, ANN, SECONDS(1), "please");
    cr_assert(talk_has(t, R_IMPER));
    say(t, BEN, SECONDS(1), "i-love-you");
    say(t, ANN, SECONDS(1), "please");
    codes_are(t, "");
    talk_free(t);
}

Test(gates, look_at_the_newest_requests_of_many_to_one) {
    talk *t = talk_new();
    say(t, BEN, 0, "");
    say(t, 100, 0, "safe?", .mentions = BEN + 1);
    for (uint32_t i = 0; i < 63; i++) say(t, 200 + i, 0, "love?", .mentions = BEN + 1);
    say(t, BEN, 0, "locked");
    cr_assert(talk_has(t, A_SAFETY));
    talk_free(t);

    t = talk_new();
    say(t, BEN, 0, "");
    say(t, 100, 0, "safe?", .mentions = BEN + 1);
    for (uint32_t i = 0; i < 64; i++) say(t, 200 + i, 0, "love?", .mentions = BEN + 1);
    say(t, BEN, 0, "locked");
    codes_are(t, "");
    talk_end(t);
    cr_assert_eq(t->episode_count, 65, "episodes are kept all the same");
    talk_free(t);
}

Test(gates, give_no_code_to_words_that_are_not_the_sender_s_own) {
    const uint8_t flags[] = {FLAG_FORWARDED, FLAG_BOT, FLAG_FORWARDED | FLAG_EDITED};
    for (size_t i = 0; i < sizeof flags; i++) {
        talk *t = talk_new();
        cr_assert(!say(t, ANN, 0, "love?", .flags = flags[i]).request);
        codes_are(t, "");
        say(t, BEN, MINUTES(1), "yes");
        codes_are(t, "");
        say(t, ANN, MINUTES(1), "love?");
        cr_assert(!say(t, BEN, MINUTES(1), "i-love-you", .flags = flags[i]).affirmation);
        codes_are(t, "");
        say(t, BEN, MINUTES(1), "yes", .flags = flags[i]);
        codes_are(t, "");
        say(t, BEN, MINUTES(1), "yes");
        cr_assert(talk_has(t, A_CTX));
        talk_free(t);
    }
}

Test(gates, take_no_question_that_was_forwarded_for_one_of_the_sender) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, ANN, MINUTES(1), "?", .flags = FLAG_FORWARDED);
    say(t, BEN, MINUTES(1), "yes");
    cr_assert(talk_has(t, A_CTX));
    talk_free(t);
}
