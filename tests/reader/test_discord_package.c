#include "reading.h"

#include "reader/discord_markup.h"

extern const reader reader_discord_package;

static void expect_markup(const char *given, const char *wanted, uint32_t mentions) {
    discord_markup m = {0};
    discord_markup_set(&m, str_from(given));
    cr_expect(str_equal(buf_str(&m.text), str_from(wanted)), "%.*s", (int)m.text.len, m.text.at);
    cr_expect_eq(m.mention_count, mentions);
    discord_markup_release(&m);
}

Test(discord_markup, puts_words_in_place_of_ids) {
    expect_markup("<@123456789012345678> <@!123456789012345678> <@&123456789012345678>",
                  "@123456789012345678 @123456789012345678 @123456789012345678", 2);
    expect_markup("<:bee:123456789012345678><a:fly:123456789012345678>", ":bee::fly:", 0);
    expect_markup("<#123456789012345678>", "#123456789012345678", 0);
    expect_markup("a <3 b <@12> <x> <", "a <3 b <@12> <x> <", 0);
    expect_markup("", "", 0);
}

static const char table[] = "ID,Timestamp,Contents,Attachments\r\n"
                            "400000000000000002,2021-05-02 18:22:05.123000+00:00,\"b, \"\"c\"\"\","
                            "\r\n400000000000000001,2021-05-02 18:21:05+00:00,,https://x.example\n";

Test(reader_discord_package, reads_the_older_tables) {
    reading got = read_through(&reader_discord_package, str_from(table), NULL);
    cr_assert_eq(got.bid, 95);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 2);
    expect_str(got.messages[0].text, "b, \"c\"");
    expect_str(got.messages[0].author, "Me");
    expect_str(got.messages[0].id, "400000000000000002");
    cr_assert_eq(got.messages[0].time, 1619979725123);
    cr_assert_eq(got.messages[0].time_kind, TIME_UTC);
    cr_assert_eq(got.messages[1].kind, KIND_MEDIA);
    reading_release(&got);
}

static const char list[] =
    "[{\"ID\":400000000000000002,\"Timestamp\":\"2021-05-02 18:22:05\",\"Contents\":\"b\","
    "\"Attachments\":\"\"},{\"ID\":400000000000000001,\"Timestamp\":\"2021-05-02 18:21:05\","
    "\"Contents\":\"<@123456789012345678> a\",\"Attachments\":\"https://x.example\"},"
    "{\"ID\":400000000000000000,\"Timestamp\":\"never\",\"Contents\":\"\"}]";

Test(reader_discord_package, reads_the_newer_lists) {
    reading got = read_through(&reader_discord_package, str_from(list), NULL);
    cr_assert_eq(got.bid, 90);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 2);
    cr_assert_eq(got.rejected, 1);
    cr_assert_eq(got.messages[0].time, 1619979725000);
    cr_assert_eq(got.messages[0].time_kind, TIME_UTC);
    expect_str(got.messages[1].mentioned[0], "123456789012345678");
    cr_assert_eq(got.messages[1].flags, FLAG_MEDIA | FLAG_CAPTION);
    reading_release(&got);
}

Test(reader_discord_package, fails_when_a_list_is_cut_anywhere) {
    for (size_t len = 1; len + 2 < sizeof list; len += 3) {
        reading got = read_through(&reader_discord_package, str_of(list, len), NULL);
        cr_assert_eq(got.last, READER_FAILED, "cut at %zu", len);
        reading_release(&got);
    }
}

Test(reader_discord_package, knows_the_files_of_a_package) {
    const reader *r = &reader_discord_package;
    cr_assert_eq(r->role(STR("messages/c123456789012345678/channel.json")), ROLE_TABLE);
    cr_assert_eq(r->role(STR("Messages/index.json")), ROLE_TABLE);
    cr_assert_eq(r->role(STR("account/user.json")), ROLE_TABLE);
    cr_assert_eq(r->role(STR("servers/index.json")), ROLE_OTHER);
    cr_assert_eq(r->role(STR("index.json")), ROLE_NONE);
    cr_assert_eq(r->role(STR("other/channel.json")), ROLE_NONE);
    cr_assert_eq(r->bid(STR("ID,Timestamp,Contents\n1,2,3\n"), true), 0);
}
