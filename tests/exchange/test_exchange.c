#include "exchange/state.h"
#include "exchange/talk.h"

Test(exchange, opens_a_session_after_more_than_the_session_gap) {
    talk *t = talk_new();
    placement p = say(t, ANN, 0, "");
    cr_assert(p.opens_session && p.opens_turn && p.opens_floor && p.session == 1);
    p = say(t, ANN, MINUTES(60), "");
    cr_assert(!p.opens_session && p.opens_turn && !p.opens_floor && p.session == 1);
    p = say(t, ANN, MINUTES(60) + 1, "");
    cr_assert(p.opens_session && p.opens_turn && p.opens_floor && p.session == 2);
    talk_free(t);
}

Test(exchange, opens_a_turn_at_the_turn_gap_and_at_another_speaker) {
    talk *t = talk_new();
    say(t, ANN, 0, "");
    placement p = say(t, ANN, MINUTES(2) - 1, "");
    cr_assert(!p.opens_turn && !p.opens_floor);
    p = say(t, ANN, MINUTES(2), "");
    cr_assert(p.opens_turn && !p.opens_floor);
    p = say(t, BEN, 0, "");
    cr_assert(p.opens_turn && p.opens_floor);
    talk_free(t);
}

Test(exchange, leaves_lines_of_the_system_out_of_turns_and_sessions) {
    talk *t = talk_new();
    say(t, ANN, 0, "");
    say(t, BEN, SECONDS(5), "", .kind = KIND_SYSTEM);
    cr_assert(!say(t, ANN, SECONDS(5), "").opens_turn);
    say(t, BEN, MINUTES(40), "", .kind = KIND_SYSTEM);
    cr_assert(say(t, ANN, MINUTES(40), "").opens_session);
    talk_end(t);
    cr_assert_eq(t->session_count, 2);
    cr_assert_eq(t->sessions[0].messages, 2);
    talk_free(t);
}

Test(exchange, tells_each_session_when_it_ends) {
    talk *t = talk_new();
    say(t, BEN, SECONDS(7), "love?");
    say(t, ANN, MINUTES(1), "i-love-you we-are-ok");
    say(t, ANN, MINUTES(1), "", .kind = KIND_MEDIA);
    cr_assert_eq(t->session_count, 0);
    say(t, ANN, HOURS(3), "mad? tag");
    cr_assert_eq(t->session_count, 1);
    talk_end(t);
    cr_assert_eq(t->session_count, 2);
    session *s = t->sessions;
    cr_assert_eq(s[0].number, 1);
    cr_assert_eq(s[0].start, SECONDS(7));
    cr_assert_eq(s[0].end, SECONDS(127));
    cr_assert_eq(s[0].messages, 3);
    cr_assert_eq(s[0].requests, 1);
    cr_assert_eq(s[0].affirmations, 1, "a message counts once");
    cr_assert_eq(s[0].initiator, BEN);
    cr_assert_eq(s[1].number, 2);
    cr_assert_eq(s[1].start, s[1].end);
    cr_assert_eq(s[1].requests, 1);
    cr_assert_eq(s[1].initiator, ANN);
    talk_free(t);
}

Test(exchange, opens_a_floor_with_a_session_and_with_another_speaker) {
    talk *t = talk_new();
    cr_assert(say(t, ANN, 0, "love?").opens_floor);
    cr_assert_not(say(t, ANN, MINUTES(30), "meh").opens_floor);
    cr_assert(say(t, BEN, MINUTES(1), "").opens_floor);
    cr_assert_not(say(t, BEN, MINUTES(1), "i-love-you").opens_floor);
    cr_assert(say(t, ANN, MINUTES(1), "").opens_floor);
    cr_assert(say(t, ANN, HOURS(2), "").opens_floor);
    talk_end(t);
    talk_free(t);
}

Test(exchange, marks_affirmations_that_answer_and_those_that_do_not) {
    talk *t = talk_new();
    placement p = say(t, ANN, 0, "i-love-you");
    cr_assert(p.affirmation && !p.answering);
    say(t, BEN, MINUTES(1), "love?");
    p = say(t, ANN, MINUTES(1), "i-love-you");
    cr_assert(p.affirmation && p.answering);
    p = say(t, ANN, SECONDS(30), "we-are-ok");
    cr_assert(p.answering, "the same turn");
    p = say(t, ANN, MINUTES(2), "we-are-ok");
    cr_assert(!p.answering, "the next turn");
    talk_free(t);
}

