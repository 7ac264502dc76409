// memo: what a codebook makes of each distinct token, looked up by the token's bytes and worked out
// once. One per thread.
//
// Its memory is fixed. A word that finds no room, or is long, is passing:
// worked out for the message at hand only. When it is full it is emptied, between messages.
//
// What a word is to a sieve is worked out when the sieve is first asked about it: most words never
// meet the sieves of the languages that their log is not in.
#ifndef CLASSIFY_MEMO_H
#define CLASSIFY_MEMO_H

#include "base/buf.h"
#include "classify/engine.h"

enum {
    MEMO_WORDS = 1 << 15,
    MEMO_SMALL = 1 << 12, // the words of a small log
    MEMO_SLOTS = 1 << 16, // twice the words
    MEMO_TEXT = 1 << 20,  // bytes of tokens and folded forms
    MEMO_BITS = 1 << 18,  // words of vectors: 20 MB of English ask seven packs for 178,000
    MEMO_TOKEN = 48,      // bytes of a token that is kept
    MEMO_PROBES = 24,     // slots tried: bounds the cost of chosen collisions
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
};

// Counts of a stretch of tokens, summed at once: a byte for each style class, and
enum { COUNT_PUNCTUATION = STYLE_CLASSES, MEMO_COUNTS = 16 };
typedef uint8_t memo_counts __attribute__((vector_size(MEMO_COUNTS), aligned(8)));

// What a word is in one language.
typedef struct memo_sense {
    uint64_t categories;
    memo_counts counts; // 1 where it counts
} memo_sense;

typedef struct memo_word {
    memo_sense any;    // over all packs
    uint64_t function; // bits of the packs in which it is a function word
    uint64_t known;    // and of those that know it: it has a category or may begin a short answer
    str folded;
    const char *raw; // the token's bytes
    uint32_t word;   // id in the lexicon, or INTERN_NONE
    uint32_t senses; // row of the store's senses
    uint16_t flags, scripts;
} memo_word;

typedef struct memo_store {
    memo_word *words;
    size_t count, room;
    memo_sense *senses; // rows of one for each pack; unused when there is one pack
    size_t sense_count, sense_room;
    intern sense_rows; // kept words share equal rows: there are few
} memo_store;

// What kept words are to sieves.
typedef struct memo_vectors {
    uint32_t *places; // in bits, by word and pack; MEMO_NOTHING, MEMO_UNKNOWN until asked
    uint64_t *bits;
    size_t bit_count;
    intern shapes;          // pieces that a sieve knows, and its number
    uint32_t *shape_places; // by shape, in bits
    size_t shape_room;
} memo_vectors;

#define MEMO_NOTHING 0u
#define MEMO_UNKNOWN UINT32_MAX // places of vectors

// With what a message is first asked about its words, so that most of them need not be looked at.
typedef struct memo_slot {
    uint64_t key;   // first eight bytes, zeros behind a shorter token
    uint16_t form;  // length and kind; 0 where free
    uint16_t flags; // of the word
    uint32_t index;
    memo_counts counts; // of the word, over all packs
} memo_slot;

typedef struct memo {
    const codebook *book;
    memo_slot *slots;
    memo_store kept, passing;
    memo_vectors vectors;
    char *text; // of kept words
    size_t text_len;
    arena passing_bytes;  // text and vectors of passing words
    uint32_t *found;      // scratch: pieces of one word
    memo_sense *senses;   // scratch: of one word by pack; NULL when there is one pack
    uint64_t *categories; // scratch: of one word by pack
    buf scratch;          // folded form in the making
    bool full;            // to be emptied before the next message
    bool vectors_full;    // likewise, the vectors alone
} memo;

// What the tokens of a message come to.
typedef struct memo_sum {
    uint32_t flags;                           // of all words
    _Alignas(8) uint32_t counts[MEMO_COUNTS]; // over all packs
    bool joined; // two tokens touch in the folded text between characters that pieces are made of
    bool loose; // or between characters of words, or a token is not in the folded text: no counting
                // of tokens there
} memo_sum;

// book must outlive the memo. Before use of a zero-initialised memo.
void memo_init(memo *m, const codebook *book);
void memo_release(memo *m);

// Sets the word of every token of a text. Indices are valid until the next call.
memo_sum memo_resolve(memo *m, str text, tokens *all);

// Tokens in each style class of a pack.
void memo_style(const memo *m, const tokens *all, size_t pack_index, uint32_t style[STYLE_CLASSES]);

static inline const memo_word *memo_at(const memo *m, uint32_t index) {
    return index & MEMO_PASSING ? &m->passing.words[index & ~MEMO_PASSING] : &m->kept.words[index];
}
// What a word is in a pack.
static inline const memo_sense *memo_sense_at(const memo *m, uint32_t index, size_t pack_index) {
    size_t packs = m->book->pack_count;
    if (packs == 1) return &memo_at(m, index)->any;
    const memo_store *store = index & MEMO_PASSING ? &m->passing : &m->kept;
    return &store->senses[memo_at(m, index)->senses * packs + pack_index];
}

// memo_vector for a word that was not asked about yet, or is passing.
const uint64_t *memo_find_vector(memo *m, uint32_t index, size_t which);

// What a word is to the sieve of a pack, NULL for nothing. Valid until the next memo_resolve.
static inline const uint64_t *memo_vector(memo *m, uint32_t index, size_t which) {
    if (index & MEMO_PASSING) return memo_find_vector(m, index, which);
    uint32_t at = m->vectors.places[index * m->book->pack_count + which];
    if (at == MEMO_UNKNOWN) return memo_find_vector(m, index, which);
    return at == MEMO_NOTHING ? NULL : m->vectors.bits + at;
}

#endif
