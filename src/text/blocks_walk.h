// blocks_walk: walks over the tokens of plain text, which the classes of its bytes decide without a
// look at each: words of letters, and punctuation that stands alone. In a header so that what is
// done with a token becomes part of the loop: tokens and memo took 14 instead of 17.5 instructions
// a byte of English.
#ifndef TEXT_BLOCKS_WALK_H
#define TEXT_BLOCKS_WALK_H

#include "text/masks.h"
#include "text/masks_avx2.h"
#include "text/symbols.h"
#include "text/tokenize.h"

#define BLOCKS_INLINE static inline __attribute__((always_inline))

// Where tokens start and end in a block, bit i being its byte i; an end is the byte behind. Below
// the first byte that is slow, every token is in both, so that the k-th end is that of the
// k-th start. A slow byte is in starts, or goes on the word of the last of starts.
typedef struct block_runs {
    uint64_t starts, ends, words, symbols;
    uint64_t slow;
} block_runs;

BLOCKS_INLINE uint64_t block_next_to(uint64_t bits) {
    return bits << 1;
} // what has one of bits before it
BLOCKS_INLINE uint64_t block_previous_to(uint64_t bits) {
    return bits >> 1;
} // what has one behind it
BLOCKS_INLINE unsigned block_lowest(uint64_t bits) {
    return bits ? (unsigned)__builtin_ctzll(bits) : 64;
}

// Apostrophes between letters (WB6, WB7).
BLOCKS_INLINE uint64_t block_apostrophes(masks m, const char *block) {
    uint64_t found = m.joins & block_next_to(m.letter) & block_previous_to(m.letter);
    for (uint64_t rest = found; rest; rest &= rest - 1)
        if (block[block_lowest(rest)] != '\'') found &= ~(rest & -rest);
    return found;
}

// The bytes of U+2019 between letters, where it is an apostrophe too.
BLOCKS_INLINE uint64_t block_quotes(masks m, const char *block) {
    uint64_t found = 0;
    for (uint64_t rest = m.symbol & block_next_to(m.letter) & m.letter >> 3; rest;
         rest &= rest - 1) {
        unsigned at = block_lowest(rest);
        if (memcmp(block + at, "\xE2\x80\x99", 3) == 0) found |= 7ull << at;
    }
    return found;
}

// Symbols of a block that end in it: their first bytes, the others, and the bytes behind them.
typedef struct block_symbols {
    uint64_t starts, inner, ends;
} block_symbols;

// Those before the first that is none, which is slow then, or is cut by the end of the block.
BLOCKS_INLINE block_symbols block_symbols_of(str text, size_t block, uint64_t may_start) {
    block_symbols s = {0};
    for (uint64_t rest = may_start; rest; rest &= rest - 1) {
        unsigned at = block_lowest(rest);
        size_t end = symbol_end(text, block + at);
        if (!end || end - block >= MASKS_BYTES) break;
        uint64_t start = 1ull << at, behind = 1ull << (end - block);
        s.starts |= start;
        s.inner |= behind - 2 * start;
        s.ends |= behind;
    }
    return s;
}

// A symbol stands as a mark before space, whose end is then moved.
BLOCKS_INLINE block_runs block_runs_of(masks m, str text, size_t at, const char *block) {
    uint64_t words = m.letter | m.digit | block_apostrophes(m, block);
    block_symbols s = {0};
    if (m.symbol) {
        words |= block_quotes(m, block);
        s = block_symbols_of(text, at, m.symbol & ~words);
    }
    uint64_t moved = block_next_to(s.starts) ^ s.ends;
    m.space |= s.inner;
    uint64_t marks = ((m.alone | m.joins) & ~words) | s.starts, known = words | m.space | marks;
    uint64_t behind = block_next_to(words), starts = words & ~behind, ends = behind & ~words;
    // A joiner before white space joins nothing, and makes no address and no link.
    uint64_t joins = m.joins & ~block_previous_to(m.space), may_end = m.space | (marks & ~joins);
    marks &= block_previous_to(known) & ~(ends & joins);
    uint64_t slow = ~(words | m.space | marks) | (starts & ~m.letter);
    uint64_t before = slow ^ (slow - 1); // the first slow byte, and that
    ends = ((ends & may_end) | block_next_to(marks)) ^ moved;
    return (block_runs){starts | ~(words | m.space), ends & before, words, s.starts, slow};
}

