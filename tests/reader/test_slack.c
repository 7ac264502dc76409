#include "reader/slack_text.h"

#include "reader/reader.h"
#include "reader/taken.h"

#include <criterion/criterion.h>

extern const reader reader_slack;

static package tables(void) {
    package p = {0};
    package_set(&p, SLACK_USERS, STR("x"), STR("U1"), STR("Ada"));
    package_set(&p, SLACK_NAMES, STR("x"), STR("C1"), STR("kitchen"));
    return p;
}

static void expect_text(const char *markup, const char *wanted, uint32_t mentions) {
    package p = tables();
    slack_text t = {.tables = &p, .scope = STR("x")};
    slack_text_add(&t, str_from(markup));
    cr_expect(str_equal(buf_str(&t.text), str_from(wanted)), "%.*s, not %s", (int)t.text.len,
              t.text.at, wanted);
    cr_expect_eq(t.mention_count, mentions);
    slack_text_release(&t);
    package_release(&p);
}

Test(slack_text, turns_markup_into_words) {
    expect_text("<@U1> and <@U2|ben>, <@U3>!", "@Ada and @ben, @U3!", 3);
    expect_text("in <#C1> or <#C2|garden>", "in #kitchen or #garden", 0);
    expect_text("<!here> <!channel> <!subteam^S1|@team>", "@here @channel @team", 0);
    expect_text("see <https://a.example/?x=1&amp;y=2> or <https://b.example|that>",
                "see https://a.example/?x=1&y=2 or that", 0);
    expect_text("1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;", "1 < 2 && 3 > 2 &quot;", 0);
    expect_text("a < b", "a < b", 0);
    expect_text("", "", 0);
}

static void expect_blocks(const char *text, const char *wanted) {
    package p = tables();
    slack_text t = {.tables = &p, .scope = STR("x")};
    json j = {0};
    json_begin(&j, NULL, str_from(text), 1000);
    cr_expect(slack_text_add_blocks(&t, &j));
    cr_expect(str_equal(buf_str(&t.text), str_from(wanted)), "%.*s", (int)t.text.len, t.text.at);
    slack_text_release(&t);
    json_release(&j);
    package_release(&p);
}

Test(slack_text, flattens_blocks) {
    expect_blocks("[{\"type\":\"rich_text\",\"elements\":[{\"type\":\"rich_text_section\","
                  "\"elements\":[{\"type\":\"text\",\"text\":\"a \",\"style\":{\"bold\":true}},"
                  "{\"type\":\"user\",\"user_id\":\"U1\"},{\"type\":\"emoji\",\"name\":\"x\"}]},"
                  "{\"type\":\"rich_text_quote\",\"elements\":[{\"type\":\"link\","
                  "\"url\":\"https://a.example\"}]}]}]",
                  "a @Ada:x:\nhttps://a.example");
    expect_blocks("[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"in <#C1>\"}}]",
                  "in #kitchen");
    expect_blocks("null", "");
    expect_blocks("[1,{\"type\":\"divider\"}]", "");
}

#define SAID(user, at, text, more)                                                                 \
    "{\"type\":\"message\",\"user\":\"" user "\",\"ts\":\"17092872" at "\",\"text\":\"" text       \
    "\"" more "}"

static const packed_member export[] = {
    {"w/kitchen/2024-03-02.json", {0}, 0},
    {"w/kitchen/2024-03-01.json", {0}, 0},
    {"w/D1/2024-03-01.json", {0}, 0},
    {"w/channels.json", {0}, 0},
    {"w/dms.json", {0}, 0},
    {"w/users.json", {0}, 0},
    {0},
};
static const char *const contents[] = {
    "[" SAID("U2", "05.000000", "later <@U1>", ",\"thread_ts\":\"1709287201.000000\"") "]",
    "[" SAID("U1", "01.000000", "hello <@U1>", "") "]",
    "[" SAID("U9", "00.000000", "psst", "") "]",
    "[{\"id\":\"C1\",\"name\":\"kitchen\"}]",
    "[{\"id\":\"D1\",\"members\":[\"U1\"]}]",
    ("[{\"id\":\"U1\",\"name\":\"a\",\"real_name\":\"Ada\",\"profile\":{\"display_name\":\"\"}},"
     "{\"id\":\"U2\",\"name\":\"b\",\"profile\":{\"display_name\":\"ben\",\"real_name\":\"Ben\"}}"
     "]"),
};

