// Conversations that are given twice.
#include "reader/taken.h"

#include <criterion/criterion.h>
#include <stdio.h>

Test(intake, leaves_out_a_copy) {
    const char *folder = packed_folder();
    buf chat = {0};
    taken_long_chat(&chat, 10, 20);
    packed_file(folder, "1", buf_str(&chat));
    packed_file(folder, "2", buf_str(&chat));
    for (int way = 0; way < 4; way++) {
        intake_options o = {.sort = way % 2, .unsummed = way / 2};
        taken t = take_paths(&folder, 1, o, 0);
        cr_assert_eq(t.counts.conversations, 1);
        cr_assert_eq(t.counts.used, 20);
        cr_assert_eq(t.counts.duplicate, 20);
        cr_assert_eq(t.counts.contradictions, 0, "a copy is no contradiction");
        cr_assert(t.notices.len);
        taken_release(&t);
    }
    buf_reset(&chat);
    taken_long_chat(&chat, 11, 20);
    packed_file(folder, "2", buf_str(&chat));
    taken other = take_paths(&folder, 1, (intake_options){0}, 0);
    cr_assert_eq(other.counts.conversations, 2, "another time is another message");
    taken_release(&other);
    buf_reset(&chat);
    taken_long_chat(&chat, 10, 19);
    packed_file(folder, "1", buf_str(&chat));
    packed_file(folder, "2", buf_str(&chat));
    taken few = take_paths(&folder, 1, (intake_options){0}, 0);
    cr_assert_eq(few.counts.duplicate, 0, "19 messages may be the same by chance");
    taken_release(&few);
    buf_release(&chat);
    packed_remove(folder);
}

// An iPhone names the chat in the name of the archive alone.
Test(intake, leaves_out_a_copy_of_an_archive_that_has_the_name_of_the_chat) {
    const char *folder = packed_folder();
    buf chat = {0}, zip = {0};
    for (int i = 0; i < 20; i++)
        buf_printf(&chat, "[18/03/24, 13:05:%02d] %s: words %d\r\n", i, i % 2 ? "Ada" : "Ben", i);
    packed_write(&zip, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
                 (packed_member[]){{"_chat.txt", buf_str(&chat), 0}, {0}});
    static const struct {
        const char *first, *second;
        uint64_t used;
    } cases[] = {{"WhatsApp Chat - Noor.zip", "WhatsApp Chat with Noor.zip", 20},
                 {"WhatsApp Chat - Noor.zip", "WhatsApp Chat - Lee.zip", 40},
                 {"1.zip", "2.zip", 40}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char first[600], second[600];
        snprintf(first, sizeof first, "%s", packed_file(folder, cases[i].first, buf_str(&zip)));
        snprintf(second, sizeof second, "%s", packed_file(folder, cases[i].second, buf_str(&zip)));
        taken t = take_paths((const char *[]){first, second}, 2, (intake_options){0}, 0);
        cr_expect_eq(t.counts.used, cases[i].used, "case %zu", i);
        taken_release(&t);
    }
    buf_release(&chat);
    buf_release(&zip);
    packed_remove(folder);
}

Test(intake, makes_checksums_only_where_they_are_read_or_show_a_copy) {
    const char *folder = packed_folder();
    buf chat = {0};
    taken_long_chat(&chat, 10, 20);
    const char *file = packed_file(folder, "1", buf_str(&chat)), *twice[] = {file, file};
    struct {
        const char *const *paths;
        size_t count;
        bool unsummed, summed;
    } cases[] = {{&file, 1, false, true},
                 {&file, 1, true, false},
                 {&folder, 1, true, true},
                 {twice, 2, true, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        intake_options o = {.unsummed = cases[i].unsummed};
        taken t = take_paths(cases[i].paths, cases[i].count, o, 0);
        cr_expect_eq(t.counts.used, 20u);
        cr_expect_eq(t.summed, cases[i].summed, "case %zu", i);
        taken_release(&t);
    }
    buf_release(&chat);
    packed_remove(folder);
}

// Neither id nor title: what the two are called is nothing but the name of a file.
Test(intake, says_that_two_chats_without_a_name_are_alike_and_counts_both) {
    const char *folder = packed_folder();
    buf chat = {0};
    char first[600], second[600];
    for (int fewer = 0; fewer < 2; fewer++) {
        buf_reset(&chat);
        buf_add(&chat, STR("speaker,text\n"));
        for (int i = fewer; i < 20; i++) buf_printf(&chat, "%s,words %d\n", i % 2 ? "A" : "B", i);
        snprintf(first, sizeof first, "%s", packed_file(folder, "1", buf_str(&chat)));
        snprintf(second, sizeof second, "%s", packed_file(folder, "2", buf_str(&chat)));
        const char *paths[] = {first, second};
        for (int sort = 0; sort < 2; sort++) {
            taken t = take_paths(paths, 2, (intake_options){.sort = sort}, 0);
            cr_assert(t.counts.used == 40 - 2 * (uint64_t)fewer && t.counts.duplicate == 0);
            bool said = str_contains(buf_str(&t.notices), STR("the same messages as in"));
            cr_assert_eq(said, !fewer, "sorted %d, fewer %d", sort, fewer);
            taken_release(&t);
        }
    }
    buf_release(&chat);
    packed_remove(folder);
}
