#include "classify/recall.h"

#include "text/blocks_walk.h"

#include <stddef.h>

enum { COUNTED = 255 }; // tokens that memo_counts can count

BLOCKS_INLINE void add_counts(uint32_t to[MEMO_COUNTS], memo_counts counts) {
    for (unsigned i = 0; i < MEMO_COUNTS; i++) to[i] += counts[i];
}

// A token from word to flags, the union of some.
typedef uint64_t mark;

_Static_assert(sizeof(token) - offsetof(token, word) == sizeof(mark) &&
                   offsetof(token, flags) - offsetof(token, word) ==
                       offsetof(memo_slot, flags) - offsetof(memo_slot, word),
               "a slot says what a token is");

BLOCKS_INLINE mark mark_of(const uint32_t *word) {
    mark m;
    memcpy(&m, word, sizeof m);
    return m;
}

static uint32_t flags_of(mark m) {
    token t = {0};
    memcpy(&t.word, &m, sizeof m);
    return t.flags;
}

// A walk over plain text. Local to a loop, so that it stays in registers.
typedef struct walk {
    memo *m;
    const memo_slot *slots; // its
    str text;
    ptrdiff_t safe; // last offset from which eight bytes of it can be read
    token *next;
    mark all;           // of all tokens
    memo_counts counts; // of the tokens from counted on, not yet in sum
    token *counted;
    recall_sum *sum;
} walk;

// The bytes of a token of at most eight near the end of a text, where eight cannot be read.
__attribute__((noinline)) static uint64_t last_bytes(str text, size_t start, size_t len) {
    const size_t eight = sizeof(uint64_t);
    if (text.len < eight) return str_bytes(text.at + start, len);
    uint64_t last = str_eight(text.at + text.len - eight) >> 8 * (start + eight - text.len);
    return last << 8 * (eight - len) >> 8 * (eight - len);
}

// The first eight bytes of a token of at most eight, zeros behind it. The text may end in them.
BLOCKS_INLINE uint64_t key_of(str text, ptrdiff_t safe, size_t start, size_t len) {
    static const uint64_t used[] = {0,
                                    0xFF,
                                    0xFFFF,
                                    0xFFFFFF,
                                    0xFFFFFFFF,
                                    0xFFFFFFFFFF,
                                    0xFFFFFFFFFFFF,
                                    0xFFFFFFFFFFFFFF,
                                    0xFFFFFFFFFFFFFFFF};
    if ((ptrdiff_t)start > safe) return last_bytes(text, start, len);
    return str_eight(text.at + start) & used[len];
}

// What there is of a token that is not in its first slot.
typedef struct found {
    mark is;
    const memo_counts *counts;
} found;

// Not inline: its registers would be saved at every token.
__attribute__((noinline)) static found look_up(memo *m, str text, size_t start, size_t end,
                                               token_kind kind) {
    str raw = str_of(text.at + start, end - start);
    uint64_t key = raw.len < 8 ? str_bytes(raw.at, raw.len) : str_eight(raw.at);
    uint32_t index = memo_look_up(m, raw, key, kind);
    token t = {.word = index, .kind = (uint8_t)kind, .flags = memo_at(m, index)->flags};
    return (found){mark_of(&t.word), &memo_meaning_at(m, index)->any.counts};
}

// The kind of a token of plain text, by its first byte.
static token_kind plain_kind(char first) {
    unsigned char byte = (unsigned char)first;
    return byte >= 0x80 || (masks_class[byte] & CLASS_LETTER) ? TOKEN_WORD : TOKEN_PUNCTUATION;
}

// The slot of a token of nine to sixteen bytes, if that is its first; else NULL.
__attribute__((noinline)) static const memo_slot *long_slot(const memo *m, const char *at,
                                                            size_t len) {
    uint64_t key = str_eight(at), last = str_eight(at + len - sizeof last);
    const memo_slot *slot = &m->slots[memo_slot_of(memo_long_hash(key, last), len)];
    if (slot->key != key || slot->len != len) return NULL;
    const char *kept = m->text + m->kept.words[slot->word].raw;
    return str_eight(kept + len - sizeof last) == last ? slot : NULL;
}

