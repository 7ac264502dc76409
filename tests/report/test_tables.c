// The tables of one evening, computed by hand from the story in scene.h.
#include "report/scene.h"

#include "report/columns.h"
#include "report/table.h"

// Ada: R.DIRECT twice with T.LOVE, once with T.CONFLICT; R.FEAR once at 0.60, so not at 0.70,
// without theme.
Test(codes, counts_messages_by_code_and_theme) {
    scene s = {0};
    const char *all = TELL(&s, "codes", scene_evening);
    expect_rows(all, 5);
    expect_row(all, 0, "C1,S1,R.DIRECT,T.LOVE,2,2,50,6.055231964,180.6171917");
    expect_row(all, 1, "C1,S1,R.DIRECT,T.CONFLICT,1,1,25,0.6329451996,139.2910848");
    expect_row(all, 2, "C1,S1,R.FEAR,NA,1,0,0,0,92.22198635");
    expect_row(all, 3, "C1,S2,A.LOVE,T.LOVE,1,1,33.33333333,0.8439269328,185.7214464");
    expect_row(all, 4, "C1,S2,N.AMBIV,NA,1,1,33.33333333,0.8439269328,185.7214464");
    scene_release(&s);
}

// Ada asks twice. Affirmed: 1 of 2, Wilson (0.0945, 0.9055). Waits: 90 s affirmed, 180 s something
// else, so the curve falls to 1/2 at 90 and stays there to the end at 180: the median is the
// middle, 135; the area to 24 h 90 + (86400 - 90) / 2. Both got a reply, after 90 and 180: again
// 135. Floors Ada -> Ben: with request and affirmation, then with request and none. Given one
// affirming floor in a session of one floor, chance gives just that: mean 1, p 1. Relief: 23.125 h
// on the calendar, 10 min without the gap, 2 messages, 1 session; asked again about love within 24
// h and within 7 d. Ben asks nothing; his floors before Ada's are two, without anything. On the
// clock of Ben's hours (one message Monday at ten, two Tuesday at nine) the waits are 144.8 s and
// 405.5 s.
Test(dyads, measures_answers_latency_contingency_and_relief) {
    scene s = {0};
    const char *all = TELL(&s, "dyads", scene_evening);
    expect_rows(all, 2);
    expect_row(all, 0,
               "C1,S1,S2,2,2,1,0,0,0,0,0,0,0,1,0,0,0,0.5,0.09453120573,0.9054687943,"
               "0.5,0.5,90,135,90,NA,NA,43245,1,0,275.1724138,135,"
               "1,1,0,0,1,1,NA,NA,NA,NA,NA,NA,NA,1,NA,1,0,NA,"
               "23.125,NA,NA,0.1666666667,2,1,0,1,1,0,1,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA");
    expect_row(all, 1,
               "C1,S2,S1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,"
               "0,0,0,2,0,1,NA,NA,NA,NA,NA,NA,NA,0,NA,NA,NA,NA,"
               "NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,0,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA");
    scene_release(&s);
}

Test(dyads, has_no_measures_below_min_n) {
    scene s = {.options.min_n = 3};
    const char *all = TELL(&s, "dyads", scene_evening);
    expect_row(all, 0,
               "C1,S1,S2,2,2,1,0,0,0,0,0,0,0,1,0,0,0,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,"
               "1,1,0,0,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,"
               "NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,1,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA");
    scene_release(&s);
}

// Ada asks 2 : 0 and gives 0 : 1. Each opened one of two sessions: 2 p - 1 of Wilson's (0.0945,
// 0.9055). Style: in the first class 200/11 % against 20 %, in the other eight nobody has words: (1
// - 1.818182 / 38.181918 + 8) / 9.
Test(reciprocity, balances_what_two_people_do) {
    for (size_t i = 0; i < STYLE_CLASSES; i++) scene_book.style_category[i] = (uint8_t)i;
    scene s = {0};
    const char *all = TELL(&s, "reciprocity", scene_evening);
    expect_rows(all, 1);
    expect_row(all, 0,
               "C1,S1,S2,2,0,0,1,1,1,-1,-1,0,NA,NA,NA,NA,NA,NA,NA,0,NA,"
               "0,-0.8109375885,0.8109375885,0.9947090086");
    scene_release(&s);
}

Test(reciprocity, compares_no_style_when_a_class_has_no_words) {
    for (size_t i = 0; i < STYLE_CLASSES; i++)
        scene_book.style_category[i] = i == 8 ? 255 : (uint8_t)i;
    scene s = {0};
    const char *all = TELL(&s, "reciprocity", scene_evening);
    cr_assert(strstr(all, "0.8109375885,NA\n"), "%s", all);
    scene_release(&s);
}

