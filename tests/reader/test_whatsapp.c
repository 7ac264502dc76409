#include "reading.h"

#include "reader/whatsapp_bid.h"
#include "reader/whatsapp_title.h"

#include <criterion/parameterized.h>

extern const reader reader_whatsapp;

static reading read_chat(const char *text) {
    return read_through(&reader_whatsapp, str_from(text), NULL);
}

Test(reader_whatsapp, reads_a_chat_of_an_android_phone) {
    reading got = read_chat(
        "18/03/2024, 13:05 - Messages and calls are end-to-end encrypted. Tap to learn more.\n"
        "18/03/2024, 13:05 - Ana: one\n"
        "18/03/2024, 13:06 - Bob: two\n"
        "\n"
        "  lines\n"
        "18/03/2024, 13:07 - Ana created group \"A: b\"\n"
        "19/03/2024, 00:00 - ~\u202FCy: three \n");
    cr_assert_eq(got.bid, 50);
    cr_assert_eq(got.last, READER_END);
    cr_assert_eq(got.count, 5);
    const message *m = got.messages;
    cr_assert_eq(m[0].kind, KIND_SYSTEM);
    cr_assert_eq(m[0].author.len, 0);
    expect_str(m[1].author, "Ana");
    expect_str(m[1].text, "one");
    cr_assert_eq(m[1].time, 1710767100000);
    cr_assert_eq(m[1].time_kind, TIME_LOCAL);
    cr_assert_eq(m[1].precision, 60000);
    cr_assert_eq(m[1].line, 2);
    expect_str(m[2].text, "two\n\n  lines");
    cr_assert_eq(m[3].line, 6);
    cr_assert_eq(m[3].kind, KIND_SYSTEM);
    expect_str(m[3].text, "Ana created group \"A: b\"");
    expect_str(m[4].author, "Cy");
    expect_str(m[4].text, "three");
    cr_assert_eq(got.dialect.order, ORDER_DMY);
    reading_release(&got);
}

Test(reader_whatsapp, reads_a_chat_of_an_iphone) {
    reading got =
        read_chat("\uFEFF[3/18/24, 1:05:09\u202FPM] Family: \u200EAna created this group\r\n"
                  "[3/18/24, 1:05:10\u202FPM] Family: \u200EAna added you\r\n"
                  "[3/18/24, 1:05:11\u202FPM] Ana: first\nsecond\r\n"
                  "\u200E[3/18/24, 1:05:12\u202FPM] \u202A+49 170 1\u202C: \u200Eimage omitted\r\n"
                  "[3/18/24, 1:05:13\u202FPM] Ana: what I meant \u200E<This message was edited>\r\n"
                  "[3/18/24, 1:05:14\u202FPM] Family: \u200Eeverything here is new\r\n");
    cr_assert_eq(got.bid, 50);
    cr_assert_eq(got.count, 6);
    const message *m = got.messages;
    cr_assert_eq(m[0].kind, KIND_SYSTEM);
    cr_assert_eq(m[0].author.len, 0);
    cr_assert_eq(m[1].kind, KIND_SYSTEM);
    expect_str(m[2].text, "first\nsecond");
    cr_assert_eq(m[2].precision, 1000);
    cr_assert_eq(m[2].time, 1710767111000);
    expect_str(m[3].author, "+49 170 1");
    cr_assert_eq(m[3].kind, KIND_MEDIA);
    expect_str(m[4].text, "what I meant");
    cr_assert_eq(m[4].flags, FLAG_EDITED);
    cr_assert_eq(m[5].kind, KIND_SYSTEM);
    reading_release(&got);
}

typedef struct body_case {
    char body[128];
    char text[96];
    int kind, flags;
} body_case;

