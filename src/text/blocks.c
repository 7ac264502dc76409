#include "text/blocks.h"

#include "text/masks.h"
#include "text/masks_avx2.h"

#define INLINE static inline __attribute__((always_inline))

// Where tokens start and end in a block, bit i being its byte i; an end is the byte behind. Below
// `stop`, the first byte that is slow, every token is in both, so that the k-th end is that of the
// k-th start. A slow byte is in starts, or goes on the word of the last of starts.
typedef struct runs {
    uint64_t starts, ends, words;
    unsigned stop;
} runs;

INLINE uint64_t next_to(uint64_t bits) { return bits << 1; }     // what has one of bits before it
INLINE uint64_t previous_to(uint64_t bits) { return bits >> 1; } // what has one behind it
INLINE unsigned lowest(uint64_t bits) { return bits ? (unsigned)__builtin_ctzll(bits) : 64; }

// Apostrophes between letters (WB6, WB7).
INLINE uint64_t apostrophes(masks m, const char *block) {
    uint64_t found = m.joins & next_to(m.letter) & previous_to(m.letter);
    for (uint64_t rest = found; rest; rest &= rest - 1)
        if (block[lowest(rest)] != '\'') found &= ~(rest & -rest);
    return found;
}

INLINE runs runs_of(masks m, const char *block) {
    uint64_t words = m.letter | m.digit | apostrophes(m, block);
    uint64_t marks = (m.alone | m.joins) & ~words, known = words | m.space | marks;
    uint64_t starts = words & ~next_to(words), ends = ~words & next_to(words);
    // A joiner before white space joins nothing, and makes no address and no link.
    uint64_t goes_on = ends & (~known | (m.joins & ~previous_to(m.space)));
    marks &= previous_to(known) & ~goes_on;
    uint64_t slow = ~(words | m.space | marks) | (starts & ~m.letter);
    runs r = {starts | ~(words | m.space), (ends & ~goes_on) | next_to(marks), words, lowest(slow)};
    r.ends &= slow ^ (slow - 1);
    return r;
}

// Adds what comes before the first slow byte; kinds by whether a token starts in words.
INLINE token *add_runs(token *next, runs *r, size_t block) {
    for (; r->ends; r->ends &= r->ends - 1, r->starts &= r->starts - 1) {
        unsigned start = lowest(r->starts), end = lowest(r->ends);
        uint8_t kind = r->words >> start & 1 ? TOKEN_WORD : TOKEN_PUNCTUATION;
        *next++ = (token){(uint32_t)(block + start), (uint32_t)(block + end), 0, kind};
    }
    return next;
}

// A block begins where a token may, so that nothing is carried from one to the next: what the end
// of a block cuts begins the next one.
INLINE size_t take(tokens *out, str text, size_t at, masks (*masks_of)(const char *, size_t)) {
    token *next = out->at + out->count;
    while (at < text.len) {
        size_t rest = text.len - at;
        masks m = masks_of(text.at + at, rest < MASKS_BYTES ? rest : MASKS_BYTES);
        if (rest < MASKS_BYTES) m.space |= ~0ull << rest; // the end of a text ends a token
        runs r = runs_of(m, text.at + at);
        next = add_runs(next, &r, at);
        unsigned first = lowest(r.starts);
        at += first;
        if (r.stop < MASKS_BYTES - 1 || first == 0) break;
    }
    out->count = (size_t)(next - out->at);
    return at < text.len ? at : text.len;
}

#ifdef __x86_64__
MASKS_AVX2 static size_t take_avx2(tokens *out, str text, size_t at) {
    return take(out, text, at, masks_avx2);
}
#endif

size_t blocks_take(tokens *out, str text, size_t at) {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
        return take_avx2(out, text, at);
#endif
#ifdef __SSE2__
    return take(out, text, at, masks_sse2);
#else
    return take(out, text, at, masks_scalar);
#endif
}
