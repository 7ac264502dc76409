#include "reading.h"

extern const reader reader_telegram;

static const char group[] =
    "{\"name\":\"Garden\",\"type\":\"private_group\",\"id\":77,\"messages\":[\n"
    "{\"id\":1,\"type\":\"service\",\"date\":\"2024-05-01T10:00:00\",\"date_unixtime\":"
    "\"1714550400\",\"actor\":\"Ada\","
    "\"actor_id\":\"user1\",\"action\":\"create_group\",\"text\":\"\"},\n"
    "{\"id\":2,\"type\":\"message\",\"date\":\"2024-05-01T10:01:00\",\"date_unixtime\":"
    "\"1714550460\",\"from\":\"Ada\","
    "\"from_id\":\"user1\",\"text\":[\"see "
    "\",{\"type\":\"link\",\"text\":\"https://a.example\"},\", \","
    "{\"type\":\"mention_name\",\"text\":\"Ben\",\"user_id\":2}],\"reactions\":[{\"type\":"
    "\"emoji\",\"count\":1,"
    "\"emoji\":\"\\u2764\",\"recent\":[{\"from\":\"Ben\",\"from_id\":\"user2\",\"date\":\"2024-05-"
    "01T10:05:00\"}]}]},\n"
    "{\"id\":3,\"type\":\"message\",\"date\":\"2024-05-01T10:02:00\",\"date_unixtime\":"
    "\"1714550520\",\"from\":null,"
    "\"from_id\":\"user9\",\"reply_to_message_id\":2,\"forwarded_from\":\"News\",\"text\":"
    "\"a\\x0bb\"},\n"
    "{\"id\":4,\"type\":\"message\",\"date\":\"2024-05-01T10:03:00\",\"from\":\"Ben\",\"from_id\":"
    "\"user2\","
    "\"photo\":\"(File not included.)\",\"text\":\"\"},\n"
    "{\"id\":5,\"type\":\"message\",\"date\":\"2024-05-01T10:04:00\",\"edited\":\"2024-05-01T10:06:"
    "00\",\"from\":\"Ben\","
    "\"from_id\":\"user2\",\"photo\":\"x\",\"text\":\"caption\"}]}\n";

Test(reader_telegram, reads_a_chat_with_all_that_its_records_carry) {
    reading got = read_through(&reader_telegram, str_from(group), NULL);
    cr_assert_eq(got.bid, 90);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 6);
    const message *m = got.messages;
    cr_assert_eq(m[0].kind, KIND_SYSTEM);
    expect_str(m[0].text, "create_group");
    cr_assert_eq(m[0].author.len, 0);
    expect_str(m[1].text, "see https://a.example, Ben");
    expect_str(m[1].conversation, "77");
    expect_str(m[1].title, "Garden");
    cr_assert_eq(m[1].mentioned_count, 1);
    expect_str(m[1].mentioned[0], "user2");
    cr_assert_eq(m[1].time, 1714550460000);
    cr_assert_eq(m[1].time_kind, TIME_OFFSET);
    cr_assert_eq(m[1].offset, 120); // the clock reads 10:01 when it is 08:01 in UTC
    cr_assert_eq(m[2].kind, KIND_REACTION);
    expect_str(m[2].id, "2+1"); // no other message's
    expect_str(m[2].author_id, "user2");
    expect_str(m[2].reply_to, "2");
    cr_assert_eq(m[2].time, 1714550700000);
    expect_str(m[3].author, "user9");
    expect_str(m[3].text, "a\x0b"
                          "b");
    cr_assert(m[3].lenient && m[3].flags == FLAG_FORWARDED);
    expect_str(m[3].reply_to, "2");
    cr_assert_eq(m[4].kind, KIND_MEDIA);
    cr_assert_eq(m[4].time_kind, TIME_LOCAL);
    cr_assert_eq(m[5].kind, KIND_TEXT);
    cr_assert_eq(m[5].flags, FLAG_EDITED | FLAG_MEDIA | FLAG_CAPTION);
    reading_release(&got);
}

Test(reader_telegram, reads_every_chat_of_an_account) {
    reading got = read_through(&reader_telegram,
                               STR("{\"about\":\"x\",\"personal_information\":{\"user_id\":1},"
                                   "\"chats\":{\"about\":\"y\",\"list\":["
                                   "{\"name\":\"A\",\"type\":\"personal_chat\",\"id\":10,"
                                   "\"messages\":[{\"id\":1,\"type\":\"message\","
                                   "\"date\":\"2024-01-01T00:00:00\",\"from\":\"A\",\"from_id\":"
                                   "\"user5\",\"text\":\"one\"}]},"
                                   "{\"type\":\"saved_messages\",\"id\":11,\"messages\":[]},"
                                   "{\"name\":\"B\",\"type\":\"personal_chat\",\"id\":12,"
                                   "\"messages\":[{\"id\":1,\"type\":\"message\","
                                   "\"date\":\"2024-01-01T00:00:00\",\"from\":\"B\",\"from_id\":"
                                   "\"user6\",\"text\":\"two\"}]}]},"
                                   "\"left_chats\":{\"list\":[]}}"),
                               NULL);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 2);
    expect_str(got.messages[0].conversation, "10");
    expect_str(got.messages[1].conversation, "12");
    reading_release(&got);
}

