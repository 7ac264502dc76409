#include "classify/language.h"

enum { COUNTED = 255 }; // tokens that memo_counts can count

// The rows of tokens, all of which are kept where `kept` says so: nearly always.
static inline __attribute__((always_inline)) size_t row_of(const memo *m, const token *t,
                                                           bool kept) {
    return kept ? m->kept.words[t->word].row : memo_at(m, t->word)->row;
}
static inline __attribute__((always_inline)) const memo_store *store_of(const memo *m,
                                                                        const token *t, bool kept) {
    return kept ? &m->kept : memo_store_of(m, t->word);
}

// The evidence of some tokens for a block of packs.
static inline __attribute__((always_inline)) memo_counts
weigh(const memo *m, const token *from, const token *to, size_t block, bool kept) {
    memo_counts sum = {0};
    size_t blocks = memo_evidence_blocks(m);
    for (const token *t = from; t < to; t++)
        sum += store_of(m, t, kept)->evidence[row_of(m, t, kept) * blocks + block];
    return sum;
}

// Adds the evidence for a block of packs, of which there are `count`: function words in the upper
// half of a number, known words in the lower, so that numbers rank them.
static void add_evidence(const memo *m, const tokens *all, size_t block, uint64_t *by_pack,
                         size_t count) {
    if (!all->count) return;
    const token *end = all->at + all->count;
    for (const token *from = all->at, *to; from < end; from = to) {
        to = end - from > COUNTED ? from + COUNTED : end;
        memo_counts sum =
            m->passing.count ? weigh(m, from, to, block, false) : weigh(m, from, to, block, true);
        for (size_t i = 0; i < count; i++)
            by_pack[i] += (uint64_t)sum[2 * i + 1] << 32 | sum[2 * i];
    }
}

static uint32_t scripts_of(const memo *m, const tokens *all) {
    uint32_t scripts = 0;
    for (size_t i = 0; i < all->count; i++) scripts |= memo_at(m, all->at[i].word)->scripts;
    return scripts;
}

// Ranks the packs by all that there is.
__attribute__((noinline)) static language rank(const memo *m, const tokens *all) {
    const codebook *book = m->book;
    uint32_t scripts = scripts_of(m, all);
    uint64_t by_pack[MAX_PACKS] = {0}, best = 0;
    for (size_t i = 0; i < book->pack_count; i += MEMO_EVIDENCE) {
        size_t left = book->pack_count - i;
        add_evidence(m, all, i / MEMO_EVIDENCE, by_pack + i,
                     left < MEMO_EVIDENCE ? left : MEMO_EVIDENCE);
    }
    language found = {0, 0};
    for (size_t i = 0; i < book->pack_count; i++) {
        if (scripts && !(scripts & book->engine->packs[i].scripts)) continue;
        if (found.packs && by_pack[i] < best) continue;
        if (!found.packs || by_pack[i] > best) found = (language){0, (uint8_t)i};
        best = by_pack[i];
        found.packs |= 1ull << i;
    }
    if (!found.packs)
        found.packs = book->pack_count == MAX_PACKS ? UINT64_MAX : (1ull << book->pack_count) - 1;
    return found;
}

// Whether one of the counts is above all others.
static bool leads(const uint32_t *counts, size_t count, size_t which) {
    for (size_t i = 0; i < count; i++)
        if (i != which && counts[i] >= counts[which]) return false;
    return counts[which] > 0;
}

// Where one pack has the most function words nothing else counts: its script occurs with them.
// 9 instructions a byte of English less with seven packs. The last count may be that of several.
language language_find(const memo *m, const tokens *all, const uint32_t counts[MEMO_COUNTS]) {
    size_t packs = m->book->pack_count, apart = packs > MEMO_APART ? MEMO_APART : packs,
           alone = packs > MEMO_APART ? apart - 1 : apart;
    for (size_t i = 0; i < alone; i++) {
        if (leads(counts + COUNT_PACKS, apart, i))
            return (language){1ull << m->expected[i], m->expected[i]};
    }
    return rank(m, all);
}

static inline __attribute__((always_inline)) memo_counts
count_style(const memo *m, const token *from, const token *to, size_t pack_index, bool kept) {
    memo_counts sum = {0};
    size_t senses = memo_senses(m), which = senses > 1 ? pack_index + 1 : 0;
    for (const token *t = from; t < to; t++)
        sum += store_of(m, t, kept)->senses[row_of(m, t, kept) * senses + which].counts;
    return sum;
}

void language_style(const memo *m, const tokens *all, size_t pack_index,
                    uint32_t style[STYLE_CLASSES]) {
    uint32_t counts[MEMO_COUNTS] = {0};
    const token *end = all->count ? all->at + all->count : all->at;
    for (const token *from = all->at, *to; from < end; from = to) {
        to = end - from > COUNTED ? from + COUNTED : end;
        memo_counts sum = m->passing.count ? count_style(m, from, to, pack_index, false)
                                           : count_style(m, from, to, pack_index, true);
        for (unsigned i = 0; i < MEMO_COUNTS; i++) counts[i] += sum[i];
    }
    memcpy(style, counts, STYLE_CLASSES * sizeof *style);
}
