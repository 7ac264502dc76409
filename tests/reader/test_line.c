#include "reader/taken.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "reader/line_names.h"
#include "reader/line_parts.h"
#include "reader/reading.h"

extern const reader reader_line;

typedef struct day_case {
    char line[60];
    bool good;
    int weekday;
} day_case;

static day_case days[] = {
    {"2018/04/16(Mon)", true, 0},
    {"2018/04/16(月)", true, 0},
    {"2018/04/16（月）", true, 0},
    {"2017.09.02 Saturday", true, 5},
    {"2024. 5. 7. 화요일", true, 1},
    {"2024.5.7 火曜日", true, 1},
    {"2024/5/7 週二", true, 1},
    {"Mon, 11/03/2025", true, 0},
    {"อ., 05/03/2024", true, 1},
    {"วันพฤหัสบดี, 05/03/2024", true, 3},
    {"T3, 05/03/2024", true, 1},
    {"CN, 05/03/2024", true, 6},
    {"Th 3, 05/03/2024", true, 1},
    {"Thứ Ba, 05/03/2024", true, 1},
    {"CHỦ NHẬT, 05/03/2024", true, 6},
    {"Τρί, 05/03/2024", true, -1},
    {"été 3, 05/03/2024", false, 0},
    {"ok, 05/03/2024", false, 0},
    {"T8, 05/03/2024", false, 0},
    {"2024/05/07", true, -1},
    {"2024/05/07(xyz)", true, -1},
    {"2024/05/07 Monday we meet", false, 0},
    {"2024/05/07 later", false, 0},
    {"2024/05/07 12:00", false, 0},
    {"12:00\tfoo\tbar", false, 0},
    {"11/03", false, 0},
    {"", false, 0},
};

ParameterizedTestParameters(line_parts, know_days) {
    return cr_make_param_array(day_case, days, sizeof days / sizeof *days);
}

ParameterizedTest(day_case *t, line_parts, know_days) {
    line_day day;
    cr_assert_eq(line_day_read(str_from(t->line), &day), t->good, "%s", t->line);
    if (t->good) cr_assert_eq(day.weekday, t->weekday, "%s: %d", t->line, day.weekday);
}

typedef struct head_case {
    char line[60];
    size_t len;
    bool tab;
    int hour;
} head_case;

static head_case heads[] = {
    {"12:00\tfoo\tbar", 6, true, 12},   {"5:06\tfoo\tbar", 5, true, 5},
    {"9:30AM\tfoo", 7, true, 9},        {"04:35PM\tfoo", 8, true, 16},
    {"10:00 AM\tfoo", 9, true, 10},     {"午前9:30\tfoo", 11, true, 9},
    {"上午09:15\tfoo", 12, true, 9},    {"24:53\tfoo", 6, true, 0},
    {"12:00 foo bar", 6, false, 12},    {"12:00 foo bar\tbaz", 6, false, 12},
    {"10:00 PM foo bar", 9, false, 22}, {"12:00", 0, false, 0},
    {"12:60\tfoo", 0, false, 0},        {"12:00-foo", 0, false, 0},
    {"at 12:00 foo", 0, false, 0},      {"", 0, false, 0},
};

ParameterizedTestParameters(line_parts, know_times) {
    return cr_make_param_array(head_case, heads, sizeof heads / sizeof *heads);
}

ParameterizedTest(head_case *t, line_parts, know_times) {
    line_head head;
    bool good = line_head_read(str_from(t->line), &head);
    cr_assert_eq(good, t->len > 0, "%s", t->line);
    if (!good) return;
    cr_assert_eq(head.len, t->len, "%s: %zu", t->line, head.len);
    cr_assert_eq(head.tab, t->tab, "%s", t->line);
    cr_assert_eq(head.time.hour, t->hour, "%s", t->line);
}

Test(line_parts, know_what_stands_for_something_else) {
    cr_assert_eq(line_kind(STR("[Photo]")), KIND_MEDIA);
    cr_assert_eq(line_kind(STR("[File] a.pdf")), KIND_MEDIA);
    cr_assert_eq(line_kind(STR("[スタンプ]")), KIND_MEDIA);
    cr_assert_eq(line_kind(STR("☎ 通話時間 1:23")), KIND_CALL);
    cr_assert_eq(line_kind(STR("[Photo] of us")), KIND_TEXT);
    cr_assert_eq(line_kind(STR("")), KIND_TEXT);
    expect_str(line_unsent_by(STR("Ann Lee unsent a message.")), "Ann Lee");
    expect_str(line_unsent_by(STR("Annがメッセージの送信を取り消しました")), "Ann");
    expect_str(line_unsent_by(STR("Ann left the chat.")), "");
    cr_assert_eq(line_kind(STR("メッセージの送信を取り消しました")), KIND_DELETED);
}

