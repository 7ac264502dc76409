#include "reader/taken.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "reader/json_lines.h"
#include "reader/reading.h"

extern const reader reader_convokit, reader_reddit, reader_esconv;

Test(json_lines, know_the_keys_of_the_first_object) {
    static const char *const names[] = {"a", "b", "c", NULL};
    static const struct {
        const char *head;
        uint32_t keys;
    } heads[] = {
        {"{\"a\":1,\"b\":{\"c\":2}}\n{\"c\":1}", 3},
        {" [ {\"c\": [1, {\"a\": 2}]}, {\"b\":1}]", 4},
        {"{\"a\":1, \"b\": \"cut", 3},
        {"{}", 0},
        {"[1]", 0},
        {"a", 0},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        cr_assert_eq(json_lines_keys(str_from(heads[i].head), names), heads[i].keys, "%s",
                     heads[i].head);
}

typedef struct lines_case {
    char format[12];
    char in[420];
    char out[200];
    uint64_t malformed, too_long;
    int status;
} lines_case;

#define SAID(id, to, text)                                                                         \
    "{\"id\":\"" id "\",\"conversation_id\":\"k\",\"text\":\"" text                                \
    "\",\"speaker\":\"s\",\"reply-to\":" to ",\"timestamp\":null}"

static lines_case cases[] = {
    {"convokit", SAID("1", "null", "a") "\n\n" SAID("2", "\"1\"", "b"), "<k|s:a|s:b|+>", 0, 0, 0},
    {"convokit", "[" SAID("1", "null", "a") ",\n" SAID("2", "\"1\"", "b") "]", "<k|s:a|s:b|+>", 0,
     0, 0},
    {"convokit", SAID("1", "null", "a") "\n{\"id\": \"2\", \"te\n" SAID("3", "null", "c"),
     "<k|s:a|s:c|+>", 1, 0, 0},
    {"convokit", SAID("1", "null", "a") " {}\n" SAID("3", "null", "c"), "<k|s:c|+>", 1, 0, 0},
    {"convokit", "[" SAID("1", "null", "a") ", 7, " SAID("3", "null", "c") "]", "<k|s:a|s:c|+>", 1,
     0, 0},
    {"convokit", "[" SAID("1", "null", "a") ", {\"id\": ", "", 1, 0, ATTUNE_INPUT},
    {"convokit",
     SAID("1", "null", "a") "\n" SAID("2", "null",
                                      "................................."
                                      ".................................."),
     "<k|s:a|+>", 0, 1, 0},
    {"reddit",
     "{\"author\":\"x\",\"body\":\"&gt;q\\n&gt;!s!&lt;\\n &gt; r\\nb\",\"id\":\"1\",\"link_id\":"
     "\"t3_k\",\"created_utc\":1690000000}",
     "<t3_k|x:>!s!<\nb|+>", 0, 0, 0},
    {"reddit", "{\"author\":\"x\",\"id\":\"1\",\"created_utc\":1690000000}", "", 1, 0, 0},
    {"esconv", "{\"dialog\":[{\"speaker\":\"a\",\"content\":\"x\\n\"}, 1, [2]]}", "<log:1|a:x|+>",
     0, 0, 0},
    {"esconv",
     "[{\"dialogue\":[{\"speaker\":\"a\",\"utterance\":\"x\"}],\"n\":{\"dialog\":1}},{\"dialog\":"
     "[{\"speaker\":\"b\",\"text\":\"y\"}]}]",
     "<log:1|a:x|+><log:2|b:y|+>", 0, 0, 0},
    {"esconv", "[{\"dialog\":[{\"speaker\":\"a\",\"content\":\"x\"},{\"speak", "", 1, 0,
     ATTUNE_INPUT},
};

ParameterizedTestParameters(json_lines, are_read_by_their_readers) {
    return cr_make_param_array(lines_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(lines_case *t, json_lines, are_read_by_their_readers) {
    taken got = take_text(t->in, (intake_options){.format = t->format, .reader.max_record = 140});
    cr_assert_eq(got.counts.malformed, t->malformed, "%s: %d", t->in, (int)got.counts.malformed);
    cr_assert_eq(got.counts.too_long, t->too_long, "%s", t->in);
    cr_assert_eq(got.err.status, t->status, "%s", t->in);
    expect_events(&got, t->out);
}

Test(convokit, takes_a_link_to_itself_for_none) {
    reading r = read_through(&reader_convokit,
                             STR(SAID("1", "\"1\"", "a") "\n" SAID("2", "\"9\"", "b") "\n"), NULL);
    cr_assert_eq(r.count, 2);
    expect_str(r.messages[0].reply_to, "");
    expect_str(r.messages[1].reply_to, "9");
    cr_assert_eq(r.messages[0].time_kind, TIME_NONE);
    cr_assert(reader_convokit.any_order);
    reading_release(&r);
}

Test(reddit, links_comments_and_submissions) {
    reading r = read_through(
        &reader_reddit,
        STR("{\"author\":\"x\",\"title\":\"t\",\"selftext\":\"\",\"id\":\"1\",\"created_utc\":"
            "\"1690000000\",\"subreddit\":\"r\"}\n"
            "{\"author\":\"MyBot\",\"body\":\"b\",\"id\":\"2\",\"created_utc\":1690000001.0,"
            "\"link_id\":\"t3_1\",\"parent_id\":\"t3_1\",\"subreddit\":\"r\",\"edited\":false}\n"
            "{\"author\":\"[deleted]\",\"body\":\"[removed]\",\"id\":\"3\",\"created_utc\":"
            "1690000002,\"link_id\":\"t3_1\",\"parent_id\":\"t1_2\",\"edited\":true}\n"),
        NULL);
    cr_assert_eq(r.count, 3);
    expect_str(r.messages[0].id, "t3_1");
    expect_str(r.messages[0].conversation, "t3_1");
    expect_str(r.messages[0].text, "t");
    cr_assert_eq(r.messages[0].time, 1690000000000);
    cr_assert_eq(r.messages[0].precision, 1000);
    expect_str(r.messages[1].id, "t1_2");
    expect_str(r.messages[1].reply_to, "t3_1");
    cr_assert_eq(r.messages[1].flags, FLAG_BOT);
    cr_assert_eq(r.messages[1].precision, 1000);
    cr_assert_eq(r.messages[2].kind, KIND_DELETED);
    cr_assert_eq(r.messages[2].author.len, 0);
    cr_assert_eq(r.messages[2].flags, FLAG_EDITED);
    cr_assert_gt(r.bid, 50);
    reading_release(&r);
}

Test(esconv, bids_on_dialogues_alone) {
    cr_assert_gt(
        reader_esconv.bid(STR("[{\"dialog\": [{\"speaker\": \"a\", \"content\": \"x\"}]}]"), true),
        50);
    cr_assert_eq(reader_esconv.bid(STR("[{\"speaker\": \"a\", \"content\": \"x\"}]"), true), 0);
    cr_assert_eq(reader_esconv.bid(STR("\"dialog\" \"speaker\" \"text\""), true), 0);
}
