#include "reading.h"

#include "reader/meta_phrases.h"

extern const reader reader_meta;

static const char classic[] =
    "\xEF\xBB\xBF{\"participants\":[{\"name\":\"Zo\\u00c3\\u00ab Winter\"},{\"name\":\"Marek\"}],"
    "\"messages\":[\n"
    "{\"sender_name\":\"Marek\",\"timestamp_ms\":1709287209000,\"is_unsent\":true},\n"
    "{\"sender_name\":\"Zo\\u00c3\\u00ab Winter\",\"timestamp_ms\":1709287208000,"
    "\"content\":\"Zo\\u00c3\\u00ab named the group Lids.\"},\n"
    "{\"sender_name\":\"Zo\\u00c3\\u00ab Winter\",\"timestamp_ms\":1709287207000,"
    "\"content\":\"Zo\\u00c3\\u00ab sent a photo.\",\"photos\":[{\"uri\":\"a.jpg\"}]},\n"
    "{\"sender_name\":\"Marek\",\"timestamp_ms\":1709287206000,\"call_duration\":5},\n"
    "{\"sender_name\":\"Marek\",\"timestamp_ms\":1709287205000},\n"
    "{\"sender_name\":\"\",\"timestamp_ms\":1709287204000,\"content\":\"who?\"},\n"
    "{\"sender_name\":\"Marek\",\"timestamp_ms\":1709287203000,\"content\":\"na\\u00c3\\u00afve\","
    "\"photos\":[{\"uri\":\"b.jpg\"}],"
    "\"reactions\":[{\"reaction\":\"\\u00f0\\u009f\\u0098\\u008d\",\"actor\":\"Zo\\u00c3\\u00ab "
    "Winter\"}]}\n"
    "],\"title\":\"Marek\",\"thread_path\":\"inbox/marek_1\"}\n";

Test(reader_meta, reads_a_classic_part) {
    reading got = read_through(&reader_meta, str_from(classic), NULL);
    cr_assert_eq(got.bid, 90);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 8);
    const message *m = got.messages;
    static const message_kind kinds[] = {KIND_DELETED, KIND_SYSTEM, KIND_MEDIA, KIND_CALL,
                                         KIND_TEXT,    KIND_TEXT,   KIND_TEXT,  KIND_REACTION};
    for (size_t i = 0; i < 8; i++) cr_expect_eq(m[i].kind, kinds[i], "record %zu", i);
    cr_assert_eq(m[0].time, 1709287209000);
    cr_assert_eq(m[0].time_kind, TIME_UTC);
    cr_assert_eq(m[1].author.len, 0);
    expect_str(m[2].author, "Zo\xC3\xAB Winter");
    cr_assert_eq(m[4].text.len, 0);
    expect_str(m[6].text, "na\xC3\xAFve");
    cr_assert_eq(m[6].flags, FLAG_MEDIA | FLAG_CAPTION);
    expect_str(m[7].text, "\xF0\x9F\x98\x8D");
    expect_str(m[7].author, "Zo\xC3\xAB Winter");
    cr_assert_eq(m[7].time, m[6].time);
    reading_release(&got);
}

Test(reader_meta, reads_an_encrypted_chat) {
    static const char encrypted[] =
        "{\"participants\":[\"Zo\xC3\xAB\",\"Marek\"],\"threadName\":\"Marek_7\",\"messages\":[\n"
        "{\"isUnsent\":false,\"media\":[],\"reactions\":[{\"actor\":\"Marek\",\"reaction\":\"x\"}],"
        "\"senderName\":\"Zo\xC3\xAB\",\"text\":\"se\xC3\xB1or\",\"timestamp\":1709287200000,"
        "\"type\":\"text\"},\n"
        "{\"isUnsent\":true,\"media\":[],\"reactions\":[],\"senderName\":\"Marek\","
        "\"text\":\"User unsent a message\",\"timestamp\":1709287201000,\"type\":\"text\"},\n"
        "{\"isUnsent\":false,\"media\":[{\"uri\":\"Failed to download media\"}],\"reactions\":[],"
        "\"senderName\":\"Marek\",\"text\":\"\",\"timestamp\":1709287202000,\"type\":\"media\"}]}";
    reading got = read_through(&reader_meta, str_from(encrypted), NULL);
    cr_assert_eq(got.bid, 90);
    cr_assert_eq(got.count, 4);
    expect_str(got.messages[0].title, "Marek_7");
    expect_str(got.messages[0].text, "se\xC3\xB1or");
    cr_assert_eq(got.messages[1].kind, KIND_REACTION);
    cr_assert_eq(got.messages[2].kind, KIND_DELETED);
    cr_assert_eq(got.messages[3].kind, KIND_MEDIA);
    reading_release(&got);
}

