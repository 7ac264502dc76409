#include "stats/escalation.h"

#include "stats/near.h"

// Three episodes: check, direct, accuse with gaps 60 and 20 s and no reply between; imper alone;
// direct twice with a reply between.
static escalation_counts three_episodes(void) {
    static const asked rising[] = {{0, INTENSITY_CHECK, false},
                                   {60000, INTENSITY_DIRECT, false},
                                   {80000, INTENSITY_ACCUSE, false}};
    static const asked alone[] = {{0, INTENSITY_IMPER, false}};
    static const asked level[] = {{0, INTENSITY_DIRECT, false}, {5000, INTENSITY_DIRECT, true}};
    escalation_counts sum = {0};
    escalation_add(&sum, rising, 3);
    escalation_add(&sum, alone, 1);
    escalation_add(&sum, level, 2);
    return sum;
}

Test(escalation, follows_the_scale_check_direct_imper_accuse) {
    escalation_counts sum = three_episodes();
    cr_assert_eq(sum.up, 2u);
    cr_assert_eq(sum.level, 1u);
    cr_assert_eq(sum.down, 0u);
    // scipy.stats.binomtest(2, 3).proportion_ci(method="wilson")
    assert_interval(escalation_of(&sum).up, 2.0 / 3, 0.20765960080204782, 0.9385080552796038,
                    CLOSED);
}

Test(escalation, counts_a_second_request_before_any_reply) {
    escalation_counts sum = three_episodes();
    cr_assert_eq(sum.repeated, 1u);
    assert_near(escalation_of(&sum).repeated.value, 1.0 / 3, CLOSED);
    assert_near(escalation_of(&sum).requests_per_episode, 2, CLOSED);
}

Test(escalation, sees_gaps_that_shorten) {
    escalation_counts sum = three_episodes();
    cr_assert_eq(sum.closer, 1u);
    cr_assert_eq(sum.wider, 0u);
    assert_near(escalation_of(&sum).closer.value, 1, CLOSED);
}

Test(escalation, leaves_out_forms_that_the_scale_does_not_place) {
    static const asked off[] = {
        {0, INTENSITY_CHECK, false}, {1, INTENSITY_NONE, false}, {2, INTENSITY_ACCUSE, false}};
    escalation_counts sum = {0};
    escalation_add(&sum, off, 3);
    cr_assert_eq(sum.up + sum.level + sum.down, 0u);
    assert_undefined(escalation_of(&sum).up);
}

Test(escalation, is_undefined_without_episodes) {
    escalation none = escalation_of(&(escalation_counts){0});
    cr_assert(isnan(none.requests_per_episode));
    assert_undefined(none.repeated);
    assert_undefined(none.closer);
}

// Of 2, 4, 4, 4, 5, 5, 7, 9: mean 5, sample variance 32/7.
Test(baseline_z, is_in_standard_deviations_of_the_speakers_own_messages) {
    assert_near(baseline_z(9, 8, 40, 232), 4 / sqrt(32.0 / 7), CLOSED);
    cr_assert_eq(baseline_z(5, 8, 40, 232), 0.0);
    cr_assert(isnan(baseline_z(3, 1, 3, 9)));
    cr_assert(isnan(baseline_z(3, 4, 12, 36)));
}
