#include "stats/bootstrap.h"

#include "stats/near.h"

static arena memory;

static void release(void) { arena_release(&memory); }

TestSuite(bootstrap, .fini = release);

static interval rate(const session_block *blocks, size_t count, double exposure) {
    return bootstrap_rate(&memory, blocks, count, exposure, 1, BOOTSTRAP_DRAWS);
}

Test(bootstrap, approaches_normal_limits_for_many_sessions) {
    // 400 sessions of 10 messages, a quarter with 4 events: the sd of the mean is 4 sqrt(.25 .75 /
    // 400). The limit of 1,999 draws has a standard error of sqrt(.025 .975 / 1999) / phi(1.96) =
    // .06 of it.
    session_block blocks[] = {{0, 10, 300}, {4, 10, 100}};
    interval i = rate(blocks, 2, 0);
    double sd = 4 * sqrt(.25 * .75 / 400) / 10;
    cr_assert_eq(i.value, .1);
    cr_assert(fabs(i.low - (.1 - 1.96 * sd)) < (4 * .06 + .05) * sd, "%g", i.low);
    cr_assert(fabs(i.high - (.1 + 1.96 * sd)) < (4 * .06 + .05) * sd, "%g", i.high);
}

Test(bootstrap, draws_sessions_and_counts_of_sessions_alike) {
    // The same sessions as distinct blocks (drawn one by one) and as two blocks (drawn as counts).
    session_block single[400], blocks[] = {{0, 10, 300}, {4, 10, 100}};
    for (size_t i = 0; i < 400; i++) single[i] = (session_block){i < 300 ? 0 : 4, 10, 1};
    interval one = rate(single, 400, 0), many = rate(blocks, 2, 0);
    double sd = 4 * sqrt(.25 * .75 / 400) / 10;
    cr_assert_eq(one.value, many.value);
    cr_assert(fabs(one.low - many.low) < 4 * sqrt(2.0) * .06 * sd + .001);
    cr_assert(fabs(one.high - many.high) < 4 * sqrt(2.0) * .06 * sd + .001);
}

Test(bootstrap, does_not_depend_on_the_order_of_the_blocks) {
    session_block blocks[] = {{0, 10, 7}, {4, 12, 3}, {1, 3, 2}},
                  turned[] = {{1, 3, 2}, {0, 10, 7}, {4, 12, 3}};
    interval one = rate(blocks, 3, 0), other = rate(turned, 3, 0);
    cr_assert(one.low == other.low && one.high == other.high);
}

Test(bootstrap, is_wider_than_poisson_for_bursts) {
    session_block blocks[] = {{0, 10, 95}, {20, 10, 5}};
    interval burst = rate(blocks, 2, 0), even = poisson_interval(100, 1000);
    cr_assert(burst.high - burst.low > 2 * (even.high - even.low));
}

Test(bootstrap, keeps_a_fixed_exposure) {
    session_block blocks[] = {{2, 0, 5}};
    assert_interval(rate(blocks, 1, 4), 2.5, 2.5, 2.5, CLOSED);
}

Test(bootstrap, repeats_its_draws_for_a_seed) {
    session_block blocks[] = {{0, 10, 7}, {4, 12, 3}, {1, 3, 2}};
    interval one = bootstrap_rate(&memory, blocks, 3, 0, 9, 500),
             two = bootstrap_rate(&memory, blocks, 3, 0, 9, 500);
    cr_assert(one.low == two.low && one.high == two.high);
}

Test(bootstrap, has_no_limits_for_fewer_than_2_sessions_or_no_draw) {
    session_block one = {3, 10, 1}, two = {3, 10, 2};
    assert_interval(rate(&one, 1, 0), .3, NAN, NAN, CLOSED);
    assert_interval(bootstrap_rate(&memory, &two, 1, 0, 1, 0), .3, NAN, NAN, CLOSED);
}

Test(bootstrap, is_undefined_without_exposure) {
    assert_undefined(rate(NULL, 0, 0));
    session_block none = {0, 0, 3};
    assert_undefined(rate(&none, 1, 0));
}

Test(bootstrap, answers_for_the_largest_number_of_sessions) {
    session_block blocks[] = {{0, 1, UINT64_MAX / 4}, {1, 1, UINT64_MAX / 4}};
    interval i = bootstrap_rate(&memory, blocks, 2, 0, 1, 100);
    cr_assert(i.low > .49 && i.high < .51 && i.low <= i.high);
}
