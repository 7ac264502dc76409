// scene: a small log told line by line, with codes given by hand, followed by the real exchange and
// written by the real report. A test says what is told and which rows must come of it.
#ifndef TESTS_REPORT_SCENE_H
#define TESTS_REPORT_SCENE_H

#include "classify/engine.h"
#include "exchange/exchange.h"
#include "report/report.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#define MONDAY 1704067200000LL // 2024-01-01T00:00:00Z, a Monday
#define AT(day, hour, minute, second)                                                              \
    (MONDAY + (((int64_t)(day)*24 + (hour)) * 60 + (minute)) * 60000 + (int64_t)(second)*1000)

enum {
    S_R_DIRECT,
    S_R_NEGSELF,
    S_R_DOUBLE,
    S_R_FEAR,
    S_R_META,
    S_R_EXPL,
    S_T_LOVE,
    S_T_CONFLICT,
    S_A_LOVE,
    S_N_NEG,
    S_N_AMBIV,
    S_S_BOUND,
    S_CODES
};

static code scene_codes[S_CODES] = {
    [S_R_DIRECT] = {.name = {"R.DIRECT", 8}, .family = FAMILY_REQUEST, .precedence = 4},
    [S_R_NEGSELF] = {.name = {"R.NEGSELF", 9}, .family = FAMILY_REQUEST, .precedence = 10},
    [S_R_DOUBLE] = {.name = {"R.DOUBLE", 8}, .family = FAMILY_REQUEST, .precedence = 11},
    [S_R_FEAR] = {.name = {"R.FEAR", 6}, .family = FAMILY_REQUEST, .precedence = 9},
    [S_R_META] = {.name = {"R.META", 6}, .family = FAMILY_REQUEST, .precedence = 2},
    [S_R_EXPL] = {.name = {"R.EXPL", 6}, .family = FAMILY_REQUEST, .precedence = 1},
    [S_T_LOVE] = {.name = {"T.LOVE", 6}, .family = FAMILY_THEME, .theme = 0},
    [S_T_CONFLICT] = {.name = {"T.CONFLICT", 10}, .family = FAMILY_THEME, .theme = 1},
    [S_A_LOVE] = {.name = {"A.LOVE", 6}, .family = FAMILY_AFFIRMATION, .precedence = 22},
    [S_N_NEG] = {.name = {"N.NEG", 5}, .family = FAMILY_NON_AFFIRMATION, .precedence = 31},
    [S_N_AMBIV] = {.name = {"N.AMBIV", 7}, .family = FAMILY_NON_AFFIRMATION, .precedence = 37},
    [S_S_BOUND] = {.name = {"S.BOUND", 7}, .family = FAMILY_BOUNDARY, .precedence = 21},
};

static codebook_engine scene_engine;

static codebook scene_book = {
    .codes = scene_codes,
    .code_count = S_CODES,
    .theme_code = {S_T_LOVE, S_T_CONFLICT},
    .theme_count = 2,
    .name = {"scene", 5},
    .engine = &scene_engine,
    .affirm_context = 255,
    .affirm_emoji = 255,
    .negative = S_N_NEG,
    .ambiguous = S_N_AMBIV,
    .meta = S_R_META,
    .explained = S_R_EXPL,
    .double_check = S_R_DOUBLE,
    .boundary = S_S_BOUND,
};

typedef struct scene {
    attune_options options;
    report *report;
    exchange *exchange;
    conversation talk;
    uint32_t number;
    FILE *out;
    error err;
    str names[8];
    buf text; // what came out
} scene;

// One line: who, when, the codes in their text form, and how many tokens and characters.
typedef struct line {
    const char *speaker;
    int64_t time;
    const char *codes;
    uint32_t tokens, characters;
    message_kind kind;
    const char *mentions; // one name
    const char *text;
    uint16_t style; // tokens of the first function-word class
    uint8_t flags;
    int16_t offset;
    const char *reply_to;
} line;

static inline void scene_start(scene *s, attune_task task, const char *table) {
    s->options.task = task;
    s->options.table = table;
    s->options.min_confidence = .7;
    s->options.window = 24 * 3600000LL;
    s->options.session_gap = 3600000;
    s->options.turn_gap = 120000;
    s->options.episode_gap = 600000;
    s->options.permutations = 1999;
    s->options.seed = 1;
    if (!s->out) s->out = tmpfile();
    s->options.out = s->out;
    s->report = report_new(&(report_options){.run = &s->options, .book = &scene_book}, &s->err);
    cr_assert(s->report, "%s", s->err.what);
    s->exchange = exchange_new(&scene_book,
                               &(exchange_options){.window = s->options.window,
                                                   .session_gap = s->options.session_gap,
                                                   .turn_gap = s->options.turn_gap,
                                                   .episode_gap = s->options.episode_gap,
                                                   .min_confidence = 70},
                               report_events(s->report));
}

static inline void scene_begin(scene *s, const char *id, time_kind kind) {
    s->talk = (conversation){.number = 1, .id = str_from(id), .format = "plain", .precision = 1000};
    s->talk.time_kind = (uint8_t)kind;
    s->talk.speaker_names = s->names;
    s->number = 0;
    exchange_begin(s->exchange);
    cr_assert(report_begin(s->report, &s->talk, &s->err));
}