ParameterizedTestParameters(reader_whatsapp, tells_words_from_what_the_app_wrote) {
    static body_case cases[] = {
        {"hello", "hello", KIND_TEXT, 0},
        {"", "", KIND_MEDIA, 0},
        {"null", "null", KIND_MEDIA, 0},
        {"<Media omitted>", "<Media omitted>", KIND_MEDIA, 0},
        {"<\u200Eimage omitted>", "<\u200Eimage omitted>", KIND_MEDIA, 0},
        {"<Medien ausgeschlossen>", "<Medien ausgeschlossen>", KIND_MEDIA, 0},
        {"<3", "<3", KIND_TEXT, 0},
        {"<grin>", "<grin>", KIND_TEXT, 0},
        {"IMG-1.jpg (file attached)", "IMG-1.jpg (file attached)", KIND_MEDIA, 0},
        {"IMG-1.jpg (Datei angehängt)\nlook at that", "look at that", KIND_TEXT,
         FLAG_MEDIA | FLAG_CAPTION},
        {"<Media omitted>\nlook\nthere", "look\nthere", KIND_TEXT, FLAG_MEDIA | FLAG_CAPTION},
        {"(file attached)", "(file attached)", KIND_TEXT, 0},
        {"plan.pdf (archivo adjunto)\nte quiero", "te quiero", KIND_TEXT,
         FLAG_MEDIA | FLAG_CAPTION},
        // In a language that is not known the name of the file says it.
        {"IMG-20240115-WA0001.jpg (xyz abc)\nlook", "look", KIND_TEXT, FLAG_MEDIA | FLAG_CAPTION},
        {"IMG-20240115-WA001.jpg (xyz abc)", "IMG-20240115-WA001.jpg (xyz abc)", KIND_TEXT, 0},
        {"see IMG-20240115-WA0001.jpg (xyz)", "see IMG-20240115-WA0001.jpg (xyz)", KIND_TEXT, 0},
        {"<Media omessi>", "<Media omessi>", KIND_MEDIA, 0},
        {"video note omitted", "video note omitted", KIND_MEDIA, 0},
        {"see below (a file)", "see below (a file)", KIND_TEXT, 0},
        {"\u200E<attached: 0001-PHOTO.jpg>", "<attached: 0001-PHOTO.jpg>", KIND_MEDIA, 0},
        {"< attached: 0001-PHOTO.jpg >", "< attached: 0001-PHOTO.jpg >", KIND_MEDIA, 0},
        {"look \u200E<attached: 0001-PHOTO.jpg>", "look", KIND_TEXT, FLAG_MEDIA | FLAG_CAPTION},
        {"2015-08-04-PHOTO-1.jpg <\u200Eattached>", "2015-08-04-PHOTO-1.jpg <\u200Eattached>",
         KIND_MEDIA, 0},
        {"a.pdf \u2022 \u200E2 pages \u200Edocument omitted",
         "a.pdf \u2022 \u200E2 pages \u200Edocument omitted", KIND_MEDIA, 0},
        {"This message was deleted", "This message was deleted", KIND_DELETED, 0},
        {"Du hast diese Nachricht gelöscht.", "Du hast diese Nachricht gelöscht.", KIND_DELETED, 0},
        {"This message was deleted\nso what", "This message was deleted\nso what", KIND_TEXT, 0},
        {"as I said <This message was edited>", "as I said", KIND_TEXT, FLAG_EDITED},
        {"wie gesagt \u200E<Diese Nachricht wurde bearbeitet.>", "wie gesagt", KIND_TEXT,
         FLAG_EDITED},
        {"POLL:\nWho?\nOPTION: I (1 vote)", "POLL:\nWho?\nOPTION: I (1 vote)", KIND_MEDIA, 0},
        {"Missed voice call", "Missed voice call", KIND_CALL, 0},
        {"\u200EVideo call, \u200E5 min", "Video call, \u200E5 min", KIND_CALL, 0},
        {"location: https://maps.google.com/?q=1.5,2.5",
         "location: https://maps.google.com/?q=1.5,2.5", KIND_MEDIA, 0},
        {"Cafe (1 Main St): https://foursquare.com/v/4b0",
         "Cafe (1 Main St): https://foursquare.com/v/4b0", KIND_MEDIA, 0},
        {"see: https://example.org/?q=1.5,2.5", "see: https://example.org/?q=1.5,2.5", KIND_TEXT,
         0},
        {"live location shared", "live location shared", KIND_MEDIA, 0},
        {"Bob left", "Bob left", KIND_TEXT, 0},
        {"I was removed from the list", "I was removed from the list", KIND_TEXT, 0},
    };
    return cr_make_param_array(body_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(body_case *t, reader_whatsapp, tells_words_from_what_the_app_wrote) {
    static const char *const chats[] = {
        "18/03/2024, 13:05 - Ana: hi\n18/03/2024, 13:06 - Ana: %s\n",
        "[18/03/2024, 13:05:00] Ana: hi\r\n[18/03/2024, 13:06:00] Ana: %s\r\n"};
    for (size_t i = 0; i < 2; i++) {
        char text[512];
        snprintf(text, sizeof text, chats[i], t->body);
        reading got = read_chat(text);
        cr_assert_eq(got.count, 2, "%s", text);
        expect_str(got.messages[1].text, t->text);
        cr_assert_eq(got.messages[1].kind, t->kind, "%s: kind %d", t->body, got.messages[1].kind);
        cr_assert_eq(got.messages[1].flags, t->flags, "%s: flags %d", t->body,
                     got.messages[1].flags);
        expect_str(got.messages[1].author, "Ana");
        reading_release(&got);
    }
}

Test(reader_whatsapp, keeps_pasted_headers_of_another_shape_in_the_message) {
    char text[4096];
    size_t len = 0;
    for (int i = 0; i < 25; i++)
        len += (size_t)snprintf(
            text + len, sizeof text - len, "[18.03.24, 13:05:%02d] Ana: line\n%s", i,
            i == 5 ? "[1.3.2024, 00:00:00] Bob: pasted\n18/03/24, 13:05 - Bob: pasted\n" : "");
    reading got = read_chat(text);
    cr_assert_eq(got.count, 25);
    expect_str(got.messages[5].text,
               "line\n[1.3.2024, 00:00:00] Bob: pasted\n18/03/24, 13:05 - Bob: pasted");
    reading_release(&got);
}

Test(reader_whatsapp, knows_a_name_with_a_colon_by_all_its_lines) {
    reading got =
        read_chat("18/03/2024, 13:05 - Team: Lake: one\n18/03/2024, 13:05 - Team: Lake: two: 2\n"
                  "18/03/2024, 13:05 - Ana: note: three\n18/03/2024, 13:05 - Ana: four\n"
                  "18/03/2024, 13:05 - Team: Lake: five\n");
    expect_str(got.messages[0].author, "Team: Lake");
    expect_str(got.messages[1].author, "Team: Lake");
    expect_str(got.messages[1].text, "two: 2");
    expect_str(got.messages[2].author, "Ana");
    expect_str(got.messages[2].text, "note: three");
    expect_str(got.messages[4].text, "five");
    reading_release(&got);
}

Test(reader_whatsapp, believes_names_that_are_given) {
    reader_options options = {.max_record = LIMIT_RECORD, .speakers = "Ana, Dr: Who"};
    reading got = read_through(
        &reader_whatsapp, STR("18/03/2024, 13:05 - Dr: Who: hi\n18/03/2024, 13:05 - Ana: hi: ho\n"),
        &options);
    expect_str(got.messages[0].author, "Dr: Who");
    expect_str(got.messages[1].author, "Ana");
    reading_release(&got);
}

Test(reader_whatsapp, does_not_take_a_quoted_colon_for_the_end_of_a_name) {
    reading got =
        read_chat("18/03/2024, 13:05 - Ana: hi\n"
                  "18/03/2024, 13:05 - Ana changed the subject from \"A: b\" to \"C: d\"\n"
                  "18/03/2024, 13:05 - Du hast die Gruppe „A: b“ erstellt\n"
                  "18/03/2024, 13:05 - Jo \"the cat\" Doe: hi\n"
                  "18/03/2024, 13:05 - odd:: one: two\n");
    cr_assert_eq(got.messages[1].kind, KIND_SYSTEM);
    cr_assert_eq(got.messages[2].kind, KIND_SYSTEM);
    expect_str(got.messages[3].author, "Jo \"the cat\" Doe");
    cr_assert_eq(got.messages[4].kind, KIND_SYSTEM);
    reading_release(&got);
}

Test(reader_whatsapp, takes_an_empty_message_for_one_of_its_author) {
    reading got =
        read_chat("18/03/2024, 13:05 - Ana: \n18/03/2024, 13:05 - Ana:\n18/03/2024, 13:05 - Ana:.\n"
                  "18/03/2024, 13:05 - Ana:\n\n\nhi\n18/03/2024, 13:05 - \n");
    cr_assert_eq(got.count, 5);
    for (int i = 0; i < 3; i++) {
        expect_str(got.messages[i].author, "Ana");
        cr_assert_eq(got.messages[i].kind, KIND_MEDIA);
    }
    cr_assert_eq(got.messages[3].kind, KIND_TEXT);
    cr_assert(str_equal(str_trim(got.messages[3].text), STR("hi")));
    cr_assert_eq(got.messages[4].kind, KIND_SYSTEM);
    reading_release(&got);
}

Test(reader_whatsapp, counts_what_speaks_against_the_order_of_dates) {
    reading got = read_chat(
        "18/03/2024, 13:05 - Ana: a\n19/03/2024, 13:05 - Ana: b\n03/20/2024, 13:05 - Ana: c\n");
    cr_assert_eq(got.dialect.order, ORDER_DMY);
    cr_assert_eq(got.dialect.evidence, EVIDENCE_DAY_OVER_12);
    cr_assert_eq(got.dialect.contradictions, 1);
    cr_assert_eq(got.dialect.first_contradiction, 3);
    cr_assert_eq(got.messages[2].time, 1710939900000);
    reading_release(&got);
}

Test(reader_whatsapp, obeys_a_given_order_of_dates) {
    reader_options options = {.max_record = LIMIT_RECORD, .order = ORDER_MDY};
    reading got = read_through(&reader_whatsapp, STR("3/6/18, 13:55 - Ana: a\n"), &options);
    cr_assert_eq(got.dialect.evidence, EVIDENCE_OPTION);
    cr_assert_eq(got.messages[0].time, 1520344500000);
    reading_release(&got);
}

Test(reader_whatsapp, leaves_out_the_year_that_nobody_wrote) {
    reading got = read_chat("18 Mar 12:14 - Ana: a\n");
    cr_assert_eq(got.messages[0].time_kind, TIME_NONE);
    reading_release(&got);
    got = read_chat("12:14, 28 Dec 2013 - Ana: a\n12:14, 1 Jan - Ana: b\n");
    cr_assert_eq(got.messages[0].time, 1388232840000);
    cr_assert_eq(got.messages[1].time, 1388578440000);
    reading_release(&got);
}

Test(reader_whatsapp, rejects_one_record_that_is_too_long_and_goes_on) {
    char text[9000];
    int len = snprintf(text, sizeof text, "18/03/2024, 13:05 - Ana: a\n18/03/2024, 13:05 - Ana: ");
    memset(text + len, 'x', 4000);
    memset(text + len + 1000, '\n', 3);
    snprintf(text + len + 4000, sizeof text - (size_t)len - 4000,
             "\ny\n18/03/2024, 13:05 - Ana: b\n");
    for (size_t most = 100; most < 3000; most += 1400) {
        reader_options options = {.max_record = most};
        reading got = read_through(&reader_whatsapp, str_from(text), &options);
        cr_assert_eq(got.rejected, 1);
        cr_assert_eq(got.reason, REJECT_TOO_LONG);
        cr_assert_eq(got.count, 2);
        expect_str(got.messages[1].text, "b");
        cr_assert_eq(got.messages[1].line, 7);
        reading_release(&got);
    }
}

Test(reader_whatsapp, rejects_what_stands_before_the_first_header_once) {
    reading got =
        read_chat("---\ntitle: x\n---\n\n[05.06.15 12:24:18] Bob: a\n[05.06.15 12:24:19] Ana: b\n");
    cr_assert_eq(got.bid, 50);
    cr_assert_eq(got.rejected, 1);
    cr_assert_eq(got.reason, REJECT_MALFORMED);
    cr_assert_eq(got.count, 2);
    cr_assert_eq(got.messages[0].line, 5);
    reading_release(&got);
    got = read_chat("\n \n[05.06.15 12:24:18] Bob: a\n");
    cr_assert_eq(got.rejected, 0);
    reading_release(&got);
}

Test(reader_whatsapp, refuses_a_text_without_any_header) {
    reading got = read_chat("dear diary,\ntoday was a day\n");
    cr_assert_not(got.opened);
    cr_assert_eq(got.err.status, ATTUNE_INPUT);
    cr_assert_eq(got.bid, 0);
    reading_release(&got);
    got = read_chat("");
    cr_assert(got.opened);
    cr_assert_eq(got.last, READER_END);
    cr_assert_eq(got.count, 0);
    reading_release(&got);
}

Test(reader_whatsapp, repairs_broken_characters_and_says_so) {
    reading got = read_chat("18/03/2024, 13:05 - A\xFFna: a\xC3(\xE2\x82\r\nb\r\n"
                            "18/03/2024, 13:05 - Ana: \u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\n");
    expect_str(got.messages[0].author, "A\uFFFDna");
    expect_str(got.messages[0].text, "a\uFFFD(\uFFFD\nb");
    cr_assert(got.messages[0].lenient);
    reading_release(&got);
}

Test(reader_whatsapp, reads_lines_that_end_in_cr_alone) {
    reading got = read_chat("18/03/2024, 13:05 - Ana: a\rb\r18/03/2024, 13:06 - Ana: c");
    cr_assert_eq(got.count, 2);
    expect_str(got.messages[0].text, "a\nb");
    cr_assert_eq(got.messages[1].line, 3);
    reading_release(&got);
    got = read_chat("18/03/2024, 13:05 - Ana: a\rb\n18/03/2024, 13:06 - Ana: c\r\n");
    expect_str(got.messages[0].text, "a\nb");
    expect_str(got.messages[1].text, "c");
    reading_release(&got);
}

Test(reader_whatsapp, notes_whom_a_message_addresses) {
    reading got = read_chat("18/03/2024, 13:05 - Ana: @\u2068Bo\u2069 and @\u2068~\u202FCy "
                            "Lo\u2069 and @Dee @\u2068\n");
    const message *m = &got.messages[0];
    cr_assert_eq(m->mentioned_count, 2);
    expect_str(m->mentioned[0], "Bo");
    expect_str(m->mentioned[1], "Cy Lo");
    reading_release(&got);
}

typedef struct bid_case {
    char head[400];
    bool bids;
} bid_case;

ParameterizedTestParameters(reader_whatsapp, bids_on_chats_and_not_on_other_logs) {
    static bid_case cases[] = {
        {"18/03/2024, 13:05 - Ana: hi\n", true},
        {"18/03/2024, 13:05 - ANA: hi\n18/03/2024, 13:05 - +49 170 1234: hi\n", true},
        {"18/03/2024, 13:05 - \u0410\u043D\u044F: hi\n18/03/2024, 13:05 - \u674E: hi\n", true},
        {"18/03/2024, 13:05 - You created group \"x\"\n18/03/2024, 13:06 - A: <Media omitted>\n",
         true},
        {"[2024-01-02 10:00:00] INFO: started\n[2024-01-02 10:00:01] WARN: slow\n", false},
        {"[2024-01-02 10:00:00] local.ERROR: failed\n[2024-01-02 10:00:01] local.ERROR: again\n",
         false},
        {"[2024-01-02 10:00:00] Warning: disk\n[2024-01-02 10:00:01] Error: disk\n", false},
        {"[2024-01-02 10:00:00] DB: up\n[2024-01-02 10:00:01] DB: down\n", false},
        {"2024-01-02 10:00 - started\n2024-01-02 10:01 - stopped\n", false},
        {"2024-01-02 10:00:00 a: b\n2024-01-02 10:01:00 a: b\n", false},
        {"one line\nand more\n18/03/2024, 13:05 - Ana: hi\n", false},
        {"a,b,c\n1,2,3\n", false},
        {"", false},
        {"\n\n\n", false},
        {"1\n1\n1", false},
    };
    return cr_make_param_array(bid_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(bid_case *t, reader_whatsapp, bids_on_chats_and_not_on_other_logs) {
    cr_assert_eq(whatsapp_bid(str_from(t->head), true) > 0, t->bids, "%s", t->head);
}

Test(reader_whatsapp, does_not_bid_on_a_log_with_something_new_before_each_colon) {
    char text[8000];
    size_t len = 0;
    for (int i = 0; i < 60; i++)
        len += (size_t)snprintf(text + len, sizeof text - len,
                                "[2024-01-02 10:00:%02d] task %d of the day: done\n", i, i);
    cr_assert_eq(whatsapp_bid(str_of(text, len), true), 0);
}

Test(reader_whatsapp, takes_the_title_from_the_name_of_the_file) {
    static const char *const names[][2] = {
        {"WhatsApp Chat with Ana B.txt", "Ana B"},
        {"WhatsApp-Chat mit Ana.txt", "Ana"},
        {"Chat de WhatsApp con Ana.TXT", "Ana"},
        {"WhatsApp Chat - Ana B.zip", "Ana B"},
        {"WhatsApp Chat - Ana", "Ana"},
        {"_chat.txt", ""},
        {"\u4E0EAna\u7684 WhatsApp \u804A\u5929.txt", "Ana"},
        {"notes.txt", ""},
        {"", ""},
        {".txt", ""},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        expect_str(whatsapp_title(str_from(names[i][0])), names[i][1]);
}

Test(reader_whatsapp, reads_every_beginning_of_a_chat) {
    static const char text[] =
        "\u200E[18/03/24, 13:05:00] Ana\u00A0B: \u200Eimage omitted\r\n[18/03/24, 13:05:01] Bo: "
        "a\nb\r\n"
        "[18/03/24, 13:05:02] ~\u202FCy: \u00E9 \u200E<This message was edited>\r\n";
    for (size_t len = 0; len < sizeof text; len++) {
        reading got = read_through(&reader_whatsapp, str_of(text, len), NULL);
        cr_assert(!got.opened || got.last == READER_END);
        cr_assert_leq(got.count, 3);
        reading_release(&got);
    }
}
