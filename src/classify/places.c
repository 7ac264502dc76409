#include "classify/places.h"

void places_find(memo *m, const tokens *all, size_t which, uint32_t *to) {
    const uint32_t *known = memo_places(m, which);
    for (size_t i = 0; i < all->count; i++) {
        uint32_t word = all->at[i].word, place = MEMO_UNKNOWN;
        if (!(word & MEMO_PASSING)) place = known[word];
        to[i] = place == MEMO_UNKNOWN ? memo_find_place(m, word, which) : place;
    }
}
