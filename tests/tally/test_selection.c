#include "tally/selection.h"

#include <criterion/criterion.h>

static code codes[] = {
    {.name = {"R.DIRECT", 8}, .family = FAMILY_REQUEST},
    {.name = {"R.TAG", 5}, .family = FAMILY_REQUEST},
    {.name = {"T.LOVE", 6}, .family = FAMILY_THEME, .theme = 0},
    {.name = {"T.SAFETY", 8}, .family = FAMILY_THEME, .theme = 1},
    {.name = {"A.LOVE", 6}, .family = FAMILY_AFFIRMATION},
};
static codebook book = {.codes = codes,
                        .code_count = 5,
                        .theme_code = {2, 3},
                        .theme_count = 2,
                        .categories = {{"negator", 7}, {"hedge", 5}},
                        .category_count = 2};

static selection of(const char *given, const char *target) {
    selection s = {0};
    error err = {0};
    cr_assert(selection_add(&s, &book, given, &s.given, &err), "%s", err.what);
    cr_assert(selection_add(&s, &book, target, &s.target, &err), "%s", err.what);
    return s;
}

// The sets of a message with those codes in its source, at a confidence of 0.70.
static uint32_t sets_of(const selection *s, const char *text) {
    message m = {.codes = str_from(text)};
    return selection_of(s, &book, &m, NULL, 0, 70);
}

Test(selection, knows_codes_by_name_by_their_beginning_and_as_alternatives) {
    selection s = of("R.*,R.TAG|A.LOVE", "A.*");
    cr_assert_eq(s.count, 3u);
    cr_assert_eq(s.given, 3u);
    cr_assert_eq(s.target, 4u);
    cr_assert_eq(sets_of(&s, "R.DIRECT@0.90"), 1u);
    cr_assert_eq(sets_of(&s, "R.TAG"), 3u);
    cr_assert_eq(sets_of(&s, "A.LOVE@0.8;R.DIRECT@0.9"), 7u);
    cr_assert_eq(sets_of(&s, ""), 0u);
}

Test(selection, shares_what_is_given_and_target) {
    selection s = of("R.*", "R.*");
    cr_assert_eq(s.count, 1u);
    cr_assert_eq(s.given & s.target, 1u);
}

Test(selection, leaves_out_what_is_not_confident_enough) {
    selection s = of("R.*", "MY.OWN");
    cr_assert_eq(sets_of(&s, "R.DIRECT@0.69"), 0u);
    cr_assert_eq(sets_of(&s, "R.DIRECT@0.70"), 1u);
    cr_assert_eq(sets_of(&s, "MY.OWN@0.5"), 0u);
}

Test(selection, asks_for_one_of_the_themes) {
    selection s = of("R.*/T.SAFETY+T.FEAR", "T.LOVE");
    cr_assert_eq(sets_of(&s, "R.TAG/T.LOVE@0.9"), 2u);
    cr_assert_eq(sets_of(&s, "R.TAG/T.LOVE+T.SAFETY@0.9"), 3u);
    cr_assert_eq(sets_of(&s, "R.TAG@0.9"), 0u);
}

Test(selection, takes_codes_that_no_codebook_knows) {
    selection s = of("HUMOR|BID.*", "TURN_TOWARD");
    cr_assert_eq(sets_of(&s, "HUMOR"), 1u);
    cr_assert_eq(sets_of(&s, "BID.PLAY@0.9!flag;TURN_TOWARD"), 3u);
    cr_assert_eq(sets_of(&s, " BID.PLAY ;;R.DIRECT"), 1u);
    cr_assert_eq(sets_of(&s, "HUMORLESS"), 0u);
    cr_assert_eq(sets_of(&s, "HUMOR@nine"), 0u);
}

Test(selection, takes_final_codes_where_the_source_has_none) {
    selection s = of("R.*", "A.*");
    message m = {0};
    coding c = {.at = {{.code = 1, .confidence = 90}, {.code = 4, .confidence = 60}}, .count = 2};
    cr_assert_eq(selection_of(&s, &book, &m, &c, 0, 70), 1u);
    cr_assert_eq(selection_of(&s, &book, &m, &c, 0, 50), 3u);
}

Test(selection, knows_categories_of_words) {
    selection s = of("negator|R.*", "hed*");
    message m = {0};
    coding c = {.count = 0};
    cr_assert(s.by_words);
    cr_assert_eq(selection_of(&s, &book, &m, &c, 1, 70), 1u);
    cr_assert_eq(selection_of(&s, &book, &m, &c, 2, 70), 2u);
    cr_assert_eq(selection_of(&s, &book, &m, &c, 4, 70), 0u);
    selection codes_only = of("*", "A.*");
    cr_assert_not(codes_only.by_words);
}

Test(selection, refuses_a_list_with_nothing_or_too_much_in_it) {
    selection s = {0};
    error err = {0};
    uint32_t members = 0;
    cr_assert_not(selection_add(&s, &book, "R.*,,A.*", &members, &err));
    cr_assert_eq(err.status, ATTUNE_USAGE);
    err = (error){0};
    s = (selection){0};
    cr_assert_not(selection_add(&s, &book, "", &members, &err));
}

Test(selection, takes_32_codes) {
    for (unsigned count = 31; count <= 33; count++) {
        selection s = {0};
        error err = {0};
        uint32_t members = 0;
        char many[33 * 4 + 1] = "";
        for (unsigned i = 0; i < count; i++) snprintf(many + 4 * i, 5, "%03u,", i % 1000);
        many[count * 4 - 1] = '\0';
        cr_assert_eq(selection_add(&s, &book, many, &members, &err), count <= 32);
        cr_assert_eq(s.count, count < 32 ? count : 32u);
    }
}
