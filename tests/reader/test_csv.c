#include "reading.h"

extern const reader reader_csv, reader_tsv, reader_jsonl;

static const reader_options plain = {.max_record = LIMIT_RECORD};

Test(reader_csv, recognizes_columns_by_their_names) {
    reading got = read_through(&reader_csv, STR("Wann;Wer;Was\nx;y;z\nx;y;z\n"), NULL);
    cr_assert_eq(got.bid, 5);
    cr_assert_not(got.opened);
    cr_assert_eq(got.err.status, ATTUNE_INPUT);
    reading_release(&got);
    got = read_through(&reader_csv, STR("Date;User;Message\n2024-01-02 10:00;Ada;\"hi; you\"\n"),
                       NULL);
    cr_assert_eq(got.bid, 60);
    expect_str(got.messages[0].text, "hi; you");
    reading_release(&got);
    got = read_through(
        &reader_csv,
        STR("\xEF\xBB\xBF"
            "Created At,Sender,Body,Thread\r\n2024-01-02T10:00:00Z,Ada,\"a\r\nb\",7\r\n"),
        NULL);
    cr_assert_eq(got.bid, 60);
    cr_assert_eq(got.count, 1);
    expect_str(got.messages[0].author, "Ada");
    expect_str(got.messages[0].text, "a\nb");
    expect_str(got.messages[0].conversation, "7");
    cr_assert_eq(got.messages[0].time_kind, TIME_UTC);
    cr_assert_eq(got.messages[0].line, 2);
    reading_release(&got);
}

Test(reader_csv, takes_message_as_the_id_beside_a_text) {
    reading got =
        read_through(&reader_csv, STR("conversation,message,speaker,text\nc,m1,A,x\n"), NULL);
    expect_str(got.messages[0].id, "m1");
    expect_str(got.messages[0].text, "x");
    cr_assert_eq(got.messages[0].time_kind, TIME_NONE);
    reading_release(&got);
}

Test(reader_csv, reads_the_message_csv_of_the_project) {
    reading got = read_through(&reader_csv,
                               STR("conversation,message,time,time_kind,precision_s,speaker,reply_"
                                   "to,mentions,kind,flags,text,codes,rules\n"
                                   "1,1,2024-01-02T10:00:00+02:00,offset,60,S1,,S2;S3,text,edited;"
                                   "media,\" = x\",R.DIRECT@0.90,en.a\n"
                                   "1,2,12.5,media,0.001,S2,1,,reaction,,x,,\n"),
                               NULL);
    cr_assert_eq(got.bid, 95);
    cr_assert_eq(got.count, 2);
    const message *m = got.messages;
    cr_assert_eq(m[0].precision, 60000);
    cr_assert_eq(m[0].offset, 120);
    cr_assert_eq(m[0].mentioned_count, 2);
    expect_str(m[0].mentioned[1], "S3");
    cr_assert_eq(m[0].flags, FLAG_EDITED | FLAG_MEDIA);
    expect_str(m[0].text, " = x");
    expect_str(m[0].codes, "R.DIRECT@0.90");
    cr_assert_eq(m[1].time, 12500);
    cr_assert_eq(m[1].precision, 1);
    cr_assert_eq(m[1].kind, KIND_REACTION);
    cr_assert(m[1].codes.at && m[1].codes.len == 0);
    reading_release(&got);
}

Test(reader_csv, takes_lists_of_names_apart_as_they_were_put_together) {
    reading got = read_through(&reader_csv,
                               STR("conversation,message,time,time_kind,precision_s,speaker,reply_"
                                   "to,mentions,kind,flags,text\n"
                                   "1,1,,none,,S1,,a\\;b;c\\\\;d\\,text,,x\n"),
                               NULL);
    const message *m = got.messages;
    cr_assert_eq(m[0].mentioned_count, 3);
    expect_str(m[0].mentioned[0], "a;b");
    expect_str(m[0].mentioned[1], "c\\");
    expect_str(m[0].mentioned[2], "d\\");
    reading_release(&got);
}

Test(reader_csv, follows_a_map_and_names_the_column_it_misses) {
    reader_options options = plain;
    options.map = "speaker=who,text=said";
    reading got = read_through(&reader_csv, STR("who,said,x\nA,hello,1\n"), &options);
    expect_str(got.messages[0].text, "hello");
    reading_release(&got);
    options.map = "speaker=2,text=1";
    got = read_through(&reader_csv, STR("hello,A\nbye,B\n"), &options);
    cr_assert_eq(got.count, 2);
    expect_str(got.messages[0].author, "A");
    reading_release(&got);
    options.map = "speaker=nobody";
    got = read_through(&reader_csv, STR("who,said\nA,hello\n"), &options);
    cr_assert_not(got.opened);
    cr_assert_eq(got.err.status, ATTUNE_USAGE);
    reading_release(&got);
}

