// What people are called, number by number.
#include "report/names.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <unistd.h>

static str shown[] = {{"Ada", 3}, {"Ben", 3}, {"k_abcdefghijklmnop", 18}, {"other", 5}};

static void expect_name(const names *n, uint32_t number, const char *wanted) {
    buf out = {0};
    names_add(n, &out, number);
    cr_expect(str_equal(buf_str(&out), str_from(wanted)), "%.*s", (int)out.len, out.at);
    buf_release(&out);
}

Test(names, gives_numbers_in_order_of_appearance) {
    names n = {0};
    const conversation c = {.format = "whatsapp", .speaker_names = shown};
    names_begin(&n, &c);
    cr_assert_eq(names_find(&n, 0), NO_SPEAKER);
    cr_assert_eq(names_number(&n, 2), 0);
    cr_assert_eq(names_number(&n, 0), 1);
    cr_assert_eq(names_number(&n, 2), 0);
    cr_assert_eq(names_number(&n, NO_SPEAKER), NO_SPEAKER);
    cr_assert_eq(names_find(&n, 0), 1);
    cr_assert_eq(names_find(&n, 1), NO_SPEAKER);
    cr_assert_eq(names_find(&n, 3), NO_SPEAKER);
    cr_assert_eq(names_find(&n, NO_SPEAKER), NO_SPEAKER);
    expect_name(&n, 0, "S1");
    expect_name(&n, 1, "S2");
    names_begin(&n, &c); // the next one starts again
    cr_assert_eq(names_find(&n, 2), NO_SPEAKER);
    cr_assert_eq(names_number(&n, 1), 0);
    names_release(&n);
}

// As long as the order is that of the log, nothing is kept; then all are.
Test(names, may_leave_the_order_of_the_log) {
    names n = {0};
    const conversation c = {.format = "whatsapp", .speaker_names = shown};
    names_begin(&n, &c);
    for (uint32_t i = 0; i < 2; i++) cr_assert_eq(names_number(&n, i), i);
    cr_assert_null(n.number);
    cr_assert_eq(names_number(&n, 3), 2);
    cr_assert_eq(names_number(&n, 2), 3);
    for (uint32_t i = 0; i < 2; i++) cr_assert_eq(names_find(&n, i), i);
    const uint32_t wanted[] = {0, 1, 3, 2};
    for (uint32_t i = 0; i < 4; i++) cr_assert_eq(names_index(&n, i), wanted[i]);
    cr_assert_eq(names_index(&n, NO_SPEAKER), NO_SPEAKER);
    names_begin(&n, &c);
    cr_assert_eq(names_find(&n, 0), NO_SPEAKER);
    cr_assert_eq(names_number(&n, 0), 0);
    cr_assert_eq(names_index(&n, 0), 0);
    cr_assert_eq(names_index(&n, NO_SPEAKER), NO_SPEAKER);
    names_release(&n);
}

Test(names, meets_the_author_and_then_whom_a_message_mentions) {
    names n = {0};
    const conversation c = {.format = "whatsapp", .speaker_names = shown};
    const uint32_t mentions[] = {0, 1};
    names_begin(&n, &c);
    const message said = {.speaker = 2, .mentions = mentions, .mention_count = 2};
    cr_assert_eq(names_meet(&n, &said), 0);
    cr_assert_eq(names_meet(&n, &(message){.speaker = NO_SPEAKER}), NO_SPEAKER);
    cr_assert_eq(names_find(&n, 3), NO_SPEAKER);
    cr_assert_eq(names_find(&n, 2), 0);
    cr_assert_eq(names_find(&n, 0), 1);
    cr_assert_eq(names_find(&n, 1), 2);
    cr_assert_eq(n.count, 3);
    names_release(&n);
}

Test(names, numbers_conversations_that_stand) {
    names n = {0};
    buf out = {0};
    names_add_conversation(&n, &out);
    names_stand(&n);
    names_add_conversation(&n, &out);
    cr_assert(str_equal(buf_str(&out), STR("C1C2")));
    buf_release(&out);
}

Test(names, are_as_in_the_log_when_raw_and_one_for_all_others) {
    names n = {.raw = true};
    const conversation c = {.format = "whatsapp", .speaker_names = shown, .other = 4};
    names_begin(&n, &c);
    names_number(&n, 1);
    names_number(&n, 3);
    expect_name(&n, 0, "Ben");
    expect_name(&n, 1, "other");
    cr_assert(names_is_other(&n, 3));
    cr_assert(!names_is_other(&n, 2));
    cr_assert(!names_is_other(&n, NO_SPEAKER));
    const conversation all = {.format = "whatsapp", .speaker_names = shown};
    names_begin(&n, &all);
    cr_assert(!names_is_other(&n, 0));
    cr_assert(!names_is_other(&n, NO_SPEAKER));
    names_release(&n);
    cr_assert(n.raw);
}

Test(names, keeps_a_pseudonym_of_its_own_csv_and_of_no_other_format) {
    char path[] = "/tmp/attune-test-XXXXXX";
    int file = mkstemp(path); // mode 0600
    cr_assert_eq(write(file, "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk", 32), 32);
    close(file);
    error err = {0};
    name_key *key = name_key_new(path, &err);
    cr_assert(key);
    unlink(path);
    names n = {.key = key};
    const conversation csv = {.format = "csv", .speaker_names = shown, .other = 4},
                       json = {.format = "telegram", .speaker_names = shown};
    names_begin(&n, &csv);
    for (uint32_t i = 0; i < 4; i++) names_number(&n, i);
    expect_name(&n, 0, "k_hevc6f3jtgkev4ay"); // as in test_name_key.c
    expect_name(&n, 2, "k_abcdefghijklmnop");
    expect_name(&n, 3, "other");
    names_begin(&n, &json);
    names_number(&n, 2);
    cr_assert(memcmp(n.keyed[0], "k_abcdefghijklmnop", NAME_KEY_LEN) != 0);
    cr_assert(name_key_made(str_of(n.keyed[0], NAME_KEY_LEN)));
    names_release(&n);
    cr_assert_eq(n.key, key);
    name_key_free(key);
}
