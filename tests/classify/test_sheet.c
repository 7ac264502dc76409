// A small CSV file has the columns that are asked for, no more and no fewer.
#include "classify/sheet.h"

#include <criterion/criterion.h>

static bool reads(const char *text) {
    arena keep = {0};
    sheet s = {0};
    error err = {0};
    bool done = sheet_read(&s, &keep, "test.csv", str_from(text), "a,b,c", &err);
    cr_assert(done || (err.status == ATTUNE_USAGE && err.what[0]));
    if (done) cr_assert_eq(s.columns, 3);
    sheet_release(&s);
    arena_release(&keep);
    return done;
}

Test(sheet, takes_rows_under_the_names_asked_for) {
    cr_assert(reads("a,b,c\n1,2,3\n"));
    cr_assert(reads("a,b,c\n"));
    cr_assert(reads("\xEF\xBB\xBF"
                    "a,b,c\r\n\"1,\"\"\",,3\r\n"));
}

Test(sheet, refuses_other_names) {
    cr_assert_not(reads(""));
    cr_assert_not(reads("a,b\n1,2\n"));
    cr_assert_not(reads("a,b,d\n1,2,3\n"));
    cr_assert_not(reads("a,b,c,d\n1,2,3,4\n"));
    cr_assert_not(reads("a,b,c,\n1,2,3,\n"), "an empty name behind the last is one too many");
}

Test(sheet, refuses_rows_of_another_length) {
    cr_assert_not(reads("a,b,c\n1,2\n"));
    cr_assert_not(reads("a,b,c\n1,2,3,4\n"));
    cr_assert_not(reads("a,b,c\n1,2,\"3\n"));
}