// What is to be done with a token of kind TOKEN_WORD or TOKEN_PUNCTUATION, or TOKEN_KINDS for a
// symbol, which is of that of tokenize_kind: eight bytes can be read at `at` even when it is
// shorter and ends the text. And with the end of a block, and those of its bytes that continue a
// character.
typedef struct block_visitor {
    void (*token)(void *context, const char *at, size_t start, size_t end, token_kind kind);
    void (*block)(void *context, uint64_t continued);
    void *context;
} block_visitor;

// Visits the tokens before the first slow byte; kinds by whether they start in words. Returns the
// starts that are left.
BLOCKS_INLINE uint64_t block_visit(block_visitor to, const block_runs *r, size_t block,
                                   const char *bytes) {
    uint64_t starts = r->starts, marks = ~r->words;
    for (uint64_t ends = r->ends; ends; ends &= ends - 1, starts &= starts - 1) {
        unsigned start = (unsigned)__builtin_ctzll(starts), end = (unsigned)__builtin_ctzll(ends);
        unsigned kind = -(unsigned)(marks >> start & 1) & TOKEN_PUNCTUATION; // TOKEN_WORD is 0
        kind += (unsigned)(r->symbols >> start & 1);                         // TOKEN_KINDS
        to.token(to.context, bytes + start, block + start, block + end, (token_kind)kind);
    }
    return starts;
}

// Visits the tokens of text from `at` on, where a token may begin, up to the first that has to be
// looked at more closely. Returns where that begins, or the end of the text. A block begins where a
// token may, so that nothing is carried from one to the next: what the end of a block cuts begins
// the next one.
BLOCKS_INLINE size_t blocks_walk(block_visitor to, str text, size_t at,
                                 masks (*masks_of)(const char *, size_t, char *)) {
    char last[MASKS_BYTES + 8]; // of the text, so that eight can be read behind any
    while (at < text.len) {
        size_t rest = text.len - at;
        const char *block = text.at + at, *bytes = block;
        masks m = masks_of(block, rest < MASKS_BYTES ? rest : MASKS_BYTES, last);
        if (rest < sizeof last) bytes = last;
        if (rest < sizeof last && rest > MASKS_BYTES) // masks_of has copied the others
            memcpy(last + rest - 8, block + rest - 8, 8);
        if (rest < MASKS_BYTES) m.space |= ~0ull << rest; // the end of a text ends a token
        block_runs r = block_runs_of(m, text, at, bytes);
        uint64_t left = block_visit(to, &r, at, bytes);
        to.block(to.context, m.continued & ~left & (left - 1)); // before what is left
        unsigned first = block_lowest(left);
        at += first;
        if (r.slow << SYMBOL_BYTES || first == 0) break; // the last ones may be cut
    }
    return at < text.len ? at : text.len;
}

// Whether blocks_walk takes anything at `at`, which is not the end of the text.
static inline bool blocks_begin(str text, size_t at) {
    unsigned char first = (unsigned char)text.at[at];
    if (first < 0x80) return true;
    return first == 0xE2 || first == 0xF0 ||
           (at + 1 < text.len && masks_is_wide(first, (unsigned char)text.at[at + 1]));
}

#ifdef __x86_64__
static inline bool blocks_have_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
}
#endif
#ifdef __SSE2__
#define BLOCKS_MASKS masks_sse2
#else
#define BLOCKS_MASKS masks_scalar
#endif

#endif