Test(reader_csv, loses_one_line_to_a_mark_that_never_closes) {
    reading got =
        read_through(&reader_csv, STR("speaker,text\nA,one\nB,\"two\nA,three\nB,four\n"), NULL);
    cr_assert_eq(got.count, 3);
    cr_assert_eq(got.rejected, 1);
    expect_str(got.messages[1].text, "three");
    reading_release(&got);
}

Test(reader_csv, leaves_out_a_record_that_is_too_long) {
    reader_options options = {.max_record = 16};
    reading got = read_through(
        &reader_csv, STR("speaker,text\nA,0123456789012345\nA,01234567890123\nB,x\n"), &options);
    cr_assert_eq(got.count, 2, "a record of 16 bytes still fits");
    cr_assert_eq(got.rejected, 1);
    cr_assert_eq(got.reason, REJECT_TOO_LONG);
    reading_release(&got);
}

Test(reader_csv, asks_for_sorting_when_conversations_come_back) {
    reading got =
        read_through(&reader_csv, STR("conversation_id,speaker,text\na,A,1\nb,B,2\na,A,3\n"), NULL);
    cr_assert(got.any_order);
    reading_release(&got);
    got =
        read_through(&reader_csv, STR("conversation_id,speaker,text\na,A,1\na,A,3\nb,B,2\n"), NULL);
    cr_assert_not(got.any_order);
    reading_release(&got);
}

Test(reader_csv, decides_the_order_of_dates_in_figures) {
    reading got = read_through(
        &reader_csv, STR("date,time,speaker,text\n13/01/2024,10:00,A,x\n02/02/2024,11:00,B,y\n"),
        NULL);
    cr_assert_eq(got.dialect.order, ORDER_DMY);
    cr_assert_eq(got.dialect.evidence, EVIDENCE_DAY_OVER_12);
    cr_assert_eq(got.messages[1].time, 1706871600000);
    reading_release(&got);
}

static void expect_days(const reader *r, const char *log) {
    reading got = read_through(r, str_from(log), NULL);
    cr_assert_eq(got.dialect.order, ORDER_MDY);
    cr_assert_eq(got.count, 2);
    cr_assert_eq(got.messages[0].precision, 86400000);
    cr_assert_eq(got.messages[1].time - got.messages[0].time, 86400000);
    reading_release(&got);
}

Test(reader_csv, decides_the_order_of_dates_without_a_clock) {
    expect_days(&reader_csv, "date,speaker,text\n2/12/24,Ada,x\n2/13/24,Ben,y\n");
    expect_days(&reader_jsonl, "{\"date\":\"2/12/24\",\"speaker\":\"Ada\",\"text\":\"x\"}\n"
                               "{\"date\":\"2/13/24\",\"speaker\":\"Ben\",\"text\":\"y\"}\n");
}

Test(reader_csv, passes_over_the_line_that_tells_excel_the_sign_between_cells) {
    static const char *const signs[] = {"sep=;\r\n", "\"sep=;\"\n", "SEP=;\n"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        buf log = {0};
        buf_printf(&log, "%sspeaker;text\nAda;a, b\nBen;c\n", signs[i]);
        reading got = read_through(&reader_csv, buf_str(&log), NULL);
        cr_assert_eq(got.bid, 60);
        cr_assert_eq(got.count, 2);
        expect_str(got.messages[0].text, "a, b");
        cr_assert_eq(got.messages[0].line, 3);
        reading_release(&got);
        buf_release(&log);
    }
    reading got = read_through(&reader_tsv, STR("sep=\t\nspeaker\ttext\nAda\ta\n"), NULL);
    cr_assert_eq(got.bid, 60);
    cr_assert_eq(got.count, 1);
    reading_release(&got);
}

Test(reader_csv, passes_over_rows_without_anything_in_their_cells) {
    reading got =
        read_through(&reader_csv, STR("speaker,text\nAda,\n,,\nBen,b\n\"\",\"\"\n,\n"), NULL);
    cr_assert_eq(got.count, 2);
    expect_str(got.messages[0].author, "Ada");
    cr_assert_eq(got.messages[1].line, 4);
    reading_release(&got);
}

