// Logs whose figures are known beforehand, told as conversations and read off the tables.
#include "report/scene.h"

#include "report/columns.h"

#include <math.h>

typedef struct talk {
    scene scene;
    int64_t now;
} talk;

static void begin(talk *t, const char *table) {
    scene_start(&t->scene, ATTUNE_REPORT, table);
    scene_begin(&t->scene, "1", TIME_UTC);
    t->now = MONDAY;
}

static void say(talk *t, const char *speaker, const char *codes) {
    cr_assert(scene_say(&t->scene, &(line){speaker, .time = t->now, .codes = codes}));
}

static const char *end(talk *t) {
    scene_end(&t->scene);
    return scene_finish(&t->scene);
}

// The cell of a column in the first row behind the header.
static const char *cell(const char *table, const char *all, const char *name, char *out,
                        size_t size) {
    const column_list *list = columns_of(table);
    size_t index = 0;
    while (strcmp(list->at[index].name, name) != 0) cr_assert_lt(++index, list->count, "%s", name);
    const char *at = strchr(all, '\n') + 1;
    for (; index; index--) at = strchr(at, ',') + 1;
    snprintf(out, size, "%.*s", (int)strcspn(at, ",\n"), at);
    return out;
}

static void expect_cell(const char *table, const char *all, const char *name, double wanted) {
    char text[64];
    double got = strtod(cell(table, all, name, text, sizeof text), NULL);
    cr_assert(fabs(got - wanted) <= 5e-7 * fabs(wanted) + 1e-12, "%s is %s, not %.10g", name, text,
              wanted);
}

// Each relief D is the time from an affirmation to the next request.
Test(vectors, relief_that_shortens) {
    static const int hours[] = {48, 40, 52, 30, 33, 21, 25, 12, 14, 9};
    talk t = {0};
    begin(&t, "dyads");
    for (size_t i = 0; i <= 10; i++) {
        say(&t, "Ada", "R.DIRECT/T.LOVE@0.90");
        t.now += 60000;
        say(&t, "Ben", "A.LOVE/T.LOVE@0.90");
        if (i < 10) t.now += hours[i] * 3600000LL;
    }
    const char *all = end(&t);
    expect_cell("dyads", all, "episodes", 11);
    expect_cell("dyads", all, "trend_n", 10);
    expect_cell("dyads", all, "relief_slope_calendar", -.183091973);
    expect_cell("dyads", all, "relief_slope_calendar_low", -.250574163);
    expect_cell("dyads", all, "relief_slope_calendar_high", -.138815868);
    expect_cell("dyads", all, "mann_kendall_z_calendar", -3.041052450);
    // Every relief is one message long: no trend there, so that volume has no verdict.
    char text[64];
    expect_cell("dyads", all, "relief_slope_messages", 0);
    cr_assert_str_eq(cell("dyads", all, "mann_kendall_z_messages", text, sizeof text), "NA");
    cr_assert_str_eq(cell("dyads", all, "volume_explains", text, sizeof text), "NA");
    // Ten of eleven reliefs ended, none within an hour, four within 24 h (21, 12, 14, 9), the
    // eleventh unseen after 0: the curve starts with ten at risk.
    expect_cell("dyads", all, "repeat_after_answer_1h", 0);
    expect_cell("dyads", all, "repeat_after_answer_24h", .4);
    expect_cell("dyads", all, "repeat_after_answer_7d", 1);
    scene_release(&t.scene);
}

// 2000 floors of Ada's, each followed by one of Ben's, in one session: 24 requests affirmed, 16
// not, 150 affirmations without a request. Shuffled, 174 affirmations among 2000 floors, 40 of them
// after a request: hypergeometric, p from SciPy (hypergeom.sf(23, 2000, 174, 40)), variance 40 *
// 174 * 1826 * 1960 / (2000^2 * 1999).
Test(vectors, contingency_and_its_chance_baseline) {
    talk t = {0};
    begin(&t, "dyads");
    for (int i = 0; i < 2000; i++) {
        say(&t, "Ada", i < 40 ? "R.DIRECT@0.90" : NULL);
        t.now += 1000;
        say(&t, "Ben", i < 24 || (i >= 40 && i < 190) ? "A.LOVE@0.90" : NULL);
        t.now += 1000;
    }
    const char *all = end(&t);
    expect_cell("dyads", all, "n11", 24);
    expect_cell("dyads", all, "n12", 16);
    expect_cell("dyads", all, "n21", 150);
    expect_cell("dyads", all, "n22", 1810);
    expect_cell("dyads", all, "expected", 3.48);
    expect_cell("dyads", all, "sparse", 1);
    expect_cell("dyads", all, "adjusted_residual", 11.628917992);
    expect_cell("dyads", all, "odds_ratio", 18.1);
    expect_cell("dyads", all, "yules_q", .895287958);
    expect_cell("dyads", all, "permutation_mean", 3.48);
    expect_cell("dyads", all, "permutation_z",
                (24 - 3.48) / sqrt(40. * 174 * 1826 * 1960 / (2000. * 2000 * 1999)));
    expect_cell("dyads", all, "permutation_p", 1.4372547357798032e-16);
    expect_cell("dyads", all, "permutations", 0);
    scene_release(&t.scene);
}

