#include "exchange/pairs.h"

#include <criterion/criterion.h>

Test(pairs, finds_what_was_put_and_nothing_else) {
    pairs map = {0};
    cr_assert_null(pairs_find(&map, 1, 2));
    *pairs_put(&map, 1, 2) = 12;
    *pairs_put(&map, 2, 1) = 21;
    cr_assert_eq(*pairs_find(&map, 1, 2), 12);
    cr_assert_eq(*pairs_find(&map, 2, 1), 21);
    cr_assert_null(pairs_find(&map, 1, 1));
    cr_assert_eq(*pairs_put(&map, 1, 2), 12, "putting again keeps the value");
    pairs_release(&map);
}

Test(pairs, forgets_a_pair_and_uses_its_place_again) {
    pairs map = {0};
    for (uint32_t i = 0; i < 10; i++) *pairs_put(&map, i, 7) = i + 1;
    pairs_remove(&map, 3, 7);
    pairs_remove(&map, 3, 7);
    cr_assert_null(pairs_find(&map, 3, 7));
    cr_assert_eq(*pairs_put(&map, 7, 3), 0);
    cr_assert_eq(map.used, 10);
    for (uint32_t i = 0; i < 10; i++) {
        if (i != 3) cr_assert_eq(*pairs_find(&map, i, 7), i + 1);
    }
    pairs_release(&map);
}

Test(pairs, keeps_every_pair_while_it_grows) {
    pairs map = {0};
    for (uint32_t i = 0; i < 5000; i++) *pairs_put(&map, i * 65536, i) = i;
    for (uint32_t i = 0; i < 5000; i += 2) pairs_remove(&map, i * 65536, i);
    for (uint32_t i = 5000; i < 9000; i++) *pairs_put(&map, i * 65536, i) = i;
    for (uint32_t i = 0; i < 9000; i++) {
        uint32_t *value = pairs_find(&map, i * 65536, i);
        if (i < 5000 && i % 2 == 0)
            cr_assert_null(value, "pair %u", i);
        else
            cr_assert(value && *value == i, "pair %u", i);
    }
    pairs_release(&map);
}

Test(pairs, are_all_gone_after_a_reset) {
    pairs map = {0};
    for (int round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < 100; i++) *pairs_put(&map, i, i + 1) = 1;
        pairs_remove(&map, 5, 6);
        pairs_reset(&map);
        cr_assert_eq(map.held, 0);
        for (uint32_t i = 0; i < 100; i++) cr_assert_null(pairs_find(&map, i, i + 1));
    }
    pairs_release(&map);
}
