#include "base/str.h"

#include <criterion/criterion.h>

Test(str, are_the_same_where_they_are_equal) {
    static const char text[] = "Annegret van der Meer, 2";
    char other[sizeof text];
    for (size_t len = 0; len < sizeof text; len++) {
        memcpy(other, text, sizeof text);
        cr_assert(str_same(str_of(text, len), str_of(other, len)), "%zu", len);
        cr_assert_not(str_same(str_of(text, len), str_of(other, len + 1)));
        for (size_t i = 0; i < len; i++) {
            memcpy(other, text, sizeof text);
            other[i] ^= 1;
            cr_assert_not(str_same(str_of(text, len), str_of(other, len)), "%zu of %zu", i, len);
        }
    }
}
