// memo: what a codebook makes of each distinct token, looked up by the token's bytes and worked out
// once. One per thread.
//
// Its memory is fixed. A word that finds no room, or is long, is passing: worked out for the
// message at hand only. When it is full half of it is forgotten, between messages; now and then
// all.
//
// What a word is to a sieve (vectors.h) is worked out when the sieve is first asked about it: most
// words never meet the sieves of the languages that their log is not in.
#ifndef CLASSIFY_MEMO_H
#define CLASSIFY_MEMO_H

#include "base/buf.h"
#include "classify/engine.h"
#include "classify/vectors.h"

enum {
    MEMO_WORDS = 1 << 16,
    MEMO_SMALL = 1 << 12, // the words of a small log
    MEMO_SLOT_SHIFT = 64 - 17,
    MEMO_SLOTS = 1 << 17,      // twice the words
    MEMO_TEXT = 3 << 19,       // bytes of tokens and folded forms
    MEMO_TEXT_SHIFT = 64 - 21, // of an offset among them in a slot's key
    MEMO_TOKEN = 48,           // bytes of a token that is kept
    MEMO_PROBES = 24,          // slots tried: bounds the cost of chosen collisions
};

#define MEMO_PASSING (1u << 31) // in the index of a passing word

enum {                    // flags of a word
    WORD_STARTS = 1,      // with a character that pieces are made of
    WORD_ENDS = 2,        // with such a one
    WORD_ASKS = 4,        // contains a question mark
    WORD_MAY_ASK = 8,     // may begin a question
    WORD_ANSWERS = 16,    // may begin a short answer
    WORD_SKIPPED = 32,    // may stand before one
    WORD_PHRASE = 64,     // may begin a phrase
    WORD_BEGINS = 128,    // with a character that may be of words
    WORD_FINISHES = 256,  // with such a one
    WORD_ODD = 512,       // nothing remains of it when folded, or there is white space in it
    WORD_QUOTE = 1024,    // it begins or ends with an apostrophe
    WORD_TERMINAL = 2048, // it ends a sentence
    WORD_RESIZED = 4096,  // it has another length when folded
};

// Counts of a stretch of tokens, summed at once: a byte for each style class of the pack that is
// expected first. With several packs then one for each that is, whether the token is a function
// word there; all that have none of their own share the last. And
enum {
    MEMO_COUNTS = 16,
    COUNT_PUNCTUATION = MEMO_COUNTS - 1,
    COUNT_PACKS = STYLE_CLASSES,
    MEMO_APART = COUNT_PUNCTUATION - COUNT_PACKS, // packs with such bytes
};
typedef uint8_t memo_counts __attribute__((vector_size(MEMO_COUNTS), aligned(8)));

// What a word is in one language.
typedef struct memo_sense {
    uint64_t categories;
    memo_counts counts; // 1 where it counts; of a pack its style classes alone
} memo_sense;

// What a word says of the packs it may be of, of so many of them: two bytes each, 1 when the pack
// knows it (it has a category or may begin a short answer), 1 when it is a function word there, and
// of a script that the pack is written in.
enum { MEMO_EVIDENCE = MEMO_COUNTS / 2 };

typedef struct memo_word {
    str folded;
    uint32_t raw;  // where its bytes begin in the text of kept words
    uint32_t word; // id in the lexicon, or INTERN_NONE
    uint32_t row;  // of what it means
    uint16_t flags, scripts;
} memo_word;

typedef struct memo_store {
    memo_word *words;
    size_t count, room;
    // By row; the first row is that of words which mean nothing. memo_senses of them: over all
    // packs, then in each; one when there is one pack.
    memo_sense *senses;
    memo_counts *evidence; // by row, memo_evidence_blocks of them
    size_t row_count, sense_room, evidence_room;
    intern rows; // kept words share equal rows: there are few
} memo_store;

// With what a message is first asked about its words, so that most of them need not be looked at.
// From word to flags it is as in a token.
typedef struct memo_slot {
    uint64_t key; // from the token's bytes, see below
    uint32_t word;
    uint8_t kind;
    uint8_t len; // 0 where free
    uint16_t flags;
    memo_counts counts; // of the word
} memo_slot;

typedef struct memo {
    const codebook *book;
    uint8_t expected[MAX_PACKS]; // packs, in the order of memo_expect
    void *slot_block;            // in which the slots stand
    memo_slot *slots;
    memo_store kept, passing;
    vectors vectors;
    char *text; // of kept words
    size_t text_len;
    arena passing_bytes;     // folded forms of passing words
    uint32_t *found;         // scratch: pieces of one word
    memo_sense *scratch_row; // of one word: its senses, its evidence behind them
    uint64_t *categories;    // scratch: of one word by pack
    buf scratch;             // folded form in the making
    bool untidy;             // at first; when there are passing words, or something is full
    bool full;               // words are to be forgotten before the next message
    unsigned forgotten;      // how often
} memo;

