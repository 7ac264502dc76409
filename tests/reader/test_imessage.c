#include "reader/imessage_header.h"
#include "reading.h"

extern const reader reader_imessage;

static const char texts[] = "May 07, 2022  5:29:42 PM (Read by you after 1 second)\n"
                            "Ada\n"
                            "one\n"
                            "\n"
                            "May 07, 2022  5:30:00 PM is no header in words that follow a blank\n"
                            "three\n"
                            "Tapbacks:\n"
                            "Loved by Me\n"
                            "\xF0\x9F\x98\x8E by Ben\n"
                            "\n"
                            "    May 07, 2022  5:31:00 PM\n"
                            "    Me\n"
                            "    an answer\n"
                            "that has a second line\n"
                            "\n"
                            "May 07, 2022 12:31:00 AM\n"
                            "Me\n"
                            "between\n"
                            "\n"
                            "May 07, 2022  5:31:00 PM\n"
                            "Me\n"
                            "an answer\n"
                            "that has a second line\n"
                            "This message responded to an earlier message.\n"
                            "\n"
                            "May 07, 2022  5:32:00 PM\n"
                            "Ada\n"
                            "/private/a/b.jpg\n"
                            "\n"
                            "May 07, 2022  5:33:00 PM\n"
                            "Ada\n"
                            "ferst\n"
                            "Edited 5 seconds later: frist\n"
                            "Edited 9 seconds later: first\n"
                            "\n"
                            "May 07, 2022  5:34:00 PM\n"
                            "Ada\n"
                            "Ada unsent this message 3 seconds after sending!\n"
                            "\n"
                            "May 07, 2022  5:35:00 PM You named the conversation \"Harbor\"\n"
                            "\n";

Test(reader_imessage, reads_records_with_replies_once_and_reactions_by_name) {
    reading got = read_through(&reader_imessage, str_from(texts), NULL);
    cr_assert_eq(got.bid, 92);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    const message *m = got.messages;
    cr_assert_eq(got.rejected, 0);
    expect_str(m[0].author, "Ada");
    expect_str(m[0].text, "one\n\nMay 07, 2022  5:30:00 PM is no header in words that follow a "
                          "blank\nthree");
    cr_assert(m[0].time == 1651944582000 && m[0].time_kind == TIME_LOCAL && m[0].precision == 1000);
    expect_str(m[1].author, "Me");
    expect_str(m[2].text, "\xF0\x9F\x98\x8E");
    expect_str(m[2].author, "Ben");
    cr_assert_eq(m[3].time, 1651883460000); // half an hour past midnight
    expect_str(m[3].text, "between");
    expect_str(m[4].text, "an answer\nthat has a second line");
    expect_str(m[4].reply_to, "1");
    cr_assert(m[5].kind == KIND_MEDIA && m[5].flags == FLAG_MEDIA);
    expect_str(m[6].text, "first");
    cr_assert_eq(m[6].flags, FLAG_EDITED);
    cr_assert_eq(m[7].kind, KIND_DELETED);
    expect_str(m[8].text, "You named the conversation \"Harbor\"");
    cr_assert(m[8].kind == KIND_SYSTEM && m[8].author.len == 0);
    cr_assert_eq(got.count, 9);
    reading_release(&got);
}

Test(reader_imessage, links_a_reply_to_the_message_it_stands_under) {
    reading got = read_through(&reader_imessage,
                               STR("May 07, 2022  5:29:42 PM\nAda\nis it fine?\n"
                                   "Tapbacks:\nLiked by Me\n\n"
                                   "    May 07, 2022  5:31:00 PM\n    Me\n    it is\n\n"
                                   "May 07, 2022  5:30:00 PM\nBen\nhm\n"
                                   "This message responded to an earlier message.\n\n"
                                   "May 07, 2022  5:31:00 PM\nMe\nit is\n"
                                   "This message responded to an earlier message.\n\n"),
                               NULL);
    cr_assert_eq(got.count, 4);
    const message *m = got.messages;
    cr_assert_eq(m[1].kind, KIND_REACTION);
    expect_str(m[1].text, "\xF0\x9F\x91\x8D");
    expect_str(m[1].author, "Me");
    cr_assert(str_equal(m[1].reply_to, m[0].id));
    cr_assert(!str_equal(m[1].id, m[0].id) && m[1].id.len);
    cr_assert_eq(m[2].reply_to.len, 0); // nothing says to which
    cr_assert(str_equal(m[3].reply_to, m[0].id));
    reading_release(&got);
}

Test(imessage_header, is_a_time_as_the_exporter_writes_it) {
    static const char *const none[] = {
        "May 7 2022 5:29:42 PM",    "may 07, 2022  5:29:42 PM",  "May 32, 2022  5:29:42 PM",
        "May 07, 2022  0:29:42 PM", "May 07, 2022  5:29 PM",     "May 07, 2022  5:29:42 PMs",
        "May 07, 2022  17:29:42 ",  " May 07, 2022  5:29:42 PM", "",
    };
    imessage_header h;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        cr_assert_not(imessage_header_read(str_from(none[i]), &h), "%s", none[i]);
    cr_assert(imessage_header_read(STR("Feb 29, 2024 12:00:00 AM\r"), &h));
    cr_assert_eq(h.time, 1709164800000);
    cr_assert(imessage_header_read(STR("Dec 01, 2023  1:02:03 AM Ada named the conversation"), &h));
    expect_str(h.rest, "Ada named the conversation");
}

Test(reader_imessage, rejects_what_stands_before_the_first_record) {
    reading got = read_through(&reader_imessage,
                               STR("a word\n\nMay 07, 2022  5:29:42 PM\nAda\nhello\n\n"), NULL);
    cr_assert(got.count == 1 && got.rejected == 1 && got.reason == REJECT_MALFORMED);
    reading_release(&got);
    got = read_through(&reader_imessage, STR("May 07, 2022  5:29:42 PM\n"), NULL);
    cr_assert(got.count == 0 && got.rejected == 1);
    reading_release(&got);
}
