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

// A walk over plain text. Local to a loop without calls, so that it stays in registers.
typedef struct walk {
    const memo *m;
    const memo_slot *slots; // its
    uint64_t (*first_bytes)(uint64_t eight, size_t len);
    const tokens *to;
    token *next;
    uint32_t missed; // the last token that is in no first slot, from 1; its word is the one before
    mark all;        // of all tokens
    memo_counts counts; // of the tokens from counted on, not yet in sum
    token *counted;
    bool few; // a byte counts all that there can be
    recall_sum *sum;
} walk;

// The first bytes of eight, at most eight of them.
static inline uint64_t first_bytes(uint64_t eight, size_t len) {
    size_t rest = 8 * (sizeof eight - len);
    return eight << rest >> rest;
}
#ifdef __x86_64__
MASKS_AVX2 static inline uint64_t first_bytes_avx2(uint64_t eight, size_t len) {
    return _bzhi_u64(eight, (unsigned)(8 * len));
}
#endif

// The slot of a token of at most eight bytes, if that is its first; else NULL.
BLOCKS_INLINE const memo_slot *short_slot(const walk *w, const char *at, size_t len) {
    uint64_t key = w->first_bytes(str_eight(at), len);
    const memo_slot *slot = memo_short_slot(w->slots, key);
    return slot->key == key ? slot : NULL;
}

// Whether two tokens of 9 to 32 bytes are the same.
BLOCKS_INLINE bool same_long(const char *a, const char *b, size_t len) {
    uint64_t differ =
        (str_eight(a) ^ str_eight(b)) | (str_eight(a + len - 8) ^ str_eight(b + len - 8));
    if (len > 16)
        differ |= (str_eight(a + 8) ^ str_eight(b + 8)) |
                  (str_eight(a + len - 16) ^ str_eight(b + len - 16));
    return differ == 0;
}

// The slot of one of those, likewise.
BLOCKS_INLINE const memo_slot *long_slot(const memo *m, const char *at, size_t len) {
    if (len > MEMO_LONG) return NULL;
    uint64_t key = memo_long_key(at, len);
    const memo_slot *slot = memo_long_slot(m->slots, key);
    if (!memo_has_long_key(slot, key) || slot->len != len) return NULL;
    return same_long(memo_long_text(m, slot), at, len) ? slot : NULL;
}

// A token is nearly always in its first slot; its bytes say its kind.
BLOCKS_INLINE void visit(void *context, const char *at, size_t start, size_t end, token_kind kind) {
    (void)kind; // it would be worked out for all
    walk *w = context;
    size_t len = end - start;
    token *t = w->next++;
    t->start = (uint32_t)start;
    t->end = (uint32_t)end;
    const memo_slot *slot = len <= MEMO_SHORT ? short_slot(w, at, len) : long_slot(w->m, at, len);
    if (!slot) {
        t->word = w->missed;
        w->missed = (uint32_t)(w->next - w->to->at);
        return;
    }
    mark is = mark_of(&slot->word);
    memcpy(&t->word, &is, sizeof is);
    w->all |= is;
    w->counts += slot->counts;
}

// A byte counts the tokens of a few blocks.
BLOCKS_INLINE void count_block(void *context, uint64_t continued) {
    walk *w = context;
    if (continued) w->sum->continued += (uint32_t)__builtin_popcountll(continued);
    if (w->few || w->next - w->counted <= COUNTED - MASKS_BYTES) return;
    add_counts(w->sum->counts, w->counts);
    w->counts = (memo_counts){0};
    w->counted = w->next;
}

// Looks up a token: it has start and end.
static void look_up(memo *m, str text, token *t, token_kind kind, recall_sum *sum) {
    str raw = str_of(text.at + t->start, t->end - t->start);
    uint32_t word = memo_look_up(m, raw, kind);
    *t = (token){t->start, t->end, word, (uint8_t)kind, 0, memo_at(m, word)->flags};
    sum->flags |= t->flags;
    add_counts(sum->counts, memo_any_sense(m, word)->counts);
}

// The kind of a token of plain text, by its first byte, or of a symbol.
static token_kind plain_kind(str raw) {
    unsigned char byte = (unsigned char)raw.at[0];
    if (byte >= 0xE0) return tokenize_kind(raw);
    return byte >= 0x80 || (masks_class[byte] & CLASS_LETTER) ? TOKEN_WORD : TOKEN_PUNCTUATION;
}

