#include "reading.h"

#include "reader/skype_words.h"

extern const reader reader_skype;

static const char history[] =
    "{\"userId\":\"8:live:me\",\"exportDate\":\"x\",\"conversations\":["
    "{\"id\":\"8:ada\",\"displayName\":\"Ada\",\"MessageList\":["
    "{\"id\":\"20\",\"displayName\":null,\"originalarrivaltime\":\"2024-03-08T17:21:00.25Z\","
    "\"messagetype\":\"RichText\",\"content\":\"two\",\"from\":\"8:live:me\",\"properties\":"
    "{\"edittime\":\"1\",\"emotions\":[{\"key\":\"heart\",\"users\":[{\"mri\":\"8:ada\",\"time\":"
    "1709918460000}]}]}},\n"
    "{\"id\":\"10\",\"displayName\":\"Ada\",\"originalarrivaltime\":\"2024-03-08T17:20:00Z\","
    "\"messagetype\":\"Text\",\"content\":\"a <b>c</b> &lt;\",\"from\":\"8:ada\",\"properties\":"
    "{\"emotions\":\"[{\\\"key\\\":\\\"sad\\\",\\\"users\\\":[{\\\"mri\\\":\\\"8:live:me\\\"}]}]\"}"
    "},\n"
    "{\"id\":\"5\",\"messagetype\":\"Event/Call\",\"from\":\"8:ada\",\"content\":\"<x/>\"}]},\n"
    "{\"id\":\"19:g\",\"displayName\":null,\"threadProperties\":{\"topic\":\"Choir\"},"
    "\"MessageList\":[{\"id\":\"7\",\"messagetype\":\"ThreadActivity/"
    "AddMember\",\"from\":\"19:g\"},"
    "{\"id\":\"6\",\"messagetype\":\"RichText/Media_Video\",\"from\":\"28:bot\",\"content\":\"x\"},"
    "{\"id\":\"4\",\"messagetype\":\"RichText\",\"from\":\"8:ada\",\"content\":\"\",\"properties\":"
    "{\"deletetime\":\"1\"}}]}]}\n";

Test(reader_skype, reads_conversations_with_all_that_their_messages_carry) {
    reading got = read_through(&reader_skype, str_from(history), NULL);
    cr_assert_eq(got.bid, 92);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 8);
    const message *m = got.messages;
    expect_str(m[0].author, "me");
    expect_str(m[0].author_id, "8:live:me");
    expect_str(m[0].conversation, "8:ada");
    expect_str(m[0].title, "Ada");
    cr_assert(m[0].time == 1709918460250 && m[0].time_kind == TIME_UTC);
    cr_assert_eq(m[0].flags, FLAG_EDITED);
    cr_assert(m[1].kind == KIND_REACTION && m[1].time == 1709918460000);
    expect_str(m[1].author, "ada");
    expect_str(m[1].reply_to, "20");
    expect_str(m[2].text, "a <b>c</b> &lt;"); // no markup
    cr_assert_eq(m[3].kind, KIND_REACTION);
    expect_str(m[3].text, "sad");
    cr_assert_eq(m[4].kind, KIND_CALL);
    cr_assert(m[5].kind == KIND_SYSTEM && m[5].author.len == 0);
    expect_str(m[5].title, "Choir");
    cr_assert(m[6].kind == KIND_MEDIA && m[6].flags == (FLAG_MEDIA | FLAG_BOT));
    cr_assert_eq(m[7].kind, KIND_DELETED);
    reading_release(&got);
}

Test(reader_skype, fails_when_the_file_is_cut_anywhere) {
    for (size_t len = 1; len + 2 < sizeof history; len += 7) {
        reading got = read_through(&reader_skype, str_of(history, len), NULL);
        cr_assert_eq(got.last, READER_FAILED, "cut at %zu", len);
        reading_release(&got);
    }
}

Test(skype_words, leaves_out_markup_and_the_words_of_others) {
    static const struct {
        const char *content, *words, *reply_to;
        bool edited;
    } cases[] = {
        {"a <b raw_pre=\"*\">b</b> <ss type=\"x\">:)</ss> &amp; <a href=\"u\">v</a>", "a b :) & v",
         "", false},
        {"<quote author=\"x\"><legacyquote>[1] x: </legacyquote>hers<legacyquote>&lt;"
         "</legacyquote></quote>mine",
         "mine", "", false},
        {"x<e_m a=\"y\"></e_m>", "x", "", true},
        {"x<e_m a=\"y\"/>", "x", "", true},
        {"1 &amp;lt; 2", "1 < 2", "", false},
        {"<blockquote itemtype=\"http://schema.skype.com/Reply\" itemid=\"9\"><p>hers</p>"
         "</blockquote><p>mine</p><p>more</p>",
         "mine\nmore", "9", false},
        {"a<br/>b<br>c", "a\nb\nc", "", false},
        {"2 < 3 <", "2 < 3 <", "", false},
    };
    skype_words w = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        skype_words_read(&w, str_from(cases[i].content));
        expect_str(buf_str(&w.text), cases[i].words);
        expect_str(buf_str(&w.reply_to), cases[i].reply_to);
        cr_assert_eq(w.edited, cases[i].edited, "%s", cases[i].content);
    }
    skype_words_release(&w);
}

Test(reader_skype, takes_only_what_people_wrote_for_words) {
    static const struct {
        const char *type;
        message_kind kind;
    } cases[] = {
        {"RichText", KIND_TEXT},
        {"Text", KIND_TEXT},
        {"RichText/Html", KIND_TEXT},
        {"Event/Call", KIND_CALL},
        {"RichText/UriObject", KIND_MEDIA},
        {"RichText/Media_GenericFile", KIND_MEDIA},
        {"RichText/Contacts", KIND_MEDIA},
        {"RichText/Location", KIND_MEDIA},
        {"RichText/Files", KIND_MEDIA},
        {"ThreadActivity/TopicUpdate", KIND_SYSTEM},
        {"Notice", KIND_SYSTEM},
        {"Poll", KIND_SYSTEM},
        {"PopCard", KIND_SYSTEM},
        {"EndToEndEncryption/Begin", KIND_SYSTEM},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char export[400];
        snprintf(export, sizeof export,
                 "{\"conversations\":[{\"id\":\"8:ada\",\"MessageList\":[{\"id\":\"1\","
                 "\"messagetype\":\"%s\",\"content\":\"words\",\"from\":\"8:ada\"}]}]}",
                 cases[i].type);
        reading got = read_through(&reader_skype, str_from(export), NULL);
        cr_assert_eq(got.count, 1);
        cr_assert_eq(got.messages[0].kind, cases[i].kind, "%s", cases[i].type);
        bool said = str_equal(got.messages[0].text, STR("words"));
        cr_assert_eq(said, cases[i].kind == KIND_TEXT, "%s", cases[i].type);
        reading_release(&got);
    }
}
