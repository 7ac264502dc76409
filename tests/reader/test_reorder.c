#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "reader/reorder.h"

static reorder window;

static const waiting *pop(arena *keep, message *m) {
    const waiting *w = reorder_leave(&window);
    reorder_give(&window, w, keep, m);
    return w;
}

// Records as they left: id, effective time, late.
typedef struct left {
    uint64_t line;
    int64_t effective;
    bool late, timed;
    int64_t time;
} left;

static void leave(left *out, size_t *count, arena *keep) {
    message m;
    pop(keep, &m);
    out[(*count)++] = (left){m.line, m.effective, m.late, m.time_kind != TIME_NONE, m.time};
}

// Sends records through the window. A record without time has timed unset.
static size_t run(const left *in, size_t count, left *out) {
    arena keep = {0};
    size_t got = 0;
    reorder_reset(&window);
    for (size_t i = 0; i < count; i++) {
        message m = {.line = in[i].line,
                     .time = in[i].time,
                     .time_kind = in[i].timed ? TIME_UTC : TIME_NONE};
        m.text = STR("text");
        reorder_push(&window, &m);
        while (reorder_full(&window)) leave(out, &got, &keep);
    }
    while (window.count) leave(out, &got, &keep);
    arena_release(&keep);
    return got;
}

static void expect_lines(const left *out, size_t count, const char *wanted) {
    char told[400] = "";
    for (size_t i = 0; i < count; i++)
        snprintf(told + strlen(told), sizeof told - strlen(told), "%d%s ", (int)out[i].line,
                 out[i].late ? "!" : "");
    cr_assert_str_eq(told, wanted);
}

Test(reorder, puts_in_order_what_stands_a_little_late) {
    left in[] = {{.line = 1, .time = 10, .timed = true},
                 {.line = 2, .time = 30, .timed = true},
                 {.line = 3, .time = 20, .timed = true},
                 {.line = 4, .time = 30, .timed = true},
                 {.line = 5, .time = 5, .timed = true}};
    left out[5] = {0};
    size_t count = run(in, 5, out);
    expect_lines(out, count, "5 1 3 2 4 ");
    cr_assert_eq(out[2].effective, 20);
    reorder_release(&window);
}

Test(reorder, gives_a_missing_time_that_of_its_predecessor) {
    left in[] = {{.line = 1},
                 {.line = 2},
                 {.line = 3, .time = 50, .timed = true},
                 {.line = 4},
                 {.line = 5, .time = 40, .timed = true},
                 {.line = 6}};
    left out[6] = {0};
    size_t count = run(in, 6, out);
    expect_lines(out, count, "1 2 5 6 3 4 ");
    cr_assert_eq(out[0].effective, 40, "what comes first takes the first time that is known");
    cr_assert_eq(out[3].effective, 40);
    cr_assert_eq(out[5].effective, 50);
    reorder_release(&window);
}

Test(reorder, keeps_the_order_of_a_log_without_times) {
    left in[2500], out[2500];
    for (size_t i = 0; i < 2500; i++) in[i] = (left){.line = i + 1};
    cr_assert_eq(run(in, 2500, out), 2500);
    for (size_t i = 0; i < 2500; i++) {
        cr_assert_eq(out[i].line, i + 1);
        cr_assert_eq(out[i].effective, 0);
        cr_assert_not(out[i].late);
    }
    reorder_release(&window);
}

Test(reorder, leaves_a_record_beyond_the_window_where_it_stands) {
    enum { COUNT = LIMIT_REORDER + 10 };
    left in[COUNT], out[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        in[i] = (left){.line = i + 1, .time = 100 + (int64_t)i, .timed = true};
    // The record before has left when LIMIT_REORDER others have come after it.
    in[LIMIT_REORDER].time = 99;
    run(in, COUNT, out);
    cr_assert_eq(out[0].line, LIMIT_REORDER + 1, "within the window");
    for (size_t i = 0; i < COUNT; i++) in[i].time = 100 + (int64_t)i;
    in[LIMIT_REORDER + 1].time = 99;
    run(in, COUNT, out);
    cr_assert_eq(out[LIMIT_REORDER + 1].line, LIMIT_REORDER + 2, "beyond it");
    cr_assert(out[LIMIT_REORDER + 1].late);
    cr_assert_eq(out[LIMIT_REORDER + 1].effective, out[LIMIT_REORDER].effective);
    reorder_release(&window);
}

static uint32_t seed = 7;

static uint32_t draw(uint32_t below) {
    seed = seed * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)(seed >> 8) * below >> 24);
}