Test(reader_tsv, cuts_at_tabs) {
    reading got = read_through(&reader_tsv, STR("speaker\ttext\nA\thi, you\n"), NULL);
    cr_assert_eq(got.bid, 60);
    expect_str(got.messages[0].text, "hi, you");
    reading_release(&got);
}

Test(reader_jsonl, reads_an_object_a_line_and_counts_broken_ones) {
    reading got = read_through(&reader_jsonl,
                               STR("{\"speaker\":\"A\",\"text\":\"x\\ny\",\"timestamp\":1704189600,"
                                   "\"meta\":{\"text\":\"no\"}}\n"
                                   "{\"speaker\":\"B\",\"text\":}\n\n{\"speaker\":\"B\",\"text\":"
                                   "null,\"id\":12345678901234567890}\n"),
                               NULL);
    cr_assert_eq(got.bid, 50);
    cr_assert_eq(got.count, 2);
    cr_assert_eq(got.rejected, 1);
    expect_str(got.messages[0].text, "x\ny");
    cr_assert_eq(got.messages[0].time, 1704189600000);
    expect_str(got.messages[1].id, "12345678901234567890");
    reading_release(&got);
}

Test(reader_jsonl, refuses_keys_of_speaker_or_time_that_hold_objects_alone) {
    static const struct {
        const char *lines, *map;
        bool read;
    } cases[] = {
        {"{\"text\":\"a\",\"time\":\"2024-01-01\",\"sender\":{\"name\":\"A\"}}\n", NULL, false},
        {"{\"text\":\"a\",\"sender\":\"A\",\"date\":{\"x\":\"2024-01-01\"}}\n", NULL, false},
        {"{\"text\":\"a\",\"sender\":{\"name\":\"A\"},\"by\":\"A\"}\n", "speaker=by", true},
        {"{\"text\":\"a\",\"sender\":{}}\n{\"text\":\"b\",\"sender\":\"B\"}\n", NULL, true},
        {"{\"text\":\"a\",\"sender\":null,\"time\":\"2024-01-01\"}\n", NULL, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reader_options o = {.max_record = LIMIT_RECORD, .map = cases[i].map};
        reading got = read_through(&reader_jsonl, str_from(cases[i].lines), &o);
        cr_assert_eq(got.opened, cases[i].read, "%zu", i);
        cr_assert(got.opened || str_contains(str_from(got.err.what), STR("holds an object")));
        reading_release(&got);
    }
}

Test(reader_jsonl, reads_a_list_and_fails_when_it_is_cut) {
    reading got = read_through(
        &reader_jsonl,
        STR("[{\"speaker\":\"A\",\"text\":\"x\"},\n{\"speaker\":\"B\",\"text\":\"y\"}]"), NULL);
    cr_assert_eq(got.count, 2);
    cr_assert_eq(got.last, READER_END);
    reading_release(&got);
    got = read_through(&reader_jsonl,
                       STR("[{\"speaker\":\"A\",\"text\":\"x\"},\n{\"speaker\":\"B\""), NULL);
    cr_assert_eq(got.last, READER_FAILED);
    reading_release(&got);
}

Test(reader_csv, rejects_a_time_that_cannot_be_read) {
    reading got = read_through(
        &reader_csv, STR("time,speaker,text\n2024-01-01T10:00:00,A,x\ngarbage,B,y\n,B,z\n"), NULL);
    cr_assert_eq(got.count, 2, "an empty time is no time, not a bad one");
    cr_assert_eq(got.rejected, 1);
    cr_assert_eq(got.reason, REJECT_MALFORMED);
    reading_release(&got);
}

Test(reader_csv, reads_the_last_row_when_no_line_end_follows) {
    reading got = read_through(&reader_csv,
                               STR("speaker,text,somewhere_else_to_look\n"
                                   "Ada,a row that is shorter,https://example.org/a-long-address"),
                               NULL);
    cr_assert_eq(got.count, 1);
    expect_str(got.messages[0].author, "Ada");
    expect_str(got.messages[0].text, "a row that is shorter");
    reading_release(&got);
}

Test(reader_csv, decides_the_order_of_dates_before_it_reads_any) {
    reading got = read_through(&reader_csv,
                               STR("speaker,time,text\nAda,02/03/2020 10:30,one\n"
                                   "Ada,02/15/2020 10:30,two\n"),
                               NULL);
    cr_assert_eq(got.dialect.order, ORDER_MDY);
    cr_assert_eq(got.messages[0].time, 1580725800000); // 3 February
    reading_release(&got);
}
