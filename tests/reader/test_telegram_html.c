#include "reading.h"

extern const reader reader_telegram_html;

#define DATE(day, zone)                                                                            \
    "<div class=\"pull_right date details\" title=\"" day ".03.2024 18:00:00" zone "\">18:00</"    \
    "div>"
#define FROM(name) "<div class=\"from_name\">\n" name "\n </div>"

static const char page[] =
    "<!DOCTYPE html><html><body><div class=\"page_header\"><div class=\"text bold\">\nBeds &amp; "
    "Co\n"
    "</div></div><div class=\"history\">\n"
    "<div class=\"message service\" id=\"message-1\"><div class=\"body details\">12 March 2024"
    "</div></div>\n"
    "<div class=\"message service\" id=\"message2\"><div class=\"body details\">Ada joined</div>"
    "</div>\n"
    "<div class=\"message default clearfix\" id=\"message3\"><div class=\"body\">" DATE(
        "12", " UTC-03:30")
        FROM("Ada") "<div class=\"text\">\none<br>  two <b>bold</b>\n</div>"
                    "<span class=\"reactions\"><span class=\"reaction\"><span "
                    "class=\"emoji\">\nx\n</span>"
                    "<span class=\"userpics\"><div class=\"userpic\"><div class=\"initials\" "
                    "title=\"Lee, Ben, 12.03.2024 "
                    "18:05:00\">B</div></div></span></span></span></div></div>\n"
                    "<div class=\"message default clearfix joined\" id=\"message4\"><div "
                    "class=\"body\">" DATE(
                        "13",
                        "") "<div class=\"reply_to details\">In reply to <a "
                            "href=\"messages3.html#go_to_message1\">this"
                            "</a></div><div class=\"media_wrap clearfix\"><div class=\"body\"><div "
                            "class=\"title bold\">"
                            "Photo</div></div></div><div class=\"text\">caption</div></div></div>\n"
                            "<div class=\"message default clearfix joined\" id=\"message5\"><div "
                            "class=\"body\">" DATE("13", "") "<div class=\"forwarded body\">" FROM(
                                "News <span class=\"date details\" title=\"01.01.2020 "
                                "00:00:00\">x</span>") "<div class=\"text\">not "
                                                       "mine</div></div></div></div>\n"
                                                       "<div class=\"message default clearfix\" "
                                                       "id=\"message6\"><div class=\"body\">" DATE(
                                                           "14", "")
                                                           FROM("Ben") "<div class=\"media_wrap "
                                                                       "clearfix\"><div "
                                                                       "class=\"title\">Sticker</"
                                                                       "div></div></div></div>\n"
                                                                       "</div></body></html>\n";

Test(reader_telegram_html, reads_a_page_with_all_that_its_messages_carry) {
    reading got = read_through(&reader_telegram_html, str_from(page), NULL);
    cr_assert_eq(got.bid, 92);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 6);
    const message *m = got.messages;
    cr_assert(m[0].kind == KIND_SYSTEM && m[0].author.len == 0);
    expect_str(m[0].text, "Ada joined");
    expect_str(m[1].text, "one\ntwo bold");
    expect_str(m[1].author, "Ada");
    expect_str(m[1].id, "3");
    expect_str(m[1].title, "Beds & Co");
    cr_assert(m[1].time == 1710279000000 && m[1].time_kind == TIME_OFFSET && m[1].offset == -210);
    cr_assert_eq(m[2].kind, KIND_REACTION);
    expect_str(m[2].author, "Lee, Ben");
    expect_str(m[2].reply_to, "3");
    cr_assert_eq(m[2].time, 1710279300000);
    expect_str(m[3].author, "Ada"); // joined to the one before
    expect_str(m[3].reply_to, "1");
    expect_str(m[3].text, "caption");
    cr_assert(m[3].flags == (FLAG_MEDIA | FLAG_CAPTION) && m[3].time_kind == TIME_LOCAL);
    expect_str(m[4].author, "Ada");
    expect_str(m[4].text, "not mine");
    cr_assert_eq(m[4].flags, FLAG_FORWARDED);
    cr_assert_eq(m[4].time, 1710352800000);
    cr_assert(m[5].kind == KIND_MEDIA && m[5].text.len == 0);
    reading_release(&got);
}

// Left in the name, the bot would make a second speaker of whoever used it.
Test(reader_telegram_html, takes_the_bot_that_wrote_out_of_the_name) {
    static const char bots[] =
        "<html><div class=\"history\"><div class=\"message default\" id=\"message1\">" FROM(
            "Ada via @picturebot") "<div class=\"text\">drawn</div></div>"
                                   "<div class=\"message default joined\" id=\"message2\">"
                                   "<div class=\"text\">again</div></div>"
                                   "<div class=\"message default\" id=\"message3\">" FROM(
                                       "Ada") "<div class=\"text\">mine</div></div></div></html>";
    reading got = read_through(&reader_telegram_html, str_from(bots), NULL);
    cr_assert_eq(got.count, 3);
    for (size_t i = 0; i < 3; i++) expect_str(got.messages[i].author, "Ada");
    cr_assert(got.messages[0].flags == FLAG_BOT && got.messages[1].flags == FLAG_BOT);
    cr_assert_eq(got.messages[2].flags, 0);
    reading_release(&got);
}

Test(reader_telegram_html, fails_when_the_page_is_cut_anywhere) {
    for (size_t len = 1; len + 9 < sizeof page; len += 11) {
        reading got = read_through(&reader_telegram_html, str_of(page, len), NULL);
        cr_assert_eq(got.last, READER_FAILED, "cut at %zu", len);
        reading_release(&got);
    }
}

Test(reader_telegram_html, leaves_other_pages_alone) {
    cr_assert_eq(reader_telegram_html.bid(STR("<html><div class=\"message\">x</div></html>"), true),
                 0);
    cr_assert_eq(reader_telegram_html.bid(STR("class=\"message default\" id=\"message1\""), true),
                 0);
}
