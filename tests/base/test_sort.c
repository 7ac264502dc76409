#include "base/sort.h"

#include <criterion/criterion.h>
#include <string.h>

static int by_first_byte(const void *left, const void *right) {
    return *(const unsigned char *)left - *(const unsigned char *)right;
}

// Items of three bytes: a key, and two that must stay with it.
Test(sort, puts_items_in_order_and_keeps_them_whole) {
    for (size_t count = 0; count <= 200; count++) {
        unsigned char items[200][3];
        size_t keys[256] = {0};
        for (size_t i = 0; i < count; i++) {
            unsigned char key = (unsigned char)(i * i * 31 + count);
            memcpy(items[i], (unsigned char[]){key, (unsigned char)~key, 7}, 3);
            keys[key]++;
        }
        sort_items(items, count, 3, by_first_byte);
        for (size_t i = 0; i < count; i++) {
            cr_assert(i == 0 || items[i - 1][0] <= items[i][0]);
            cr_assert_eq(items[i][1], (unsigned char)~items[i][0]);
            cr_assert_eq(items[i][2], 7);
            keys[items[i][0]]--;
        }
        for (size_t key = 0; key < 256; key++) cr_assert_eq(keys[key], 0);
    }
}
