// talk: a conversation told in a test, with candidates given by hand and a small codebook, and what
// exchange says of it.
#ifndef TESTS_EXCHANGE_TALK_H
#define TESTS_EXCHANGE_TALK_H

#include "exchange/exchange.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>

#define SECONDS(n) ((int64_t)(n)*1000)
#define MINUTES(n) SECONDS((n)*60)
#define HOURS(n) MINUTES((n)*60)

enum { ANN, BEN, CAM, DOT, EVE };

// The codebook: its codes by name, and its rules by the last part of their ids.
enum {
    R_EXPL,
    R_META,
    R_IMPER,
    R_DIRECT,
    R_TAG,
    R_FEAR,
    R_DOUBLE,
    R_CHECK,
    T_LOVE,
    T_CONFLICT,
    T_SAFETY,
    A_LOVE,
    A_OKNESS,
    A_SAFETY,
    A_CTX,
    A_MUTUAL,
    A_EMOJI,
    N_NEG,
    N_COUNTER,
    N_IRRIT,
    N_DISMISS,
    N_WITHDRAW,
    N_DEFLECT,
    N_AMBIV,
    N_IGNORE,
    S_BOUND,
    C_CHECKIN,
    X_FEELING,
    X_NEED,
    TALK_CODES
};

static code talk_codes[TALK_CODES] = {
    [R_EXPL] = {.name = {"R.EXPL", 6}, .family = FAMILY_REQUEST, .precedence = 1},
    [R_META] = {.name = {"R.META", 6}, .family = FAMILY_REQUEST, .precedence = 2},
    [R_IMPER] = {.name = {"R.IMPER", 7}, .family = FAMILY_REQUEST, .precedence = 3},
    [R_DIRECT] = {.name = {"R.DIRECT", 8}, .family = FAMILY_REQUEST, .precedence = 4},
    [R_TAG] = {.name = {"R.TAG", 5}, .family = FAMILY_REQUEST, .precedence = 5},
    [R_FEAR] = {.name = {"R.FEAR", 6}, .family = FAMILY_REQUEST, .precedence = 9, .covert = true},
    [R_DOUBLE] = {.name = {"R.DOUBLE", 8}, .family = FAMILY_REQUEST, .precedence = 11},
    [R_CHECK] = {.name = {"R.CHECK", 7}, .family = FAMILY_REQUEST, .precedence = 12},
    [T_LOVE] = {.name = {"T.LOVE", 6}, .family = FAMILY_THEME, .theme = 0},
    [T_CONFLICT] = {.name = {"T.CONFLICT", 10}, .family = FAMILY_THEME, .theme = 1},
    [T_SAFETY] = {.name = {"T.SAFETY", 8}, .family = FAMILY_THEME, .theme = 2},
    [A_LOVE] = {.name = {"A.LOVE", 6}, .family = FAMILY_AFFIRMATION, .precedence = 22},
    [A_OKNESS] = {.name = {"A.OKNESS", 8}, .family = FAMILY_AFFIRMATION, .precedence = 22},
    [A_SAFETY] = {.name = {"A.SAFETY", 8}, .family = FAMILY_AFFIRMATION, .precedence = 22},
    [A_CTX] = {.name = {"A.CTX", 5}, .family = FAMILY_AFFIRMATION, .precedence = 22},
    [A_MUTUAL] = {.name = {"A.MUTUAL", 8}, .family = FAMILY_AFFIRMATION, .precedence = 22},
    [A_EMOJI] = {.name = {"A.EMOJI", 7}, .family = FAMILY_AFFIRMATION, .precedence = 22},
    [N_NEG] = {.name = {"N.NEG", 5}, .family = FAMILY_NON_AFFIRMATION, .precedence = 31},
    [N_COUNTER] = {.name = {"N.COUNTER", 9}, .family = FAMILY_NON_AFFIRMATION, .precedence = 32},
    [N_IRRIT] = {.name = {"N.IRRIT", 7}, .family = FAMILY_NON_AFFIRMATION, .precedence = 33},
    [N_DISMISS] = {.name = {"N.DISMISS", 9}, .family = FAMILY_NON_AFFIRMATION, .precedence = 34},
    [N_WITHDRAW] = {.name = {"N.WITHDRAW", 10}, .family = FAMILY_NON_AFFIRMATION, .precedence = 35},
    [N_DEFLECT] = {.name = {"N.DEFLECT", 9}, .family = FAMILY_NON_AFFIRMATION, .precedence = 36},
    [N_AMBIV] = {.name = {"N.AMBIV", 7}, .family = FAMILY_NON_AFFIRMATION, .precedence = 37},
    [N_IGNORE] = {.name = {"N.IGNORE", 8}, .family = FAMILY_NON_AFFIRMATION, .precedence = 38},
    [S_BOUND] = {.name = {"S.BOUND", 7}, .family = FAMILY_BOUNDARY, .precedence = 21},
    [C_CHECKIN] = {.name = {"C.CHECKIN", 9}, .family = FAMILY_CHECK_IN, .precedence = 51},
    [X_FEELING] = {.name = {"X.FEELING", 9}, .family = FAMILY_COMPONENT},
    [X_NEED] = {.name = {"X.NEED", 6}, .family = FAMILY_COMPONENT},
};

