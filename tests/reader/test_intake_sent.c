// What lies beside a chat because somebody sent it there is none of the run's conversations.
#include "reader/taken.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <sys/stat.h>

#define ANDROID                                                                                    \
    "13/03/2024, 18:02 - Ada: soup?\n13/03/2024, 18:03 - Ben: yes\n13/03/2024, 18:04 - Ada: "      \
    "good\n"
#define IPHONE                                                                                     \
    "[13/03/2024, 18:02:01] Ada: soup?\n[13/03/2024, 18:03:01] Ben: yes\n"                         \
    "[13/03/2024, 18:04:01] Ada: good\n"
#define SAID "Ada:soup?|Ben:yes|Ada:good|+>"
// What another pair wrote, passed on.
#define OTHERS                                                                                     \
    "14/03/2024, 09:00 - Cleo: tea\n14/03/2024, 09:01 - Dan: now\n14/03/2024, 09:02 - Cleo: ok\n"
#define OTHERS_SAID "Cleo:tea|Dan:now|Cleo:ok|+>"
#define TALK "Eve: a\nFay: b\nEve: c\nFay: d\n"
#define TALK_SAID "Eve:a|Fay:b|Eve:c|Fay:d|+>"

enum { DOCUMENTS = 6 };
static const struct {
    const char *name, *content;
} documents[DOCUMENTS] = {
    {"00000003-plan.txt", OTHERS},
    {"list.csv", "speaker,text\nEve,a\nFay,b\nEve,c\n"},
    {"data.json", "{\"speaker\":\"Eve\",\"text\":\"a\"}\n{\"speaker\":\"Fay\",\"text\":\"b\"}\n"},
    {"notes.txt", TALK},
    {"subtitles.srt", "1\n00:00:01,000 --> 00:00:02,000\nEVE: a\n\n"},
    {"zebra.jpg", "\xFF\xD8\1\2\3"},
};

enum { ZIP, TAR, TAR_GZ, KINDS };

static taken take_packed(const packed_member *members, int kind, intake_options o) {
    const char *folder = packed_folder();
    buf packed = {0};
    packed_write(&packed, kind == ZIP ? ARCHIVE_FORMAT_ZIP : ARCHIVE_FORMAT_TAR_USTAR,
                 kind == TAR_GZ ? ARCHIVE_FILTER_GZIP : ARCHIVE_FILTER_NONE, members);
    const char *path = packed_file(folder, "export", buf_str(&packed));
    taken t = take_paths(&path, 1, o, 0);
    buf_release(&packed);
    packed_remove(folder);
    return t;
}

// The documents, and the chat of that name as the member at that index.
static void beside(packed_member *out, const char *name, const char *content, size_t at) {
    for (size_t i = 0; i < DOCUMENTS; i++)
        out[i + (i >= at)] = (packed_member){documents[i].name, str_from(documents[i].content), 0};
    out[at] = (packed_member){name, str_from(content), 0};
    out[DOCUMENTS + 1] = (packed_member){0};
}

static void expect_the_chat_alone(taken *t, const char *what) {
    cr_expect_eq(t->err.status, 0, "%s: %s", what, t->err.what);
    cr_expect_eq(t->counts.skipped_files, DOCUMENTS, "%s: %zu", what,
                 (size_t)t->counts.skipped_files);
    cr_expect_eq(t->counts.read, 3, "%s", what);
    str notices = buf_str(&t->notices);
    size_t said = 0;
    for (size_t at; (at = str_find(notices, STR("beside the chat"))) != SIZE_MAX; said++)
        notices = str_drop(notices, at + 1);
    cr_expect_eq(said, DOCUMENTS - 1, "%s: all but the picture: %zu", what, said);
    expect_events(t, "<1|" SAID);
}

