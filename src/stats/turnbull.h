// turnbull: how long until something happens, when each time is only known to lie between two
// others.
#ifndef STATS_TURNBULL_H
#define STATS_TURNBULL_H

#include "base/arena.h"

// An event in (left, right]; right is INFINITY when it is right-censored, and equal to left when it
// is exact. left is at least 0 and finite.
typedef struct time_span {
    double left, right;
} time_span;

// The median of Turnbull's estimate (JRSS B 1976), linear within the interval in which the curve
// passes 1/2; the middle of the gap when it is 1/2 between two intervals. NAN when n is 0 or it is
// not reached. Sorts the spans in place.
double turnbull_median(arena *scratch, time_span *spans, size_t n);

// The span of an event seen after `time` by clocks that show multiples of `precision` (both in the
// same unit).
time_span turnbull_span(double time, double precision);

#endif
