#include "reader/taken.h"

#include "reader/package.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <sys/stat.h>

enum { FORMS = 4 };

// Puts the members below a new folder: as they are, or as an archive of them. The result lives
// until the next call.
static const char *put(const char *folder, const packed_member *members, int form) {
    static const int formats[] = {0, ARCHIVE_FORMAT_ZIP, ARCHIVE_FORMAT_TAR_USTAR,
                                  ARCHIVE_FORMAT_TAR_USTAR};
    if (form) {
        buf packed = {0};
        packed_write(&packed, formats[form], form == 3 ? ARCHIVE_FILTER_GZIP : ARCHIVE_FILTER_NONE,
                     members);
        static const char *const names[] = {"", "a.zip", "b.tar", "c.tar.gz"};
        const char *path = packed_file(folder, names[form], buf_str(&packed));
        buf_release(&packed);
        return path;
    }
    static char root[300];
    char path[600];
    snprintf(root, sizeof root, "%s/plain", folder);
    mkdir(root, 0700);
    for (; members->name; members++) {
        for (const char *at = members->name; (at = strchr(at, '/')); at++) {
            snprintf(path, sizeof path, "%s/%.*s", root, (int)(at - members->name), members->name);
            mkdir(path, 0700);
        }
        snprintf(path, sizeof path, "plain/%s", members->name);
        packed_file(folder, path, members->content);
    }
    return root;
}

#define PART(rest) "{\"participants\":[],\"messages\":[" rest "],\"title\":\"Z\"}"
#define SAID(who, at, what)                                                                        \
    "{\"sender_name\":\"" who "\",\"timestamp_ms\":17092872" at ",\"content\":\"" what "\"}"

static const packed_member parts[] = {
    {"d/inbox/zoe_1/message_10.json", {0}, 0}, // filled in below
    {"d/inbox/zoe_1/message_2.json", {0}, 0},  {"d/inbox/zoe_1/notes/talk.txt", {0}, 0},
    {"d/inbox/zoe_1/message_1.json", {0}, 0},  {"d/inbox/ben_2/message_1.json", {0}, 0},
    {"d/autofill_information.json", {0}, 0},   {0},
};

static packed_member *filled(void) {
    static packed_member all[7];
    static const char *const contents[] = {
        PART(SAID("Z", "01000", "b") "," SAID("A", "00000", "a")),
        PART(SAID("Z", "03000", "d") "," SAID("A", "02000", "c")),
        "Ada: hello\nBen: hello you\nAda: how are you\nBen: fine\n",
        PART(SAID("Z", "04000", "f") "," SAID("A", "04000", "e")),
        PART(SAID("B", "00000", "x")),
        "{\"autofill_information_v2\":{\"EMAIL\":[\"a\"]}}",
    };
    for (size_t i = 0; i < 6; i++)
        all[i] = (packed_member){parts[i].name, str_from(contents[i]), 0};
    return all;
}

Test(package, joins_parts_whatever_lies_between_them) {
    const char *folder = packed_folder();
    for (int form = 0; form < FORMS; form++) {
        const char *path = put(folder, filled(), form);
        taken t = take_paths(&path, 1, (intake_options){.raw = true}, 0);
        cr_assert_eq(t.err.status, 0, "%s", t.err.what);
        cr_assert_eq(t.counts.skipped_files, 1);
        cr_assert_eq(t.notices.len, 0, "%.*s", (int)t.notices.len, t.notices.at);
        expect_events(&t, form
                              ? "<d/inbox/zoe_1/notes/talk.txt|Ada:hello|Ben:hello you|Ada:how are "
                                "you|Ben:fine|+><zoe_1|A:a|Z:b|A:c|Z:d|A:e|Z:f|+><ben_2|B:x|+>"
                              : "<d/inbox/zoe_1/notes/talk.txt|Ada:hello|Ben:hello you|Ada:how are "
                                "you|Ben:fine|+><ben_2|B:x|+><zoe_1|A:a|Z:b|A:c|Z:d|A:e|Z:f|+>");
    }
    packed_remove(folder);
}

Test(package, joins_parts_that_are_named_one_by_one) {
    const char *folder = packed_folder();
    put(folder, filled(), 0);
    char one[600], two[600], other[600];
    snprintf(one, sizeof one, "%s/plain/d/inbox/zoe_1/message_1.json", folder);
    snprintf(two, sizeof two, "%s/plain/d/inbox/zoe_1/message_2.json", folder);
    snprintf(other, sizeof other, "%s/plain/d/inbox/ben_2/message_1.json", folder);
    const char *paths[] = {two, one, other};
    taken t = take_paths(paths, 3, (intake_options){.raw = true}, 0);
    expect_events(&t, "<zoe_1|A:c|Z:d|A:e|Z:f|+><ben_2|B:x|+>");
    packed_remove(folder);
}

