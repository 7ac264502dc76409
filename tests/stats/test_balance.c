#include "stats/balance.h"

#include "stats/near.h"

enum { CLASSES = 9 };

Test(balance, is_the_ask_balance_of_the_specification) {
    assert_near(balance(31, 9), .55, PRINTED);
    assert_near(balance(9, 31), -.55, PRINTED);
    cr_assert(isnan(balance(0, 0)));
    cr_assert_eq(balance(0, 3), -1.0);
}

Test(balance, adjusts_when_the_counts_are_divided_by_exposures_first) {
    double a = 31.0 / 4100, b = 9.0 / 3900;
    assert_near(balance(a, b), (a - b) / (a + b), CLOSED);
}

Test(evenness, is_the_smaller_over_the_larger) {
    assert_near(evenness(31, 9), .290, 2e-3);
    assert_near(evenness(9, 31), 9.0 / 31, CLOSED);
    cr_assert_eq(evenness(0, 4), 0.0);
    cr_assert(isnan(evenness(0, 0)));
}

Test(larger_share, is_convokits_balance) {
    assert_near(larger_share(31, 9), .775, PRINTED);
    assert_near(larger_share(9, 31), .775, PRINTED);
    cr_assert_eq(larger_share(4, 4), .5);
    cr_assert(isnan(larger_share(0, 0)));
}

Test(balance_interval, stretches_wilsons_limits) {
    // scipy.stats.binomtest(7, 9).proportion_ci(method="wilson")
    assert_interval(balance_interval(7, 2), 5.0 / 9, 2 * 0.452588969107 - 1, 2 * 0.936774892882 - 1,
                    CLOSED);
    assert_undefined(balance_interval(0, 0));
}

Test(style_matching, is_one_class_of_the_specification) {
    uint64_t a = 61, b = 44;
    assert_near(style_matching(&a, 1000, &b, 1000, 1), .8381, 5e-5);
}

Test(style_matching, is_the_mean_over_the_classes) {
    uint64_t a[CLASSES] = {61, 10, 0, 5, 0, 8, 20, 3, 1},
             b[CLASSES] = {44, 20, 0, 5, 7, 8, 10, 3, 1};
    double apart = 1.7 / 10.5001 + 1 / 3.0001 + .7 / .7001 + 1 / 3.0001;
    assert_near(style_matching(a, 1000, b, 1000, CLASSES), (9 - apart) / 9, CLOSED);
}

Test(style_matching, is_undefined_without_tokens_or_classes) {
    uint64_t none[CLASSES] = {0};
    cr_assert(isnan(style_matching(none, 0, none, 5, CLASSES)));
    cr_assert(isnan(style_matching(none, 5, none, 0, CLASSES)));
    cr_assert(isnan(style_matching(none, 5, none, 5, 0)));
    cr_assert_eq(style_matching(none, 5, none, 5, CLASSES), 1.0);
}
