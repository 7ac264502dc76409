#include "reading.h"

extern const reader reader_hangouts;

static const char newer[] =
    "{\"conversations\":[{\"conversation\":{\"conversation_id\":{\"id\":\"c1\"},\"conversation\":"
    "{\"name\":\"Hill\",\"participant_data\":[{\"id\":{\"gaia_id\":\"1\"},\"fallback_name\":"
    "\"Ada\"},"
    "{\"id\":{\"gaia_id\":\"2\"}}]}},\"events\":[\n"
    "{\"sender_id\":{\"gaia_id\":\"1\"},\"timestamp\":\"1709913600123456\",\"chat_message\":"
    "{\"message_content\":{\"segment\":[{\"type\":\"TEXT\",\"text\":\"one\"},{\"type\":"
    "\"LINE_BREAK\",\"text\":\"\\n\"},{\"type\":\"LINK\",\"text\":\"two\"}],\"attachment\":[{}]}},"
    "\"event_id\":\"e1\",\"event_type\":\"REGULAR_CHAT_MESSAGE\"},\n"
    "{\"sender_id\":{\"gaia_id\":\"2\"},\"timestamp\":\"1709913601000000\",\"chat_message\":"
    "{\"message_content\":{\"attachment\":[{}]}},\"event_id\":\"e2\",\"event_type\":"
    "\"REGULAR_CHAT_MESSAGE\"},\n"
    "{\"sender_id\":{\"gaia_id\":\"2\"},\"event_id\":\"e3\",\"event_type\":\"RENAME_CONVERSATION\"}"
    ","
    "{\"sender_id\":{\"gaia_id\":\"2\"},\"event_id\":\"e4\",\"event_type\":\"HANGOUT_EVENT\"}]}]}"
    "\n";

Test(reader_hangouts, reads_conversations_with_the_names_of_who_takes_part) {
    reading got = read_through(&reader_hangouts, str_from(newer), NULL);
    cr_assert_eq(got.bid, 92);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 4);
    const message *m = got.messages;
    expect_str(m[0].text, "one\ntwo");
    expect_str(m[0].author, "Ada");
    expect_str(m[0].author_id, "1");
    expect_str(m[0].conversation, "c1");
    expect_str(m[0].title, "Hill");
    cr_assert_eq(m[0].time, 1709913600123);
    cr_assert_eq(m[0].flags, FLAG_MEDIA | FLAG_CAPTION);
    cr_assert_eq(m[1].kind, KIND_MEDIA);
    expect_str(m[1].author, "2");
    cr_assert(m[2].kind == KIND_SYSTEM && m[2].author.len == 0);
    cr_assert_eq(m[3].kind, KIND_CALL);
    reading_release(&got);
}

Test(reader_hangouts, reads_the_older_shape) {
    reading got = read_through(
        &reader_hangouts,
        STR("{\"continuation_end_timestamp\":\"0\",\"conversation_state\":[{\"conversation_id\":"
            "{\"id\":\"c0\"},\"conversation_state\":{\"conversation\":{\"participant_data\":[{"
            "\"id\":"
            "{\"gaia_id\":\"1\"},\"fallback_name\":\"Ada\"}]},\"event\":[{\"sender_id\":"
            "{\"gaia_id\":\"1\"},\"timestamp\":\"1357000000000000\",\"chat_message\":"
            "{\"message_content\":{\"segment\":[{\"type\":\"TEXT\",\"text\":\"old\"}]}},\"event_"
            "type\":"
            "\"REGULAR_CHAT_MESSAGE\"}]}}]}"),
        NULL);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 1);
    expect_str(got.messages[0].text, "old");
    expect_str(got.messages[0].author, "Ada");
    expect_str(got.messages[0].conversation, "c0");
    reading_release(&got);
}

Test(reader_hangouts, fails_when_the_file_is_cut_anywhere) {
    for (size_t len = 1; len + 2 < sizeof newer; len += 7) {
        reading got = read_through(&reader_hangouts, str_of(newer, len), NULL);
        cr_assert_eq(got.last, READER_FAILED, "cut at %zu", len);
        reading_release(&got);
    }
}
