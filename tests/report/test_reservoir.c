#include "report/reservoir.h"

#include "stats/random.h"

#include <criterion/criterion.h>

static reservoir whole, part;

static void release(void) {
    reservoir_release(&whole);
    reservoir_release(&part);
}

TestSuite(reservoir, .fini = release);

// Offers numbers first … last - 1, each as its only cell.
static void offer(reservoir *r, uint32_t which, uint64_t first, uint64_t last, size_t most) {
    for (uint64_t i = first; i < last; i++) {
        pick *p = reservoir_offer(r, which, random_mix(i + 1), most);
        if (!p) continue;
        buf_add_int(&p->text, (int64_t)i);
        for (size_t k = 0; k < PICK_CELLS; k++) p->ends[k] = (uint32_t)p->text.len;
    }
}

Test(reservoir, keeps_the_lowest_keys) {
    offer(&whole, 3, 0, 1000, 10);
    stratum *s = &whole.strata[3];
    reservoir_sort(s);
    cr_assert_eq(s->count, 10);
    cr_assert_eq(s->total, 1000);
    for (size_t i = 0; i < 10; i++) {
        size_t below = 0;
        for (uint64_t k = 0; k < 1000; k++) below += random_mix(k + 1) < s->at[i].key;
        cr_assert_eq(below, i);
        int64_t number;
        cr_assert(str_int64(pick_cell(&s->at[i], 0), &number));
        cr_assert_eq(random_mix((uint64_t)number + 1), s->at[i].key);
    }
}

Test(reservoir, of_two_conversations_is_that_of_both) {
    offer(&whole, 0, 0, 300, 20);
    reservoir halves = {0};
    offer(&part, 0, 0, 90, 20);
    reservoir_join(&halves, &part, 20);
    offer(&part, 0, 500, 900, 20); // a conversation that does not stand
    reservoir_empty(&part);
    offer(&part, 0, 90, 300, 20);
    reservoir_join(&halves, &part, 20);
    cr_assert_eq(part.strata[0].count, 0);
    cr_assert_eq(halves.strata[0].total, 300);
    reservoir_sort(&halves.strata[0]);
    reservoir_sort(&whole.strata[0]);
    for (size_t i = 0; i < 20; i++) {
        cr_assert_eq(halves.strata[0].at[i].key, whole.strata[0].at[i].key);
        cr_assert(
            str_equal(pick_cell(&halves.strata[0].at[i], 0), pick_cell(&whole.strata[0].at[i], 0)));
    }
    reservoir_release(&halves);
}

// 20,000 draws of 5 of 50: every message comes in a tenth of them, ±4 standard errors.
Test(reservoir, gives_every_message_the_same_chance) {
    enum { DRAWS = 20000 };
    uint32_t drawn[50] = {0};
    for (uint64_t draw = 0; draw < DRAWS; draw++) {
        reservoir_empty(&whole);
        for (uint32_t i = 0; i < 50; i++) {
            uint64_t key = random_mix(random_mix(draw) + i * RANDOM_STEP);
            pick *p = reservoir_offer(&whole, 0, key, 5);
            if (p) p->ends[0] = i;
        }
        for (size_t i = 0; i < 5; i++) drawn[whole.strata[0].at[i].ends[0]]++;
    }
    for (size_t i = 0; i < 50; i++) // √(20000 × .1 × .9) = 42.4
        cr_assert(drawn[i] > 2000 - 170 && drawn[i] < 2000 + 170, "%zu: %u", i, drawn[i]);
}

Test(reservoir, shares_half_to_what_has_no_code_and_the_rest_equally) {
    offer(&whole, 0, 0, 500, 100);
    offer(&whole, 2, 0, 3, 100);
    offer(&whole, 5, 0, 400, 100);
    offer(&whole, 9, 0, 400, 100);
    size_t draw[RESERVOIR_STRATA];
    reservoir_share(&whole, 100, draw);
    cr_assert_eq(draw[0], 50);
    cr_assert_eq(draw[2], 3);
    cr_assert_eq(draw[5] + draw[9], 47);
    cr_assert(draw[5] == 24 || draw[9] == 24);
    // Few codes: what they cannot give comes from messages without one.
    reservoir_empty(&whole);
    offer(&whole, 0, 0, 500, 100);
    offer(&whole, 2, 0, 3, 100);
    reservoir_share(&whole, 100, draw);
    cr_assert_eq(draw[0], 97);
    cr_assert_eq(draw[2], 3);
}
