#include "reader/reading.h"

extern const reader reader_signal_cli;

#define ADA                                                                                        \
    "\"source\":\"+471\",\"sourceNumber\":\"+471\",\"sourceUuid\":\"a\",\"sourceName\":\"Ada\","
#define OWN                                                                                        \
    "\"source\":\"+472\",\"sourceNumber\":\"+472\",\"sourceUuid\":\"o\",\"sourceName\":\"\","
#define ENVELOPE(by, at, rest)                                                                     \
    "{\"envelope\":{" by "\"timestamp\":" at "," rest "},\"account\":\"+472\"}"
#define LINE(by, at, rest) ENVELOPE(by, at, rest) "\n"
#define DATA(at, rest) "\"dataMessage\":{\"timestamp\":" at "," rest "}"
#define SENT(at, rest)                                                                             \
    "\"syncMessage\":{\"sentMessage\":{\"destination\":\"+471\",\"destinationNumber\":\"+471\","   \
    "\"destinationUuid\":\"a\",\"timestamp\":" at "," rest "}}"
#define SAYS(text) "\"message\":\"" text "\""
#define GROUP "\"groupInfo\":{\"groupId\":\"g==\",\"groupName\":\"G\",\"type\":\"DELIVER\"}"
#define TARGET(at)                                                                                 \
    "\"targetAuthor\":\"+472\",\"targetAuthorNumber\":\"+472\",\"targetAuthorUuid\":\"o\","        \
    "\"targetSentTimestamp\":" at
#define PLACE "\xEF\xBF\xBC"

Test(signal_cli, reads_messages_of_both_sides_with_their_links) {
    reading got = read_through(
        &reader_signal_cli,
        STR(LINE(ADA, "1700000000001", DATA("1700000000001", SAYS("a"))) //
            LINE(OWN, "1700000000009",
                 SENT("1700000000002",
                      SAYS("b") ",\"quote\":{\"id\":1700000000001,\"author\":\"+471\","
                                "\"authorNumber\":\"+471\",\"authorUuid\":\"a\",\"text\":"
                                "\"a\"}")) "{\"jsonrpc\":\"2.0\",\"method\":\"receive\","
                                           "\"params\":" //
            ENVELOPE(ADA, "1700000000003",
                     DATA("1700000000003",
                          SAYS(PLACE " c") ",\"mentions\":[{\"name\":\"+472\",\"number\":\"+472\","
                                           "\"uuid\":\"o\",\"start\":0,\"length\":1}],"
                                           "\"attachments\":[{\"id\":\"1\"}]," GROUP)) "}\n" //
            LINE("\"source\":\"+473\",", "1700000000004", DATA("1700000000004", SAYS("d")))),
        NULL);
    cr_assert_eq(got.bid, 90);
    cr_assert(got.last == READER_END && got.count == 4 && got.rejected == 0);
    const message *m = got.messages;
    expect_str(m[0].author, "Ada");
    expect_str(m[0].author_id, "a");
    expect_str(m[0].id, "a:1700000000001");
    expect_str(m[0].conversation, "a");
    cr_assert(m[0].time == 1700000000001 && m[0].time_kind == TIME_UTC && m[0].precision == 1);
    expect_str(m[1].author, "Me");
    expect_str(m[1].conversation, "a");
    expect_str(m[1].id, "o:1700000000002");
    expect_str(m[1].reply_to, "a:1700000000001");
    expect_str(m[2].text, "@ c");
    expect_str(m[2].conversation, "g==");
    expect_str(m[2].title, "G");
    cr_assert(m[2].mentioned_count == 1 && m[2].flags == (FLAG_MEDIA | FLAG_CAPTION));
    expect_str(m[2].mentioned[0], "o");
    expect_str(m[3].author, "+473"); // of versions that knew numbers alone
    expect_str(m[3].id, "+473:1700000000004");
    cr_assert(reader_signal_cli.any_order);
    reading_release(&got);
}

Test(signal_cli, gives_reactions_and_deletions_as_records_that_point) {
    reading got =
        read_through(&reader_signal_cli,
                     STR(LINE(ADA, "11",
                              DATA("11", "\"message\":null,\"reaction\":{\"emoji\":\"+\"," TARGET(
                                             "5") ",\"isRemove\":false}")) //
                         LINE(ADA, "12",
                              DATA("12", "\"message\":null,\"reaction\":{\"emoji\":\"+\"," TARGET(
                                             "5") ",\"isRemove\":true}"))                  //
                         LINE(ADA, "13", DATA("13", "\"remoteDelete\":{\"timestamp\":7}")) //
                         LINE(ADA, "14", DATA("14", "\"adminDelete\":{" TARGET("6") "}"))),
                     NULL);
    cr_assert_eq(got.count, 4);
    const message *m = got.messages;
    cr_assert_eq(m[0].kind, KIND_REACTION);
    expect_str(m[0].text, "+");
    expect_str(m[0].id, "a:11");
    expect_str(m[0].reply_to, "o:5");
    cr_assert(m[1].kind == KIND_DELETED && m[1].text.len == 0);
    expect_str(m[1].reply_to, "o:5");
    cr_assert_eq(m[2].kind, KIND_DELETED);
    expect_str(m[2].reply_to, "a:7");
    cr_assert_eq(m[3].kind, KIND_DELETED);
    expect_str(m[3].reply_to, "o:6");
    reading_release(&got);
}