// Both days are in one week.
Test(timeline, adds_up_a_week_with_the_partner_beside_it) {
    scene s = {.options.period = ATTUNE_WEEK};
    const char *all = TELL(&s, "timeline", scene_evening);
    expect_rows(all, 2);
    expect_row(all, 0, "C1,S1,week,2024-01-01,0,4,11,2,2,2,0,0,0,0,3,0,1,1,1,0,NA,NA,NA,NA");
    expect_row(all, 1, "C1,S2,week,2024-01-01,0,3,5,2,2,0,1,1,1,0,4,2,0,0,0,0,NA,NA,NA,NA");
    scene_release(&s);
}

// Ada writes on days 0, 2 and 500, Ben on day 0: day 1 is filled with zeros, the 497 silent days
// are not.
Test(timeline, fills_short_silences_and_marks_long_ones) {
    static const line lines[] = {
        {"Ada", .time = AT(0, 10, 0, 0), "R.DIRECT@0.90", 3},
        {"Ben", .time = AT(0, 10, 1, 0), "A.LOVE@0.90", 2},
        {"Ada", .time = AT(2, 10, 0, 0), .tokens = 1},
        {"Ada", .time = AT(500, 10, 0, 0), .tokens = 1},
    };
    scene s = {.options.period = ATTUNE_DAY};
    const char *all = TELL(&s, "timeline", lines);
    expect_rows(all, 8);
    expect_row(all, 0, "C1,S1,day,2024-01-01,0,1,3,1,1,1,0,0,0,0,1,0,1,1,0,0,NA,NA,NA,NA");
    expect_row(all, 1, "C1,S1,day,2024-01-02,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,1");
    expect_row(all, 2, "C1,S1,day,2024-01-03,0,1,1,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0");
    expect_row(all, 3, "C1,S1,day,2025-05-15,1,1,1,1,1,0,0,0,0,0,0,0,0,0,0,0,NA,NA,NA,NA");
    expect_row(all, 5, "C1,S2,day,2024-01-02,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,1,0");
    scene_release(&s);
}

Test(timeline, begins_months_on_their_first_day) {
    scene s = {.options.period = ATTUNE_MONTH};
    static const line lines[] = {{"Ada", .time = AT(20, 0, 0, 0)},
                                 {"Ada", .time = AT(60, 0, 0, 0)}};
    const char *all = TELL(&s, "timeline", lines); // 2024-01-21 and 2024-03-01
    expect_rows(all, 3);
    expect_row(all, 1, "C1,S1,month,2024-02-01,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0");
    expect_row(all, 2, "C1,S1,month,2024-03-01,0,1,0,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0");
    scene_release(&s);
}

// The second relief lasts from 09:13 to the end of the log at 09:14: a minute, one message,
// censored.
Test(episodes, tells_what_closed_each_and_what_followed) {
    scene s = {0};
    const char *all = TELL(&s, "episodes", scene_evening);
    expect_rows(all, 2);
    expect_row(
        all, 0,
        "C1,1,1,S1,S2,2024-01-01T10:01:00Z,2024-01-01T10:01:00Z,R.DIRECT,T.LOVE,1,affirmed,NA,"
        "90,0,90,1,90,23.125,0.1666666667,2,1,0,0.9");
    expect_row(
        all, 1,
        "C1,2,2,S1,S2,2024-01-02T09:10:00Z,2024-01-02T09:10:00Z,R.DIRECT,T.LOVE+T.CONFLICT,1,"
        "ambiguous,NA,180,1,180,1,180,0.01666666667,0.01666666667,1,0,1,0.85");
    scene_release(&s);
}

// Frequency 2 in 2 days; explained 0 of 2, so unexplained 1 with Wilson (0.3424, 1); left or
// ignored 0 of 2.
Test(indicators, shows_six_behaviors_of_each_dyad) {
    scene s = {0};
    const char *all = TELL(&s, "indicators", scene_evening);
    expect_rows(all, 12);
    static const char *const starts[] = {
        "C1,S1,S2,frequency,1,0.1211046393,3.612343834,2,0,",
        "C1,S1,S2,repetition,1,NA,NA,1,0,",
        "C1,S1,S2,unexplained,1,0.3423802275,1,2,0,",
        "C1,S1,S2,partner_response,0.5,0.09453120573,0.9054687943,2,0,",
        "C1,S1,S2,withdrawal,0,0,0.6576197725,2,0,",
        "C1,S1,S2,long_term_trend,NA,NA,NA,1,0,",
        "C1,S2,S1,frequency,0,0,1.844439727,0,0,",
    };
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        cr_assert(strstr(all, starts[i]), "no %s in\n%s", starts[i], all);
    scene_release(&s);
}

