#include "reading.h"

#include "reader/taken.h"

extern const reader reader_googlechat;

static const char chat[] =
    "{\"messages\":[\n"
    "{\"creator\":{\"name\":\"Ada\",\"email\":\"ada@mail.example\",\"user_type\":\"Human\"},"
    "\"created_date\":\"Tuesday, September 15, 2020 at 11:19:21\\u202fPM UTC\",\"text\":\"one\","
    "\"topic_id\":\"t1\",\"message_id\":\"g/t1/t1\"},\n"
    "{\"creator\":{\"name\":\"Ben\",\"email\":\"ben@mail.example\",\"user_type\":\"Human\"},"
    "\"created_date\":\"mardi 15 septembre 2020 \\u00e0 23:20:00 UTC\",\"text\":\"two\","
    "\"topic_id\":\"t1\",\"message_id\":\"g/t1/m2\",\"reactions\":[{\"emoji\":{\"unicode\":\"+\"},"
    "\"reactor_emails\":[\"ada@mail.example\"]}]},\n"
    "{\"creator\":{\"name\":\"Planner\",\"email\":\"\",\"user_type\":\"Bot\"},"
    "\"created_date\":\"whenever\",\"text\":\"three\",\"message_id\":\"g/t3/t3\","
    "\"updated_date\":\"later\"},\n"
    "{\"created_date\":\"Tuesday, September 15, 2020 at 11:21:00 PM UTC\","
    "\"message_state\":\"DELETED\",\"message_id\":\"g/t4/t4\"},\n"
    "{\"creator\":{\"name\":\"Ada\",\"email\":\"ada@mail.example\"},\"created_date\":"
    "\"Tuesday, September 15, 2020 at 11:22:00 PM UTC\",\"attached_files\":[{\"original_name\":"
    "\"a.png\"}],\"message_id\":\"g/t5/t5\"}]}\n";

Test(reader_googlechat, reads_a_chat) {
    reading got = read_through(&reader_googlechat, str_from(chat), NULL);
    cr_assert_eq(got.bid, 90);
    cr_assert_eq(got.last, READER_END, "%s", got.err.what);
    cr_assert_eq(got.count, 6);
    const message *m = got.messages;
    cr_assert_eq(m[0].time, 1600211961000);
    cr_assert_eq(m[0].time_kind, TIME_UTC);
    expect_str(m[0].author_id, "ada@mail.example");
    cr_assert_eq(m[0].reply_to.len, 0);
    cr_assert_eq(m[1].time, 1600212000000);
    expect_str(m[1].reply_to, "g/t1/t1");
    cr_assert_eq(m[2].kind, KIND_REACTION);
    expect_str(m[2].reply_to, "g/t1/m2");
    cr_assert_eq(m[3].time_kind, TIME_NONE);
    cr_assert_eq(m[3].flags, FLAG_BOT | FLAG_EDITED);
    cr_assert_eq(m[4].kind, KIND_DELETED);
    cr_assert_eq(m[5].kind, KIND_MEDIA);
    reading_release(&got);
}

Test(reader_googlechat, fails_when_the_file_is_cut_anywhere) {
    for (size_t len = 1; len + 2 < sizeof chat; len += 5) {
        reading got = read_through(&reader_googlechat, str_of(chat, len), NULL);
        cr_assert_eq(got.last, READER_FAILED, "cut at %zu", len);
        reading_release(&got);
    }
}

Test(reader_googlechat, takes_names_from_the_tables_of_the_download) {
    const packed_member members[] = {
        {"Takeout/Chat/Groups/DM 1/messages.json",
         STR("{\"messages\":[{\"creator\":{\"name\":\"Ada\",\"email\":\"a@b\"},\"created_date\":"
             "\"Tuesday, September 15, 2020 at 11:22:00 PM UTC\",\"text\":\"hi\",\"message_id\":"
             "\"1/2/2\",\"reactions\":[{\"emoji\":{\"unicode\":\"+\"},\"reactor_emails\":"
             "[\"c@d\"]}]}]}"),
         0},
        {"Takeout/Chat/Groups/DM 1/group_info.json",
         STR("{\"members\":[{\"name\":\"Cleo\",\"email\":\"c@d\",\"user_type\":\"Human\"}]}"), 0},
        {0}};
    const char *folder = packed_folder();
    buf zip = {0};
    packed_write(&zip, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, members);
    const char *path = packed_file(folder, "takeout.zip", buf_str(&zip));
    taken t = take_paths(&path, 1, (intake_options){0}, 0);
    cr_assert_eq(t.err.status, 0, "%s", t.err.what);
    expect_events(&t, "<DM 1|Ada:hi|Cleo:+|+>");
    buf_release(&zip);
    packed_remove(folder);
}