Test(intake, leaves_out_what_was_sent_in_the_chat_of_an_archive) {
    static const char *const chats[][2] = {
        {"_chat.txt", IPHONE},
        {"WhatsApp Chat with Ben.txt", ANDROID},
        {"WhatsApp-Chat mit Ben.txt", ANDROID},
        {"Ben ile WhatsApp Sohbeti.txt", ANDROID},
        {"Чат WhatsApp с Ben.txt", ANDROID},
    };
    for (size_t i = 0; i < sizeof chats / sizeof *chats; i++)
        for (int kind = 0; kind < KINDS; kind++)
            for (size_t at = 0; at <= DOCUMENTS; at += DOCUMENTS / 2) {
                packed_member members[DOCUMENTS + 2];
                beside(members, chats[i][0], chats[i][1], at);
                taken t = take_packed(members, kind, (intake_options){0});
                expect_the_chat_alone(&t, chats[i][0]);
            }
}

// Only what lies in the folder of a chat was sent in it.
Test(intake, knows_what_was_sent_by_the_folder_of_the_chat) {
    const packed_member members[] = {{"a/notes.txt", STR(TALK), 0},
                                     {"a/_chat.txt", STR(IPHONE), 0},
                                     {"b/WhatsApp Chat with Dan.txt", STR(OTHERS), 0},
                                     {"b/list.csv", STR("speaker,text\nEve,a\nFay,b\n"), 0},
                                     {"c/notes.txt", STR(TALK), 0},
                                     {0}};
    for (int kind = 0; kind < KINDS; kind++) {
        taken t = take_packed(members, kind, (intake_options){0});
        cr_expect_eq(t.counts.skipped_files, 2);
        expect_events(&t, "<1|" SAID "<2|" OTHERS_SAID "<3|" TALK_SAID);
    }
}

// No phone writes two chats into one archive: somebody has collected them, and more with them.
Test(intake, reads_all_logs_of_an_archive_of_several_chats) {
    const packed_member members[] = {{"WhatsApp Chat with Ben.txt", STR(ANDROID), 0},
                                     {"WhatsApp Chat with Dan.txt", STR(OTHERS), 0},
                                     {"notes.txt", STR(TALK), 0},
                                     {0}};
    for (int kind = 0; kind < KINDS; kind++) {
        taken t = take_packed(members, kind, (intake_options){0});
        cr_expect_eq(t.counts.skipped_files, 0);
        expect_events(&t, "<1|" SAID "<2|" OTHERS_SAID "<3|" TALK_SAID);
    }
}

Test(intake, reads_all_logs_of_an_archive_without_a_chat_by_name) {
    const packed_member members[] = {
        {"WhatsApp Chat with Ben.csv", STR("speaker,text\nEve,a\nFay,b\n"), 0},
        {"my_chat.txt", STR(IPHONE), 0},
        {"notes.txt", STR(TALK), 0},
        {0}};
    taken t = take_packed(members, ZIP, (intake_options){0});
    cr_expect_eq(t.counts.skipped_files, 0);
    expect_events(&t, "<1|Eve:a|Fay:b|+><2|" SAID "<3|" TALK_SAID);
}

// A chat that stands in an archive twice, as tar adds a newer file, is one chat.
Test(intake, takes_a_chat_that_an_archive_has_twice_for_one) {
    const packed_member members[] = {{"_chat.txt", STR(IPHONE), 0},
                                     {"notes.txt", STR(TALK), 0},
                                     {"_chat.txt", STR(IPHONE), 0},
                                     {0}};
    taken t = take_packed(members, TAR, (intake_options){0});
    cr_expect_eq(t.counts.skipped_files, 1);
    expect_events(&t, "<1|" SAID "<2|" SAID);
}

Test(intake, reads_what_was_sent_where_its_format_is_asked_for) {
    packed_member members[DOCUMENTS + 2];
    beside(members, "_chat.txt", IPHONE, 0);
    taken t = take_packed(members, ZIP, (intake_options){.format = "csv"});
    cr_expect_eq(t.counts.skipped_files, DOCUMENTS);
    expect_events(&t, "<1|Eve:a|Fay:b|Eve:c|+>");
}

