#include "reader/reading.h"

extern const reader reader_imessage_ndjson;

#define ENTRY(guid, date, me, sender, rest)                                                        \
    "{\"rowid\":1,\"guid\":\"" guid "\",\"date_iso\":\"" date "\",\"is_from_me\":" me              \
    ",\"sender\":{\"handle_id\":2," sender "},\"recipients\":[{\"handle\":\"x\"}]," rest "}\n"
#define ADA "\"handle\":\"+4790000002\",\"display_name\":\"Ada\",\"is_me\":false"
#define OWN "\"handle\":\"+4790000001\",\"display_name\":null,\"is_me\":true"
#define PLACE "\xEF\xBF\xBC"
#define SAYS(text) "\"text\":\"" text "\",\"chat_id\":7,\"attachments\":[]"

static const char chats[] =
    ENTRY("g1", "2022-05-17T20:29:42+02:00", "true", OWN, SAYS("a\\r\\nb")) //
    ENTRY("g2", "2022-05-17T20:30:00+02:00", "false", ADA, SAYS("c"))       //
    ENTRY("g3", "2022-05-17T20:31:00+02:00", "false",
          "\"handle\":\"+47 900 00 002\",\"display_name\":null",
          "\"text\":\"" PLACE "\",\"chat_id\":8,\"attachments\":[{\"size\":1}]") //
    ENTRY("g4", "2022-05-17T20:32:00+02:00", "false", ADA,
          "\"text\":\"" PLACE " d" PLACE "e\",\"chat_id\":null,\"attachments\":[{\"size\":1}]") //
    ENTRY("g5", "2022-05-17T20:33:00+02:00", "false", ADA,
          "\"text\":null,\"chat_id\":7,\"attachments\":[]");

Test(imessage_ndjson, reads_messages_with_all_that_they_carry) {
    reading got = read_through(&reader_imessage_ndjson, str_from(chats), NULL);
    cr_assert_eq(got.bid, 90);
    cr_assert(got.last == READER_END && got.rejected == 0);
    cr_assert_eq(got.count, 5);
    const message *m = got.messages;
    expect_str(m[0].id, "g1");
    expect_str(m[0].author, "Me");
    expect_str(m[0].author_id, "");
    expect_str(m[0].text, "a\nb");
    expect_str(m[0].conversation, "7");
    cr_assert(m[0].time == 1652812182000 && m[0].time_kind == TIME_OFFSET && m[0].offset == 120);
    cr_assert_eq(m[0].precision, 1000);
    cr_assert(m[0].kind == KIND_TEXT && m[0].flags == 0);
    expect_str(m[1].author, "Ada");
    expect_str(m[2].author, "+47 900 00 002");
    cr_assert(str_equal(m[1].author_id, m[2].author_id), "one number, two spellings");
    expect_str(m[2].conversation, "8");
    cr_assert(m[2].kind == KIND_MEDIA && m[2].text.len == 0 && m[2].flags == FLAG_MEDIA);
    expect_str(m[3].text, "de");
    expect_str(m[3].conversation, "");
    cr_assert(m[3].kind == KIND_TEXT && m[3].flags == (FLAG_MEDIA | FLAG_CAPTION));
    cr_assert(m[4].kind == KIND_SYSTEM && m[4].author.len == 0);
    cr_assert_eq(m[4].line, 5);
    reading_release(&got);
}

Test(imessage_ndjson, rejects_a_line_that_is_cut_or_has_no_time) {
    reading got = read_through(&reader_imessage_ndjson,
                               STR(ENTRY("g1", "2022-05-17T20:29:42Z", "false", ADA, SAYS("a")) //
                                   ENTRY("g2", "soon", "false", ADA, SAYS("b"))                 //
                                   "[1]\n{\"rowid\":3,\"guid\":\"g3\",\"date_iso\""),
                               NULL);
    cr_assert(got.last == READER_END && got.count == 1 && got.rejected == 3);
    cr_assert(got.messages[0].time_kind == TIME_UTC && got.messages[0].time == 1652819382000);
    reading_release(&got);
}

Test(imessage_ndjson, leaves_other_json_lines_alone) {
    static const char *const others[] = {
        "{\"guid\":\"x\",\"text\":\"a\",\"sender\":\"b\",\"date\":\"2022-05-17\"}\n",
        "{\"speaker\":\"x\",\"text\":\"a\",\"date_iso\":\"2022-05-17\"}\n", "g1 date_iso\n", ""};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_assert_eq(reader_imessage_ndjson.bid(str_from(others[i]), true), 0, "%zu", i);
}
