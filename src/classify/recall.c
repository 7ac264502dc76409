#include "classify/recall.h"

#include "text/blocks_walk.h"

enum { COUNTED = 255 }; // tokens that memo_counts can count

BLOCKS_INLINE void add_counts(uint32_t to[MEMO_COUNTS], memo_counts counts) {
    for (unsigned i = 0; i < MEMO_COUNTS; i++) to[i] += counts[i];
}

// A walk over plain text. Local to a loop, so that it stays in registers.
typedef struct walk {
    memo *m;
    const memo_slot *slots; // its
    str text;
    token *next;
    uint32_t flags;
    memo_counts counts; // of the tokens from counted on, not yet in sum
    token *counted;
    recall_sum *sum;
} walk;

// The first eight bytes of a token near the end of a text.
__attribute__((noinline)) static uint64_t last_bytes(str text, size_t start, size_t len) {
    uint64_t key = 0;
    memcpy(&key, text.at + start, len);
    return key;
}

// The first eight bytes of a token of at most eight, zeros behind it. The text may end in them.
BLOCKS_INLINE uint64_t key_of(str text, size_t start, size_t len) {
    static const uint64_t used[] = {0,
                                    0xFF,
                                    0xFFFF,
                                    0xFFFFFF,
                                    0xFFFFFFFF,
                                    0xFFFFFFFFFF,
                                    0xFFFFFFFFFFFF,
                                    0xFFFFFFFFFFFFFF,
                                    0xFFFFFFFFFFFFFFFF};
    if (start + sizeof(uint64_t) > text.len) return last_bytes(text, start, len);
    return memo_load(text.at + start) & used[len];
}

// The slot of a token of at most eight bytes, if that is its first, as of most; else NULL.
BLOCKS_INLINE const memo_slot *first_slot(const memo_slot *slots, uint64_t key, uint32_t form) {
    const memo_slot *slot = &slots[memo_slot_of(key, form)];
    return slot->key == key && slot->form == form ? slot : NULL;
}

// What there is of a token that has no such slot. Not inline: its registers would be saved at every
// token.
typedef struct found {
    uint32_t index, flags;
    const memo_counts *counts;
} found;
__attribute__((noinline)) static found look_up(memo *m, str text, size_t start, size_t end,
                                               token_kind kind) {
    str raw = str_of(text.at + start, end - start);
    uint64_t key = 0;
    memcpy(&key, raw.at, raw.len < sizeof key ? raw.len : sizeof key);
    uint32_t index = memo_look_up(m, raw, key, kind);
    const memo_word *w = memo_at(m, index);
    return (found){index, w->flags, &memo_meaning_at(m, index)->any.counts};
}

BLOCKS_INLINE void visit(void *context, size_t start, size_t end, token_kind kind) {
    walk *w = context;
    size_t len = end - start;
    const memo_slot *slot = NULL;
    if (len <= sizeof(uint64_t))
        slot = first_slot(w->slots, key_of(w->text, start, len), memo_form(len, kind));
    uint32_t index;
    if (slot) {
        index = slot->index;
        w->flags |= slot->flags;
        w->counts += slot->counts;
    } else {
        found f = look_up(w->m, w->text, start, end, kind);
        index = f.index;
        w->flags |= f.flags;
        w->counts += *f.counts;
    }
    *w->next++ = (token){(uint32_t)start, (uint32_t)end, index, (uint8_t)kind};
}

// A byte counts the tokens of a few blocks.
BLOCKS_INLINE void count_block(void *context) {
    walk *w = context;
    if (w->next - w->counted <= COUNTED - MASKS_BYTES) return;
    add_counts(w->sum->counts, w->counts);
    w->counts = (memo_counts){0};
    w->counted = w->next;
}

BLOCKS_INLINE size_t walk_plain(memo *m, str text, size_t at, tokens *all, recall_sum *sum,
                                masks (*masks_of)(const char *, size_t)) {
    walk w = {m, m->slots, text, all->at + all->count, 0, {0}, all->at + all->count, sum};
    at = blocks_walk((block_visitor){visit, count_block, &w}, text, at, masks_of);
    add_counts(sum->counts, w.counts);
    sum->flags |= w.flags;
    all->count = (size_t)(w.next - all->at);
    return at;
}

#ifdef __x86_64__
MASKS_AVX2 static size_t walk_avx2(memo *m, str text, size_t at, tokens *all, recall_sum *sum) {
    return walk_plain(m, text, at, all, sum, masks_avx2);
}
#endif

