#include "reader/date_survey.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

typedef struct survey_case {
    char stamps[6][32];
    date_order order;
    date_evidence evidence;
} survey_case;

// Each row is decided by one of what date_survey.h lists.
ParameterizedTestParameters(date_survey, decides_by_the_first_step_that_tells) {
    static survey_case cases[] = {
        {{"2024/1/2, 10:00", "2024/1/3, 10:00"}, ORDER_YMD, EVIDENCE_YEAR_POSITION},
        {{"2024/14/2, 10:00", "2024/1/3, 10:00"}, ORDER_YDM, EVIDENCE_DAY_OVER_12},
        {{"2024/14/2, 10:00", "2024/1/14, 10:00"}, ORDER_YMD, EVIDENCE_YEAR_POSITION},
        {{"06/2018/13, 10:00"}, ORDER_MYD, EVIDENCE_DAY_OVER_12},
        {{"13/2018/06, 10:00"}, ORDER_DYM, EVIDENCE_DAY_OVER_12},
        {{"99/1/2, 10:00", "98/1/3, 10:00"}, ORDER_YMD, EVIDENCE_YEAR_POSITION},
        {{"1/2/24, 10:00", "13/2/24, 10:00"}, ORDER_DMY, EVIDENCE_DAY_OVER_12},
        {{"1/2/24, 10:00", "1/13/24, 10:00"}, ORDER_MDY, EVIDENCE_DAY_OVER_12},
        {{"13/2/24, 10:00", "14/2/24, 10:00", "2/15/24, 10:00"}, ORDER_DMY, EVIDENCE_DAY_OVER_12},
        {{"2/13/24, 10:00", "2/14/24, 10:00", "15/2/24, 10:00"}, ORDER_MDY, EVIDENCE_DAY_OVER_12},
        {{"12/1/24, 10:00", "1/2/24, 10:00"}, ORDER_DMY, EVIDENCE_FEWER_BACKWARD_JUMPS},
        {{"1/12/23, 10:00", "2/1/23, 10:00"}, ORDER_MDY, EVIDENCE_FEWER_BACKWARD_JUMPS},
        {{"1.2.24, 10:00"}, ORDER_DMY, EVIDENCE_SEPARATOR},
        {{"1-2-24, 10:00"}, ORDER_DMY, EVIDENCE_SEPARATOR},
        {{"1/2/24, 10:00", "2/2/24, 10:00", "3/2/24, 10:00"}, ORDER_DMY, EVIDENCE_COMPACTNESS},
        {{"2/1/24, 10:00", "2/2/24, 10:00", "2/3/24, 10:00"}, ORDER_MDY, EVIDENCE_COMPACTNESS},
        {{"2/1/24, 10:00", "2/2/24, 10:00"}, ORDER_DMY, EVIDENCE_ASSUMED},
        {{"3/6/18, 1:55 PM"}, ORDER_MDY, EVIDENCE_ASSUMED},
        {{"3/6/18, 1:55 pm"}, ORDER_DMY, EVIDENCE_ASSUMED},
        {{"03/06/18, 1:55 PM"}, ORDER_DMY, EVIDENCE_ASSUMED},
        {{"3/6/2018, 1:55 PM"}, ORDER_DMY, EVIDENCE_ASSUMED},
        {{"3 mar 2018, 1:55"}, ORDER_NONE, EVIDENCE_NONE},
        {{"24. 3. 5. 오후 2:56"}, ORDER_YMD, EVIDENCE_YEAR_POSITION},
        {{"24-03-05, 10:00", "24-03-06, 10:00", "24-03-07, 10:00"},
         ORDER_YMD,
         EVIDENCE_YEAR_POSITION},
    };
    return cr_make_param_array(survey_case, cases, sizeof cases / sizeof *cases);
}

static void add_all(date_survey *survey, char stamps[][32], size_t count) {
    for (size_t i = 0; i < count && stamps[i][0]; i++) {
        when_text text;
        when w;
        str raw = str_from(stamps[i]);
        bool capitals = str_contains(raw, STR("PM"));
        when_normalize(raw, &text);
        cr_assert(when_scan(when_text_str(&text), &w), "%s", stamps[i]);
        w.capitals = capitals; // as a plain stamp has them, which is read before it is normalized
        date_survey_add(survey, &w);
    }
}

ParameterizedTest(survey_case *t, date_survey, decides_by_the_first_step_that_tells) {
    date_survey survey = {0};
    date_evidence evidence;
    add_all(&survey, t->stamps, 6);
    cr_assert_eq(date_survey_decide(&survey, INT64_MIN, &evidence), t->order, "%s", t->stamps[0]);
    cr_assert_eq(evidence, t->evidence, "%s: %d", t->stamps[0], (int)evidence);
}

Test(date_survey, takes_the_reading_that_ends_last_before_the_export) {
    static char stamps[][32] = {"2/11/19, 14:18", "2/11/19, 14:21", ""};
    date_survey survey = {0};
    date_evidence evidence;
    add_all(&survey, stamps, 3);
    int64_t march = when_gregorian(2019, 3, 1) * 86400000,
            december = when_gregorian(2019, 12, 1) * 86400000;
    cr_assert_eq(date_survey_decide(&survey, march, &evidence), ORDER_MDY);
    cr_assert_eq(evidence, EVIDENCE_ARCHIVE_TIME);
    cr_assert_eq(date_survey_decide(&survey, december, &evidence), ORDER_DMY);
    cr_assert_eq(evidence, EVIDENCE_ARCHIVE_TIME);
    cr_assert_eq(date_survey_decide(&survey, when_gregorian(2018, 1, 1) * 86400000, &evidence),
                 ORDER_DMY);
    cr_assert_eq(evidence, EVIDENCE_ASSUMED);
}