enum { LOVE = 1, CONFLICT = 2, SAFETY = 4 }; // themes

#define RULE(name, ...)                                                                            \
    { .id = {name, sizeof name - 1}, __VA_ARGS__ }

static rule talk_rules[] = {
    RULE("love?", .code = R_DIRECT, .themes = LOVE, .confidence = 90, .expects = SAYS_YES),
    RULE("mad?", .code = R_DIRECT, .themes = CONFLICT, .confidence = 85, .expects = SAYS_NO),
    RULE("safe?", .code = R_DIRECT, .themes = SAFETY, .confidence = 80, .expects = SAYS_YES),
    RULE("weak?", .code = R_DIRECT, .themes = LOVE, .confidence = 60, .expects = SAYS_YES),
    RULE("faint?", .code = R_DIRECT, .themes = LOVE, .confidence = 40, .expects = SAYS_YES),
    RULE("tell-me", .code = R_IMPER, .confidence = 80, .expects = SAYS_ANY),
    RULE("vow", .code = R_IMPER, .confidence = 80, .expects = SAYS_BOTH),
    RULE("tag", .code = R_TAG, .themes = CONFLICT, .confidence = 95, .expects = SAYS_YES),
    RULE("fear", .code = R_FEAR, .themes = LOVE, .confidence = 75, .expects = SAYS_NO),
    RULE("hello??", .code = R_CHECK, .confidence = 75, .expects = SAYS_YES,
         .gate = {.unanswered = 1}),
    RULE("hello???", .code = R_CHECK, .confidence = 75, .expects = SAYS_YES,
         .gate = {.unanswered = 3}),
    RULE("sure?", .code = R_DOUBLE, .confidence = 85, .expects = SAYS_YES,
         .gate = {.after = true, .turns = 3}),
    RULE("really?", .code = R_DOUBLE, .confidence = 85, .expects = SAYS_ANY,
         .gate = {.after = true, .turns = 3}),
    RULE("again", .code = R_META, .confidence = 80, .expects = SAYS_ANY,
         .gate = {.after = true, .turns = 3}),
    RULE("explain", .code = R_EXPL, .confidence = 88, .expects = SAYS_ANY,
         .gate = {.with = {{1ull << X_FEELING | 1ull << X_NEED}}, .with_count = 2}),
    RULE("feeling", .code = X_FEELING, .confidence = 100),
    RULE("need", .code = X_NEED, .confidence = 100),
    RULE("about-safety", .code = T_SAFETY, .confidence = 90),
    RULE("safety-too", .code = T_SAFETY, .confidence = 90, .gate = {.after = true, .turns = 3}),
    RULE("lone", .code = R_DIRECT, .confidence = 70, .expects = SAYS_ANY, .gate = {.alone = true}),
    RULE("say-it-back", .code = R_IMPER, .confidence = 80, .expects = SAYS_ANY,
         .gate = {.after = true, .turns = 3, .self = true}),
    RULE("please", .code = R_IMPER, .confidence = 80, .expects = SAYS_ANY,
         .gate = {.after = true, .turns = 3, .self = true}),
    RULE("i-love-you", .code = A_LOVE, .confidence = 95),
    RULE("we-are-ok", .code = A_OKNESS, .themes = CONFLICT, .confidence = 90),
    RULE("fond", .code = A_LOVE, .confidence = 60),
    RULE("meh", .code = A_LOVE, .confidence = 40),
    RULE("locked", .code = A_SAFETY, .confidence = 80,
         .gate = {.after = true, .turns = 3, .themes = SAFETY}),
    RULE("locked-1h", .code = A_SAFETY, .confidence = 80,
         .gate = {.after = true, .turns = 3, .themes = SAFETY, .within = HOURS(1)}),
    RULE("not-me", .code = A_OKNESS, .confidence = 80, .expects = SAYS_NO,
         .gate = {.after = true, .turns = 3, .polarity_match = true}),
    RULE("me-too", .code = A_MUTUAL, .confidence = 80, .gate = {.after = true, .turns = 3}),
    RULE("heart", .code = A_EMOJI, .confidence = 90, .gate = {.after = true, .turns = 3}),
    RULE("space", .code = N_NEG, .confidence = 80),
    RULE("needy", .code = N_COUNTER, .confidence = 85, .gate = {.after = true, .turns = 3}),
    RULE("not-again", .code = N_IRRIT, .confidence = 85, .gate = {.after = true, .turns = 3}),
    RULE("silly", .code = N_DISMISS, .confidence = 80, .gate = {.after = true, .turns = 3}),
    RULE("leave-me", .code = N_WITHDRAW, .confidence = 80, .gate = {.after = true, .turns = 3}),
    RULE("how-was-work", .code = N_DEFLECT, .confidence = 75, .gate = {.after = true, .turns = 3}),
    RULE("k", .code = N_AMBIV, .confidence = 75, .gate = {.after = true, .turns = 3}),
    RULE("boundary", .code = S_BOUND, .confidence = 85),
    RULE("you-ok?", .code = C_CHECKIN, .confidence = 80),
};

