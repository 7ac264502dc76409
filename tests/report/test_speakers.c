#include "report/scene.h"

// Ada: 4 messages, of which the first two make one turn; 2 requests in 4 messages and 2 days, one a
// day: no dispersion, limits of Garwood (2 -> 0.2422092785, 7.224687667) times 25 and by 2. Ben: 3
// messages, 1 affirmation, which answers, and 1 non-affirmation; of his two days one has each:
// variance / mean = 0.5 / 0.5 = 1.
Test(speakers, has_exposure_and_rates_and_styles_of_each) {
    scene s = {0};
    const char *all = TELL(&s, "speakers", scene_evening);
    expect_rows(all, 2);
    expect_row(all, 0,
               "C1,S1,4,3,11,43,2,2,1,2024-01-01T10:00:00Z,2024-01-02T09:14:00Z,"
               "2,50,6.055231964,180.6171917,1,0.1211046393,3.612343834,0,"
               "0,0,0,92.22198635,0,0,1.844439727,NA,"
               "0,0,0,92.22198635,0,0,1.844439727,"
               "0,0,0,92.22198635,0,0,1.844439727,"
               "0,0,0,92.22198635,0,0,1.844439727,"
               "0,0,0,92.22198635,0,0,1.844439727,"
               "1,0,0,0,0,0,0,0,0,0,0,0,0,0,0");
    expect_row(all, 1,
               "C1,S2,3,3,5,18,2,2,1,2024-01-01T10:02:30Z,2024-01-02T09:13:00Z,"
               "0,0,0,122.9626485,0,0,1.844439727,NA,"
               "1,33.33333333,0.8439269328,185.7214464,0.5,0.01265890399,2.785821695,1,"
               "1,33.33333333,0.8439269328,185.7214464,0.5,0.01265890399,2.785821695,"
               "0,0,0,122.9626485,0,0,1.844439727,"
               "1,33.33333333,0.8439269328,185.7214464,0.5,0.01265890399,2.785821695,"
               "0,0,0,122.9626485,0,0,1.844439727,"
               "NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA");
    scene_release(&s);
}

// Three requests. The first is explained and names its own repetition in a further form; the second
// is covert; the third has an overt primary form and a covert further one, and is a re-check.
Test(speakers, takes_the_style_of_a_request_from_its_primary_form) {
    static const line lines[] = {
        {"Ada", .time = AT(0, 10, 0, 0), "R.EXPL@0.90;R.META@0.80!aware"},
        {"Ada", .time = AT(0, 11, 30, 0), "R.NEGSELF@0.80!covert"},
        {"Ben", .time = AT(0, 11, 31, 0), "A.LOVE@0.90"},
        {"Ada", .time = AT(0, 11, 32, 0), "R.DOUBLE@0.80;R.NEGSELF@0.80!covert"},
    };
    scene s = {0};
    const char *all = TELL(&s, "speakers", lines);
    const char *styles = ",0,0,0,0,0,0.3333333333,0,0,0.3333333333,0,0,0.3333333333,"
                         "0.3333333333,0.3333333333,0.3333333333\n";
    cr_assert(strstr(all, styles), "%s", all);
    scene_release(&s);
}

Test(speakers, gives_a_row_to_who_is_only_mentioned) {
    static const line lines[] = {{"Ada", .time = AT(0, 10, 0, 0), .mentions = "Cleo"}};
    scene s = {0};
    const char *all = TELL(&s, "speakers", lines);
    expect_rows(all, 2);
    cr_assert(strstr(all, "\nC1,S2,0,0,0,0,NA,0,0,NA,NA,0,NA,NA,NA,NA,NA,NA,NA,0,"), "%s", all);
    scene_release(&s);
}

// Requests on two days, 6 and 0: mean 3, variance 18, dispersion 6: the limits come from resampled
// sessions, so that with one session of six requests and one of none they reach from 0 to 100 in
// 100.
Test(speakers, resamples_sessions_when_days_are_uneven) {
    static const line lines[] = {
        {"Ada", .time = AT(0, 10, 0, 0), "R.DIRECT@0.90"},
        {"Ada", .time = AT(0, 10, 0, 1), "R.DIRECT@0.90"},
        {"Ada", .time = AT(0, 10, 0, 2), "R.DIRECT@0.90"},
        {"Ada", .time = AT(0, 10, 0, 3), "R.DIRECT@0.90"},
        {"Ada", .time = AT(0, 10, 0, 4), "R.DIRECT@0.90"},
        {"Ada", .time = AT(0, 10, 0, 5), "R.DIRECT@0.90"},
        {"Ada", .time = AT(1, 10, 0, 0)},
        {"Ada", .time = AT(1, 10, 0, 1)},
    };
    scene s = {0};
    const char *all = TELL(&s, "speakers", lines);
    cr_assert(strstr(all, ",6,75,0,100,3,0,6,6,"), "%s", all);
    scene_release(&s);
}

Test(speakers, has_no_days_without_times) {
    static const line lines[] = {{"Ada", .time = 0, .tokens = 1, .characters = 2}};
    scene s = {0};
    scene_start(&s, ATTUNE_REPORT, "speakers");
    scene_begin(&s, "1", TIME_NONE);
    cr_assert(scene_say(&s, &lines[0]));
    scene_end(&s);
    const char *all = scene_finish(&s);
    cr_assert(strstr(all, "\nC1,S1,1,1,1,2,NA,1,1,NA,NA,0,0,0,368.8879454,NA,NA,NA,NA,"), "%s",
              all);
    scene_release(&s);
}
