#include "reading.h"

#include "reader/taken.h"

extern const reader reader_matrix;

static const char room[] =
    "{\"room_name\":\"Owls\",\"messages\":["
    "{\"type\":\"m.room.member\",\"sender\":\"@a:x\",\"state_key\":\"@a:x\",\"content\":"
    "{\"displayname\":\"Ada\"},\"origin_server_ts\":1709913600000,\"event_id\":\"$1\","
    "\"room_id\":\"!r:x\"},\n"
    "{\"type\":\"m.room.message\",\"sender\":\"@a:x\",\"content\":{\"msgtype\":\"m.text\",\"body\":"
    "\"> is quoted by hand\"},\"origin_server_ts\":1709913600123,\"event_id\":\"$2\","
    "\"room_id\":\"!r:x\"},\n"
    "{\"type\":\"m.room.message\",\"sender\":\"@b:x\",\"content\":{\"msgtype\":\"m.notice\","
    "\"body\":\"> <@a:x> one\\n> two\\n\\nthree\\n> four\",\"m.relates_to\":{\"m.in_reply_to\":"
    "{\"event_id\":\"$2\"}}},\"origin_server_ts\":1709913601000,\"event_id\":\"$3\"},\n"
    "{\"type\":\"m.reaction\",\"sender\":\"@a:x\",\"content\":{\"m.relates_to\":{\"rel_type\":"
    "\"m.annotation\",\"event_id\":\"$3\",\"key\":\"ok\"}},\"event_id\":\"$4\"},\n"
    "{\"type\":\"m.room.message\",\"sender\":\"@a:x\",\"content\":{\"msgtype\":\"m.text\",\"body\":"
    "\"* x\",\"m.new_content\":{\"msgtype\":\"m.text\",\"body\":\"x\"},\"m.relates_to\":"
    "{\"rel_type\":\"m.replace\",\"event_id\":\"$2\"}},\"origin_server_ts\":1709913602000,"
    "\"event_id\":\"$5\"},\n"
    "{\"type\":\"m.room.message\",\"sender\":\"@a:x\",\"content\":{},\"event_id\":\"$6\"},\n"
    "{\"type\":\"m.room.message\",\"sender\":\"@a:x\",\"content\":{\"msgtype\":\"m.file\",\"body\":"
    "\"a.txt\"},\"event_id\":\"$7\"},\n"
    "{\"type\":\"m.call.invite\",\"sender\":\"@a:x\",\"content\":{},\"event_id\":\"$8\"}]}\n";

Test(reader_matrix, reads_a_room_with_all_that_its_events_carry) {
    reading got = read_through(&reader_matrix, str_from(room), NULL);
    cr_assert_eq(got.bid, 92);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert(got.count == 8 && got.rejected == 0);
    const message *m = got.messages;
    cr_assert(m[0].kind == KIND_SYSTEM && m[0].author.len == 0);
    expect_str(m[1].author, "Ada");
    expect_str(m[1].author_id, "@a:x");
    expect_str(m[1].conversation, "!r:x");
    expect_str(m[1].title, "Owls");
    expect_str(m[1].text, "> is quoted by hand");
    cr_assert(m[1].time == 1709913600123 && m[1].time_kind == TIME_UTC && m[1].precision == 1);
    expect_str(m[2].author, "b");
    expect_str(m[2].text, "three\n> four");
    expect_str(m[2].reply_to, "$2");
    cr_assert_eq(m[2].flags, FLAG_BOT);
    cr_assert_eq(m[3].kind, KIND_REACTION);
    expect_str(m[3].text, "ok");
    expect_str(m[3].reply_to, "$3");
    cr_assert(m[4].replaces && m[4].time == m[1].time && m[4].flags == FLAG_EDITED);
    expect_str(m[4].id, "$2");
    expect_str(m[4].text, "x");
    cr_assert_eq(m[5].kind, KIND_DELETED);
    cr_assert(m[6].kind == KIND_MEDIA && m[6].text.len == 0);
    cr_assert_eq(m[7].kind, KIND_CALL);
    reading_release(&got);
}

