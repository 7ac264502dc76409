#include "exchange/talk.h"

#define codes_are(t, text) cr_assert_str_eq(talk_codes_of(t), text)

static const char *rules_of(talk *t) {
    buf_reset(&t->text);
    for (uint32_t i = 0; i < t->coding.rule_count; i++) {
        if (i) buf_add_char(&t->text, ';');
        buf_add(&t->text, t->coding.rules[i]);
    }
    buf_add_char(&t->text, 0);
    return t->text.at;
}

typedef struct alone_case {
    char hits[64], codes[96], rules[64];
} alone_case;

// Messages that need nothing before them.
ParameterizedTestParameters(resolve, gives_codes_to_a_message_alone) {
    static alone_case cases[] = {
        {"", "", ""},
        {"love?", "R.DIRECT/T.LOVE@0.90!expects_yes", "love?"},
        {"mad?", "R.DIRECT/T.CONFLICT@0.85!expects_no", "mad?"},
        {"fear", "R.FEAR/T.LOVE@0.75!covert!expects_no", "fear"},
        {"tell-me", "R.IMPER@0.80", "tell-me"},
        {"vow", "R.IMPER@0.80!expects_yes!expects_no", "vow"},
        // one form, the themes of all, the highest confidence, the polarity of the form
        {"love? tag", "R.DIRECT/T.LOVE+T.CONFLICT@0.95!expects_yes", "love?;tag"},
        {"fear love?", "R.DIRECT/T.LOVE@0.90!expects_yes", "fear;love?"},
        {"fear tell-me", "R.IMPER/T.LOVE@0.80!expects_no", "fear;tell-me"},
        {"love? mad?", "R.DIRECT/T.LOVE+T.CONFLICT@0.90!expects_no", "love?;mad?"},
        // themes on their own
        {"about-safety", "", ""},
        {"tell-me about-safety", "R.IMPER/T.SAFETY@0.80", "tell-me;about-safety"},
        {"tell-me safety-too", "R.IMPER@0.80", "tell-me"},
        {"i-love-you about-safety", "A.LOVE@0.95", "i-love-you"},
        // components
        {"explain feeling", "", ""},
        {"explain feeling need", "R.EXPL@0.88", "explain"},
        {"feeling explain need mad?", "R.EXPL/T.CONFLICT@0.88!expects_no", "explain;mad?"},
        {"feeling need", "", ""},
        // speaking of oneself
        {"again", "", ""},
        {"again love?", "R.META/T.LOVE@0.90!aware!expects_yes", "again;love?"},
        {"again explain feeling need", "R.EXPL@0.88!aware", "again;explain"},
        // alone
        {"lone", "R.DIRECT@0.70", "lone"},
        {"lone love?", "R.DIRECT/T.LOVE@0.90!expects_yes", "lone;love?"},
        {"lone tag", "R.TAG/T.CONFLICT@0.95!expects_yes", "tag"},
        {"lone i-love-you", "R.DIRECT@0.70;A.LOVE@0.95", "lone;i-love-you"},
        // responses
        {"i-love-you fond meh", "A.LOVE@0.95", "i-love-you;fond;meh"},
        {"we-are-ok i-love-you", "A.LOVE@0.95;A.OKNESS/T.CONFLICT@0.90", "we-are-ok;i-love-you"},
        {"space", "N.NEG@0.80", "space"},
        {"space i-love-you", "A.LOVE@0.95", "i-love-you"},
        {"space meh", "A.LOVE@0.40;N.NEG@0.80", "space;meh"},
        {"space boundary", "S.BOUND@0.85", "boundary"},
        {"i-love-you boundary", "S.BOUND@0.85;A.LOVE@0.95", "i-love-you;boundary"},
        {"silly i-love-you", "A.LOVE@0.95", "i-love-you"},
        {"needy k", "", ""},
        // check-ins
        {"you-ok?", "C.CHECKIN@0.80", "you-ok?"},
        {"you-ok? mad?", "R.DIRECT/T.CONFLICT@0.85!expects_no", "mad?"},
        {"you-ok? i-love-you", "A.LOVE@0.95;C.CHECKIN@0.80", "you-ok?;i-love-you"},
        {"love? i-love-you", "R.DIRECT/T.LOVE@0.90!expects_yes;A.LOVE@0.95", "love?;i-love-you"},
    };
    return cr_make_param_array(alone_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(alone_case *c, resolve, gives_codes_to_a_message_alone) {
    talk *t = talk_new();
    say(t, ANN, 0, c->hits);
    cr_assert_str_eq(talk_codes_of(t), c->codes, "%s: %s", c->hits, talk_codes_of(t));
    cr_assert_str_eq(rules_of(t), c->rules, "%s: %s", c->hits, rules_of(t));
    talk_free(t);
}

// Answers to "love?".
ParameterizedTestParameters(resolve, settles_what_an_answer_is) {
    static alone_case cases[] = {
        {"yes", "A.CTX@0.90!gated", "answer.yes"},
        {"yes i-love-you", "A.CTX@0.90!gated;A.LOVE@0.95", "answer.yes;i-love-you"},
        {"no i-love-you", "A.LOVE@0.95", "i-love-you"},
        {"no space", "N.NEG@0.90", "answer.no;space"},
        {"no meh", "A.LOVE@0.40;N.NEG@0.90!gated", "answer.no;meh"},
        {"idk", "N.AMBIV@0.75!gated", "answer.idk"},
        {"idk i-love-you", "A.LOVE@0.95", "i-love-you"},
        {"idk needy", "N.COUNTER@0.85!gated", "needy"},
        {"idk boundary", "S.BOUND@0.85", "boundary"},
        {"silly i-love-you", "A.LOVE@0.95!dismiss_prefix", "i-love-you"},
        {"how-was-work yes", "A.CTX@0.90!gated!dismiss_prefix", "answer.yes"},
        {"silly meh", "A.LOVE@0.40;N.DISMISS@0.80!gated", "silly;meh"},
        {"needy i-love-you", "A.LOVE@0.95", "i-love-you"},
        {"silly boundary", "S.BOUND@0.85", "boundary"},
        {"needy not-again silly", "N.COUNTER@0.85!gated;N.IRRIT@0.85!gated;N.DISMISS@0.80!gated",
         "needy;not-again;silly"},
        {"heart", "A.EMOJI@0.90!gated", "heart"},
        {"yes mad?", "R.DIRECT/T.CONFLICT@0.85!expects_no;A.CTX@0.90!gated", "answer.yes;mad?"},
        {"tell-me safety-too", "R.IMPER/T.SAFETY@0.80", "tell-me;safety-too"},
        {"boundary yes", "S.BOUND@0.85;A.CTX@0.90!gated", "answer.yes;boundary"},
    };
    return cr_make_param_array(alone_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(alone_case *c, resolve, settles_what_an_answer_is) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, SECONDS(1), c->hits);
    cr_assert_str_eq(talk_codes_of(t), c->codes, "%s: %s", c->hits, talk_codes_of(t));
    cr_assert_str_eq(rules_of(t), c->rules, "%s: %s", c->hits, rules_of(t));
    talk_free(t);
}

Test(resolve, reads_a_hedge_only_when_it_is_the_whole_message) {
    talk *t = talk_new();
    say(t, ANN, 0, "love?");
    say(t, BEN, SECONDS(1), "idk", .partial = true);
    codes_are(t, "");
    say(t, BEN, SECONDS(1), "yes", .partial = true);
    codes_are(t, "A.CTX@0.90!gated");
    talk_free(t);
}

Test(resolve, lets_a_request_that_speaks_of_itself_stand_alone_after_an_affirmation) {
    talk *t = talk_new();
    say(t, ANN, 0, "mad?");
    say(t, BEN, SECONDS(1), "no");
    say(t, ANN, SECONDS(1), "again");
    codes_are(t, "R.META@0.80!aware!gated!expects_no");
    say(t, BEN, SECONDS(1), "no");
    codes_are(t, "A.CTX@0.90!gated");
    talk_free(t);
}

Test(resolve, takes_the_negative_tag_of_a_hit_into_account) {
    talk *t = talk_new();
    analysis a = {.hit_count = 1};
    hit swapped = {.rule = talk_rule(STR("love?")), .expects = SAYS_NO};
    message m = {.speaker = ANN, .number = 1};
    exchange_message(t->exchange, &m, &a, &swapped, &t->coding);
    codes_are(t, "R.DIRECT/T.LOVE@0.90!expects_no");
    t->number = 1;
    say(t, BEN, SECONDS(1), "no");
    codes_are(t, "A.CTX@0.90!gated");
    talk_free(t);
}

Test(resolve, gives_no_codes_to_words_that_are_not_the_speakers) {
    talk *t = talk_new();
    placement p = say(t, ANN, 0, "love? i-love-you", .flags = FLAG_FORWARDED);
    cr_assert_eq(t->coding.count, 0);
    cr_assert(!p.request && p.session == 1, "but it is a message");
    say(t, ANN, 0, "love?", .flags = FLAG_BOT);
    cr_assert_eq(t->coding.count, 0);
    say(t, ANN, 0, "love?", .kind = KIND_MEDIA);
    cr_assert_eq(t->coding.count, 0);
    say(t, ANN, 0, "love?", .flags = FLAG_EDITED | FLAG_MEDIA);
    cr_assert_eq(t->coding.count, 1);
    talk_free(t);
}

Test(resolve, marks_what_is_said_to_a_group) {
    talk *t = talk_new();
    say(t, ANN, 0, "i-love-you");
    say(t, BEN, SECONDS(1), "i-love-you");
    codes_are(t, "A.LOVE@0.95");
    say(t, CAM, SECONDS(1), "i-love-you love? you-ok? space");
    codes_are(t, "R.DIRECT/T.LOVE@0.90!group!expects_yes;A.LOVE@0.95!group");
    say(t, BEN, SECONDS(1), "yes");
    codes_are(t, "A.CTX@0.90!gated");
    say(t, ANN, SECONDS(1), "i-love-you", .mentions = BEN + 1);
    codes_are(t, "A.LOVE@0.95");
    talk_free(t);
}

Test(resolve, lists_no_more_rules_than_there_is_room_for) {
    for (uint32_t count = CODING_MAX - 1; count <= CODING_MAX + 1; count++) {
        talk *t = talk_new();
        analysis a = {.hit_count = count};
        hit many[CODING_MAX + 1];
        for (uint32_t i = 0; i < count; i++)
            many[i] = (hit){.rule = talk_rule(STR("i-love-you")), .start = i};
        message m = {.speaker = ANN, .number = 1};
        exchange_message(t->exchange, &m, &a, many, &t->coding);
        cr_assert_eq(t->coding.count, 1);
        cr_assert_eq(t->coding.rule_count, count < CODING_MAX ? count : CODING_MAX);
        talk_free(t);
    }
}

// "rule verdict condition" of every candidate of the last message, by their order.
static void verdicts_are(talk *t, size_t count, const verdict *wanted) {
    for (size_t i = 0; i < count; i++) {
        verdict v = exchange_verdict(t->exchange, i);
        cr_assert_eq(v.fate, wanted[i].fate, "candidate %zu: fate %d", i, v.fate);
        cr_assert_eq(v.condition, wanted[i].condition, "candidate %zu: gate %d", i, v.condition);
    }
}

Test(resolve, says_what_became_of_every_candidate) {
    talk *t = talk_new();
    talk_say(t, (line){ANN, .hits = "sure? explain feeling hello?? tag lone again"});
    verdicts_are(t, 7,
                 (verdict[]){{FATE_SHUT, CONDITION_AFTER},
                             {FATE_SHUT, CONDITION_WITH},
                             {FATE_UNUSED, CONDITION_NONE},
                             {FATE_SHUT, CONDITION_UNANSWERED},
                             {FATE_COUNTS, CONDITION_NONE},
                             {FATE_SHUT, CONDITION_ALONE},
                             {FATE_COUNTS, CONDITION_BESIDE}});
    talk_say(t, (line){BEN, .after = 60000, .hits = "i-love-you space not-me"});
    verdicts_are(t, 3,
                 (verdict[]){{FATE_COUNTS, CONDITION_NONE},
                             {FATE_UNUSED, CONDITION_NONE},
                             {FATE_SHUT, CONDITION_POLARITY}});
    talk_say(t, (line){ANN, .after = 60000, .hits = "sure? love?", .flags = FLAG_FORWARDED});
    verdicts_are(t, 2, (verdict[]){{FATE_NOT_OWN, 0}, {FATE_NOT_OWN, 0}});
    talk_say(t, (line){ANN, .after = 60000, .hits = "sure?", .codes = "R.DIRECT@0.80"});
    verdicts_are(t, 1, (verdict[]){{FATE_GIVEN, 0}});
    talk_say(t, (line){ANN, .after = 60000, .hits = "sure?"});
    verdicts_are(t, 1, (verdict[]){{FATE_COUNTS, CONDITION_AFTER}});
    talk_free(t);
}

// Under the sanitizers, nothing is added to a null pointer.
Test(resolve, reads_a_short_answer_where_nothing_has_candidates) {
    talk *t = talk_new();
    message m = {.speaker = ANN, .number = 1};
    analysis a = {.answer = 1, .answer_whole = true};
    exchange_message(t->exchange, &m, &a, NULL, &t->coding);
    cr_assert_eq(t->coding.count, 0);
    talk_free(t);
}

Test(resolve, says_what_became_of_a_short_answer) {
    talk *t = talk_new();
    uint8_t code_of;
    talk_say(t, (line){BEN, .hits = "yes"});
    cr_assert_eq(exchange_answer_verdict(t->exchange, &code_of).fate, FATE_SHUT);
    cr_assert_eq(code_of, 255);
    talk_say(t, (line){ANN, .after = 60000, .hits = "love?"});
    talk_say(t, (line){BEN, .after = 60000, .hits = "yes"});
    cr_assert_eq(exchange_answer_verdict(t->exchange, &code_of).fate, FATE_COUNTS);
    cr_assert_eq(code_of, A_CTX);
    talk_free(t);
}