Test(sessions, has_one_row_as_each_ends) {
    scene s = {0};
    const char *all = TELL(&s, "sessions", scene_evening);
    expect_rows(all, 2);
    expect_row(all, 0, "C1,1,2024-01-01T10:00:00Z,2024-01-01T10:02:30Z,3,S1,1,1");
    expect_row(all, 1, "C1,2,2024-01-02T09:00:00Z,2024-01-02T09:14:00Z,4,S2,1,0");
    scene_release(&s);
}

Test(conversations, tells_how_it_was_read_and_what_was_left_out) {
    scene s = {0};
    scene_start(&s, ATTUNE_REPORT, "conversations");
    scene_begin(&s, "family", TIME_LOCAL);
    s.talk.dialect =
        (dialect){.order = ORDER_DMY, .evidence = EVIDENCE_DAY_OVER_12, .contradictions = 2};
    s.talk.precision = 60000;
    s.talk.read = 30;
    s.talk.used = 9;
    s.talk.system = 1;
    s.talk.excluded = 2;
    s.talk.bad_time = 3;
    s.talk.malformed = 4;
    s.talk.too_long = 5;
    s.talk.duplicate = 6;
    s.talk.late = 7;
    s.talk.lenient = 8;
    scene_end(&s);
    scene_begin(&s, "book", TIME_MEDIA);
    scene_end(&s);
    const char *all = scene_finish(&s);
    expect_row(all, 0, "C1,plain,dmy,day_over_12,2,local,local,60,30,9,21,1,2,3,4,5,6,7,8,0");
    expect_row(all, 1, "C2,plain,NA,NA,NA,media,NA,1,0,0,0,0,0,0,0,0,0,0,0,0");
    scene_release(&s);
}

// The header is there when nothing else is.
Test(tables, have_every_column_of_the_catalog_in_order) {
    for (size_t i = 0; table_at(i); i++) {
        scene s = {0};
        const char *all = TELL(&s, table_at(i)->name, scene_evening);
        const column_list *list = columns_of(table_at(i)->name);
        cr_assert(list);
        const char *at = all;
        for (size_t k = 0; k < list->count; k++) {
            size_t len = strcspn(at, ",\n");
            cr_assert(len == strlen(list->at[k].name) && memcmp(at, list->at[k].name, len) == 0);
            cr_assert_eq(at[len], k + 1 < list->count ? ',' : '\n');
            at += len + 1;
        }
        scene_release(&s);
    }
}

// Times as the log has them: the offset of the stamps around, the log's own clock, seconds into a
// recording.
Test(tables, write_times_as_the_conversation_does) {
    static const struct {
        time_kind kind;
        int64_t time;
        const char *wanted;
    } cases[] = {
        {TIME_UTC, AT(0, 10, 0, 0), "\nC1,1,2024-01-01T10:00:00Z,2024-01-01T10:00:00Z,1,"},
        {TIME_OFFSET, AT(0, 10, 0, 0),
         "\nC1,1,2024-01-01T04:30:00-05:30,2024-01-01T04:30:00-05:30,1,"},
        {TIME_LOCAL, AT(0, 10, 0, 0), "\nC1,1,2024-01-01T10:00:00,2024-01-01T10:00:00,1,"},
        {TIME_MEDIA, 90500, "\nC1,1,90.5,90.5,1,"},
        {TIME_NONE, 0, "\nC1,1,NA,NA,1,"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scene s = {0};
        scene_start(&s, ATTUNE_REPORT, "sessions");
        scene_begin(&s, "1", cases[i].kind);
        scene_say(&s, &(line){"Ada", .time = cases[i].time, .offset = -330});
        scene_end(&s);
        const char *all = scene_finish(&s);
        cr_assert(strstr(all, cases[i].wanted), "%s", all);
        scene_release(&s);
    }
}

Test(tables, refuse_an_unknown_name_and_list_the_known_ones) {
    attune_options run = {.task = ATTUNE_REPORT, .table = "speaker", .out = stdout};
    error err = {0};
    cr_assert_null(report_new(&(report_options){.run = &run, .book = &scene_book}, &err));
    cr_assert_eq(err.status, ATTUNE_USAGE);
    cr_assert(strstr(err.hint, "reciprocity"));
}