Test(reader_telegram, reads_exports_that_were_put_together) {
    static const char log[] =
        "{\"name\":\"a\",\"id\":1,\"messages\":[{\"id\":1,\"type\":\"message\",\"date\":"
        "\"2024-01-02T10:00:00\",\"from\":\"Ada\",\"from_id\":\"user1\",\"text\":\"x\"}]}\n"
        "{\"id\":2,\"messages\":[{\"id\":1,\"type\":\"message\",\"date\":"
        "\"2024-01-02T11:00:00\",\"from\":\"Ben\",\"from_id\":\"user2\",\"text\":\"y\"}]}\n";
    reading r = read_through(&reader_telegram, str_from(log), NULL);
    cr_assert_eq(r.last, READER_END, "%s", r.err.what);
    cr_assert_eq(r.count, 2);
    expect_str(r.messages[1].author, "Ben");
    expect_str(r.messages[1].conversation, "2");
    expect_str(r.messages[1].title, "");
    reading_release(&r);
}

Test(reader_telegram, fails_when_the_file_is_cut_anywhere) {
    for (size_t len = 1; len + 2 < sizeof group; len += 7) {
        reading got = read_through(&reader_telegram, str_of(group, len), NULL);
        cr_assert_eq(got.last, READER_FAILED, "cut at %zu", len);
        cr_assert_eq(got.err.status, ATTUNE_INPUT);
        reading_release(&got);
    }
}

Test(reader_telegram, links_no_reply_to_a_message_of_another_chat) {
    reading got = read_through(
        &reader_telegram,
        STR("{\"name\":\"A\",\"type\":\"personal_chat\",\"id\":10,\"messages\":["
            "{\"id\":1,\"type\":\"message\",\"date\":\"2024-01-01T00:00:00\",\"from\":\"A\","
            "\"from_id\":\"user5\",\"text\":\"one\"},"
            "{\"id\":2,\"type\":\"message\",\"date\":\"2024-01-01T00:00:01\",\"from\":\"B\","
            "\"from_id\":\"user6\",\"reply_to_message_id\":1,"
            "\"reply_to_peer_id\":\"channel9\",\"text\":\"two\"}]}"),
        NULL);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 2);
    cr_assert_eq(got.messages[1].reply_to.len, 0);
    reading_release(&got);
}

Test(reader_telegram, marks_the_bot_of_a_chat_with_one) {
    reading got = read_through(
        &reader_telegram,
        STR("{\"name\":\"Helper\",\"type\":\"bot_chat\",\"id\":10,\"messages\":["
            "{\"id\":1,\"type\":\"message\",\"date\":\"2024-01-01T00:00:00\",\"from\":\"A\","
            "\"from_id\":\"user5\",\"text\":\"one\"},"
            "{\"id\":2,\"type\":\"message\",\"date\":\"2024-01-01T00:00:01\",\"from\":\"Helper\","
            "\"from_id\":\"user10\",\"text\":\"two\"}]}"),
        NULL);
    cr_assert_eq(got.count, 2);
    cr_assert_eq(got.messages[0].flags, 0);
    cr_assert_eq(got.messages[1].flags, FLAG_BOT);
    reading_release(&got);
}

Test(reader_telegram, takes_the_beginning_of_1970_for_no_edit) {
    reading got = read_through(
        &reader_telegram,
        STR("{\"name\":\"A\",\"type\":\"personal_chat\",\"id\":1,\"messages\":["
            "{\"id\":1,\"type\":\"message\",\"date\":\"2019-01-01T00:00:00\",\"edited\":"
            "\"1970-01-01T01:00:00\",\"from\":\"A\",\"from_id\":5,\"text\":\"one\"},"
            "{\"id\":2,\"type\":\"message\",\"date\":\"2019-01-01T00:00:00\",\"edited\":"
            "\"2019-01-01T01:00:00\",\"from\":\"A\",\"from_id\":5,\"text\":\"two\"}]}"),
        NULL);
    cr_assert_eq(got.count, 2);
    cr_assert_eq(got.messages[0].flags, 0);
    cr_assert_eq(got.messages[1].flags, FLAG_EDITED);
    reading_release(&got);
}

// Parts of a text, together one byte longer than a record may be, and as long.
Test(reader_telegram, rejects_a_text_whose_parts_are_too_long_together) {
    reader_options options = {.max_record = 12};
    reading got = read_through(
        &reader_telegram,
        STR("{\"name\":\"A\",\"type\":\"personal_chat\",\"id\":1,\"messages\":["
            "{\"id\":1,\"type\":\"message\",\"date\":\"1546300800\",\"from\":\"A\",\"from_id\":5,"
            "\"text\":[\"six by\",{\"type\":\"bold\",\"text\":\"tes and\"}]},"
            "{\"id\":2,\"type\":\"message\",\"date\":\"1546300800\",\"from\":\"A\",\"from_id\":5,"
            "\"text\":[\"six by\",{\"type\":\"bold\",\"text\":\"tes or\"}]}]}"),
        &options);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert(got.count == 1 && got.rejected == 1 && got.reason == REJECT_TOO_LONG);
    reading_release(&got);
}
