// --min-cell on rows of a table with the columns that its rules name, and on rows that are none.
#include "report/suppress.h"

#include <criterion/criterion.h>

static const column columns[] = {
    {.name = "speaker", .type = "string"},
    {.name = "read", .type = "integer"},
    {.name = "used", .type = "integer"},
    {.name = "dropped", .type = "integer"},
    {.name = "dropped_duplicate", .type = "integer"},
    {.name = "late", .type = "integer"},
    {.name = "undetermined", .type = "integer"},
    {.name = "share", .type = "number"},
};
static const column_list conversations = {"conversations", columns, 8};

// The row after what stands before it, with small counts below least taken out.
static void expect_row(const column_list *list, uint32_t least, const char *row,
                       const char *wanted) {
    suppress s;
    suppress_init(&s, list, least);
    buf rows = {0};
    buf_add(&rows, STR("kept,1\n"));
    buf_add(&rows, str_from(row));
    suppress_row(&s, &rows, 7);
    str made = str_drop(buf_str(&rows), 7);
    cr_expect(str_equal(made, str_from(wanted)), "%s: %.*s", row, (int)made.len, made.at);
    cr_expect(str_starts(buf_str(&rows), STR("kept,1\n")));
    buf_release(&rows);
}

Test(suppress, takes_out_what_a_small_count_is_part_of) {
    // read and used: the row from read on; dropped: read up to dropped_duplicate; late: itself.
    expect_row(&conversations, 5, "a,5,5,5,5,5,5,1", "a,5,5,5,5,5,5,1");
    expect_row(&conversations, 5, "a,4,5,5,5,5,5,1", "a,NA,NA,NA,NA,NA,NA,NA");
    expect_row(&conversations, 5, "a,5,4,5,5,5,5,1", "a,NA,NA,NA,NA,NA,NA,NA");
    expect_row(&conversations, 5, "a,5,5,4,5,5,5,1", "a,NA,NA,NA,NA,5,5,1");
    expect_row(&conversations, 5, "a,5,5,5,1,5,5,1", "a,NA,NA,NA,NA,5,5,1");
    expect_row(&conversations, 5, "a,5,5,5,5,4,5,1", "a,5,5,5,5,NA,NA,1");
    expect_row(&conversations, 5, "a,5,5,5,5,5,4,1", "a,5,5,5,5,NA,NA,1");
}

Test(suppress, begins_at_one_and_ends_below_the_limit) {
    expect_row(&conversations, 2, "a,9,9,9,9,0,9,1", "a,9,9,9,9,0,9,1");
    expect_row(&conversations, 2, "a,9,9,9,9,1,9,1", "a,9,9,9,9,NA,NA,1");
    expect_row(&conversations, 2, "a,9,9,9,9,2,9,1", "a,9,9,9,9,2,9,1");
    expect_row(&conversations, 5, "a,9,9,9,9,-3,9,1", "a,9,9,9,9,-3,9,1");
    expect_row(&conversations, 1, "a,1,1,1,1,1,1,1", "a,1,1,1,1,1,1,1");
    expect_row(&conversations, 0, "a,1,1,1,1,1,1,1", "a,1,1,1,1,1,1,1");
}

Test(suppress, leaves_what_is_no_count) {
    expect_row(&conversations, 5, "3,9,9,9,9,9,9,3", "3,9,9,9,9,9,9,3");
    expect_row(&conversations, 5, "a,NA,9,9,9,,9,x", "a,NA,9,9,9,,9,x");
}

Test(suppress, finds_the_cells_behind_quotes) {
    expect_row(&conversations, 5, "\"a,4\",9,9,9,9,3,9,1", "\"a,4\",9,9,9,9,NA,NA,1");
    expect_row(&conversations, 5, "\"a\"\",\"\"4\",9,9,9,9,3,9,1",
               "\"a\"\",\"\"4\",9,9,9,9,NA,NA,1");
    expect_row(&conversations, 5, "\"\",9,9,9,9,3,9,1", "\"\",9,9,9,9,NA,NA,1");
    // Quotes that nothing ends hold the rest.
    expect_row(&conversations, 5, "\"a,3,9", "\"a,3,9");
    expect_row(&conversations, 5, "\"a\"", "\"a\"");
    expect_row(&conversations, 5, "\"a\"\"", "\"a\"\"");
    expect_row(&conversations, 5, "\"", "\"");
}

Test(suppress, keeps_to_the_columns_that_are_there) {
    expect_row(&conversations, 5, "a,9,9", "a,9,9");
    expect_row(&conversations, 5, "a,9,9,", "a,9,9,");
    expect_row(&conversations, 5, "a,9,9,2", "a,NA,NA,NA");
    expect_row(&conversations, 5, "a,9,9,9,9,9,9,1,more", "a,9,9,9,9,9,9,1");
    expect_row(&conversations, 5, "", "");
    const column_list other = {"codes", columns, 8}; // it has no column that the rules name
    expect_row(&other, 5, "a,1,1,1,1,1,1,1", "a,1,1,1,1,1,1,1");
    suppress s;
    suppress_init(&s, &conversations, 5);
    buf none = {0};
    suppress_row(&s, &none, 0);
    cr_assert_eq(none.len, 0);
}

Test(suppress, gives_no_rows_of_single_events) {
    static const struct {
        const char *table;
        bool rows;
    } cases[] = {{"episodes", true}, {"sessions", true}, {"speakers", false}};
    for (size_t i = 0; i < 3; i++) {
        suppress s;
        suppress_init(&s, columns_of(cases[i].table), 5);
        cr_expect_eq(s.rows, cases[i].rows, "%s", cases[i].table);
        suppress_init(&s, columns_of(cases[i].table), 1);
        cr_expect(!s.rows);
    }
}

// A rule whose column is renamed would hold nothing back, and nobody would see it.
Test(suppress, names_columns_that_the_tables_have) {
    size_t ranges = 0;
    for (size_t i = 0; i < column_list_count; i++) {
        const column_list *list = &column_lists[i];
        suppress s;
        suppress_init(&s, list, 5);
        cr_assert_leq(s.ranges, sizeof s.range / sizeof *s.range);
        cr_assert_leq(list->count, (size_t)SUPPRESS_COLUMNS);
        ranges += s.ranges;
        for (size_t k = 0; k < s.ranges; k++) {
            cr_expect_lt(s.range[k].watched, s.range[k].watched_end, "%s, rule %zu", list->table,
                         k);
            cr_expect_leq(s.range[k].watched_end, list->count, "%s, rule %zu", list->table, k);
            cr_expect_lt(s.range[k].blank, s.range[k].blank_end, "%s, rule %zu", list->table, k);
            cr_expect_leq(s.range[k].blank_end, list->count, "%s, rule %zu", list->table, k);
        }
    }
    cr_assert_geq(ranges, 20);
}
