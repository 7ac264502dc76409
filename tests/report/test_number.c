#include "report/number.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

static void expect_number(double value, const char *wanted) {
    buf got = {0};
    number_add(&got, value);
    buf_add_char(&got, '\0');
    cr_assert_str_eq(got.at, wanted);
    buf_release(&got);
}

Test(number, has_ten_digits_and_no_zeros_behind_them) {
    expect_number(0, "0");
    expect_number(-0.0, "0");
    expect_number(1, "1");
    expect_number(-1.5, "-1.5");
    expect_number(1. / 3, "0.3333333333");
    expect_number(2. / 3, "0.6666666667");
    expect_number(100, "100");
    expect_number(86400, "86400");
    expect_number(0.001, "0.001");
    expect_number(0.0001, "0.0001");
    expect_number(0.00001, "1e-05");
    expect_number(1.25e-17, "1.25e-17");
    expect_number(9999999999., "9999999999");
    expect_number(9999999999.9, "1e+10");
    expect_number(12345678901., "1.23456789e+10");
    expect_number(0.99999999999, "1");
    expect_number(5e-324, "4.940656458e-324");
    expect_number(1.7976931348623157e308, "1.797693135e+308");
}

// The C library's own %.10g is the reference where the locale is C.
Test(number, is_what_printf_writes_in_the_c_locale) {
    uint64_t state = 1;
    for (int i = 0; i < 20000; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        double value = (double)(int64_t)state / 9e18;
        int scale = (int)(state >> 33) % 40 - 20;
        for (int k = 0; k < abs(scale); k++) value = scale < 0 ? value / 10 : value * 10;
        char wanted[64];
        snprintf(wanted, sizeof wanted, "%.10g", value);
        expect_number(value, wanted);
    }
}

Test(number, is_the_same_where_a_comma_is_the_point) {
    const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "ru_RU.UTF-8", "fr_FR.UTF-8"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) setlocale(LC_ALL, names[i]);
    expect_number(1.5, "1.5");
    expect_number(1.25e-17, "1.25e-17");
}

static void expect_text(buf *got, const char *wanted) {
    buf_add_char(got, '\0');
    cr_assert_str_eq(got->at, wanted);
    buf_reset(got);
}

Test(number, writes_thousandths_exactly) {
    buf got = {0};
    static const struct {
        int64_t value;
        const char *wanted;
    } cases[] = {{0, "0"},       {1, "0.001"},   {60000, "60"},   {1500, "1.5"},
                 {1050, "1.05"}, {-500, "-0.5"}, {-1500, "-1.5"}, {999, "0.999"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        number_add_thousandths(&got, cases[i].value);
        expect_text(&got, cases[i].wanted);
    }
    buf_release(&got);
}

Test(number, writes_times_and_offsets) {
    buf got = {0};
    number_add_time(&got, 0);
    expect_text(&got, "1970-01-01T00:00:00");
    number_add_time(&got, 951782399007); // the last second of the leap day 2000
    expect_text(&got, "2000-02-28T23:59:59.007");
    number_add_time(&got, 4102444799999);
    expect_text(&got, "2099-12-31T23:59:59.999");
    number_add_time(&got, -1);
    expect_text(&got, "1969-12-31T23:59:59.999");
    number_add_offset(&got, 0);
    expect_text(&got, "+00:00");
    number_add_offset(&got, -210);
    expect_text(&got, "-03:30");
    number_add_offset(&got, 765);
    expect_text(&got, "+12:45");
    buf_release(&got);
}