static answer talk_answers[] = {
    {{"yes", 3}, SAYS_YES, 90, 0, {"answer.yes", 10}},
    {{"no", 2}, SAYS_NO, 90, 0, {"answer.no", 9}},
    {{"idk", 3}, SAYS_HEDGE, 75, 0, {"answer.idk", 10}},
};

static codebook talk_book;

// The gates that look for request forms, and those that look for affirmations.
static void talk_fill_gates(void) {
    for (size_t i = 0; i < sizeof talk_rules / sizeof *talk_rules; i++) {
        rule *r = &talk_rules[i];
        if (!r->gate.after) continue;
        bool affirmations = r->code == R_DOUBLE || r->code == R_META || r->code == A_MUTUAL ||
                            str_equal(r->id, STR("say-it-back"));
        uint8_t first = affirmations ? A_LOVE : R_EXPL, last = affirmations ? A_EMOJI : R_CHECK;
        r->gate.codes = (code_set){0};
        for (uint8_t c = first; c <= last; c++) code_set_add(&r->gate.codes, c);
    }
}

static void talk_make_book(void) {
    talk_fill_gates();
    talk_book.codes = talk_codes;
    talk_book.code_count = TALK_CODES;
    talk_book.theme_code[0] = T_LOVE;
    talk_book.theme_code[1] = T_CONFLICT;
    talk_book.theme_code[2] = T_SAFETY;
    talk_book.theme_count = 3;
    talk_book.rules = talk_rules;
    talk_book.rule_count = sizeof talk_rules / sizeof *talk_rules;
    talk_book.answers = talk_answers;
    talk_book.answer_count = sizeof talk_answers / sizeof *talk_answers;
    talk_book.affirm_context = A_CTX;
    talk_book.affirm_emoji = A_EMOJI;
    talk_book.negative = N_NEG;
    talk_book.ambiguous = N_AMBIV;
    talk_book.meta = R_META;
    talk_book.explained = R_EXPL;
    talk_book.double_check = R_DOUBLE;
    talk_book.boundary = S_BOUND;
}

enum { TALK_MOST = 4096, TALK_SPEAKERS = 8 };

typedef struct talk {
    exchange *exchange;
    exchange_options options;
    int64_t now;
    uint32_t number;
    session *sessions;
    episode *episodes;
    uint32_t *reasks;
    size_t session_count, episode_count, reask_count;
    uint64_t taken[TALK_SPEAKERS][TALK_SPEAKERS]; // affirmations of the one by the other
    coding coding;                                // of the last message
    buf text;
} talk;

// One message. What is not set is a text of ANN at the time of the message before.
typedef struct line {
    uint32_t by;
    int64_t after;    // ms since the message before
    const char *hits; // rule ids, "?" when it asks, "yes" "no" "idk" for a short answer, all
                      // separated by spaces
    bool partial;     // there is more than the answer
    const char *id, *reply;
    uint32_t mentions; // speaker + 1
    uint8_t kind, flags;
    uint32_t precision;
    const char *codes; // given by the source
} line;

static void talk_session(void *context, const session *s) {
    talk *t = context;
    cr_assert_lt(t->session_count, TALK_MOST);
    t->sessions[t->session_count++] = *s;
}
static void talk_episode(void *context, const episode *e) {
    talk *t = context;
    cr_assert_lt(t->episode_count, TALK_MOST);
    t->episodes[t->episode_count++] = *e;
}
static void talk_reask(void *context, uint32_t number, uint32_t asker, uint32_t answerer) {
    cr_assert_neq(asker, answerer);
    talk *t = context;
    cr_assert_lt(t->reask_count, TALK_MOST);
    t->reasks[t->reask_count++] = number;
}

