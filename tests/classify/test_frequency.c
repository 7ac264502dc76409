#include "classify/frequency.h"

#include <criterion/criterion.h>

static uint32_t of(frequencies *f, str text, bool starts, bool ends) {
    piece p = {.text = text, .starts = starts, .ends = ends};
    return frequency_of_piece(f, &p);
}

Test(frequency, of_a_common_word_falls_with_its_rank_and_is_above_that_of_any_other) {
    frequencies f = {0};
    frequencies_add(&f, STR("you"));
    frequencies_add(&f, STR("love"));
    frequencies_add(&f, STR("you"));
    cr_expect_eq(of(&f, STR("you"), true, true), 250000); // a quarter of a million messages
    cr_expect_gt(of(&f, STR("you"), true, true), of(&f, STR("love"), true, true));
    cr_expect_gt(of(&f, STR("love"), true, true), of(&f, STR("burden"), true, true));
    frequencies_release(&f);
}

Test(frequency, of_a_part_of_words_grows_with_the_common_words_that_contain_it) {
    frequencies f = {0};
    uint32_t before = of(&f, STR("lov"), true, false);
    frequencies_add(&f, STR("love"));
    uint32_t begins = of(&f, STR("lov"), true, false), ends = of(&f, STR("lov"), false, true);
    cr_expect_gt(begins, before);
    cr_expect_eq(ends, before);
    frequencies_release(&f);
}

Test(frequency, of_the_edges_of_a_message_is_that_of_all_messages) {
    frequencies f = {0};
    cr_expect_eq(of(&f, PIECE_START, false, false), FREQUENCY_SURE);
    cr_expect_eq(of(&f, PIECE_END, false, false), FREQUENCY_SURE);
}