Test(reader_meta, knows_a_chat_in_which_nobody_wrote) {
    reading got = read_through(&reader_meta,
                               STR("{\"participants\":[],\"messages\":[],\"title\":\"x\","
                                   "\"thread_path\":\"inbox/x_1\"}"),
                               NULL);
    cr_assert_gt(got.bid, 0);
    cr_assert_eq(got.last, READER_END);
    reading_release(&got);
}

Test(reader_meta, fails_when_the_file_is_cut_anywhere) {
    for (size_t len = 4; len + 3 < sizeof classic; len += 5) {
        reading got = read_through(&reader_meta, str_of(classic, len), NULL);
        cr_assert_eq(got.last, READER_FAILED, "cut at %zu", len);
        reading_release(&got);
    }
}

Test(reader_meta, knows_the_files_of_a_download) {
    cr_assert_eq(reader_meta.role(STR("x/messages/inbox/a_1/message_12.json")), ROLE_PART);
    cr_assert_eq(reader_meta.role(STR("message.json")), ROLE_PART);
    cr_assert_eq(reader_meta.role(STR("messages/autofill_information.json")), ROLE_OTHER);
    cr_assert_eq(reader_meta.role(STR("messages/Marek_7.json")), ROLE_NONE);
    cr_assert_eq(reader_meta.role(STR("message_x.json")), ROLE_NONE);
    cr_assert_eq(reader_meta.bid(STR("{\"autofill_information_v2\":{\"EMAIL\":[]}}"), true), 0);
}

Test(meta_phrase, has_names_of_64_bytes_and_400_in_all) {
    char content[500];
    for (int len = 63; len <= 65; len++) {
        int all = snprintf(content, sizeof content, "Z%0*d missed your audio call.", len - 1, 0);
        cr_expect_eq(meta_phrase_of(str_of(content, (size_t)all), STR("Ann")),
                     len > 64 ? META_WORDS : META_CALL, "%d", len);
    }
    for (int len = 399; len <= 401; len++) {
        int all = snprintf(content, sizeof content, "Ann named the group %0*d.", len - 21, 0);
        cr_assert_eq(all, len);
        cr_expect_eq(meta_phrase_of(str_of(content, (size_t)all), STR("Ann")),
                     len > 400 ? META_WORDS : META_NOTICE, "%d", len);
    }
}

Test(reader_meta, takes_what_the_app_writes_only_from_whom_it_speaks_of) {
    cr_assert_eq(meta_phrase_of(STR("Zoe sent a photo."), STR("Zoe Winter")), META_SENT);
    cr_assert_eq(meta_phrase_of(STR("You sent an attachment."), STR("Zoe")), META_SENT);
    cr_assert_eq(meta_phrase_of(STR("Marek missed your call."), STR("Marek")), META_CALL);
    cr_assert_eq(meta_phrase_of(STR("Zoe added Ines to the group."), STR("Zoe")), META_NOTICE);
    cr_assert_eq(meta_phrase_of(STR("Zoe added salt to the soup."), STR("Zoe")), META_WORDS);
    cr_assert_eq(meta_phrase_of(STR("Zoe sent a photo."), STR("Marek")), META_WORDS);
    cr_assert_eq(meta_phrase_of(STR("Zoe sent a photo. Did you see?"), STR("Zoe")), META_WORDS);
    cr_assert_eq(meta_phrase_of(STR(" sent a photo."), STR("")), META_WORDS);
    // Of two kinds the sender is the other one.
    cr_assert_eq(meta_phrase_of(STR("Marek missed your call."), STR("Zoe")), META_CALL);
    cr_assert_eq(meta_phrase_of(STR("Marek wasn't notified about this message because they're in "
                                    "quiet mode."),
                                STR("Zoe")),
                 META_NOTICE);
    cr_assert_eq(meta_phrase_of(STR("lee, anna wasn't notified about this message because they're "
                                    "in quiet mode."),
                                STR("Zoe")),
                 META_NOTICE);
    cr_assert_eq(meta_phrase_of(STR("it said\nzoe wasn't notified about this message because "
                                    "they're in quiet mode."),
                                STR("Zoe")),
                 META_WORDS);
    cr_assert_eq(meta_phrase_of(STR("sorry, I missed your call."), STR("Zoe")), META_WORDS);
    cr_assert_eq(meta_phrase_of(STR("Hm, Marek missed your call."), STR("Zoe")), META_WORDS);
}
