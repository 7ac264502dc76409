#include "classify/frequency.h"

#include "base/utf8.h"
#include "classify/letters.h"

enum { RARE = 300 }; // a word that is not among the common ones

// After Zipf and Mandelbrot: inverse to the rank, counted from some ranks before the first. The
// first word is in a quarter of all messages, the tenth in a tenth, the hundredth in 1.4 %.
static uint32_t by_rank(uint32_t rank) { return 1500000 / (rank + 6); }

static uint32_t word_frequency(const intern *common, str word) {
    uint32_t rank = intern_find(common, word);
    return rank == INTERN_NONE ? RARE : by_rank(rank);
}

static bool contains(str word, const piece *p) {
    if (p->starts) return str_starts(word, p->text);
    if (p->ends) return str_ends(word, p->text);
    return str_contains(word, p->text);
}

uint32_t frequency_of_piece(void *context, const piece *p) {
    enum { MOST = 900000 };
    static const uint32_t by_length[] = {200000, 200000, 60000, 10000, 3000, 1000};
    const intern *common = context;
    if (str_equal(p->text, PIECE_START) || str_equal(p->text, PIECE_END)) return FREQUENCY_SURE;
    if (!letters_in_piece(utf8_decode(p->text).point))
        return (unsigned char)p->text.at[0] < 0x80 ? 150000 : 1000;
    if (p->starts && p->ends) return word_frequency(common, p->text);
    uint64_t sum = by_length[p->text.len < 5 ? p->text.len : 5];
    for (uint32_t rank = 0; rank < common->count; rank++)
        if (contains(intern_name(common, rank), p)) sum += by_rank(rank);
    return sum < MOST ? (uint32_t)sum : MOST;
}