Test(exchange, tells_an_answer_from_what_the_same_turn_affirms_for_another) {
    for (int first = 0; first < 2; first++) {
        talk *t = talk_new();
        say(t, CAM, 0, "");
        say(t, ANN, SECONDS(10), "love?", .mentions = BEN + 1);
        for (int i = 0; i < 2; i++) {
            bool to_asker = i == first;
            placement p =
                say(t, BEN, SECONDS(10), "i-love-you", .mentions = to_asker ? ANN + 1 : CAM + 1);
            cr_assert_eq(p.answering, to_asker);
        }
        talk_free(t);
    }
}

Test(exchange, marks_requests_repeated_after_an_answer_in_the_same_session) {
    talk *t = talk_new();
    cr_assert(!say(t, ANN, 0, "love?").repeated_after_answer);
    say(t, BEN, MINUTES(1), "i-love-you");
    cr_assert(say(t, ANN, MINUTES(1), "love?").repeated_after_answer);
    cr_assert(!say(t, BEN, MINUTES(1), "mad?").repeated_after_answer, "nobody affirmed this one");
    cr_assert(say(t, ANN, MINUTES(50), "mad?").repeated_after_answer);
    cr_assert(!say(t, ANN, HOURS(2), "mad?").repeated_after_answer, "another session");
    talk_free(t);
}

Test(exchange, counts_a_spontaneous_affirmation_as_one_before_a_request) {
    talk *t = talk_new();
    say(t, ANN, 0, "");
    say(t, BEN, MINUTES(1), "i-love-you");
    cr_assert(say(t, ANN, MINUTES(1), "love?").repeated_after_answer);
    talk_free(t);
}

Test(exchange, counts_a_double_check_as_repeated_always) {
    talk *t = talk_new();
    placement p = say(t, ANN, 0, "", .codes = "R.DOUBLE@0.85");
    cr_assert(p.request && p.repeated_after_answer);
    talk_free(t);
}

Test(exchange, counts_only_codes_of_the_confidence_asked_for) {
    talk *t = talk_new();
    placement p = say(t, ANN, 0, "weak?");
    cr_assert(!p.request);
    cr_assert_str_eq(talk_codes_of(t), "R.DIRECT/T.LOVE@0.60!expects_yes");
    talk_free(t);

    exchange_options options = talk_options();
    options.min_confidence = 60;
    t = talk_with(options);
    cr_assert(say(t, ANN, 0, "weak?").request);
    talk_free(t);
}

Test(exchange, gives_the_same_codes_whatever_is_counted) {
    for (uint8_t least = 0; least <= 100; least = (uint8_t)(least + 10)) {
        exchange_options options = talk_options();
        options.min_confidence = least;
        talk *t = talk_with(options);
        say(t, ANN, 0, "weak?");
        say(t, BEN, MINUTES(1), "yes");
        cr_assert_str_eq(talk_codes_of(t), "A.CTX@0.90!gated", "at %d %%", least);
        say(t, ANN, MINUTES(1), "faint?");
        say(t, BEN, MINUTES(1), "yes");
        cr_assert_str_eq(talk_codes_of(t), "", "at %d %%", least);
        talk_free(t);
    }
}

Test(exchange, takes_codes_that_the_source_gives) {
    talk *t = talk_new();
    placement p = say(t, ANN, 0, "i-love-you", .codes = "R.TAG/T.LOVE+T.SAFETY@0.80!expects_no");
    cr_assert(p.request && !p.affirmation);
    cr_assert_str_eq(talk_codes_of(t), "R.TAG/T.LOVE+T.SAFETY@0.80!expects_no");
    p = say(t, BEN, MINUTES(1), "love?", .codes = "");
    cr_assert(!p.request);
    say(t, BEN, MINUTES(1), "", .codes = "A.EMOJI@0.9!gated");
    talk_end(t);
    cr_assert_eq(t->episode_count, 1);
    cr_assert_eq(t->episodes[0].form, R_TAG);
    cr_assert_eq(t->episodes[0].themes, LOVE | SAFETY);
    cr_assert_eq(t->episodes[0].outcome, OUTCOME_AFFIRMED);
    talk_free(t);
}

Test(exchange, leaves_out_given_codes_that_are_unknown) {
    talk *t = talk_new();
    placement p = say(t, ANN, 0, "", .codes = "R.NOVEL@0.9;A.LOVE@0.9;N.NEG;A.LOVE@0.5");
    cr_assert(p.affirmation && p.non_affirmation && !p.request);
    cr_assert_str_eq(talk_codes_of(t), "A.LOVE@0.90;N.NEG@1.00");
    talk_free(t);
}

Test(exchange, ignores_a_given_code_for_ignoring) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    placement p = say(t, BEN, MINUTES(1), "", .codes = "N.IGNORE@1.00");
    cr_assert(!p.non_affirmation);
    say(t, BEN, MINUTES(10), "i-love-you");
    talk_end(t);
    cr_assert_eq(t->episodes[0].outcome, OUTCOME_AFFIRMED);
    talk_free(t);
}

