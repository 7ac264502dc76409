#include "reading.h"

extern const reader reader_discord, reader_discord_csv, reader_discord_txt;

static const char channel[] =
    "{\"guild\":{\"id\":\"0\",\"name\":\"x\"},\"channel\":{\"id\":\"42\",\"type\":"
    "\"DirectTextChat\","
    "\"name\":\"kites\"},\"exportedAt\":\"2024-05-01T00:00:00+00:00\",\"messages\":[\n"
    "{\"id\":\"9007199254740993\",\"type\":\"Default\",\"timestamp\":"
    "\"2024-05-01T10:00:00.1234567+02:00\",\"timestampEdited\":null,\"content\":\"up it goes\","
    "\"author\":{\"id\":\"7\",\"name\":\"ada_k\",\"nickname\":\"Ada\",\"isBot\":false},"
    "\"attachments\":[],\"stickers\":[],\"reactions\":[{\"emoji\":{\"id\":\"\",\"name\":"
    "\"\\u2764\"},"
    "\"count\":3,\"users\":[{\"id\":\"8\",\"name\":\"ben\"}]},{\"emoji\":{\"name\":\"kite\"},"
    "\"count\":2}],\"mentions\":[{\"id\":\"8\",\"name\":\"ben\"}]},\n"
    "{\"id\":\"2\",\"type\":\"Reply\",\"timestamp\":\"2024-05-01T10:01:00+02:00\","
    "\"timestampEdited\":\"2024-05-01T10:02:00+02:00\",\"content\":\"see\",\"author\":{\"id\":"
    "\"8\","
    "\"name\":\"ben\",\"isBot\":true},\"attachments\":[{\"id\":\"3\"}],\"reference\":"
    "{\"messageId\":\"9007199254740993\"}},\n"
    "{\"id\":\"3\",\"type\":\"GuildMemberJoin\",\"timestamp\":\"2024-05-01T10:03:00+02:00\","
    "\"content\":\"Joined the server.\",\"author\":{\"id\":\"9\",\"name\":\"cai\"}},\n"
    "{\"id\":\"4\",\"type\":\"Call\",\"timestamp\":\"2024-05-01T10:04:00+02:00\",\"content\":\"x\","
    "\"author\":{\"id\":\"8\",\"name\":\"ben\"}},\n"
    "{\"id\":\"5\",\"type\":\"Default\",\"timestamp\":\"2024-05-01T10:05:00+02:00\",\"content\":"
    "\"\","
    "\"author\":{\"id\":\"8\",\"name\":\"ben\"},\"reference\":{\"messageId\":\"1\"},"
    "\"forwardedMessage\":{\"content\":\"wind from the west\"}},\n"
    "{\"id\":\"6\",\"type\":\"Default\",\"timestamp\":\"2024-05-01T10:06:00+02:00\",\"content\":"
    "\"\","
    "\"author\":{\"id\":\"8\",\"name\":\"ben\"},\"stickers\":[{\"id\":\"1\"}]},\n"
    "{\"id\":\"7\",\"type\":\"46\",\"timestamp\":\"2024-05-01T10:07:00+02:00\",\"content\":\"\","
    "\"author\":{\"id\":\"8\",\"name\":\"ben\"}}],\"messageCount\":7}\n";

Test(reader_discord, reads_a_channel_with_all_that_its_records_carry) {
    reading got = read_through(&reader_discord, str_from(channel), NULL);
    cr_assert_eq(got.bid, 92);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 8);
    const message *m = got.messages;
    expect_str(m[0].id, "9007199254740993");
    expect_str(m[0].author, "Ada");
    expect_str(m[0].author_id, "7");
    expect_str(m[0].conversation, "42");
    expect_str(m[0].title, "kites");
    cr_assert_eq(m[0].time, 1714550400123);
    cr_assert(m[0].time_kind == TIME_OFFSET && m[0].offset == 120 && m[0].precision == 1);
    cr_assert_eq(m[0].mentioned_count, 1);
    expect_str(m[0].mentioned[0], "8");
    cr_assert_eq(m[1].kind, KIND_REACTION);
    expect_str(m[1].author, "ben");
    expect_str(m[1].reply_to, "9007199254740993");
    expect_str(m[1].conversation, "42");
    cr_assert_eq(m[2].flags, FLAG_EDITED | FLAG_BOT | FLAG_MEDIA | FLAG_CAPTION);
    expect_str(m[2].reply_to, "9007199254740993");
    cr_assert(m[3].kind == KIND_SYSTEM && m[3].author.len == 0);
    cr_assert_eq(m[4].kind, KIND_CALL);
    expect_str(m[5].text, "wind from the west");
    cr_assert(m[5].flags == FLAG_FORWARDED && m[5].reply_to.len == 0);
    cr_assert(m[6].kind == KIND_MEDIA && m[6].flags == FLAG_MEDIA);
    cr_assert_eq(m[7].kind, KIND_SYSTEM);
    reading_release(&got);
}