static size_t walk_blocks(memo *m, str text, size_t at, tokens *all, recall_sum *sum) {
#ifdef __x86_64__
    if (blocks_have_avx2()) return walk_avx2(m, text, at, all, sum);
#endif
    return walk_plain(m, text, at, all, sum, BLOCKS_MASKS);
}

// Whether nothing remains between two tokens when the text is folded, which drops some invisible
// characters.
static bool gap_may_vanish(str text, uint32_t from, uint32_t to) {
    for (uint32_t at = from; at < to; at++)
        if ((unsigned char)text.at[at] < 0x80) return false;
    return true;
}

static bool touch(str text, const tokens *all, size_t i) {
    return i > 0 && i < all->count && gap_may_vanish(text, all->at[i - 1].end, all->at[i].start);
}

static bool ends_in_letter(const memo_word *w) {
    return (w->flags & WORD_ENDS) &&
           !(w->folded.at[w->folded.len - 1] >= '0' && w->folded.at[w->folded.len - 1] <= '9');
}
static bool starts_with_letter(const memo_word *w) {
    return (w->flags & WORD_STARTS) && !(w->folded.at[0] >= '0' && w->folded.at[0] <= '9');
}

// Whether an apostrophe between two letters is, or begins or ends, a token of its own: a piece such
// as don't is then in no token.
static bool quote_joins(const memo *m, str text, const tokens *all) {
    for (size_t i = 0; i < all->count; i++) {
        const memo_word *w = memo_at(m, all->at[i].word);
        if (!(w->flags & WORD_QUOTE)) continue;
        bool before = touch(text, all, i) && ends_in_letter(memo_at(m, all->at[i - 1].word));
        bool after = touch(text, all, i + 1) && starts_with_letter(memo_at(m, all->at[i + 1].word));
        bool alone = w->folded.len == 1;
        if (alone ? before && after
                  : (before && w->folded.at[0] == '\'') || (after && str_ends(w->folded, STR("'"))))
            return true;
    }
    return false;
}

// Notes whether a token and the one before it touch in the folded text, where the pieces of the
// filter do not. Two tokens of plain text never do: one of them is punctuation.
static void note_touch(const memo *m, str text, const tokens *all, size_t i, recall_sum *sum) {
    if (!touch(text, all, i)) return;
    uint32_t before = memo_at(m, all->at[i - 1].word)->flags;
    uint32_t flags = memo_at(m, all->at[i].word)->flags;
    if (!(before & WORD_FINISHES) || !(flags & WORD_BEGINS)) return;
    sum->loose = true;
    if ((before & WORD_ENDS) && (flags & WORD_STARTS)) sum->joined = true;
}

// Takes a token that is not of plain text.
static size_t take_other(memo *m, str text, size_t at, tokens *all, recall_sum *sum) {
    size_t before = all->count;
    at = tokenize_next(all, text, at);
    if (all->count == before) return at;
    token *t = &all->at[before];
    found f = look_up(m, text, t->start, t->end, t->kind);
    t->word = f.index;
    sum->flags |= f.flags;
    add_counts(sum->counts, *f.counts);
    note_touch(m, text, all, before, sum);
    return at;
}

void recall(memo *m, str text, tokens *all, recall_sum *sum) {
    memo_begin(m);
    tokenize_begin(all, text);
    *sum = (recall_sum){0};
    for (size_t at = 0; at < text.len;) {
        size_t before = all->count;
        at = walk_blocks(m, text, at, all, sum);
        if (before && all->count > before) note_touch(m, text, all, before, sum);
        if (at < text.len) at = take_other(m, text, at, all, sum);
    }
    if (sum->flags & WORD_ODD) sum->loose = true;
    if ((sum->flags & WORD_QUOTE) && quote_joins(m, text, all)) sum->joined = true;
}

void recall_style(const memo *m, const tokens *all, size_t pack_index,
                  uint32_t style[STYLE_CLASSES]) {
    _Alignas(8) uint32_t sum[MEMO_COUNTS] = {0};
    for (size_t i = 0; i < all->count;) {
        memo_counts few = {0};
        size_t end = i + COUNTED < all->count ? i + COUNTED : all->count;
        for (; i < end; i++) few += memo_sense_at(m, all->at[i].word, pack_index)->counts;
        add_counts(sum, few);
    }
    memcpy(style, sum, STYLE_CLASSES * sizeof *style);
}
