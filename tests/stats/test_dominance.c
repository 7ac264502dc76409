#include "stats/dominance.h"

#include "stats/near.h"

// Over all orders of iiijjxxx, counted one by one: scripts/python/stats_vectors.py, dominance.
#define MEAN_SUM 1.5
#define SD_SUM 0.866025403784439
#define SD_DIFFERENCE 0.925820099772551

Test(mutual_dependence, has_the_moments_of_all_orders_of_the_sequence) {
    mutual_dependence m = mutual_dependence_of((mutual_counts){3, 0, 3, 2, 8});
    assert_near(m.expected, MEAN_SUM, CLOSED);
    assert_near(m.z, (3 - MEAN_SUM) / SD_SUM, CLOSED);
    assert_near(m.p, 0.5 * erfc(m.z / sqrt(2)), CLOSED);
    assert_near(m.kappa, (3 - MEAN_SUM) / (4 - MEAN_SUM), CLOSED);
}

Test(mutual_dependence, reaches_from_minus_1_to_1) {
    cr_assert_eq(mutual_dependence_of((mutual_counts){0, 0, 3, 2, 8}).kappa, -1.0);
    assert_near(mutual_dependence_of((mutual_counts){2, 2, 3, 2, 8}).kappa, 1, CLOSED);
    // Equally frequent: ijijij has 3 + 2.
    assert_near(mutual_dependence_of((mutual_counts){3, 2, 3, 3, 9}).kappa, 1, CLOSED);
}

Test(mutual_dependence, is_undefined_when_a_code_is_missing) {
    cr_assert(isnan(mutual_dependence_of((mutual_counts){0, 0, 0, 4, 9}).z));
    cr_assert(isnan(mutual_dependence_of((mutual_counts){0, 0, 0, 0, 0}).kappa));
    cr_assert(isnan(mutual_dependence_of((mutual_counts){0, 0, 1, 1, 1}).p));
}

Test(dominance, tells_who_raises_whom) {
    // Chance expects 12 15 / 40 = 4.5 of each.
    dominance d = dominance_of((mutual_counts){8, 5, 12, 15, 40});
    cr_assert_eq(d.kind, DOMINANCE_RAISE);
    assert_near(d.kappa, 3 / 7.5, CLOSED);
    d = dominance_of((mutual_counts){1, 4, 12, 15, 40});
    cr_assert_eq(d.kind, DOMINANCE_LOWER);
    assert_near(d.kappa, 3 / 4.5, CLOSED);
    cr_assert(d.z > 0, "i lowers j more than j lowers i");
}

Test(dominance, takes_opposite_influences_as_a_sum) {
    dominance d = dominance_of((mutual_counts){9, 1, 12, 15, 40});
    cr_assert_eq(d.kind, DOMINANCE_RAISE_IJ);
    assert_near(d.kappa, 1 / 7.5, CLOSED);
    d = dominance_of((mutual_counts){7, 1, 12, 15, 40});
    assert_near(d.kappa, -1 / 4.5, CLOSED);
    d = dominance_of((mutual_counts){2, 6, 12, 15, 40});
    cr_assert_eq(d.kind, DOMINANCE_LOWER_IJ);
    assert_near(d.kappa, 1 / 4.5, CLOSED);
    d = dominance_of((mutual_counts){2, 9, 12, 15, 40});
    assert_near(d.kappa, -2 / 7.5, CLOSED);
    cr_assert(d.z < 0);
}

Test(dominance, has_the_moments_of_all_orders_of_the_sequence) {
    // 2 and 1 are above the .75 of chance, 3 and 0 on either side.
    dominance alike = dominance_of((mutual_counts){2, 1, 3, 2, 8});
    assert_near(alike.z, 1 / SD_DIFFERENCE, CLOSED);
    assert_near(alike.p, 0.5 * erfc(alike.z / sqrt(2)), CLOSED);
    dominance apart = dominance_of((mutual_counts){3, 0, 3, 2, 8});
    assert_near(apart.z, (3 - MEAN_SUM) / SD_SUM, CLOSED);
}

Test(dominance, is_none_at_chance_and_undefined_when_a_code_is_missing) {
    dominance d = dominance_of((mutual_counts){2, 3, 4, 4, 8});
    cr_assert(d.kind == DOMINANCE_NONE && d.kappa == 0);
    cr_assert(isnan(dominance_of((mutual_counts){0, 0, 0, 4, 9}).z));
}