Test(line_names, are_the_longest_that_fit) {
    line_names *n = memory_alloc(sizeof *n);
    line_names_give(n, STR("foo, foo bar"));
    expect_str(line_names_find(n, STR("foo bar first")), "foo bar");
    expect_str(line_names_find(n, STR("foo first")), "foo");
    expect_str(line_names_find(n, STR("foo")), "foo");
    expect_str(line_names_find(n, STR("baz bar")), "baz");
    n->only = true;
    expect_str(line_names_find(n, STR("baz bar")), "");
    expect_str(line_names_find(n, STR("foobar baz")), "");
    line_names_release(n);
    free(n);
}

Test(line_names, are_learned_from_words_that_stay_together) {
    line_names *n = memory_alloc(sizeof *n);
    static const char *const lines[] = {"Ann Lee hi there", "Ann Lee ho", "Ann Lee no way",
                                        "Bo hi there",      "Bo so what", "Bo hi again"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        line_names_count(n, str_from(lines[i]));
    expect_str(line_names_find(n, STR("Ann Lee hm")), "Ann Lee");
    expect_str(line_names_find(n, STR("Bo hi there")), "Bo");
    line_names_release(n);
    free(n);
}

typedef struct talk_case {
    char in[200], out[120];
    uint64_t malformed;
} talk_case;

static talk_case talks[] = {
    {"[LINE] Chat in x\nSaved on: 2024/01/02 "
     "10:00\n\n2024/01/01(Mon)\n12:00\tA\ta\nmore\n\n12:01\tB\tb\n",
     "<1|A:a\nmore|B:b|+>", 0},
    {"2024/01/01(Mon)\r\n12:00\tA\t\"a\r\n\"\"b\"\"\"\r\n12:01\tB\t\"b\"\r\n",
     "<1|A:a\n\"b\"|B:\"b\"|+>", 0},
    {"2024/01/01(Mon)\n12:00\t\tX joined\n12:01\tY left\n12:02\tA\ta\n",
     "<1|:X joined(system)|:Y left(system)|A:a|+>", 0},
    {"strange\n2024/01/01(Mon)\n12:00\tA\ta\n", "<1|A:a|+>", 1},
    {"12:00\tA\ta\n", "<1|A:a|+>", 0},
    {"2024/01/01(Mon)\n12:00\tA\ta\n12:00 B b\n12:01\tB\tc\n", "<1|A:a\n12:00 B b|B:c|+>", 0},
};

ParameterizedTestParameters(line, reads) {
    return cr_make_param_array(talk_case, talks, sizeof talks / sizeof *talks);
}

ParameterizedTest(talk_case *t, line, reads) {
    taken got = take_text(t->in, (intake_options){.format = "line"});
    cr_assert_eq(got.counts.malformed, t->malformed, "%s", t->in);
    expect_events(&got, t->out);
}

Test(line, knows_the_month_by_the_day_of_the_week) {
    static const struct {
        const char *in;
        int64_t time;
        date_order order;
    } cases[] = {
        {"Mon, 11/03/2025\n12:00\tA\ta\n", 1762171200000, ORDER_MDY}, // 2025-11-03
        {"Tue, 11/03/2025\n12:00\tA\ta\n", 1741694400000, ORDER_DMY}, // 2025-03-11
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r = read_through(&reader_line, str_from(cases[i].in), NULL);
        cr_assert_eq(r.count, 1);
        cr_assert_eq(r.messages[0].time, cases[i].time);
        cr_assert_eq(r.messages[0].time_kind, TIME_LOCAL);
        cr_assert_eq(r.messages[0].precision, 60000);
        cr_assert_eq(r.dialect.order, cases[i].order);
        cr_assert_eq(r.dialect.evidence, EVIDENCE_WEEKDAY);
        reading_release(&r);
    }
}

Test(line, has_no_time_without_a_day) {
    reading r = read_through(&reader_line, STR("12:00\tA\ta\n"), NULL);
    cr_assert_eq(r.messages[0].time_kind, TIME_NONE);
    cr_assert_eq(r.bid, 0);
    reading_release(&r);
}