static void long_part(buf *out, int from) {
    buf_add(out, STR("{\"participants\":[],\"messages\":["));
    for (int i = 12; i-- > 0;)
        buf_printf(out,
                   "%s{\"sender_name\":\"A\",\"timestamp_ms\":17092872%05d,\"content\":\"m%d\"}",
                   i == 11 ? "" : ",", (from + i) * 1000, from + i);
    buf_add(out, STR("],\"title\":\"Z\"}"));
}

// Each part is too short to be known again; the conversation is not.
Test(package, counts_a_conversation_in_parts_once) {
    const char *folder = packed_folder();
    buf first = {0}, second = {0};
    long_part(&first, 0);
    long_part(&second, 12);
    const packed_member members[] = {{"inbox/zoe_1/message_1.json", buf_str(&second), 0},
                                     {"inbox/zoe_1/message_2.json", buf_str(&first), 0},
                                     {0}};
    char zip[600], plain[600], named[700];
    snprintf(zip, sizeof zip, "%s", put(folder, members, 1));
    snprintf(plain, sizeof plain, "%s", put(folder, members, 0));
    snprintf(named, sizeof named, "%s/inbox/zoe_1/message_1.json", plain);
    const char *sets[][2] = {{zip, plain}, {plain, zip}, {plain, plain}, {folder, NULL}};
    for (size_t i = 0; i < 4; i++) {
        taken t = take_paths(sets[i], sets[i][1] ? 2 : 1, (intake_options){0}, 0);
        cr_assert_eq(t.err.status, 0, "%s", t.err.what);
        cr_expect_eq(t.counts.used, 24, "set %zu: %zu", i, (size_t)t.counts.used);
        cr_expect_eq(t.counts.duplicate, 24);
        cr_expect_eq(t.counts.conversations, 1);
        cr_expect(t.notices.len);
        taken_release(&t);
    }
    const char *half[] = {plain, named}; // not the same messages: another conversation
    taken t = take_paths(half, 2, (intake_options){0}, 0);
    cr_expect_eq(t.counts.used, 36);
    cr_expect_eq(t.counts.duplicate, 0);
    taken_release(&t);
    buf_release(&first);
    buf_release(&second);
    packed_remove(folder);
}

#define DAY "[{\"type\":\"message\",\"user\":\"U1\",\"ts\":\"1709287200.000100\",\"text\":\"one\"},"
#define LATER "{\"type\":\"message\",\"user\":\"U2\",\"ts\":\"1709287260.000100\",\"text\":\""

// An older and a newer export of one workspace.
Test(package, counts_once_what_two_exports_share) {
    const packed_member older[] = {
        {"general/2024-03-01.json", STR(DAY LATER "two\"}]"), 0},
        {"channels.json", STR("[{\"id\":\"C1\",\"name\":\"general\"}]"), 0},
        {0}};
    const packed_member newer[] = {
        {"general/2024-03-01.json", STR(DAY LATER "2\"}]"), 0},
        {"channels.json", STR("[{\"id\":\"C1\",\"name\":\"general\"}]"), 0},
        {0}};
    const char *folder = packed_folder();
    char first[600], second[600];
    snprintf(first, sizeof first, "%s", put(folder, older, 1));
    snprintf(second, sizeof second, "%s", put(folder, newer, 2));
    const char *paths[] = {first, second};
    taken t = take_paths(paths, 2, (intake_options){0}, 0);
    cr_assert_eq(t.counts.duplicate, 1);
    cr_assert(str_contains(buf_str(&t.notices),
                           STR("1 record stands in more than one input: counted once")));
    expect_events(&t, "<C1|U1:one|U2:two|U2:2|+>"); // what was edited is not the same
    packed_remove(folder);
}

#define PAGE(id, text)                                                                             \
    "<!DOCTYPE html><div class=\"page_header\"><div class=\"text bold\">Garden</div></div>"        \
    "<div class=\"message default clearfix\" id=\"message" id "\"><div class=\"body\">"            \
    "<div class=\"pull_right date details\" title=\"12.03.2024 18:0" id ":00 UTC+01:00\">x</div>"  \
    "<div class=\"from_name\">Ada</div><div class=\"text\">" text                                  \
    "</div></div></div></body></html>"