static void talk_taken(void *context, uint32_t speaker, uint32_t taker, uint64_t count) {
    cr_assert(speaker != taker && count > 0);
    talk *t = context;
    cr_assert(speaker < TALK_SPEAKERS && taker < TALK_SPEAKERS);
    t->taken[speaker][taker] += count;
}

static inline exchange_options talk_options(void) {
    return (exchange_options){
        .window = HOURS(24),
        .session_gap = MINUTES(60),
        .turn_gap = MINUTES(2),
        .episode_gap = MINUTES(10),
        .min_confidence = 70,
    };
}

static inline talk *talk_with(exchange_options options) {
    talk_make_book();
    talk *t = calloc(1, sizeof *t);
    t->sessions = calloc(TALK_MOST, sizeof *t->sessions);
    t->episodes = calloc(TALK_MOST, sizeof *t->episodes);
    t->reasks = calloc(TALK_MOST, sizeof *t->reasks);
    t->options = options;
    exchange_events events = {t, talk_session, talk_episode, talk_reask, talk_taken};
    t->exchange = exchange_new(&talk_book, &options, &events);
    return t;
}

static inline talk *talk_new(void) { return talk_with(talk_options()); }

static inline void talk_free(talk *t) {
    exchange_free(t->exchange);
    free(t->sessions);
    free(t->episodes);
    free(t->reasks);
    buf_release(&t->text);
    free(t);
}

static uint32_t talk_rule(str id) {
    for (uint32_t i = 0; i < talk_book.rule_count; i++) {
        if (str_equal(talk_rules[i].id, id)) return i;
    }
    cr_assert(false, "the test's codebook has no rule %.*s", (int)id.len, id.at);
    return 0;
}

static uint32_t talk_answer(str word) {
    for (uint32_t i = 0; i < talk_book.answer_count; i++) {
        if (str_equal(talk_answers[i].entry, word)) return i + 1;
    }
    return 0;
}

static inline size_t talk_read_hits(const char *words, analysis *a, hit *found) {
    size_t count = 0;
    str_cut_result cut = {.tail = str_from(words), .found = true};
    while (cut.found) {
        cut = str_cut(cut.tail, ' ');
        if (cut.head.len == 0) continue;
        if (str_equal(cut.head, STR("?"))) {
            a->asks = true;
        } else if (talk_answer(cut.head)) {
            a->answer = talk_answer(cut.head);
        } else {
            uint32_t r = talk_rule(cut.head);
            found[count] =
                (hit){.rule = r, .start = (uint32_t)count, .expects = talk_rules[r].expects};
            count++;
        }
    }
    return count;
}

static inline placement talk_say(talk *t, line l) {
    analysis a = {.answer_whole = !l.partial};
    hit found[32];
    a.hit_count = (uint32_t)talk_read_hits(l.hits ? l.hits : "", &a, found);
    t->now += l.after;
    uint32_t mentioned = l.mentions - 1;
    message m = {
        .id = str_from(l.id),
        .reply_to = str_from(l.reply),
        .kind = l.kind,
        .flags = l.flags,
        .precision = l.precision ? l.precision : 1000,
        .time_kind = TIME_UTC,
        .time = t->now,
        .effective = t->now,
        .speaker = l.by,
        .mentions = &mentioned,
        .mention_count = l.mentions != 0,
        .number = ++t->number,
        .codes = str_from(l.codes),
        .rules = str_from(l.codes ? "" : NULL),
    };
    return *exchange_message(t->exchange, &m, &a, found, &t->coding);
}

// say(t, BEN, MINUTES(1), "love?", .reply = "3"): who, how long after the message before, the hits,
// and what else.
#define say(t, speaker, gap, ...)                                                                  \
    talk_say((t), (line){.by = (speaker), .after = (gap), .hits = __VA_ARGS__})

// The codes of the last message in text form.
static inline const char *talk_codes_of(talk *t) {
    buf_reset(&t->text);
    coding_write(&t->text, &talk_book, &t->coding);
    buf_add_char(&t->text, 0);
    return t->text.at;
}

static inline bool talk_has(const talk *t, uint8_t wanted) {
    for (uint32_t i = 0; i < t->coding.count; i++) {
        if (t->coding.at[i].code == wanted) return true;
    }
    return false;
}

static inline void talk_end(talk *t) { exchange_end(t->exchange); }

// Ends the talk and returns its only episode.
static inline episode talk_only(talk *t) {
    talk_end(t);
    cr_assert_eq(t->episode_count, 1, "%zu episodes", t->episode_count);
    return t->episodes[0];
}

#endif
