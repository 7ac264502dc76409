// balance: how evenly two people share something.
#ifndef STATS_BALANCE_H
#define STATS_BALANCE_H

#include "stats/interval.h"

// (a - b) / (a + b), in [-1, 1]. NAN unless a + b > 0. Divide by exposures first for the adjusted
// figure.
double balance(double a, double b);

// The smaller divided by the larger, in [0, 1]. NAN when both are 0.
double evenness(double a, double b);

// ConvoKit's balance, for comparison with it: the larger divided by a + b, in [1/2, 1]. NAN unless
// a + b > 0.
double larger_share(double a, double b);

// balance of two counts with limits 2 p - 1 of the Wilson limits p of a's share. Undefined when
// both are 0.
interval balance_interval(uint64_t a, uint64_t b);

// Language style matching: mean over the classes of 1 - |p - q| / (p + q + 0.0001), p and q the
// percentages of each one's tokens in a class. NAN when either has no tokens or there are no
// classes.
double style_matching(const uint64_t *a, uint64_t a_tokens, const uint64_t *b, uint64_t b_tokens,
                      size_t classes);

#endif
