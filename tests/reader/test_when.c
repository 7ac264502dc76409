#include "reader/when.h"

#include "reader/when_words.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

typedef struct day_case {
    int year, month, day;
    long long number; // datetime.date(y, m, d).toordinal() - 719163 in Python
} day_case;

ParameterizedTestParameters(when, counts_days_of_the_gregorian_calendar) {
    static day_case cases[] = {
        {1970, 1, 1, 0},          {1969, 12, 31, -1},       {2000, 2, 29, 11016},
        {2000, 3, 1, 11017},      {2024, 2, 29, 19782},     {2024, 12, 31, 20088},
        {1900, 3, 1, -25508},     {2100, 2, 28, 47540},     {2100, 3, 1, 47541},
        {1, 1, 1, -719162},       {2100, 2, 29, INT64_MIN}, {2023, 2, 29, INT64_MIN},
        {2024, 4, 31, INT64_MIN}, {2024, 0, 1, INT64_MIN},  {2024, 13, 1, INT64_MIN},
        {2024, 1, 0, INT64_MIN},
    };
    return cr_make_param_array(day_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(day_case *t, when, counts_days_of_the_gregorian_calendar) {
    cr_assert_eq(when_gregorian(t->year, t->month, t->day), t->number, "%d-%d-%d", t->year,
                 t->month, t->day);
    if (t->number != INT64_MIN) cr_assert_eq(when_year(t->number), t->year);
}

// First days of Persian years as the Iranian calendar publishes them.
Test(when, counts_one_day_after_the_other_for_ten_thousand_years) {
    int64_t before = when_gregorian(1, 1, 1) - 1;
    for (int year = 1; year <= 9999; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; day <= 31; day++) {
                int64_t number = when_gregorian(year, month, day);
                if (number == INT64_MIN && day > 28) continue;
                cr_assert_eq(number, before + 1, "%d-%d-%d", year, month, day);
                before = number;
            }
    cr_assert_eq(before, 2932896); // python3: date.max.toordinal() - date(1970, 1, 1).toordinal()
}

Test(when, turns_persian_new_years_into_their_gregorian_days) {
    static const struct {
        int persian, year, month, day;
    } years[] = {{1375, 1996, 3, 20}, {1376, 1997, 3, 21}, {1399, 2020, 3, 20},
                 {1400, 2021, 3, 21}, {1403, 2024, 3, 20}, {1404, 2025, 3, 21},
                 {1408, 2029, 3, 20}, {1409, 2030, 3, 21}};
    for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
        when w = {.number = {years[i].persian, 1, 1}, .width = {4, 1, 1}, .year_at = 0};
        when_day day = when_day_of(&w, ORDER_YMD, 0);
        cr_assert(day.valid);
        cr_assert_eq(day.day, when_gregorian(years[i].year, years[i].month, years[i].day), "%d",
                     years[i].persian);
    }
}

Test(when, repairs_a_date_that_only_the_other_order_makes_possible) {
    when w = {.number = {3, 18, 24}, .width = {1, 2, 2}, .year_at = WHEN_NOWHERE};
    when_day day = when_day_of(&w, ORDER_DMY, 0);
    cr_assert(day.valid && day.swapped);
    cr_assert_eq(day.day, when_gregorian(2024, 3, 18));
    day = when_day_of(&w, ORDER_MDY, 0);
    cr_assert(day.valid && !day.swapped);
}

Test(when, takes_the_year_of_the_caller_where_none_is_written) {
    when w;
    cr_assert_eq(when_scan(STR("18 mar 12:14 - x"), &w), 12);
    cr_assert_not(when_has_year(&w));
    cr_assert_eq(when_day_of(&w, ORDER_NONE, 2013).day, when_gregorian(2013, 3, 18));
}

typedef struct hour_case {
    char stamp[40];
    int hour;
} hour_case;

ParameterizedTestParameters(when, knows_the_halves_of_the_day) {
    static hour_case cases[] = {
        {"12:08 am", 0},       {"12:08 pm", 12},
        {"11:59 PM", 23},      {"00:04 am", 0},
        {"23:59 pm", 23},      {"1:05 p. m.", 13},
        {"1:05 a", 1},         {"1:05 p", 13},
        {"24:00", 0},          {"中午12:10", 12},
        {"凌晨12:10", 0},      {"晚上9:10", 21},
        {"上午 9:10", 9},      {"오후 1:10", 13},
        {"午前0:05", 0},       {"午後0:05", 12},
        {"1:05 ch", 13},       {"1:05 م", 13},
        {"1:05 μ.μ.", 13},     {"9:15 in the morning", 9},
        {"9:15 at night", 21}, {"1:15 at night", 1},
        {"12:15 at night", 0}, {"10:15 siang", 10},
        {"2:15 siang", 14},    {"1:05 odp.", 13},
        {"du. 1:05", 13},      {"13.05", 13},
    };
    return cr_make_param_array(hour_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(hour_case *t, when, knows_the_halves_of_the_day) {
    when w;
    cr_assert_eq(when_scan_time(str_from(t->stamp), &w), strlen(t->stamp), "%s", t->stamp);
    cr_assert_eq(w.hour, t->hour, "%s: %d", t->stamp, w.hour);
}

Test(when, does_not_take_an_unknown_word_for_a_half_of_the_day) {
    when w;
    cr_assert_eq(when_scan_time(STR("1:05 xy"), &w), 0);
    cr_assert_eq(when_scan_time(STR("vormm 1:05"), &w), 0);
}

Test(when, maps_the_digits_of_every_script) {
    static const char *const sevens[] = {"٧", "۷", "७", "৭", "੭", "૭", "௭", "౭",
                                         "೭", "൭", "๗", "໗", "၇", "៧", "７"};
    for (size_t i = 0; i < sizeof sevens / sizeof *sevens; i++) {
        when_text text;
        when_normalize(str_from(sevens[i]), &text);
        cr_assert(str_equal(when_text_str(&text), STR("7")), "%s", sevens[i]);
    }
}

Test(when, drops_invisible_marks_and_remembers_where_the_rest_stood) {
    when_text text;
    when_normalize(STR("\u200E[\u202A1\u00A0\u202F\u2009\u3000،A\uFEFF]"), &text);
    cr_assert(str_equal(when_text_str(&text), STR("[1    ,a]")));
    cr_assert_eq(text.origin[0], 3);
    cr_assert_eq(text.origin[1], 7);
    cr_assert_eq(text.origin[text.len], strlen("\u200E[\u202A1\u00A0\u202F\u2009\u3000،A\uFEFF]"));
}

Test(when, normalizes_no_more_than_fits) {
    char line[400];
    memset(line, 'x', sizeof line);
    when_text text;
    when_normalize(str_of(line, sizeof line), &text);
    cr_assert_eq(text.len, WHEN_TEXT);
}

Test(when, reads_plain_stamps_as_the_grammar_does) {
    static const char dates[][12] = {
        "1/2/24",  "18/03/2024", "2024-03-18", "18.3.24", "3/18/2024", "31/12/24", "29/2/2023",
        "30-2-24", "06/2018/13", "31/11/20",   "1/1/1",   "1402/5/31", "12/13/14", "99/1/1"};
    static const char times[][16] = {", 1:05 -",    ", 13:05:06 -",  " 1:05 PM -", ", 12:00 am -",
                                     ", 24:10:11]", " 1.05.06:",     ", 1:60 -",   ", 1:05:61 -",
                                     ", 1:05 xm -", ", 1:05 p.m. -", ", 1:05pm -", ", 1:5 -"};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        for (size_t j = 0; j < sizeof times / sizeof *times; j++) {
            char line[96];
            int len = snprintf(line, sizeof line, "%s%s and enough to look at behind it", dates[i],
                               times[j]);
            when quick, slow;
            size_t used = when_scan_plain(str_of(line, (size_t)len), &quick);
            if (!used) continue;
            cr_assert_eq(when_scan(str_of(line, (size_t)len), &slow), used, "%s", line);
            cr_assert_eq(memcmp(quick.number, slow.number, sizeof quick.number), 0, "%s", line);
            cr_assert_eq(memcmp(quick.width, slow.width, sizeof quick.width), 0, "%s", line);
            cr_assert(quick.year_at == slow.year_at && quick.named == slow.named &&
                      quick.separator == slow.separator);
            cr_assert(quick.hour == slow.hour && quick.minute == slow.minute &&
                          quick.second == slow.second,
                      "%s", line);
            cr_assert(quick.has_seconds == slow.has_seconds && quick.half_days == slow.half_days &&
                          quick.capitals == slow.capitals && quick.half_first == slow.half_first,
                      "%s", line);
        }
}

Test(when, reads_month_names_and_their_abbreviations) {
    static const struct {
        const char *name;
        int month;
    } names[] = {{"january", 1}, {"jan", 1},       {"märz", 3}, {"mrz", 3},  {"fév", 2},
                 {"août", 8},    {"août", 8},      {"dic", 12}, {"ene", 1},  {"maggio", 5},
                 {"out", 10},    {"марта", 3},     {"мая", 5},  {"сент", 9}, {"ağu", 8},
                 {"paź", 10},    {"ม.ค", 0},       {"มค", 1},   {"مارس", 3}, {"ma", 0},
                 {"ja", 0},      {"xyz", 0},       {"", 0},     {"mai", 5},  {"kesäkuu", 6},
                 {"μαρ", 3},     {"listopada", 10}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cr_assert_eq(when_month(str_from(names[i].name)), names[i].month, "%s: %d", names[i].name,
                     when_month(str_from(names[i].name)));
}
