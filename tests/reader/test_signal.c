#include "reader/taken.h"

#include <criterion/criterion.h>

#include "reader/reading.h"

extern const reader reader_signal;

#define PEOPLE                                                                                     \
    "{\"version\":\"1\",\"backupTimeMs\":\"2\"}\n{\"account\":{\"givenName\":\"Own\"}}\n"          \
    "{\"recipient\":{\"id\":\"1\",\"self\":{}}}\n"                                                 \
    "{\"recipient\":{\"id\":\"2\",\"contact\":{\"e164\":\"47\",\"profileGivenName\":\"P\","        \
    "\"profileFamilyName\":\"Q\"}}}\n"                                                             \
    "{\"recipient\":{\"id\":\"3\",\"contact\":{\"aci\":\"x\",\"username\":\"u.1\"}}}\n"            \
    "{\"recipient\":{\"id\":\"4\",\"group\":{\"snapshot\":{\"title\":\"G\"}}}}\n"                  \
    "{\"chat\":{\"id\":\"8\",\"recipientId\":\"2\"}}\n{\"chat\":{\"id\":\"9\",\"recipientId\":"    \
    "\"4\"}}\n"
#define ITEM(chat, by, at, what)                                                                   \
    "{\"chatItem\":{\"chatId\":\"" chat "\",\"authorId\":\"" by "\",\"dateSent\":\"" at "\"," what \
    "}}\n"
#define SAYS(text) "\"standardMessage\":{\"text\":{\"body\":\"" text "\"}}"

Test(signal, knows_people_and_chats) {
    reading r = read_through(&reader_signal,
                             STR(PEOPLE ITEM("8", "1", "1700000000001", SAYS("a"))
                                     ITEM("8", "2", "1700000000002", SAYS("b"))
                                         ITEM("9", "3", "1700000000003", SAYS("c"))
                                             ITEM("7", "6", "1700000000004", SAYS("d"))),
                             NULL);
    cr_assert_eq(r.count, 4);
    expect_str(r.messages[0].author, "Own");
    expect_str(r.messages[0].author_id, "1");
    expect_str(r.messages[0].title, "P Q");
    expect_str(r.messages[0].id, "1:1700000000001");
    cr_assert_eq(r.messages[0].time, 1700000000001);
    cr_assert_eq(r.messages[0].time_kind, TIME_UTC);
    cr_assert_eq(r.messages[0].precision, 1);
    expect_str(r.messages[1].author, "P Q");
    expect_str(r.messages[1].author_id, "47");
    expect_str(r.messages[2].author, "u.1");
    expect_str(r.messages[2].author_id, "x");
    expect_str(r.messages[2].title, "G");
    expect_str(r.messages[3].author_id, "6");
    cr_assert_gt(r.bid, 80);
    cr_assert(reader_signal.any_order);
    reading_release(&r);
}

Test(signal, tells_kinds_apart) {
    reading r = read_through(
        &reader_signal,
        STR(PEOPLE ITEM("8", "1", "1700000000001", "\"stickerMessage\":{}")
                ITEM("8", "1", "1700000000002", "\"remoteDeletedMessage\":{}") ITEM(
                    "8", "1", "1700000000003", "\"updateMessage\":{\"groupCall\":{}}")
                    ITEM("8", "1", "1700000000004", "\"updateMessage\":{\"simpleUpdate\":{}}") ITEM(
                        "8", "1", "1700000000005", "\"standardMessage\":{\"attachments\":[{}]}")
                        ITEM("8", "1", "1700000000006",
                             "\"standardMessage\":{\"attachments\":[{}],\"text\":{\"body\":"
                             "\"a\"}},\"revisions\":[{\"standardMessage\":{\"text\":{\"body\":"
                             "\"old\"}}}]")),
        NULL);
    static const message_kind kinds[] = {KIND_MEDIA,  KIND_DELETED, KIND_CALL,
                                         KIND_SYSTEM, KIND_MEDIA,   KIND_TEXT};
    cr_assert_eq(r.count, 6);
    for (size_t i = 0; i < 6; i++) cr_assert_eq(r.messages[i].kind, kinds[i], "%zu", i);
    expect_str(r.messages[5].text, "a");
    cr_assert_eq(r.messages[5].flags, FLAG_EDITED | FLAG_MEDIA | FLAG_CAPTION);
    expect_str(r.messages[3].author, "");
    reading_release(&r);
}

Test(signal, links_replies_and_gives_reactions) {
    reading r = read_through(
        &reader_signal,
        STR(PEOPLE ITEM("8", "1", "1700000000001",
                        "\"standardMessage\":{\"text\":{\"body\":\"a\"},\"reactions\":[{\"emoji\":"
                        "\"+\",\"authorId\":\"2\",\"sentTimestamp\":\"1700000000009\"}]}")
                ITEM("8", "2", "1700000000002",
                     "\"standardMessage\":{\"text\":{\"body\":\"b\"},\"quote\":{"
                     "\"targetSentTimestamp\":\"1700000000001\",\"authorId\":\"1\"}}")),
        NULL);
    cr_assert_eq(r.count, 3);
    cr_assert_eq(r.messages[1].kind, KIND_REACTION);
    expect_str(r.messages[1].text, "+");
    expect_str(r.messages[1].author, "P Q");
    expect_str(r.messages[1].reply_to, "1:1700000000001");
    cr_assert_eq(r.messages[1].time, 1700000000009);
    expect_str(r.messages[2].reply_to, "1:1700000000001");
    reading_release(&r);
}

Test(signal, reads_what_one_platform_writes) {
    reading r = read_through(
        &reader_signal,
        STR(PEOPLE
            "{\"chatItem\":{\"chatItem\":{\"chatId\":\"8\",\"authorId\":\"1\",\"dateSent\":"
            "1700000000001," SAYS("a\nb") "}}}\n" ITEM(
                "8", "1", "1700000000002",
                "\"standardMessage\":{\"text\":{\"body\":\"\xEF\xBF\xBC hi\",\"bodyRanges\":[{"
                "\"start\":0,\"length\":1,\"mentionAci\":\"x\"},{\"style\":\"BOLD\"}]}}")),
        NULL);
    cr_assert_eq(r.count, 2);
    expect_str(r.messages[0].text, "a\nb");
    cr_assert(r.messages[0].lenient);
    expect_str(r.messages[1].text, "@ hi");
    cr_assert_eq(r.messages[1].mentioned_count, 1);
    expect_str(r.messages[1].mentioned[0], "x");
    reading_release(&r);
}

Test(signal, does_not_stand_when_it_is_cut) {
    taken t = take_text(PEOPLE ITEM("8", "1", "1700000000001", SAYS("a")) "{\"chatItem\":{\"ch",
                        (intake_options){0});
    cr_assert_eq(t.err.status, ATTUNE_INPUT);
    expect_events(&t, "");
}

Test(signal, rejects_an_item_without_a_time) {
    taken t = take_text(PEOPLE ITEM("8", "1", "soon", SAYS("a"))
                            ITEM("8", "1", "1700000000001", SAYS("b")),
                        (intake_options){0});
    cr_assert_eq(t.counts.malformed, 1);
    expect_events(&t, "<8|Own:b|+>");
}
