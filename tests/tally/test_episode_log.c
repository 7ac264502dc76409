#include "tally/episode_log.h"

#include <criterion/criterion.h>
#include <string.h>

static error err;

// Every number has its own figures, so that a page in the wrong place shows.
static void set(episode_log *log, uint32_t number) {
    *episode_log_edit(log, number) =
        (episode_record){.start = number * 1000LL, .asker = number % 7, .before = number - 1};
}

static void check(episode_log *log, uint32_t number) {
    const episode_record *e = episode_log_get(log, number);
    cr_assert_eq(e->start, number * 1000LL, "episode %u", number);
    cr_assert_eq(e->asker, number % 7);
    cr_assert_eq(e->before, number - 1);
}

Test(episode_log, keeps_more_episodes_than_memory) {
    enum { MANY = 100000 };
    episode_log *log = episode_log_new("/tmp", &err);
    for (uint32_t i = 1; i <= MANY; i++) set(log, i);
    cr_assert_eq(episode_log_count(log), MANY);
    for (uint32_t i = 1; i <= MANY; i++) check(log, i);
    for (uint32_t i = MANY; i > 0; i = episode_log_get(log, i)->before) check(log, i);
    for (uint32_t i = 1; i <= MANY; i += 7919) check(log, MANY + 1 - i);
    cr_assert_eq(err.status, 0);
    episode_log_free(log);
}

Test(episode_log, takes_episodes_in_any_order) {
    enum { MANY = 50000, STEP = 12347 }; // STEP and MANY + 1 have no common factor
    episode_log *log = episode_log_new("/tmp", &err);
    for (uint32_t i = 1; i <= MANY; i++) set(log, (uint32_t)((uint64_t)i * STEP % (MANY + 1)));
    for (uint32_t i = 1; i <= MANY; i++) check(log, i);
    episode_log_free(log);
}

Test(episode_log, changes_an_old_episode) {
    episode_log *log = episode_log_new("/tmp", &err);
    for (uint32_t i = 1; i <= 40000; i++) set(log, i);
    episode_log_edit(log, 5)->next = 40000;
    for (uint32_t i = 1; i <= 40000; i++) check(log, i);
    cr_assert_eq(episode_log_get(log, 5)->next, 40000);
    cr_assert_eq(episode_log_get(log, 6)->next, 0);
    episode_log_free(log);
}

Test(episode_log, forgets_everything) {
    episode_log *log = episode_log_new("/tmp", &err);
    for (uint32_t i = 1; i <= 40000; i++) set(log, i);
    episode_log_reset(log);
    cr_assert_eq(episode_log_count(log), 0);
    cr_assert_eq(episode_log_get(log, 17)->start, 0);
    set(log, 30000);
    check(log, 30000);
    cr_assert_eq(episode_log_get(log, 29999)->start, 0);
    episode_log_free(log);
}

Test(episode_log, says_why_it_cannot_be_kept) {
    episode_log *log = episode_log_new("/nowhere/at/all", &err);
    for (uint32_t i = 1; i <= 40000; i++) set(log, i);
    cr_assert_eq(err.status, ATTUNE_OUTPUT);
    cr_assert(strstr(err.what, "temporary"));
    episode_log_free(log);
}

Test(episode_log, makes_no_file_while_episodes_are_few) {
    episode_log *log = episode_log_new("/nowhere/at/all", &err);
    for (uint32_t i = 1; i <= 2048; i++) set(log, i);
    for (uint32_t i = 1; i <= 2048; i++) check(log, i);
    cr_assert_eq(err.status, 0);
    episode_log_free(log);
}