// A token of at most eight bytes is nearly always in its first slot; its bytes say its kind.
BLOCKS_INLINE void visit(void *context, size_t start, size_t end, token_kind kind) {
    (void)kind; // it would be worked out for all
    walk *w = context;
    size_t len = end - start;
    const memo_slot *slot = NULL;
    if (len <= sizeof(uint64_t)) {
        uint64_t key = key_of(w->text, w->safe, start, len);
        slot = &w->slots[memo_slot_of(key, len)];
        if (slot->key != key || slot->len != len) slot = NULL;
    } else if (len <= 2 * sizeof(uint64_t)) {
        slot = long_slot(w->m, w->text.at + start, len);
    }
    found f;
    if (slot)
        f = (found){mark_of(&slot->word), &slot->counts};
    else
        f = look_up(w->m, w->text, start, end, plain_kind(w->text.at[start]));
    w->all |= f.is;
    w->counts += *f.counts;
    token *t = w->next++;
    t->start = (uint32_t)start;
    t->end = (uint32_t)end;
    memcpy(&t->word, &f.is, sizeof f.is);
}

// A byte counts the tokens of a few blocks.
BLOCKS_INLINE void count_block(void *context, uint64_t continued) {
    walk *w = context;
    if (continued) w->sum->continued += (uint32_t)__builtin_popcountll(continued);
    if (w->next - w->counted <= COUNTED - MASKS_BYTES) return;
    add_counts(w->sum->counts, w->counts);
    w->counts = (memo_counts){0};
    w->counted = w->next;
}

BLOCKS_INLINE size_t walk_plain(memo *m, str text, size_t at, tokens *all, recall_sum *sum,
                                masks (*masks_of)(const char *, size_t)) {
    walk w = {m,
              m->slots,
              text,
              (ptrdiff_t)text.len - 8,
              all->at + all->count,
              0,
              {0},
              all->at + all->count,
              sum};
    at = blocks_walk((block_visitor){visit, count_block, &w}, text, at, masks_of);
    add_counts(sum->counts, w.counts);
    sum->flags |= flags_of(w.all);
    all->count = (size_t)(w.next - all->at);
    return at;
}

#ifdef __x86_64__
MASKS_AVX2 static size_t walk_avx2(memo *m, str text, size_t at, tokens *all, recall_sum *sum) {
    return walk_plain(m, text, at, all, sum, masks_avx2);
}
#endif

static size_t walk_blocks(memo *m, str text, size_t at, tokens *all, recall_sum *sum) {
    if (!blocks_begin(text, at)) return at;
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
        if (!(all->at[i].flags & WORD_QUOTE)) continue;
        const memo_word *w = memo_at(m, all->at[i].word);
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
static void note_touch(str text, const tokens *all, size_t i, recall_sum *sum) {
    if (!touch(text, all, i)) return;
    uint32_t before = all->at[i - 1].flags, flags = all->at[i].flags;
    if (!(before & WORD_FINISHES) || !(flags & WORD_BEGINS)) return;
    sum->loose = true;
    if ((before & WORD_ENDS) && (flags & WORD_STARTS)) sum->joined = true;
}

static uint32_t count_continued(str bytes) {
    uint32_t count = 0;
    for (size_t i = 0; i < bytes.len; i++) count += ((unsigned char)bytes.at[i] & 0xC0) == 0x80;
    return count;
}

// Takes a token that is not of plain text.
static size_t take_other(memo *m, str text, size_t at, tokens *all, recall_sum *sum) {
    size_t before = all->count, from = at;
    at = tokenize_next(all, text, at);
    sum->continued += count_continued(str_of(text.at + from, at - from));
    if (all->count == before) return at;
    token *t = &all->at[before];
    found f = look_up(m, text, t->start, t->end, t->kind);
    memcpy(&t->word, &f.is, sizeof f.is);
    sum->flags |= t->flags;
    add_counts(sum->counts, *f.counts);
    note_touch(text, all, before, sum);
    return at;
}

void recall(memo *m, str text, tokens *all, recall_sum *sum) {
    memo_begin(m);
    tokenize_begin(all, text);
    *sum = (recall_sum){0};
    for (size_t at = 0; at < text.len;) {
        size_t before = all->count;
        at = walk_blocks(m, text, at, all, sum);
        if (before && all->count > before) note_touch(text, all, before, sum);
        if (at < text.len) at = take_other(m, text, at, all, sum);
    }
    sum->ascii = sum->continued == 0;
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
