#include "classify/frequency.h"

#include <criterion/criterion.h>

static uint32_t of(intern *common, str text, bool starts, bool ends) {
    piece p = {.text = text, .starts = starts, .ends = ends};
    return frequency_of_piece(common, &p);
}

Test(frequency, of_a_common_word_falls_with_its_rank_and_is_above_that_of_any_other) {
    intern common = {0};
    intern_add(&common, STR("you"));
    intern_add(&common, STR("love"));
    intern_add(&common, STR("you"));
    cr_expect_eq(of(&common, STR("you"), true, true), 250000); // a quarter of a million messages
    cr_expect_gt(of(&common, STR("you"), true, true), of(&common, STR("love"), true, true));
    cr_expect_gt(of(&common, STR("love"), true, true), of(&common, STR("burden"), true, true));
    intern_release(&common);
}

Test(frequency, of_a_part_of_words_grows_with_the_common_words_that_contain_it) {
    intern common = {0};
    uint32_t before = of(&common, STR("lov"), true, false);
    intern_add(&common, STR("love"));
    uint32_t begins = of(&common, STR("lov"), true, false),
             ends = of(&common, STR("lov"), false, true);
    cr_expect_gt(begins, before);
    cr_expect_eq(ends, before);
    intern_release(&common);
}

Test(frequency, of_the_edges_of_a_message_is_that_of_all_messages) {
    intern common = {0};
    cr_expect_eq(of(&common, PIECE_START, false, false), FREQUENCY_SURE);
    cr_expect_eq(of(&common, PIECE_END, false, false), FREQUENCY_SURE);
}
