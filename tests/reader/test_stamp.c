#include "reader/stamp.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

typedef struct stamp_case {
    char cell[48];
    long long time; // date -u -d … +%s%3N
    int offset, kind;
    unsigned precision;
} stamp_case;

ParameterizedTestParameters(stamp, reads_times_of_tables) {
    static stamp_case cases[] = {
        {"2024-01-02T10:00:00Z", 1704189600000, 0, TIME_UTC, 1000},
        {"2024-01-02T10:00:00", 1704189600000, 0, TIME_LOCAL, 1000},
        {" 2024-01-02 10:00 ", 1704189600000, 0, TIME_LOCAL, 60000},
        {"2024-01-02T10:00:00.250+02:00", 1704182400250, 120, TIME_OFFSET, 1},
        {"2024-01-02T10:00:00-0530", 1704209400000, -330, TIME_OFFSET, 1000},
        {"2021-05-02 18:21:05.123000+00:00", 1619979665123, 0, TIME_OFFSET, 1},
        {"2024-01-02T10:00:00.5Z", 1704189600500, 0, TIME_UTC, 1},
        {"2024-01-02t10:00:00,25z", 1704189600250, 0, TIME_UTC, 1},
        {"2024-01-02T10:00:00.0719999-00:30", 1704191400071, -30, TIME_OFFSET, 1},
        {"2024-01-02 10:00:00 +01", 1704186000000, 60, TIME_OFFSET, 1000},
        {"2024-01-02T10:00+01:00", 1704186000000, 60, TIME_OFFSET, 60000},
        {"2024-01-02", 1704153600000, 0, TIME_LOCAL, 86400000},
        {"1704189600", 1704189600000, 0, TIME_UTC, 1000},
        {"1704189600.5", 1704189600500, 0, TIME_UTC, 1},
        {"1704189600000", 1704189600000, 0, TIME_UTC, 1},
        {"1704189600000000", 1704189600000, 0, TIME_UTC, 1},
        {"1704189600000000000", 1704189600000, 0, TIME_UTC, 1},
        {"12.5", 12500, 0, TIME_MEDIA, 1},
        {"00:01:02.500", 62500, 0, TIME_MEDIA, 1},
        {"1:02", 62000, 0, TIME_MEDIA, 1000},
        {"31/12/2023, 23:59", 1704067140000, 0, TIME_LOCAL, 60000},
        {"2/1/2024", 1704153600000, 0, TIME_LOCAL, 86400000},
        {"02.01.24", 1704153600000, 0, TIME_LOCAL, 86400000},
        {"Jan 2, 2024", 1704153600000, 0, TIME_LOCAL, 86400000},
        {"20240102", 1704153600000, 0, TIME_LOCAL, 86400000},
        {"20241302", 20241302000, 0, TIME_MEDIA, 1000},
    };
    return cr_make_param_array(stamp_case, cases, sizeof cases / sizeof *cases);
}

ParameterizedTest(stamp_case *t, stamp, reads_times_of_tables) {
    stamp got;
    cr_assert(stamp_read(str_from(t->cell), ORDER_DMY, &got), "%s", t->cell);
    cr_assert_eq(got.time, t->time, "%s: %lld", t->cell, (long long)got.time);
    cr_assert_eq(got.offset, t->offset);
    cr_assert_eq(got.kind, t->kind);
    cr_assert_eq(got.precision, t->precision);
}

Test(stamp, refuses_what_is_no_time) {
    static const char *const cells[] = {"",
                                        "yesterday",
                                        "2024-13-01T00:00:00",
                                        "2024-01-02T10:61",
                                        "12:",
                                        "2/1/2024",
                                        "2024-01-02 about",
                                        "1e9",
                                        "2024-02-30",
                                        "2024-01-02T10:00:0",
                                        "2024-01-02T10:00:00.",
                                        "2024-01-02T10:00:00.x5",
                                        "2024-01-02T10:00:00+19:00",
                                        "2024-01-02T10:00:00+01:0x",
                                        "2024-01-02T10:00:00+01:00Z"};
    stamp got;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        cr_assert_not(stamp_read(str_from(cells[i]), ORDER_NONE, &got), "%s", cells[i]);
}