Test(package, keeps_chats_of_one_title_apart) {
    const packed_member members[] = {{"chat_1/messages10.html", STR(PAGE("3", "c")), 0},
                                     {"chat_1/messages2.html", STR(PAGE("2", "b")), 0},
                                     {"chat_1/messages.html", STR(PAGE("1", "a")), 0},
                                     {"chat_2/messages.html", STR(PAGE("1", "d")), 0},
                                     {0}};
    const char *folder = packed_folder();
    for (int form = 0; form < FORMS; form++) {
        const char *path = put(folder, members, form);
        taken t = take_paths(&path, 1, (intake_options){.raw = true}, 0);
        cr_assert_eq(t.err.status, 0, "%s", t.err.what);
        expect_events(&t, "<chat_1|Ada:a|Ada:b|Ada:c|+><chat_2|Ada:d|+>");
    }
    packed_remove(folder);
}

// Whatever is cut off, a run that lost messages does not pass for a whole one.
Test(package, notices_when_an_archive_is_cut) {
    const char *folder = packed_folder();
    for (int form = 1; form < FORMS; form++) {
        int file = open(put(folder, filled(), form), O_RDONLY);
        buf whole = {0};
        ssize_t got = read(file, buf_more(&whole, 1 << 16), 1 << 16);
        close(file);
        cr_assert_gt(got, 0);
        for (size_t len = 1; len < (size_t)got; len += 61) {
            const char *path = packed_file(folder, "cut", str_of(whole.at, len));
            taken t = take_paths(&path, 1, (intake_options){0}, 0);
            cr_expect(t.err.status == ATTUNE_INPUT || t.counts.used == 11, "form %d cut at %zu",
                      form, len);
            taken_release(&t);
        }
        buf_release(&whole);
    }
    packed_remove(folder);
}

Test(package, holds_what_tables_say_by_the_folder_they_lie_in) {
    package p = {0};
    bool found;
    cr_assert(package_set(&p, "user", STR("a"), STR("U1"), STR("Ada")));
    cr_assert(package_set(&p, "user", STR("b"), STR("U1"), STR("Ben")));
    cr_assert(package_set(&p, "user", STR("a"), STR("U2"), STR("")));
    cr_assert(str_equal(package_get(&p, "user", STR("a"), STR("U1"), NULL), STR("Ada")));
    cr_assert(str_equal(package_get(&p, "user", STR("b"), STR("U1"), NULL), STR("Ben")));
    cr_assert(str_equal(package_get(&p, "user", STR("a"), STR("U2"), &found), STR("")) && found);
    cr_assert(str_equal(package_get(&p, "channel", STR("a"), STR("U1"), &found), STR("")));
    cr_assert_not(found);
    package_set(&p, "user", STR("a"), STR("U1"), STR("Cleo"));
    cr_assert(str_equal(package_get(&p, "user", STR("a"), STR("U1"), NULL), STR("Cleo")));
    package_reset(&p);
    package_get(&p, "user", STR("a"), STR("U1"), &found);
    cr_assert_not(found);
    package_release(&p);
}

Test(package, refuses_tables_that_fill_memory) {
    package p = {0};
    buf name = {0};
    for (size_t i = 0; i < 1 << 20; i++) buf_add_char(&name, 'x');
    size_t taken_in = 0;
    for (; taken_in < 100; taken_in++) {
        char key[20];
        int len = snprintf(key, sizeof key, "%zu", taken_in);
        if (!package_set(&p, "user", STR(""), str_of(key, (size_t)len), buf_str(&name))) break;
    }
    cr_assert_lt(taken_in, 64);
    cr_assert_gt(taken_in, 20);
    buf_release(&name);
    package_release(&p);
}

Test(package, takes_64_mib_of_tables) {
    char *value = calloc(1, LIMIT_TABLES);
    for (int over = -1; over <= 1; over++) {
        package p = {0};
        size_t len = (size_t)(LIMIT_TABLES - (int)strlen("user//key") + over); // two bytes between
        cr_expect_eq(package_set(&p, "user", STR(""), STR("key"), str_of(value, len)), over <= 0);
        cr_expect_eq(package_get(&p, "user", STR(""), STR("key"), NULL).len, over <= 0 ? len : 0);
        package_release(&p);
    }
    free(value);
}