// What left is what came, its effective times ascend, and going through again changes nothing.
Test(reorder, changes_nothing_when_done_again) {
    enum { COUNT = 6000 };
    left *in = calloc(COUNT, sizeof *in), *once = calloc(COUNT, sizeof *in),
         *again = calloc(COUNT, sizeof *in);
    for (int round = 0; round < 40; round++) {
        int64_t clock = 1000000;
        for (size_t i = 0; i < COUNT; i++) {
            clock += draw(3);
            int64_t time = draw(20) ? clock : clock - draw(round % 2 ? 4000 : 400);
            in[i] = (left){.line = i + 1, .time = time, .timed = round % 3 == 0 || draw(10) > 0};
        }
        cr_assert_eq(run(in, COUNT, once), COUNT);
        cr_assert_eq(run(once, COUNT, again), COUNT);
        uint64_t lines = 0;
        for (size_t i = 0; i < COUNT; i++) {
            lines += once[i].line;
            cr_assert(i == 0 || once[i].effective >= once[i - 1].effective);
            cr_assert_eq(once[i].line, again[i].line, "round %d, record %zu", round, i);
            cr_assert_eq(once[i].effective, again[i].effective);
            cr_assert_eq(once[i].late, again[i].late);
        }
        cr_assert_eq(lines, (uint64_t)COUNT * (COUNT + 1) / 2);
    }
    free(in);
    free(once);
    free(again);
    reorder_release(&window);
}

Test(reorder, holds_no_more_than_its_bytes) {
    size_t size = 1 << 20;
    char *text = malloc(size);
    memset(text, 'x', size);
    arena keep = {0};
    reorder_reset(&window);
    for (int i = 0; i < 100; i++) {
        message m = {.text = str_of(text, size), .time = i, .time_kind = TIME_UTC};
        reorder_push(&window, &m);
        while (reorder_full(&window)) pop(&keep, &m);
        reorder_forget(&window, window.gone);
        cr_assert_leq(window.bytes, (size_t)REORDER_BYTES);
    }
    size_t held = window.packed.room;
    for (const page *of = window.pages.oldest; of; of = of->next) held += of->room;
    cr_assert_geq(held, window.bytes);
    cr_assert_leq(held, 2u * REORDER_BYTES + 4 * size);
    free(text);
    reorder_release(&window);
    arena_release(&keep);
}

Test(reorder, keeps_every_field) {
    str who[] = {STR("Ben"), STR(""), STR("Cleo")};
    message m = {.text = STR("text"),
                 .author = STR("Ada"),
                 .author_id = STR("17"),
                 .conversation = STR("c"),
                 .title = STR("title"),
                 .id = STR("id"),
                 .reply_to = STR("r"),
                 .mentioned = who,
                 .mentioned_count = 3,
                 .codes = STR(""),
                 .rules = STR("rule"),
                 .time = -5,
                 .offset = -210,
                 .time_kind = TIME_OFFSET,
                 .kind = KIND_REACTION,
                 .flags = FLAG_BOT,
                 .lenient = true,
                 .precision = 1000,
                 .line = 99};
    buf packed = {0};
    arena keep = {0};
    record_pack(&packed, &m);
    message v;
    record_view(buf_str(&packed), &keep, &v);
    cr_assert(str_equal(v.text, m.text) && str_equal(v.author, m.author) &&
              str_equal(v.author_id, m.author_id));
    cr_assert(str_equal(v.conversation, m.conversation) && str_equal(v.title, m.title) &&
              str_equal(v.id, m.id));
    cr_assert(str_equal(v.reply_to, m.reply_to) && str_equal(v.rules, m.rules));
    cr_assert(v.codes.at && v.codes.len == 0, "an empty cell is not a missing column");
    cr_assert(v.mentioned_count == 3 && str_equal(v.mentioned[0], who[0]) &&
              str_equal(v.mentioned[2], who[2]));
    cr_assert(v.time == -5 && v.offset == -210 && v.time_kind == TIME_OFFSET &&
              v.kind == KIND_REACTION);
    cr_assert(v.flags == FLAG_BOT && v.lenient && v.precision == 1000 && v.line == 99);
    m.codes = (str){0};
    buf_reset(&packed);
    record_pack(&packed, &m);
    record_view(buf_str(&packed), &keep, &v);
    cr_assert_null(v.codes.at);
    buf_release(&packed);
    arena_release(&keep);
}

static bool is_plain_alike(const message *a, const message *b) {
    return str_equal(a->text, b->text) && str_equal(a->id, b->id) &&
           str_equal(a->author, b->author) && a->time == b->time && a->line == b->line &&
           a->precision == b->precision && a->offset == b->offset && a->time_kind == b->time_kind &&
           a->kind == b->kind && a->flags == b->flags && a->lenient == b->lenient &&
           a->usual == b->usual && a->replaces == b->replaces && a->author_key == b->author_key;
}