static inline uint32_t scene_speaker(scene *s, const char *name) {
    uint32_t speaker = intern_add(&s->talk.speakers, str_from(name));
    s->names[speaker] = intern_name(&s->talk.speakers, speaker);
    return speaker;
}

static inline bool scene_say(scene *s, const line *l) {
    char id[16];
    snprintf(id, sizeof id, "%u", s->number + 1);
    uint32_t mention = l->mentions ? scene_speaker(s, l->mentions) : 0;
    message m = {
        .text = str_from(l->text),
        .id = str_from(id),
        .reply_to = str_from(l->reply_to),
        .codes = str_from(l->codes ? l->codes : ""),
        .rules = STR(""),
        .time = l->time,
        .effective = l->time,
        .offset = l->offset,
        .time_kind = s->talk.time_kind,
        .kind = (uint8_t)l->kind,
        .flags = l->flags,
        .precision = 1000,
        .speaker = l->speaker ? scene_speaker(s, l->speaker) : INTERN_NONE,
        .mentions = &mention,
        .mention_count = l->mentions ? 1 : 0,
        .number = ++s->number,
    };
    analysis a = {.tokens = l->tokens, .characters = l->characters, .style = {l->style}};
    coding codes = {.count = 0};
    const placement *where = exchange_message(s->exchange, &m, &a, NULL, &codes);
    report_message(s->report,
                   &(report_entry){.message = &m, .analysis = &a, .codes = &codes, .where = where});
    return report_stands(s->report, &s->err);
}

static inline void scene_end(scene *s) {
    exchange_end(s->exchange);
    cr_assert(report_commit(s->report, s->exchange, &s->err), "%s", s->err.what);
    intern_release(&s->talk.speakers);
}

// What was written, as a string.
static inline const char *scene_finish(scene *s) {
    cr_assert(report_finish(s->report, &(attune_counts){0}, NULL, &s->err), "%s", s->err.what);
    rewind(s->out);
    for (int c; (c = getc(s->out)) != EOF;) buf_add_char(&s->text, (char)c);
    buf_add_char(&s->text, '\0');
    return s->text.at;
}

static inline void scene_release(scene *s) {
    report_free(s->report);
    exchange_free(s->exchange);
    intern_release(&s->talk.speakers);
    buf_release(&s->text);
    if (s->out) fclose(s->out);
}

// The n-th row behind the header is this text.
static inline void expect_row(const char *all, int n, const char *wanted) {
    const char *at = all;
    for (int i = 0; i <= n && at; i++) {
        at = strchr(at, '\n');
        at = at ? at + 1 : NULL;
    }
    cr_assert(at && *at, "there is no row %d in:\n%s", n + 1, all);
    size_t len = strcspn(at, "\n"); // cppcheck-suppress nullPointer
    cr_assert(len == strlen(wanted) && memcmp(at, wanted, len) == 0, "row %d is\n%.*s\nnot\n%s",
              n + 1, (int)len, at, wanted);
}

static inline void expect_rows(const char *all, int count) {
    int lines = 0;
    for (const char *at = all; *at; at++) lines += *at == '\n';
    cr_assert_eq(lines - 1, count, "%d rows:\n%s", lines - 1, all);
}

// Two people on two days (2024-01-01 was a Monday):
//
// clang-format off
//     session 1  10:00:00  Ada  hello
//                10:01:00  Ada  asks whether she is loved       episode 1
//                10:02:30  Ben  says so                         affirmed after 90 s
//     session 2  09:00:00  Ben  good morning
//                09:10:00  Ada  asks about love and conflict    episode 2, 23 h 7 min 30 s after the answer
//                09:13:00  Ben  says nothing much               ambiguous after 180 s
//                09:14:00  Ada  sends a photo
//                09:15:00  a line of the system, which never counts
// clang-format on
static const line scene_evening[] = {
    {"Ada", .time = AT(0, 10, 0, 0), .tokens = 2, .characters = 8},
    {"Ada", .time = AT(0, 10, 1, 0), "R.DIRECT/T.LOVE@0.90", 4, 15, .style = 2},
    {"Ben", .time = AT(0, 10, 2, 30), "A.LOVE/T.LOVE@0.95", 3, 10, .style = 1},
    {"Ben", .time = AT(1, 9, 0, 0), .tokens = 1, .characters = 7},
    {"Ada", .time = AT(1, 9, 10, 0), "R.DIRECT/T.LOVE+T.CONFLICT@0.85;R.FEAR@0.60", 5, 20},
    {"Ben", .time = AT(1, 9, 13, 0), "N.AMBIV@0.75", 1, 1},
    {"Ada", .time = AT(1, 9, 14, 0), .kind = KIND_MEDIA},
    {"Ada", .time = AT(1, 9, 15, 0), .kind = KIND_SYSTEM},
};

static inline const char *scene_tell(scene *s, const char *table, const line *lines, size_t count) {
    scene_start(s, ATTUNE_REPORT, table);
    scene_begin(s, "1", TIME_UTC);
    for (size_t i = 0; i < count; i++) cr_assert(scene_say(s, &lines[i]), "%s", s->err.what);
    scene_end(s);
    return scene_finish(s);
}

#define TELL(s, table, lines) scene_tell(s, table, lines, sizeof(lines) / sizeof *(lines))

#endif