#define EDIT(of, at, text)                                                                         \
    "\"editMessage\":{\"targetSentTimestamp\":" of "," DATA(at, SAYS(text)) "}"

Test(signal_cli, gives_an_edit_the_place_of_what_it_edits) {
    reading got =
        read_through(&reader_signal_cli,
                     STR(LINE(ADA, "1", DATA("1", SAYS("a"))) LINE(ADA, "2", EDIT("1", "2", "b"))
                             LINE(ADA, "3", EDIT("2", "3", "c")) LINE(ADA, "9", EDIT("8", "9", "d"))
                                 LINE(OWN, "20",
                                      "\"syncMessage\":{\"sentMessage\":{\"destination\":\"+471\","
                                      "\"destinationUuid\":\"a\"," EDIT("1", "20", "e") "}}")),
                     NULL);
    cr_assert(got.count == 5 && got.rejected == 0);
    const message *m = got.messages;
    cr_assert(m[0].flags == 0 && !m[0].replaces);
    for (size_t i = 1; i < 3; i++) { // the second edit names the first
        expect_str(m[i].id, "a:1");
        cr_assert(m[i].time == 1 && m[i].flags == FLAG_EDITED && m[i].replaces);
    }
    expect_str(m[3].id, "a:8");
    cr_assert(m[3].time == 8 && m[3].flags == FLAG_EDITED);
    expect_str(m[4].id, "o:1"); // another's message of the same time is another message
    expect_str(m[4].conversation, "a");
    reading_release(&got);
}

Test(signal_cli, tells_kinds_apart) {
    reading got = read_through(
        &reader_signal_cli,
        STR(LINE(ADA, "1", DATA("1", "\"message\":null,\"sticker\":{\"packId\":\"p\"}"))
                LINE(ADA, "2", DATA("2", "\"message\":null,\"viewOnce\":false,\"attachments\":[]"))
                    LINE(ADA, "3", "\"callMessage\":{\"offerMessage\":{\"id\":1}}")
                        LINE(OWN, "4", SENT("4", "\"viewOnce\":true"))),
        NULL);
    cr_assert_eq(got.count, 4);
    cr_assert_eq(got.messages[0].kind, KIND_MEDIA);
    cr_assert(got.messages[1].kind == KIND_SYSTEM && got.messages[1].author.len == 0);
    cr_assert_eq(got.messages[2].kind, KIND_CALL);
    cr_assert_eq(got.messages[2].time, 3);
    cr_assert_eq(got.messages[3].kind, KIND_MEDIA);
    reading_release(&got);
}

Test(signal_cli, passes_over_what_tells_of_no_message) {
    reading got = read_through(
        &reader_signal_cli,
        STR("{\"jsonrpc\":\"2.0\",\"result\":{\"timestamp\":1},\"id\":1}\n" LINE(
            ADA, "1", "\"typingMessage\":{\"action\":\"STARTED\"}")
                LINE(ADA, "2", "\"receiptMessage\":{\"when\":2}")
                    LINE(OWN, "3", "\"syncMessage\":{\"readMessages\":[{\"timestamp\":1}]}")
                        LINE(ADA, "4", "\"callMessage\":{\"hangupMessage\":{\"id\":1}}")
                            LINE(ADA, "5", "\"dataMessage\":null,\"syncMessage\":null")
                                LINE(ADA, "6", "\"storyMessage\":{\"textAttachment\":{}}")
                                    LINE(ADA, "7", DATA("7", SAYS("a")))),
        NULL);
    cr_assert(got.bid == 90 && got.last == READER_END);
    cr_assert(got.count == 1 && got.rejected == 0);
    cr_assert_eq(got.messages[0].line, 8);
    reading_release(&got);
}

Test(signal_cli, rejects_a_line_that_is_cut_or_has_no_time) {
    reading got = read_through(&reader_signal_cli,
                               STR(LINE(ADA, "\"soon\"", DATA("null", SAYS("a")))
                                       LINE(ADA, "2", DATA("null", SAYS("b"))) //
                                   "{\"envelope\":{\"source\""),
                               NULL);
    cr_assert(got.last == READER_END && got.count == 1 && got.rejected == 2);
    cr_assert_eq(got.messages[0].time, 2);
    reading_release(&got);
}

Test(signal_cli, reads_a_list_and_leaves_other_json_alone) {
    reading got =
        read_through(&reader_signal_cli, STR("[" LINE(ADA, "1", DATA("1", SAYS("a"))) "]"), NULL);
    cr_assert(got.bid == 90 && got.count == 1 && got.last == READER_END);
    reading_release(&got);
    static const char *const others[] = {"{\"envelope\":{\"source\":\"x\"}}\n",
                                         "{\"speaker\":\"x\",\"text\":\"\\\"envelope\\\"\"}\n",
                                         "{\"chatItem\":{\"dataMessage\":{}}}\n", ""};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_assert_eq(reader_signal_cli.bid(str_from(others[i]), true), 0, "%zu", i);
}
