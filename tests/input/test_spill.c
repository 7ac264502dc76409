#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "input/spill.h"

static uint32_t seed = 1;

static uint32_t draw(uint32_t below) {
    seed = seed * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)(seed >> 8) * below >> 24);
}

// Adds count records of len bytes and more, and sees them come back in order and complete.
static void sorts(size_t memory, uint64_t count, size_t len, bool reversed) {
    spill *s = spill_new(memory);
    error err = {0};
    uint64_t wanted = 0, got = 0, sum = 0;
    buf record = {0};
    for (int round = 0; round < 2; round++) {
        for (uint64_t i = 0; i < count; i++) {
            spill_key key = {draw(3), reversed ? (int64_t)(count - i) : (int64_t)draw(50) - 25, i};
            buf_reset(&record);
            buf_add(&record, str_of((const char *)&key, sizeof key));
            size_t more = len + 1 + draw(64);
            memset(buf_more(&record, more), 'x', more);
            record.len += more;
            wanted += key.group * 31 + key.sequence;
            cr_assert(spill_add(s, key, buf_str(&record), &err), "%s", err.what);
        }
        cr_assert(spill_sort(s, &err), "%s", err.what);
        spill_key key, last = {0};
        str bytes;
        got = 0;
        while (spill_next(s, &key, &bytes, &err)) {
            cr_assert_eq(memcmp(bytes.at, &key, sizeof key), 0, "the record of another key");
            cr_assert_eq(bytes.at[bytes.len - 1], 'x');
            bool after =
                key.group > last.group ||
                (key.group == last.group &&
                 (key.time > last.time || (key.time == last.time && key.sequence > last.sequence)));
            cr_assert(after || got == 0);
            last = key;
            sum += key.group * 31 + key.sequence;
            got++;
        }
        cr_assert_eq(err.status, 0, "%s", err.what);
        cr_assert_eq(got, count);
        cr_assert_eq(sum, wanted);
        spill_reset(s);
    }
    buf_release(&record);
    spill_free(s);
}

Test(spill, sorts_in_memory) {
    sorts(64 << 20, 0, 0, false);
    sorts(64 << 20, 1, 0, false);
    sorts(64 << 20, 10000, 0, false);
}

Test(spill, sorts_through_a_file) { sorts(1 << 20, 20000, 200, false); }

Test(spill, sorts_through_more_runs_than_it_merges_at_once) { sorts(1 << 20, 300000, 150, true); }

Test(spill, takes_records_larger_than_its_memory) { sorts(1 << 20, 6, 3 << 20, true); }

Test(spill, says_when_there_is_no_folder_for_it) {
    cr_assert_eq(setenv("TMPDIR", "/no/such/folder", 1), 0);
    error err = {0};
    cr_assert_eq(spill_file(&err), -1);
    cr_assert_eq(err.status, ATTUNE_OUTPUT);
    cr_assert_neq(err.hint[0], '\0');
}

Test(spill, says_when_the_disk_is_full) {
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){1 << 20, 1 << 20}), 0);
    cr_assert_neq(signal(SIGXFSZ, SIG_IGN), SIG_ERR);
    spill *s = spill_new(1 << 20);
    error err = {0};
    char record[1000] = {0};
    uint64_t i = 0;
    while (i < 100000 && spill_add(s, (spill_key){0, 0, i}, str_of(record, sizeof record), &err))
        i++;
    cr_assert_lt(i, 100000);
    cr_assert_eq(err.status, ATTUNE_OUTPUT);
    spill_free(s);
}