// 22 of Ada's 31 requests affirmed, 8 of Ben's 9; the rest answered otherwise, every one in a
// session of its own.
Test(vectors, response_rates_compared) {
    talk t = {0};
    begin(&t, "reciprocity");
    for (int i = 0; i < 40; i++) {
        bool ada = i < 31, affirmed = ada ? i < 22 : i < 39;
        say(&t, ada ? "Ada" : "Ben", "R.DIRECT@0.90");
        t.now += 60000;
        say(&t, ada ? "Ben" : "Ada", affirmed ? "A.LOVE@0.90" : "N.NEG@0.90");
        t.now += 7200000;
    }
    const char *all = end(&t);
    expect_cell("reciprocity", all, "requests_a", 31);
    expect_cell("reciprocity", all, "requests_b", 9);
    expect_cell("reciprocity", all, "ask_balance", .55);
    expect_cell("reciprocity", all, "min_over_max", 9. / 31);
    expect_cell("reciprocity", all, "response_rate_difference", -.179211470);
    expect_cell("reciprocity", all, "response_rate_difference_low", -.377092089);
    expect_cell("reciprocity", all, "response_rate_difference_high", .169556384);
    expect_cell("reciprocity", all, "give_and_take_a", 8. / 22);
    expect_cell("reciprocity", all, "latency_median_difference_s", 0);
    scene_release(&t.scene);
}

// Affirmed at 0:01, 0:31 and 2:01: love, conflict, love; a last word after ten days. Asked again
// about the same only once, after two hours. The second request comes in the session of the first,
// the third after a border: of three affirmations one was asked about again in its session.
Test(vectors, repetition_is_about_the_same_theme) {
    static const struct {
        int minute;
        const char *request;
    } asked[] = {{0, "R.DIRECT/T.LOVE@0.90"},
                 {30, "R.DIRECT/T.CONFLICT@0.90"},
                 {120, "R.DIRECT/T.LOVE@0.90"}};
    talk t = {0};
    begin(&t, "dyads");
    for (size_t i = 0; i < 3; i++) {
        t.now = MONDAY + asked[i].minute * 60000LL;
        say(&t, "Ada", asked[i].request);
        t.now += 60000;
        say(&t, "Ben", "A.LOVE@0.90");
    }
    t.now = MONDAY + 240 * 3600000LL;
    say(&t, "Ada", NULL);
    const char *all = end(&t);
    expect_cell("dyads", all, "affirmed", 3);
    expect_cell("dyads", all, "reask_same_session", 1. / 3);
    expect_cell("dyads", all, "repeat_after_answer_1h", 0);
    expect_cell("dyads", all, "repeat_after_answer_24h", 1. / 3);
    expect_cell("dyads", all, "repeat_after_answer_7d", 1. / 3);
    // Reliefs 29 and 89 min, then 239 h 59 min - 2 h unended: the curve is at 1/3 after 89 min.
    expect_cell("dyads", all, "relief_median_h", 89 / 60.);
    expect_cell("dyads", all, "relief_median_messages", 1);
    expect_cell("dyads", all, "relief_median_sessions", 1);
    expect_cell("dyads", all, "trend_n", 2);
    expect_cell("dyads", all, "relief_slope_calendar", log(89. / 29));
    scene_release(&t.scene);
}

// An episode with R.DOUBLE in front shares every theme, and two without theme share that.
Test(vectors, repetition_includes_rechecks_and_requests_without_theme) {
    static const struct {
        const char *first, *second;
        double within_1h;
    } cases[] = {
        {"R.DIRECT/T.LOVE@0.90", "R.DOUBLE@0.90", 1},
        {"R.DIRECT@0.90", "R.DIRECT@0.90", 1},
        {"R.DIRECT@0.90", "R.DIRECT/T.LOVE@0.90", 0},
        {"R.DIRECT/T.LOVE+T.CONFLICT@0.90", "R.DIRECT/T.CONFLICT@0.90", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        talk t = {0};
        begin(&t, "dyads");
        say(&t, "Ada", cases[i].first);
        t.now += 60000;
        say(&t, "Ben", "A.LOVE@0.90");
        t.now += 60000;
        say(&t, "Ada", cases[i].second);
        const char *all = end(&t);
        expect_cell("dyads", all, "repeat_after_answer_1h", cases[i].within_1h);
        expect_cell("dyads", all, "reask_same_session", 1);
        expect_cell("dyads", all, "censored", 1);
        scene_release(&t.scene);
    }
}

static void expect_na(const char *table, const char *all, const char *name) {
    char text[64];
    cr_assert_str_eq(cell(table, all, name, text, sizeof text), "NA", "%s", name);
}

// Six of thirteen requests are affirmed after five minutes and nothing else happens within the
// window: the curve stays at 7/13, while the lower line of its band, which bounds the median from
// below, falls under 1/2.
Test(vectors, latency_without_a_median_has_no_limits) {
    talk t = {0};
    begin(&t, "dyads");
    for (size_t i = 0; i < 13; i++) {
        say(&t, "Ada", "R.DIRECT/T.LOVE@0.90");
        if (i < 6) {
            t.now += 300000;
            say(&t, "Ben", "A.LOVE/T.LOVE@0.90");
        }
        t.now += 48 * 3600000LL;
    }
    say(&t, "Ben", NULL);
    const char *all = end(&t);
    expect_cell("dyads", all, "latency_q1_s", 300);
    expect_na("dyads", all, "latency_median_s");
    expect_na("dyads", all, "latency_median_s_low");
    expect_na("dyads", all, "latency_median_s_high");
    expect_na("dyads", all, "latency_interval_censored");
    scene_release(&t.scene);
}

// The only relief outlasts the log.
Test(vectors, relief_without_a_median_has_no_limits) {
    talk t = {0};
    begin(&t, "dyads");
    say(&t, "Ada", "R.DIRECT/T.LOVE@0.90");
    say(&t, "Ben", "A.LOVE/T.LOVE@0.90");
    t.now += 400 * 3600000LL;
    say(&t, "Ben", NULL);
    const char *all = end(&t);
    expect_na("dyads", all, "relief_median_h");
    expect_na("dyads", all, "relief_median_h_low");
    expect_na("dyads", all, "relief_median_h_high");
    scene_release(&t.scene);
}