Test(reader_matrix, fails_when_the_file_is_cut_anywhere) {
    for (size_t len = 1; len + 2 < sizeof room; len += 7) {
        reading got = read_through(&reader_matrix, str_of(room, len), NULL);
        cr_assert_eq(got.last, READER_FAILED, "cut at %zu", len);
        reading_release(&got);
    }
}

// Element writes in the sender's name that it cannot tell what was said.
Test(reader_matrix, takes_what_could_not_be_decrypted_for_no_words) {
    reading got = read_through(
        &reader_matrix,
        STR("{\"room_name\":\"Owls\",\"messages\":[{\"type\":\"m.room.message\",\"sender\":\"@a:"
            "x\","
            "\"content\":{\"msgtype\":\"m.bad.encrypted\",\"body\":\"** Unable to decrypt: no key "
            "**\"},\"origin_server_ts\":1709913600000,\"event_id\":\"$1\"}]}"),
        NULL);
    cr_assert_eq(got.count, 1);
    cr_assert(got.messages[0].kind == KIND_SYSTEM && got.messages[0].author.len == 0);
    expect_str(got.messages[0].text, "m.bad.encrypted");
    reading_release(&got);
}

#define FILE_EVENT(body, name)                                                                     \
    "{\"type\":\"m.room.message\",\"sender\":\"@a:x\",\"origin_server_ts\":1709913600000,"         \
    "\"content\":{\"msgtype\":\"m.image\",\"body\":\"" body "\"" name "}}"

Test(reader_matrix, tells_a_caption_from_the_name_of_its_file) {
    reading got = read_through(
        &reader_matrix,
        STR("{\"room_name\":\"Owls\",\"messages\":[{\"event_id\":\"$0\"}," FILE_EVENT(
            "a.png",
            "") "," FILE_EVENT("a.png",
                               ",\"filename\":\"a.png\"") "," FILE_EVENT("how nice",
                                                                         ",\"filename\":\"a."
                                                                         "png\"") "]}"),
        NULL);
    cr_assert_eq(got.count, 3);
    for (size_t i = 0; i < 2; i++)
        cr_assert(got.messages[i].kind == KIND_MEDIA && got.messages[i].flags == FLAG_MEDIA);
    cr_assert_eq(got.messages[2].kind, KIND_TEXT);
    cr_assert_eq(got.messages[2].flags, FLAG_MEDIA | FLAG_CAPTION);
    expect_str(got.messages[2].text, "how nice");
    reading_release(&got);
}

#define EVENT(id, by, at, content)                                                                 \
    "{\"type\":\"m.room.message\",\"sender\":\"@" by ":x\",\"origin_server_ts\":" at               \
    ",\"event_id\":\"" id "\",\"content\":{\"msgtype\":\"m.emote\"," content "}}"
#define SAID(text) "\"body\":\"" text "\""
#define EDIT(of, text)                                                                             \
    SAID("* " text)                                                                                \
    ",\"m.new_content\":{" SAID(text) "},\"m.relates_to\":{\"rel_type\":"                          \
                                      "\"m.replace\",\"event_id\":\"" of "\"}"

Test(reader_matrix, gives_an_edit_the_place_of_what_its_sender_wrote) {
    taken t = take_text(
        "{\"room_name\":\"Owls\",\"messages\":[" //
        EVENT("$1", "a", "1709913600000", SAID("one")) "," EVENT("$2", "b", "1709913601000", SAID("two")) "," EVENT(
            "$3", "a", "1709913602000",
            EDIT(
                "$1",
                "three")) "," EVENT("$4", "a", "1709913603000",
                                    EDIT(
                                        "$1",
                                        "four")) "," EVENT("$5", "a", "1709913604000",
                                                           EDIT(
                                                               "$2",
                                                               "not mine")) "," EVENT("$6", "b",
                                                                                      "170991360500"
                                                                                      "0",
                                                                                      EDIT(
                                                                                          "$0",
                                                                                          "of what "
                                                                                          "is "
                                                                                          "gone")) "]}",
        (intake_options){0});
    cr_assert(t.counts.used == 4 && t.counts.duplicate == 2);
    expect_events(&t, "<Owls|a:four|b:two|a:not mine|b:of what is gone|+>");
}
