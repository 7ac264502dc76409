#include "reading.h"

extern const reader reader_sms;

#define HEAD "<?xml version='1.0' encoding='UTF-8' ?>\n<smses count=\"2\">\n"

static const char backup[] = HEAD
    "<!-- a > b & c -->\n"
    "<sms address=\"+1 (810) 555-0101\" date=\"1400000000000\" type=\"1\" body=\"one "
    "&#55357;&#56832;"
    "&#0;&#xD83D; &#10;two\" contact_name=\"Ada\" />\n"
    "<sms address='8105550101' date='1400000001' type='2' body='say \"it\"' contact_name='Ada'/>\n"
    "<sms address=\"8105550101\" date=\"never\" type=\"3\" body=\"null\" contact_name=\"Ada\" />\n"
    "<mms date=\"1400000002000\" msg_box=\"1\" address=\"8105550101~8105550102\" "
    "contact_name=\"null\">"
    "<parts><part ct=\"application/smil\" text=\"&lt;smil/>\"/><part ct=\"image/png\" "
    "data=\"AAAA&<\"/><part ct=\"text/plain\" text=\"a\"/><part ct=\"text/plain\" "
    "text=\"b\"/></parts>"
    "<addrs><addr address=\"+18105550101\" type=\"137\"/><addr address=\"insert-address-token\" "
    "type=\"151\"/></addrs></mms>\n"
    "<mms date=\"1400000003000\" msg_box=\"2\" address=\"8105550102~8105550101\">"
    "<parts><part ct=\"image/png\"/></parts></mms>\n"
    "</smses>\n";

Test(reader_sms, reads_messages_and_mends_what_the_app_writes_wrong) {
    reading got = read_through(&reader_sms, str_from(backup), NULL);
    cr_assert_eq(got.bid, 95);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 5);
    const message *m = got.messages;
    expect_str(m[0].text, "one \xF0\x9F\x98\x80\xEF\xBF\xBD \ntwo");
    cr_assert(m[0].lenient);
    expect_str(m[0].author, "Ada");
    expect_str(m[0].author_id, "105550101");
    expect_str(m[0].conversation, "105550101");
    expect_str(m[0].title, "Ada");
    cr_assert(m[0].time == 1400000000000 && m[0].time_kind == TIME_UTC && m[0].precision == 1);
    expect_str(m[1].text, "say \"it\"");
    expect_str(m[1].author, "Me");
    expect_str(m[1].conversation, "105550101");
    cr_assert(m[1].time == 1400000001000 && m[1].precision == 1000);
    cr_assert(m[2].kind == KIND_SYSTEM && m[2].time_kind == TIME_NONE && m[2].author.len == 0);
    expect_str(m[3].text, "a\nb");
    expect_str(m[3].author, "Ada"); // known from the messages between two
    expect_str(m[3].conversation, "105550101~105550102");
    cr_assert_eq(m[3].flags, FLAG_MEDIA | FLAG_CAPTION);
    cr_assert(m[4].kind == KIND_MEDIA && !m[4].lenient);
    expect_str(m[4].conversation, "105550101~105550102");
    reading_release(&got);
}

Test(reader_sms, fails_when_the_file_is_cut_anywhere) {
    for (size_t len = sizeof HEAD - 1; len + 2 < sizeof backup; len += 5) {
        reading got = read_through(&reader_sms, str_of(backup, len), NULL);
        cr_assert_eq(got.last, READER_FAILED, "cut at %zu", len);
        cr_assert_eq(got.err.status, ATTUNE_INPUT);
        reading_release(&got);
    }
}

Test(reader_sms, counts_a_message_that_stands_there_twice) {
    static const char line[] = "<sms address=\"1\" date=\"1400000000000\" type=\"1\" body=\"x\"/>";
    buf text = {0};
    buf_printf(&text, "%s%s%s</smses>", HEAD, line, line);
    reading got = read_through(&reader_sms, buf_str(&text), NULL);
    cr_assert(got.count == 1 && got.rejected == 1 && got.reason == REJECT_DUPLICATE);
    reading_release(&got);
    buf_release(&text);
}

Test(reader_sms, passes_over_pictures_and_rejects_words_that_are_too_long) {
    buf text = {0};
    buf_add(&text, STR(HEAD "<mms date=\"1400000000000\" msg_box=\"1\" address=\"1\"><parts><part "
                            "ct=\"image/png\" data=\""));
    for (size_t i = 0; i < 200000; i++) buf_add(&text, STR("0123456789abcdef"));
    buf_add(&text, STR("\"/><part ct=\"text/plain\" text=\"short\"/></parts></mms>"
                       "<sms address=\"1\" date=\"1400000000000\" type=\"1\" body=\""));
    for (size_t i = 0; i < 2000; i++) buf_add(&text, STR("0123456789abcdef"));
    buf_add(&text, STR("\"/></smses>"));
    reader_options options = {.max_record = 1000};
    reading got = read_through(&reader_sms, buf_str(&text), &options);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert(got.count == 1 && got.rejected == 1 && got.reason == REJECT_TOO_LONG);
    expect_str(got.messages[0].text, "short");
    reading_release(&got);
    buf_release(&text);
}

Test(reader_sms, keeps_line_ends_tabs_and_stray_marks_in_values) {
    reading got = read_through(&reader_sms,
                               STR("<smses><sms address='1' date='1400000000000' type='1' "
                                   "body='a\nb\tc & d < e &nbsp; \xFF \xEF\xBF\xBF'/></smses>"),
                               NULL);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 1);
    expect_str(got.messages[0].text, "a\nb\tc & d < e &nbsp; \xEF\xBF\xBD \xEF\xBF\xBD");
    cr_assert(got.messages[0].lenient);
    reading_release(&got);
}

Test(reader_sms, refuses_calls_and_declarations) {
    static const char *const others[] = {
        "<?xml version='1.0'?><calls count=\"1\"><call number=\"1\"/></calls>",
        "<!DOCTYPE smses [<!ENTITY a \"aaaa\">]><smses><sms body=\"&a;\"/></smses>",
        "<smses><sms body=\"x\"></mms></smses>",
        "<smses></smses><smses></smses>",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        reading got = read_through(&reader_sms, str_from(others[i]), NULL);
        cr_assert_eq(got.last, READER_FAILED, "%s", others[i]);
        reading_release(&got);
    }
    cr_assert_eq(reader_sms.bid(str_from(others[0]), true), 0);
}
