// Cells of a table: what is quoted and how, and what a spreadsheet must not take for a formula.
#include "report/csv.h"

#include <criterion/criterion.h>
#include <math.h>

// The cell that a function makes of a text, as the second of a row.
static void expect_cell(void (*make)(csv *, str), str text, const char *wanted) {
    spool to = {0};
    csv c = {.to = &to, .columns = 2};
    csv_int(&c, 1);
    make(&c, text);
    str made = str_drop(buf_str(&to.rows), 2);
    cr_expect(str_equal(made, str_from(wanted)), "%.*s: %.*s, not %s", (int)text.len, text.at,
              (int)made.len, made.at, wanted);
    buf_release(&to.rows);
}

// As csv_text, of a cell that is put together first.
static void put_together(csv *c, str text) {
    buf *out = csv_open(c);
    size_t from = out->len;
    buf_add(out, text);
    csv_quote_from(c, from);
}

Test(csv_rows, are_quoted_where_rfc_4180_wants_it) {
    const struct {
        str text;
        const char *wanted;
    } cases[] = {
        {STR(""), ""},
        {STR("a b;c'd"), "a b;c'd"},
        {STR("a,b"), "\"a,b\""},
        {STR("a\nb"), "\"a\nb\""},
        {STR("a\rb"), "\"a\rb\""},
        {STR(","), "\",\""},
        {STR("\""), "\"\"\"\""},
        {STR("\"\""), "\"\"\"\"\"\""},
        {STR("a\"b\"c"), "\"a\"\"b\"\"c\""},
        {STR("say \"yes\""), "\"say \"\"yes\"\"\""},
        {STR("one, \"two\", \"\"three\"\"\n"), "\"one, \"\"two\"\", \"\"\"\"three\"\"\"\"\n\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect_cell(csv_text, cases[i].text, cases[i].wanted);
        expect_cell(put_together, cases[i].text, cases[i].wanted);
        expect_cell(csv_name, cases[i].text, cases[i].wanted);
    }
}

// OWASP, CSV injection; ASVS 1.2.10 for NUL.
Test(csv_rows, hold_no_name_that_is_a_formula) {
    const str first[] = {STR("="),      STR("+"),      STR("-"),      STR("@"),
                         STR("\t"),     STR("\r"),     STR("\n"),     STR("\0"),
                         STR("\uFF1D"), STR("\uFF0B"), STR("\uFF0D"), STR("\uFF20")};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        buf name = {0}, wanted = {0};
        for (int more = 0; more < 2; more++) { // by itself, and with something behind it
            buf_add(&name, more ? STR("1") : first[i]);
            cr_expect(csv_is_formula(buf_str(&name)), "%zu", i);
            buf_reset(&wanted);
            buf_printf(&wanted, "\"'%s%s\"", first[i].at, more ? "1" : "");
            if (first[i].at[0] == '\0') continue;
            buf_add_char(&wanted, '\0');
            expect_cell(csv_name, buf_str(&name), wanted.at);
        }
        buf_reset(&name);
        buf_add_char(&name, 'x');
        buf_add(&name, first[i]);
        cr_expect(!csv_is_formula(buf_str(&name)), "%zu behind a letter", i);
        buf_release(&name);
        buf_release(&wanted);
    }
    const str plain[] = {STR("a"),      STR("'"),      STR("\""),       STR(" "),
                         STR("\uFF1E"), STR("\uFF0C"), STR("\xEF\xBC"), STR("\v")};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        cr_expect(!csv_is_formula(plain[i]), "plain %zu", i);
    cr_expect(!csv_is_formula(str_take(STR("="), 0)), "the cell is empty");
    expect_cell(csv_name, STR("=\"x\""), "\"'=\"\"x\"\"\"");
    expect_cell(csv_name, STR("NA"), "\"'NA\"");
    expect_cell(csv_name, STR("NAN"), "NAN");
    expect_cell(csv_text, STR("=1"), "=1");
}

Test(csv_rows, end_with_a_line_feed_when_they_are_complete) {
    spool to = {0};
    csv c = {.to = &to, .columns = 6};
    csv_na(&c);
    csv_count(&c, 18446744073709551u);
    csv_flag(&c, true);
    csv_flag(&c, false);
    csv_number(&c, -0.5);
    csv_number(&c, (double)INFINITY);
    csv_end(&c);
    cr_expect(str_equal(buf_str(&to.rows), STR("NA,18446744073709551,1,0,-0.5,NA\n")));
    cr_expect_eq(c.cells, 0);
    buf_release(&to.rows);
}