// The slot of a token that is in one of the next behind its first, where most are that are not in
// that; else NULL.
static const memo_slot *next_slot(const memo *m, str text, size_t start, size_t len) {
    enum { NEXT = 3 };
    const char *at = text.at + start;
    if (len > MEMO_LONG) return NULL;
    uint64_t key = len > MEMO_SHORT        ? memo_long_key(at, len)
                   : text.len - start >= 8 ? first_bytes(str_eight(at), len)
                                           : str_bytes(at, len);
    const memo_slot *first =
        len > MEMO_SHORT ? memo_long_slot(m->slots, key) : memo_short_slot(m->slots, key);
    for (size_t i = 1; i <= NEXT; i++) {
        const memo_slot *slot = &m->slots[((size_t)(first - m->slots) + i) & (MEMO_SLOTS - 1)];
        if (slot->len != len) continue;
        bool same = len > MEMO_SHORT ? memo_has_long_key(slot, key) &&
                                           same_long(memo_long_text(m, slot), at, len)
                                     : slot->key == key;
        if (same) return slot;
    }
    return NULL;
}

// Looks up the tokens that are in no first slot; missed is the last of them.
__attribute__((noinline)) static void look_up_missed(memo *m, str text, tokens *all,
                                                     uint32_t missed, recall_sum *sum) {
    while (missed) {
        token *t = &all->at[missed - 1];
        missed = t->word;
        str raw = str_of(text.at + t->start, t->end - t->start);
        const memo_slot *slot = next_slot(m, text, t->start, raw.len);
        if (!slot) {
            look_up(m, text, t, plain_kind(raw), sum);
            continue;
        }
        memcpy(&t->word, &slot->word, sizeof(mark));
        sum->flags |= slot->flags;
        add_counts(sum->counts, slot->counts);
    }
}

BLOCKS_INLINE size_t walk_plain(memo *m, str text, size_t at, tokens *all, recall_sum *sum,
                                masks (*masks_of)(const char *, size_t, char *),
                                uint64_t (*first)(uint64_t, size_t)) {
    token *next = all->at + all->count;
    walk w = {m, m->slots, first, all, next, 0, 0, {0}, next, text.len <= COUNTED, sum};
    at = blocks_walk((block_visitor){visit, count_block, &w}, text, at, masks_of);
    add_counts(sum->counts, w.counts);
    sum->flags |= flags_of(w.all);
    all->count = (size_t)(w.next - all->at);
    if (w.missed) look_up_missed(m, text, all, w.missed, sum);
    return at;
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
__attribute__((noinline)) static bool quote_joins(const memo *m, str text, const tokens *all) {
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
__attribute__((noinline)) static void note_touch(str text, const tokens *all, size_t i,
                                                 recall_sum *sum) {
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
__attribute__((noinline)) static size_t take_other(memo *m, str text, size_t at, tokens *all,
                                                   recall_sum *sum) {
    size_t before = all->count, from = at;
    at = tokenize_next(all, text, at);
    sum->continued += count_continued(str_of(text.at + from, at - from));
    if (all->count == before) return at;
    token *t = &all->at[before];
    look_up(m, text, t, t->kind, sum);
    note_touch(text, all, before, sum);
    return at;
}

BLOCKS_INLINE void recall_by(memo *m, str text, tokens *all, recall_sum *sum,
                             masks (*masks_of)(const char *, size_t, char *),
                             uint64_t (*first)(uint64_t, size_t)) {
    memo_begin(m);
    tokenize_begin(all, text);
    *sum = (recall_sum){0};
    for (size_t at = 0; at < text.len;) {
        size_t before = all->count;
        if (blocks_begin(text, at)) at = walk_plain(m, text, at, all, sum, masks_of, first);
        if (before && all->count > before) note_touch(text, all, before, sum);
        if (at < text.len) at = take_other(m, text, at, all, sum);
    }
    sum->ascii = sum->continued == 0;
    if (sum->flags & WORD_ODD) sum->loose = true;
    if ((sum->flags & WORD_QUOTE) && quote_joins(m, text, all)) sum->joined = true;
}

#ifdef __x86_64__
MASKS_AVX2 static void recall_avx2(memo *m, str text, tokens *all, recall_sum *sum) {
    recall_by(m, text, all, sum, masks_avx2, first_bytes_avx2);
}
#endif

// Not inline: its registers would be saved at every message.
__attribute__((noinline)) static void recall_any(memo *m, str text, tokens *all, recall_sum *sum) {
    recall_by(m, text, all, sum, BLOCKS_MASKS, first_bytes);
}

void recall(memo *m, str text, tokens *all, recall_sum *sum) {
#ifdef __x86_64__
    if (blocks_have_avx2()) {
        recall_avx2(m, text, all, sum);
        return;
    }
#endif
    recall_any(m, text, all, sum);
}
