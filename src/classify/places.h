// places: where the vectors of a message's words stand.
#ifndef CLASSIFY_PLACES_H
#define CLASSIFY_PLACES_H

#include "classify/memo.h"

// Writes the place of each token's vector for the sieve of a pack; to has room for SIEVE_LANES
// more. Valid until the next memo_begin; moves the vectors.
void places_find(memo *m, const tokens *all, size_t which, uint32_t *to);

#endif
