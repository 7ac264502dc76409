#include "tally/tuples.h"

#include <criterion/criterion.h>

Test(tuples, adds_up_by_key) {
    tuples t = {.key_width = 2, .value_width = 1};
    for (uint32_t i = 0; i < 1000; i++) ++*tuples_at(&t, (uint32_t[]){i % 7, i % 11});
    cr_assert_eq(t.count, 77);
    uint32_t sum = 0;
    for (size_t i = 0; i < t.count; i++) sum += *tuples_values(&t, i);
    cr_assert_eq(sum, 1000);
    cr_assert_eq(*tuples_find(&t, (uint32_t[]){0, 0}), 13); // multiples of 77 below 1000
    cr_assert_null(tuples_find(&t, (uint32_t[]){7, 0}));
    tuples_release(&t);
}

Test(tuples, sorts_by_key_and_still_finds) {
    tuples t = {.key_width = 3, .value_width = 2};
    uint32_t state = 1;
    for (int i = 0; i < 5000; i++) {
        state = state * 1664525 + 1013904223;
        uint32_t key[3] = {state >> 30, state >> 24 & 15, state >> 16 & 255};
        uint32_t *values = tuples_at(&t, key);
        values[0] = key[0] + key[1] + key[2];
        values[1]++;
    }
    tuples_sort(&t);
    uint32_t sum = 0;
    for (size_t i = 0; i < t.count; i++) {
        const uint32_t *key = tuples_key(&t, i), *values = tuples_values(&t, i);
        cr_assert_eq(values[0], key[0] + key[1] + key[2], "values move with their key");
        cr_assert_eq(tuples_find(&t, key), values);
        sum += values[1];
        if (i == 0) continue;
        const uint32_t *before = tuples_key(&t, i - 1);
        uint64_t a = (uint64_t)before[0] << 40 | (uint64_t)before[1] << 20 | before[2];
        uint64_t b = (uint64_t)key[0] << 40 | (uint64_t)key[1] << 20 | key[2];
        cr_assert_lt(a, b);
    }
    cr_assert_eq(sum, 5000);
    tuples_release(&t);
}

Test(tuples, forgets) {
    tuples t = {.key_width = 1, .value_width = 1};
    for (uint32_t i = 0; i < 100000; i++) *tuples_at(&t, &i) = i;
    tuples_reset(&t);
    cr_assert_eq(t.count, 0);
    uint32_t five = 5;
    cr_assert_null(tuples_find(&t, &five));
    cr_assert_eq(*tuples_at(&t, &five), 0);
    tuples_release(&t);
}