static const char *export_zip(const char *folder, size_t table_len) {
    packed_member members[7] = {{0}};
    for (size_t i = 0; i < 6; i++)
        members[i] = (packed_member){export[i].name, str_from(contents[i]), 0};
    members[5].content = str_take(members[5].content, table_len);
    buf zip = {0};
    packed_write(&zip, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, members);
    const char *path = packed_file(folder, "export.zip", buf_str(&zip));
    buf_release(&zip);
    return path;
}

Test(reader_slack, finds_names_in_tables_that_stand_behind) {
    const char *folder = packed_folder();
    const char *path = export_zip(folder, SIZE_MAX);
    taken t = take_paths(&path, 1, (intake_options){0}, 0);
    cr_assert_eq(t.err.status, 0, "%s", t.err.what);
    cr_assert_eq(t.counts.skipped_files, 0);
    expect_events(&t, "<C1|Ada:hello @Ada@Ada|ben:later @Ada@Ada|+><D1|U9:psst|+>");
    packed_remove(folder);
}

Test(reader_slack, fails_when_a_table_is_cut) {
    const char *folder = packed_folder();
    const char *path = export_zip(folder, strlen(contents[5]) - 20);
    taken t = take_paths(&path, 1, (intake_options){0}, 0);
    cr_assert_eq(t.err.status, ATTUNE_INPUT);
    cr_assert(str_contains(str_from(t.err.what), STR("member 6")));
    taken_release(&t);
    packed_remove(folder);
}

Test(reader_slack, says_what_has_the_name_of_a_table_and_is_none) {
    const char *folder = packed_folder();
    packed_file(folder, "users.json", STR("{\"a\": 1}"));
    packed_file(folder, "talk.txt", STR("Ada: a\nBen: b\nAda: c\nBen: d\n"));
    taken t = take_paths(&folder, 1, (intake_options){0}, 0);
    cr_assert_eq(t.err.status, 0);
    cr_assert_eq(t.counts.skipped_files, 1);
    cr_assert(str_contains(buf_str(&t.notices), STR("left out")));
    taken_release(&t);
    packed_remove(folder);
}

Test(reader_slack, takes_a_damaged_table_beside_logs_of_others_for_a_file_that_is_none) {
    const packed_member members[] = {
        {"users.json", STR("[{\"id\":\"U1\",\"na"), 0},
        {"channels.json", STR("[{\"id\":"), 0},
        {"_chat.txt", STR("[13/03/2024, 18:02:01] Ada: soup?\n[13/03/2024, 18:03:01] Ben: no\n"),
         0},
        {0}};
    const char *folder = packed_folder();
    buf zip = {0};
    packed_write(&zip, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, members);
    const char *path = packed_file(folder, "chat.zip", buf_str(&zip));
    taken t = take_paths(&path, 1, (intake_options){0}, 0);
    cr_assert_eq(t.err.status, 0, "%s", t.err.what);
    cr_assert_eq(t.counts.skipped_files, 2);
    cr_assert(str_contains(buf_str(&t.notices), STR("member 1")));
    cr_assert(str_contains(buf_str(&t.notices), STR("member 2")));
    expect_events(&t, "<1|Ada:soup?|Ben:no|+>");
    buf_release(&zip);
    packed_remove(folder);
}

Test(reader_slack, knows_the_files_of_an_export) {
    cr_assert_eq(reader_slack.role(STR("w/general/2024-03-01.json")), ROLE_PART);
    cr_assert_eq(reader_slack.role(STR("w/general/2024-3-01.json")), ROLE_NONE);
    cr_assert_eq(reader_slack.role(STR("w/users.json")), ROLE_TABLE);
    cr_assert_eq(reader_slack.role(STR("mpims.json")), ROLE_TABLE);
    cr_assert_eq(reader_slack.role(STR("integration_logs.json")), ROLE_OTHER);
    cr_assert_eq(reader_slack.bid(STR("[{\"id\":\"C1\",\"name\":\"general\"}]"), true), 0);
}
