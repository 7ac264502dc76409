#include "stats/sample.h"

#include "stats/near.h"
#include "stats/random.h"

static arena memory;

static void release(void) { arena_release(&memory); }

TestSuite(sample, .fini = release);

// A sample of n with times from 1 to most, and the same durations one by one.
static sample draw(size_t n, uint64_t most, double unit, duration *all) {
    sample s = sample_start(&memory, n);
    random_stream r = random_start(3, n);
    for (size_t i = 0; i < n; i++) {
        all[i] =
            (duration){(double)(1 + random_below(&r, most)) * unit, (ending)random_below(&r, 3), 0};
        sample_add(&s, all[i]);
    }
    return s;
}

Test(sample, is_exact_while_few_durations_differ) {
    enum { N = 1 << 18 };
    duration *all = arena_array(&memory, duration, N);
    sample s = draw(N, 5000, 60, all);
    survival got = sample_fit(&memory, &s), wanted = survival_fit(&memory, all, N);
    cr_assert_eq(s.bits, 0);
    cr_assert_leq(s.room, 2u * SAMPLE_MOST);
    cr_assert_eq(got.n, (uint64_t)N);
    cr_assert_eq(got.count, wanted.count);
    cr_assert_eq(got.events, wanted.events);
    for (size_t i = 0; i < got.count; i++) {
        cr_assert_eq(got.steps[i].survival, wanted.steps[i].survival);
        cr_assert_eq(got.steps[i].at_risk, wanted.steps[i].at_risk);
        cr_assert_eq(got.steps[i].incidence, wanted.steps[i].incidence);
    }
    interval a = survival_quantile(&got, .5), b = survival_quantile(&wanted, .5);
    assert_interval(a, b.value, b.low, b.high, 0);
}

Test(sample, rounds_when_too_many_differ) {
    enum { N = 1 << 19 };
    duration *all = arena_array(&memory, duration, N);
    sample s = draw(N, 1u << 30, .001, all);
    cr_assert(s.bits >= 8 && s.bits <= SAMPLE_BITS);
    cr_assert_leq(s.count, 2u * SAMPLE_MOST);
    survival got = sample_fit(&memory, &s), wanted = survival_fit(&memory, all, N);
    cr_assert_eq(got.n, (uint64_t)N);
    cr_assert_eq(got.events, wanted.events);
    for (double p = .1; p < .7; p += .1)
        assert_near(survival_quantile(&got, p).value, survival_quantile(&wanted, p).value, 2e-3);
}

// However long it goes on.
Test(sample, never_needs_more_room) {
    sample s = sample_start(&memory, SIZE_MAX);
    random_stream r = random_start(8, 0);
    for (size_t i = 0; i < 1 << 20; i++) {
        double time = ldexp(random_unit(&r), (int)random_below(&r, 42)) * .001;
        sample_add(&s, (duration){time, (ending)(i % 3), 0});
        cr_assert_leq(s.count, s.room);
    }
    uint64_t n = 0;
    for (size_t i = 0; i < s.count; i++) n += 1 + (uint64_t)s.at[i].more;
    cr_assert_eq(n, 1u << 20);
}

Test(survival, takes_durations_that_stand_for_several) {
    duration one_by_one[] = {{1, ENDING_EVENT, 0},     {2, ENDING_EVENT, 0},
                             {2, ENDING_EVENT, 0},     {5, ENDING_CENSORED, 0},
                             {7, ENDING_COMPETING, 0}, {7, ENDING_EVENT, 0}};
    duration together[] = {{1, ENDING_EVENT, 0},
                           {2, ENDING_EVENT, 1},
                           {5, ENDING_CENSORED, 0},
                           {7, ENDING_COMPETING, 0},
                           {7, ENDING_EVENT, 0}};
    survival a = survival_fit(&memory, one_by_one, 6), b = survival_fit(&memory, together, 5);
    cr_assert_eq(a.n, b.n);
    cr_assert_eq(a.count, b.count);
    for (size_t i = 0; i < a.count; i++) {
        cr_assert_eq(a.steps[i].survival, b.steps[i].survival);
        cr_assert_eq(a.steps[i].incidence, b.steps[i].incidence);
    }
}