// An archive of a chat that is empty does not pass for one of what was sent in it.
Test(intake, refuses_an_archive_whose_chat_has_nothing_in_it) {
    const packed_member members[] = {{"_chat.txt", STR(""), 0}, {"notes.txt", STR(TALK), 0}, {0}};
    taken t = take_packed(members, ZIP, (intake_options){0});
    cr_expect_eq(t.err.status, ATTUNE_INPUT);
    cr_expect_eq(t.counts.skipped_files, 2);
    expect_events(&t, "");
}

static void put_below(const char *folder, const char *below, const char *chat, const char *text) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, below);
    cr_assert_eq(mkdir(path, 0700), 0);
    packed_file(path, chat, str_from(text));
    for (size_t i = 0; i < DOCUMENTS; i++)
        packed_file(path, documents[i].name, str_from(documents[i].content));
}

// Unpacked it has the archive's name, or holds the file that only an export has. What is called
// otherwise people collect in folders, with all that they have.
Test(intake, leaves_out_what_was_sent_in_an_export_that_is_unpacked) {
    static const struct {
        const char *folder, *chat, *text;
        bool alone;
    } exports[] = {
        {"mine", "_chat.txt", IPHONE, true},
        {"WhatsApp Chat with Ben", "WhatsApp Chat with Ben.txt", ANDROID, true},
        {"WhatsApp Chat with", "WhatsApp Chat with Ben.txt", ANDROID, false},
        {"mine", "WhatsApp Chat with Ben.txt", ANDROID, false},
    };
    for (size_t i = 0; i < sizeof exports / sizeof *exports; i++)
        for (int above = 0; above < 2; above++) {
            const char *folder = packed_folder();
            put_below(folder, exports[i].folder, exports[i].chat, exports[i].text);
            char path[300];
            snprintf(path, sizeof path, "%s/%s", folder, exports[i].folder);
            const char *given = above ? folder : path;
            taken t = take_paths(&given, 1, (intake_options){0}, 0);
            if (exports[i].alone) {
                expect_the_chat_alone(&t, exports[i].folder);
            } else {
                cr_expect_eq(t.counts.skipped_files, 1, "%zu", (size_t)t.counts.skipped_files);
                cr_expect_eq(t.counts.conversations, DOCUMENTS);
                taken_release(&t);
            }
            packed_remove(folder);
        }
}

Test(intake, reads_a_sent_file_that_is_given_itself) {
    const char *folder = packed_folder();
    packed_file(folder, "_chat.txt", STR(IPHONE));
    char chat[300], notes[300];
    snprintf(chat, sizeof chat, "%s/_chat.txt", folder);
    snprintf(notes, sizeof notes, "%s", packed_file(folder, "notes.txt", STR(TALK)));
    taken t = take_paths((const char *[]){chat, notes}, 2, (intake_options){0}, 0);
    expect_events(&t, "<1|" SAID "<2|" TALK_SAID);
    packed_remove(folder);
}

// An archive beside an unpacked chat may be another chat as the phone gave it.
Test(intake, reads_an_archive_beside_a_chat_by_what_it_holds) {
    const char *folder = packed_folder();
    buf zip = {0};
    packed_write(&zip, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
                 (packed_member[]){{"notes.txt", STR(TALK), 0},
                                   {"WhatsApp Chat with Dan.txt", STR(OTHERS), 0},
                                   {0}});
    packed_file(folder, "WhatsApp Chat with Dan.zip", buf_str(&zip));
    packed_file(folder, "_chat.txt", STR(IPHONE));
    packed_file(folder, "notes.txt", STR(TALK));
    taken t = take_paths(&folder, 1, (intake_options){0}, 0);
    cr_expect_eq(t.counts.skipped_files, 2);
    expect_events(&t, "<1|" OTHERS_SAID "<2|" SAID);
    buf_release(&zip);
    packed_remove(folder);
}
