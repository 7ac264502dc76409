#include "reader/taken.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "reader/reading.h"

extern const reader reader_telegram_text;

typedef struct talk_case {
    char in[200], out[80];
    uint64_t malformed;
} talk_case;

static talk_case talks[] = {
    {"Ann, [25/06/2022 07:25]\na\n\nb\n\nBo, [25/06/2022 07:26]\nc\n", "<1|Ann:a\n\nb|Bo:c|+>", 0},
    {"Ann, Bo, [25/06/2022 07:25:01]\na\n", "<1|Ann, Bo:a|+>", 0},
    {"Ann, [x, [25/06/2022 07:25]\na\n", "<1|Ann, [x:a|+>", 0},
    {"Ann, [25.06.22 07:25]:\na\n", "<1|Ann:a|+>", 0},
    {"strange\nAnn, [25/06/2022 07:25]\na\n", "<1|Ann:a|+>", 1},
    {"Ann, [25/06/2022 07:25]\nlist, [soon]\nx, [07:25]\n, [25/06/2022 07:25]\n",
     "<1|Ann:list, [soon]\nx, [07:25]\n, [25/06/2022 07:25]|+>", 0},
};

ParameterizedTestParameters(telegram_text, reads) {
    return cr_make_param_array(talk_case, talks, sizeof talks / sizeof *talks);
}

ParameterizedTest(talk_case *t, telegram_text, reads) {
    taken got = take_text(t->in, (intake_options){.format = "telegram-text"});
    cr_assert_eq(got.counts.malformed, t->malformed, "%s", t->in);
    expect_events(&got, t->out);
}

Test(telegram_text, has_local_times_and_bids_on_heads) {
    reading r =
        read_through(&reader_telegram_text,
                     STR("Ann, [25/06/2022 07:25]\na\nAnn, [06/25/2022 07:26:02]\nb\n"), NULL);
    cr_assert_eq(r.count, 2);
    cr_assert_eq(r.messages[0].time, 1656141900000);
    cr_assert_eq(r.messages[0].precision, 60000);
    cr_assert_eq(r.messages[1].precision, 1000);
    cr_assert_eq(r.dialect.contradictions, 1);
    cr_assert_gt(r.bid, 50);
    cr_assert_eq(reader_telegram_text.bid(STR("x\nAnn, [25/06/2022 07:25]\na\n"), true), 0);
    reading_release(&r);
}