Test(exchange, reads_the_polarity_of_given_requests) {
    talk *t = talk_new();
    say(t, ANN, 0, "", .codes = "R.TAG@0.80!expects_no");
    say(t, BEN, MINUTES(1), "no");
    cr_assert(talk_has(t, A_CTX));
    say(t, ANN, MINUTES(1), "", .codes = "R.TAG@0.80");
    say(t, BEN, MINUTES(1), "no");
    cr_assert(talk_has(t, N_NEG), "without a polarity no is no");
    for (size_t i = 0; i < 2; i++) {
        say(t, ANN, MINUTES(1), "", .codes = "R.IMPER@0.80!expects_yes!expects_no");
        say(t, BEN, MINUTES(1), i ? "no" : "yes");
        cr_assert(talk_has(t, A_CTX), "a vow not to leave");
    }
    talk_free(t);
}

Test(exchange, gives_the_clocks_of_a_pair_at_the_end) {
    talk *t = talk_new();
    say(t, ANN, 0, "");
    say(t, BEN, MINUTES(30), "");
    say(t, CAM, HOURS(5), "");
    say(t, ANN, MINUTES(10), "");
    talk_end(t);
    clocks c = exchange_clocks(t->exchange, ANN, BEN);
    cr_assert_eq(c.time, HOURS(5) + MINUTES(40));
    cr_assert_eq(c.active, MINUTES(40), "the long gap is not active time");
    cr_assert_eq(c.messages, 3);
    cr_assert_eq(c.session, 2);
    cr_assert_eq(exchange_clocks(t->exchange, CAM, NO_SPEAKER).messages, 1);
    talk_free(t);
}

Test(exchange, needs_no_times) {
    exchange_options options = talk_options();
    talk *t = talk_with(options);
    for (int i = 0; i < 20; i++) say(t, ANN, 0, "love?");
    say(t, BEN, 0, "");
    say(t, BEN, 0, "yes");
    placement p = say(t, ANN, 0, "sure?");
    cr_assert(p.request && p.session == 1);
    talk_end(t);
    cr_assert_eq(t->session_count, 1);
    cr_assert_eq(t->episode_count, 2);
    cr_assert_eq(t->episodes[0].requests, 20);
    cr_assert_eq(t->episodes[0].outcome, OUTCOME_AFFIRMED);
    cr_assert_eq(t->episodes[1].outcome, OUTCOME_CENSORED);
    talk_free(t);
}

Test(exchange, takes_a_message_before_its_predecessor_as_simultaneous) {
    talk *t = talk_new();
    say(t, ANN, HOURS(5), "love?");
    placement p = say(t, BEN, -HOURS(3), "i-love-you");
    cr_assert_eq(p.time, HOURS(5));
    talk_end(t);
    cr_assert_eq(t->episodes[0].close, HOURS(5));
    talk_free(t);
}

Test(exchange, forgets_a_conversation_when_the_next_begins) {
    talk *t = talk_new();
    for (int round = 0; round < 3; round++) {
        t->episode_count = t->session_count = 0;
        say(t, ANN, HOURS(1), "love?", .id = "a");
        say(t, BEN, MINUTES(1), "");
        say(t, CAM, MINUTES(1), "mad?", .reply = "a");
        say(t, DOT, MINUTES(1), "i-love-you");
        if (round != 1)
            talk_end(t); // one is given up midway
        else
            t->episode_count = 3;
        cr_assert_eq(t->episode_count, round == 1 ? 3 : 2);
        exchange_begin(t->exchange);
        t->now = 0;
        placement p = say(t, BEN, 0, "yes", .reply = "a");
        cr_assert(p.session == 1 && p.addressee == NO_SPEAKER && t->coding.count == 0);
        exchange_begin(t->exchange);
    }
    talk_free(t);
}

Test(exchange, tells_nothing_of_an_empty_conversation) {
    talk *t = talk_new();
    talk_end(t);
    say(t, ANN, 0, "love?", .kind = KIND_SYSTEM);
    talk_end(t);
    cr_assert_eq(t->session_count + t->episode_count, 0);
    cr_assert_eq(exchange_clocks(t->exchange, ANN, BEN).messages, 0);
    talk_free(t);
}

Test(exchange, takes_little_for_a_further_speaker) { cr_assert_leq(sizeof(person), 16); }

Test(exchange, counts_no_code_below_the_confidence_that_is_wanted) {
    for (int percent = 0; percent <= 100; percent++) {
        cr_assert_eq(exchange_confidence(percent / 100.0), percent);
        if (percent) cr_assert_eq(exchange_confidence(percent / 100.0 - .004), percent);
        if (percent < 100) cr_assert_eq(exchange_confidence(percent / 100.0 + .004), percent + 1);
    }
}