Test(reader_discord, fails_when_the_file_is_cut_anywhere) {
    for (size_t len = 1; len + 2 < sizeof channel; len += 7) {
        reading got = read_through(&reader_discord, str_of(channel, len), NULL);
        cr_assert_eq(got.last, READER_FAILED, "cut at %zu", len);
        cr_assert_eq(got.err.status, ATTUNE_INPUT);
        reading_release(&got);
    }
}

Test(reader_discord, leaves_other_json_alone) {
    static const char *const others[] = {
        "{\"messages\":[{\"sender_name\":\"A\",\"timestamp_ms\":1,\"content\":\"x\"}]}",
        ("{\"name\":\"A\",\"messages\":[{\"id\":1,\"type\":\"message\",\"from\":\"A\",\"text\":"
         "\"x\"}]}"),
        "{\"channel\":\"c\",\"guild\":1}",
        "\"messages\" \"author\" \"timestamp\" \"content\"",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_assert_eq(reader_discord.bid(str_from(others[i]), true), 0, "%s", others[i]);
}

Test(reader_discord, rejects_a_record_that_is_too_long_with_its_reactions) {
    reader_options options = {.max_record = 16};
    reading got = read_through(
        &reader_discord,
        STR("{\"messages\":[{\"id\":\"1\",\"timestamp\":\"2024-05-01\",\"author\":{\"name\":\"a\"},"
            "\"content\":\"far more than sixteen bytes of it\",\"reactions\":[{\"emoji\":{\"name\":"
            "\"x\"},\"users\":[{\"id\":\"1\"}]}]},{\"id\":\"2\",\"timestamp\":\"2024-05-01\","
            "\"author\":{\"name\":\"a\"},\"content\":\"short\"}]}"),
        &options);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert(got.count == 1 && got.rejected == 1 && got.reason == REJECT_TOO_LONG);
    reading_release(&got);
}

#define COLUMNS "AuthorID,Author,Date,Content,Attachments,Reactions\n"

Test(reader_discord_csv, reads_rows_and_knows_the_sentences_of_the_exporter) {
    reading got = read_through(
        &reader_discord_csv,
        STR("\"AuthorID\",\"Author\",\"Date\",\"Content\",\"Attachments\",\"Reactions\"\r\n"
            "\"7\",\"Ada\",\"2024-05-01T10:00:00.1230000+00:00\",\"two\r\nlines\",\"\",\"\"\r\n"
            "\"8\",\"Ben\",\"2024-05-01T10:01:00.0000000+00:00\",\"\",\"http://x\",\"\"\r\n"
            "\"8\",\"Ben\",\"2024-05-01T10:02:00.0000000+00:00\",\"Added Cai to the group.\","
            "\"\",\"\"\r\n"
            "\"8\",\"Ben\",\"2024-05-01T10:03:00.0000000+00:00\",\"Added Cai to the group.\nso "
            "there\",\"\",\"\"\r\n"
            "\"8\",\"Ben\",\"2024-05-01T10:04:00.0000000+00:00\",\"cut"),
        NULL);
    cr_assert_eq(got.bid, 95);
    cr_assert_eq(got.count, 4);
    cr_assert_eq(got.rejected, 1);
    const message *m = got.messages;
    expect_str(m[0].text, "two\nlines");
    expect_str(m[0].author_id, "7");
    cr_assert(m[0].time_kind == TIME_OFFSET && m[0].precision == 1);
    cr_assert(m[1].kind == KIND_MEDIA && m[1].flags == FLAG_MEDIA);
    cr_assert(m[2].kind == KIND_SYSTEM && m[2].author.len == 0);
    cr_assert_eq(m[3].kind, KIND_TEXT);
    reading_release(&got);
}

Test(reader_discord_csv, reads_the_dates_of_old_exports_in_one_order) {
    reading got = read_through(&reader_discord_csv,
                               STR("AuthorID,Author,Date,Content,Attachments\n"
                                   "7,Ada,02/03/2020 10:30 PM,one,\n"
                                   "7,Ada,02/15/2020 10:30 AM,two,http://x\n"
                                   "7,Ada,no date,three,\n"),
                               NULL);
    cr_assert_eq(got.dialect.order, ORDER_MDY);
    cr_assert(got.count == 2 && got.rejected == 1);
    cr_assert_eq(got.messages[0].time, 1580769000000); // 2020-02-03 22:30
    cr_assert(got.messages[0].time_kind == TIME_LOCAL && got.messages[0].precision == 60000);
    cr_assert_eq(got.messages[1].flags, FLAG_MEDIA | FLAG_CAPTION);
    reading_release(&got);
    got = read_through(&reader_discord_csv,
                       STR("AuthorID,Author,Date,Content,Attachments\n"
                           "7,Ada,05-Mar-20 01:33 AM,one,\n"),
                       NULL);
    cr_assert_eq(got.messages[0].time, 1583371980000);
    reading_release(&got);
}

Test(reader_discord_csv, leaves_other_tables_alone) {
    cr_assert_eq(reader_discord_csv.bid(STR("Author,Date,Content\nA,2024,x\n"), true), 0);
    cr_assert_eq(reader_discord_csv.bid(STR("AuthorID,Author,Date,Content,Mood\n"), true), 0);
}

#define RULE "==============================================================\n"
#define HEAD RULE "Guild: Flour\nChannel: Baking / ovens\nTopic: x\n" RULE "\n"
#define TAIL RULE "Exported 2 message(s)\n" RULE

Test(reader_discord_txt, reads_messages_without_what_is_attached) {
    reading got =
        read_through(&reader_discord_txt,
                     STR(HEAD "[1/14/2024 6:00 PM] ada (pinned)\none\n\nthree\n"
                              "[1/14/2023 6:02 PM] not a header\n\n{Attachments}\nhttp://x\n\n"
                              "{Reactions}\nx (2)\n\n"
                              "[1/14/2024 6:02 PM] ben\nJoined the server.\n\n" TAIL),
                     NULL);
    cr_assert_eq(got.bid, 95);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert(got.count == 2 && got.rejected == 0);
    const message *m = got.messages;
    expect_str(m[0].author, "ada");
    expect_str(m[0].title, "ovens");
    expect_str(m[0].text, "one\n\nthree\n[1/14/2023 6:02 PM] not a header");
    cr_assert_eq(m[0].flags, FLAG_MEDIA | FLAG_CAPTION);
    cr_assert(m[0].time == 1705255200000 && m[0].precision == 60000);
    cr_assert_eq(m[1].kind, KIND_SYSTEM);
    reading_release(&got);
}

Test(reader_discord_txt, takes_brackets_without_day_and_clock_for_the_words_of_the_author) {
    reading got = read_through(
        &reader_discord_txt,
        STR(HEAD
            "[01/15/2024 10:00 AM] ada\nnotes\n\n[1] one\n\n[12:30] two\n\n"
            "[15/01/2024] three\n\n[2024-01-15] four\n\n[02/03/2024 10:01 AM] ben\nhi\n\n" TAIL),
        NULL);
    cr_assert_eq(got.count, 2);
    cr_assert(str_ends(got.messages[0].text, STR("[2024-01-15] four")));
    cr_assert_eq(got.messages[1].time, 1706954460000);
    reading_release(&got);
}

Test(reader_discord_txt, rejects_the_last_message_when_the_end_of_the_export_is_missing) {
    reading got = read_through(&reader_discord_txt,
                               STR(HEAD "[1/14/2024 6:00 PM] ada\none\n\n"
                                        "[1/14/2024 6:02 PM] ben\ntwo and mo"),
                               NULL);
    cr_assert(got.count == 1 && got.rejected == 1 && got.reason == REJECT_MALFORMED);
    reading_release(&got);
}

Test(reader_discord_txt, reads_what_was_cut_out_of_an_export) {
    reading got =
        read_through(&reader_discord_txt,
                     STR("[1/14/2024 6:00 PM] ada\none\n[1/14/2024 6:02 PM] ben\ntwo\n"), NULL);
    cr_assert_eq(got.bid, 60);
    cr_assert(got.count == 2 && got.rejected == 0);
    reading_release(&got);
}

Test(reader_discord_txt, leaves_talk_and_logs_alone) {
    cr_assert_eq(reader_discord_txt.bid(STR("[1/14/24, 6:00:00 PM] Ada: one\n"), true), 0);
    cr_assert_eq(reader_discord_txt.bid(STR("[2024-01-02 10:00:00] INFO: x\n"), true), 0);
    cr_assert_eq(reader_discord_txt.bid(STR(RULE "A heading\n" RULE), true), 0);
}

Test(reader_discord, reads_words_without_markup) {
    static const char text[] =
        "{\"guild\":{\"id\":\"0\"},\"channel\":{\"id\":\"9\"},\"messages\":[{\"id\":\"1\","
        "\"type\":\"Default\",\"timestamp\":\"2024-01-01T10:00:00+00:00\",\"content\":"
        "\"<@123456789012345678> <:smile:123456789012345678> ||hidden|| ```c\\nint``` <t:1700000000"
        ":R>a < b\",\"author\":{\"id\":\"5\",\"name\":\"ann\",\"isBot\":false}}]}";
    reading got = read_through(&reader_discord, str_from(text), NULL);
    cr_assert_eq(got.count, 1);
    expect_str(got.messages[0].text, "@123456789012345678 :smile: hidden \nint a < b");
    reading_release(&got);
}

// One line behind the other is a log, whose lines begin with dates too.
Test(reader_discord_txt, leaves_logs_with_dates_in_brackets_alone) {
    reading got = read_through(&reader_discord_txt,
                               STR("[15 Jan 08:42] <ann!a@host> +hello\n"
                                   "[15 Jan 08:43] <bob!b@host> -yes\n"),
                               NULL);
    cr_assert_eq(got.bid, 0);
    reading_release(&got);
}