// book must outlive the memo. Before use of a zero-initialised memo.
void memo_init(memo *m, const codebook *book);
void memo_release(memo *m);

// Says in which packs messages are expected to be, the most likely first: all packs, each once. It
// decides what is counted on the way, and nothing else. Between messages; works all counts out
// anew. At first packs are expected in their order.
void memo_expect(memo *m, const uint8_t *packs);

// Before the words of a message are looked up: forgets what is full, and passing words. Indices are
// valid until the next call.
void memo_tidy(memo *m);
static inline void memo_begin(memo *m) {
    if (m->untidy) memo_tidy(m);
}

enum { MEMO_SHORT = 8, MEMO_LONG = 32 }; // bytes of tokens that are found without a call

// The key of a token of at most MEMO_SHORT bytes is these bytes, zeros behind them: no two have the
// same, for none ends in a zero. That of a longer one has a first byte that is in no text; its
// highest bits say the slot, which keeps in their place where the token's bytes begin: one thing
// less to wait for until these are compared (4 % of the time for English).
#define MEMO_HASHED 0xFFu

// The key of a token of more bytes, up to MEMO_LONG.
static inline uint64_t memo_long_key(const char *at, size_t len) {
    uint64_t hash = str_eight(at) ^ str_eight(at + len - 8) * 0xC2B2AE3D27D4EB4Full;
    if (len > 16) {
        uint64_t before_last = str_eight(at + len - 16);
        hash ^= (str_eight(at + 8) + (before_last << 32 | before_last >> 32)) * 0x165667B19E3779F9u;
    }
    return (hash + len) * 0x9E3779B97F4A7C15ull | MEMO_HASHED;
}

// Such a key as a slot keeps it.
static inline uint64_t memo_kept_key(uint64_t key, uint32_t begin) {
    return (key & ((1ull << MEMO_TEXT_SHIFT) - 1)) | (uint64_t)begin << MEMO_TEXT_SHIFT;
}

// Whether a slot may be that of such a key, and the bytes to be compared.
static inline bool memo_has_long_key(const memo_slot *slot, uint64_t key) {
    return (slot->key ^ key) << (64 - MEMO_TEXT_SHIFT) == 0;
}
static inline const char *memo_long_text(const memo *m, const memo_slot *slot) {
    return m->text + (slot->key >> MEMO_TEXT_SHIFT);
}

// The first slot of a token.
static inline const memo_slot *memo_short_slot(const memo_slot *slots, uint64_t key) {
    return &slots[key * 0x9E3779B97F4A7C15ull >> MEMO_SLOT_SHIFT];
}
static inline const memo_slot *memo_long_slot(const memo_slot *slots, uint64_t key) {
    return &slots[key >> MEMO_SLOT_SHIFT];
}

// The word of a token, learnt if need be.
uint32_t memo_look_up(memo *m, str raw, token_kind kind);

static inline const memo_word *memo_at(const memo *m, uint32_t index) {
    return index & MEMO_PASSING ? &m->passing.words[index & ~MEMO_PASSING] : &m->kept.words[index];
}
static inline const memo_store *memo_store_of(const memo *m, uint32_t index) {
    return index & MEMO_PASSING ? &m->passing : &m->kept;
}
static inline size_t memo_senses(const memo *m) {
    return m->book->pack_count > 1 ? m->book->pack_count + 1 : 1;
}
static inline size_t memo_evidence_blocks(const memo *m) {
    return (m->book->pack_count + MEMO_EVIDENCE - 1) / MEMO_EVIDENCE;
}
// What a word is over all packs; the senses by pack follow where there are several.
static inline const memo_sense *memo_any_sense(const memo *m, uint32_t index) {
    return &memo_store_of(m, index)->senses[memo_at(m, index)->row * memo_senses(m)];
}
// What a word is in a pack.
static inline const memo_sense *memo_sense_at(const memo *m, uint32_t index, size_t pack_index) {
    return memo_any_sense(m, index) + (m->book->pack_count > 1 ? pack_index + 1 : 0);
}

// The place of what a word is to the sieve of a pack, when it is not known: it was not asked about
// yet, or is passing. Valid until the next memo_begin; moves bits.
uint32_t memo_find_place(memo *m, uint32_t index, size_t which);

// The same for the start or the end of a message.
uint32_t memo_find_edge(memo *m, size_t which, bool end);

static inline uint32_t memo_edge(memo *m, size_t which, bool end) {
    uint32_t place = m->vectors.edges[2 * which + end];
    return place == VECTORS_UNKNOWN ? memo_find_edge(m, which, end) : place;
}

#endif
