// near: comparing figures with the tolerances of the specification.
#ifndef TESTS_STATS_NEAR_H
#define TESTS_STATS_NEAR_H

#include <criterion/criterion.h>
#include <math.h>

// Relative tolerances: of the vectors printed in the specification, of closed forms against another
// implementation, and of iterated estimates.
#define PRINTED 5e-7
#define CLOSED 1e-9
#define ITERATED 1e-6

static inline bool is_near(double got, double wanted, double tolerance) {
    if (isnan(wanted)) return isnan(got);
    if (isinf(wanted)) return got == wanted;
    return fabs(got - wanted) <= tolerance * fmax(fabs(wanted), 1e-300);
}

#define assert_near(got, wanted, tolerance)                                                        \
    cr_assert(is_near((got), (wanted), (tolerance)), "%s is %.15g, not %.15g", #got,               \
              (double)(got), (double)(wanted))

#define assert_interval(got, wanted_value, wanted_low, wanted_high, tolerance)                     \
    do {                                                                                           \
        interval checked = (got);                                                                  \
        assert_near(checked.value, wanted_value, tolerance);                                       \
        assert_near(checked.low, wanted_low, tolerance);                                           \
        assert_near(checked.high, wanted_high, tolerance);                                         \
    } while (0)

#define assert_undefined(got) assert_interval(got, NAN, NAN, NAN, 0)

#endif
