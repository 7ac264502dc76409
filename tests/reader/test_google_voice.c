#include "reading.h"

extern const reader reader_google_voice;

#define MESSAGE(time, name, inside)                                                                \
    "<div class=\"message\"><abbr class=\"dt\" title=\"2024-03-08T" time "\">Mar 8</abbr>:\n"      \
    "<cite class=\"sender vcard\"><a class=\"tel\" href=\"tel:+15550107788\">" name                \
    "</a></cite>:\n" inside "</div>\n"

static const char page[] =
    "<?xml version=\"1.0\" ?><html><head><title>Ada</title></head><body>"
    "<div class=\"hChatLog hfeed\">" MESSAGE("12:00:00.250-05:00", "<span class=\"fn\">Ada</span>",
                                             "<q>one &amp;<br>two isn&#39;t</q>")
        MESSAGE("12:01:00.000-05:00", "<abbr class=\"fn\" title=\"\">Me</abbr>",
                "<q>MMS Sent</q><div><img src=\"x\"/></div>")
            MESSAGE("12:02:00.000Z", "<span class=\"fn\"></span>",
                    "<q>nobody's name</q>") "</div></body></html>\n";

Test(reader_google_voice, reads_a_page) {
    reading got = read_through(&reader_google_voice, str_from(page), NULL);
    cr_assert_eq(got.bid, 92);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 3);
    const message *m = got.messages;
    expect_str(m[0].text, "one &\ntwo isn't");
    expect_str(m[0].author, "Ada");
    expect_str(m[0].author_id, "550107788");
    expect_str(m[0].conversation, "Ada");
    cr_assert(m[0].time == 1709917200250 && m[0].offset == -300 && m[0].precision == 1);
    expect_str(m[1].author, "Me");
    cr_assert(m[1].author_id.len == 0 && m[1].kind == KIND_MEDIA && m[1].text.len == 0);
    expect_str(m[2].author, "+15550107788");
    cr_assert_eq(m[2].time_kind, TIME_UTC);
    reading_release(&got);
}

Test(reader_google_voice, tells_a_group_by_its_members) {
    reading got = read_through(
        &reader_google_voice,
        STR("<html><body><div class=\"participants\">with <cite><a class=\"tel\" "
            "href=\"tel:+15550107799\"><span class=\"fn\">Ben</span></a></cite>, <cite><a "
            "class=\"tel\" href=\"tel:+15550107788\"></a></cite></div><div class=\"hChatLog "
            "hfeed\">" MESSAGE("12:00:00.000Z", "<span class=\"fn\">Ada</span>",
                               "<q>x</q>") "</div></body></html>"),
        NULL);
    cr_assert_eq(got.count, 1);
    expect_str(got.messages[0].conversation, "550107788~550107799");
    reading_release(&got);
}

Test(reader_google_voice, fails_when_the_page_is_cut_anywhere) {
    for (size_t len = 1; len + 9 < sizeof page; len += 7) {
        reading got = read_through(&reader_google_voice, str_of(page, len), NULL);
        cr_assert_eq(got.last, READER_FAILED, "cut at %zu", len);
        reading_release(&got);
    }
}

Test(reader_google_voice, takes_a_placeholder_for_no_words) {
    reading got = read_through(
        &reader_google_voice,
        STR("<html><body><div class=\"hChatLog hfeed\">" //
            MESSAGE("12:00:00.000Z", "<span class=\"fn\">Ada</span>", "<q>MMS Received</q>")
                MESSAGE("12:01:00.000Z", "<span class=\"fn\">Ada</span>",
                        "<q>MMS Received?</q>") "</div></body></html>"),
        NULL);
    cr_assert_eq(got.count, 2);
    cr_assert(got.messages[0].kind == KIND_MEDIA && got.messages[0].text.len == 0);
    expect_str(got.messages[1].text, "MMS Received?");
    reading_release(&got);
}

Test(reader_google_voice, does_not_bid_on_calls_and_voicemail) {
    static const char call[] = "<?xml version=\"1.0\" ?><html><body><div class=\"haudio\"><span "
                               "class=\"full-text\">call me</span></div></body></html>";
    cr_assert_eq(reader_google_voice.bid(str_from(call), true), 0);
}