// What is not plain goes another way, and must leave nothing behind for the next.
Test(reorder, gives_plain_records_and_others_as_they_came) {
    message plain = {.text = STR("a text that is longer"),
                     .author = STR("Ada Lovelace"),
                     .id = STR("id"),
                     .time = 77,
                     .line = 1ull << 40,
                     .precision = 60000,
                     .offset = -210,
                     .time_kind = TIME_OFFSET,
                     .kind = KIND_CALL,
                     .flags = FLAG_EDITED,
                     .lenient = true,
                     .author_key = 12};
    message more = plain;
    more.reply_to = STR("before");
    more.codes = STR("");
    arena keep = {0};
    reorder_reset(&window);
    for (int i = 0; i < 4; i++) {
        message *next = reorder_next(&window), zero = {0};
        cr_assert(memcmp(next, &zero, sizeof zero) == 0);
        *next = i % 2 ? more : plain;
        next->time += i;
        reorder_push(&window, next);
    }
    for (int i = 0; i < 4; i++) {
        message out, wanted = i % 2 ? more : plain;
        memset(&out, 0xA5, sizeof out);
        pop(&keep, &out);
        wanted.time += i;
        if (i % 2) wanted.author_key = 0; // what is packed has none
        cr_expect(is_plain_alike(&out, &wanted));
        cr_expect(str_equal(out.reply_to, wanted.reply_to) && out.rules.len == 0);
        cr_expect_eq(out.codes.at != NULL, i % 2);
        cr_expect(out.author_id.len + out.conversation.len + out.title.len == 0);
        cr_expect(out.mentioned_count == 0 && out.mentioned == NULL);
        cr_expect(out.effective == wanted.time && !out.late);
    }
    reorder_release(&window);
    arena_release(&keep);
}

// The quick way out gives the same, and is for words alone that came in order.
Test(reorder, gives_usual_records_the_same_in_either_way) {
    static const message unlike[] = {
        {.kind = KIND_SYSTEM, .time = 5}, {.time = 6},
        {.lenient = true, .time = 7},     {.reply_to = {"id", 2}, .time = 8},
        {.usual = true, .time = 1},       {.time_kind = TIME_NONE}};
    arena keep = {0};
    reorder_reset(&window);
    message first = {.text = STR("first"), .usual = true, .time = 2, .time_kind = TIME_UTC};
    reorder_push(&window, &first);
    for (size_t i = 0; i < sizeof unlike / sizeof *unlike; i++) {
        message m = unlike[i];
        m.text = STR("text");
        if (m.time) m.time_kind = TIME_UTC;
        reorder_push(&window, &m);
    }
    size_t usual = 0;
    while (window.count) {
        message one, two;
        memset(&one, 0xA5, sizeof one);
        memset(&two, 0xA5, sizeof two);
        const waiting *w = pop(&keep, &one);
        if (!w->usual) continue;
        usual++;
        cr_expect(str_equal(one.text, first.text));
        reorder_give_usual(&window, w, &two);
        cr_expect(memcmp(&one, &two, sizeof one) == 0);
    }
    cr_expect_eq(usual, 1u);
    reorder_release(&window);
    arena_release(&keep);
}

// Records whose clock runs far ahead wait to the end; what passes them takes no memory.
Test(reorder, holds_no_more_the_more_records_pass_one_that_waits) {
    arena keep = {0};
    reorder_reset(&window);
    size_t most = 0;
    for (int i = 0; i < 200000; i++) {
        message m = {.text = STR("text"), .time = i % 1000 ? i : i + (1 << 30), .time_kind = 1};
        reorder_push(&window, &m);
        while (reorder_full(&window)) pop(&keep, &m);
        reorder_forget(&window, window.gone);
        size_t held = 0;
        for (const page *of = window.pages.oldest; of; of = of->next) held += of->room;
        if (held > most) most = held;
    }
    cr_expect_leq(most, (size_t)(4 << 20));
    while (window.count) pop(&keep, &(message){0});
    reorder_release(&window);
    arena_release(&keep);
}

// One record may be larger than all that waits.
Test(reorder, lets_a_record_go_above_1024_of_them_and_above_16_mib) {
    cr_expect(!reorder_full(&(reorder){.count = LIMIT_REORDER - 1}));
    cr_expect(!reorder_full(&(reorder){.count = LIMIT_REORDER}));
    cr_expect(reorder_full(&(reorder){.count = LIMIT_REORDER + 1}));
    cr_expect(!reorder_full(&(reorder){.count = 2, .bytes = REORDER_BYTES - 1}));
    cr_expect(!reorder_full(&(reorder){.count = 2, .bytes = REORDER_BYTES}));
    cr_expect(reorder_full(&(reorder){.count = 2, .bytes = REORDER_BYTES + 1}));
    cr_expect(!reorder_full(&(reorder){.count = 1, .bytes = REORDER_BYTES + 1}));
}
