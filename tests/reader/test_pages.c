#include "reader/pages.h"

#include <criterion/criterion.h>

enum { RECORDS = 3000, WINDOW = 200 };

// A record and where it stands, filled with its own byte.
typedef struct placed {
    char *bytes;
    size_t size;
    page *of;
    bool left;
} placed;

static void expect_intact(const placed *all, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        cr_assert_eq((unsigned char)all[i].bytes[0], i % 251);
        cr_assert_eq((unsigned char)all[i].bytes[all[i].size - 1], i % 251);
    }
}

static placed put(pages *p, size_t i) {
    // Some fill a page or more, most are short.
    size_t size = i % 97 == 0 ? 100000 : i % 31 == 0 ? 40000 : 1 + i * 7919 % 300;
    placed one = {.bytes = pages_put(p, size), .size = size};
    one.of = p->newest;
    memset(one.bytes, (int)(i % 251), size);
    return one;
}

static size_t pages_in_use(const pages *p) {
    size_t count = 0;
    for (const page *of = p->oldest; of; of = of->next) count++;
    return count;
}

// Records leave in the order in which they came, a window behind; batches of various lengths are
// forgotten some time after.
Test(pages, keeps_every_record_until_it_is_forgotten) {
    static placed all[RECORDS];
    pages p = {0};
    size_t left = 0, forgotten = 0;
    for (size_t i = 0; i < RECORDS; i++) {
        all[i] = put(&p, i);
        if (i >= WINDOW) {
            pages_leave(all[left].of, left + 1);
            left++;
        }
        if (i % 173 == 0) {
            forgotten = left - left % 50 > 100 ? left - left % 50 - 100 : 0;
            pages_forget(&p, forgotten);
        }
        expect_intact(all, forgotten, i + 1);
    }
    pages_release(&p);
}

Test(pages, uses_no_more_pages_the_more_records_pass) {
    pages p = {0};
    size_t most_early = 0, most = 0;
    for (uint64_t i = 1; i <= RECORDS; i++) {
        pages_put(&p, 5000);
        pages_leave(p.newest, i);
        if (i > WINDOW) pages_forget(&p, i - WINDOW);
        size_t now = pages_in_use(&p);
        if (i < RECORDS / 4 && now > most_early) most_early = now;
        if (now > most) most = now;
    }
    cr_expect_eq(most, most_early);
    cr_expect_leq(most, (size_t)WINDOW);
    pages_release(&p);
}

Test(pages, give_back_those_of_records_that_are_lost) {
    pages p = {0};
    for (size_t i = 0; i < 100; i++) pages_put(&p, 60000);
    cr_expect_eq(pages_in_use(&p), 100u);
    pages_drop(&p);
    pages_put(&p, 60000);
    cr_expect_eq(pages_in_use(&p), 1u);
    pages_release(&p);
}

// A clock that runs far ahead keeps its record waiting to the end of the log.
Test(pages, that_hold_no_record_that_waits_are_used_again_behind_one_that_does) {
    pages p = {0};
    pages_put(&p, 100);
    char *first = memset(p.newest + 1, 'x', 100);
    size_t most = 0;
    for (uint64_t i = 1; i <= RECORDS; i++) {
        pages_put(&p, 9000);
        pages_leave(p.newest, i);
        pages_forget(&p, i);
        size_t now = pages_in_use(&p);
        if (now > most) most = now;
    }
    cr_expect_leq(most, (size_t)4);
    cr_expect(first[0] == 'x' && first[99] == 'x');
    pages_release(&p);
}

Test(pages, align_what_they_hold) {
    pages p = {0};
    for (size_t size = 1; size < 100; size++)
        cr_expect_eq((uintptr_t)pages_put(&p, size) % PAGES_ALIGNED, 0);
    pages_release(&p);
}
