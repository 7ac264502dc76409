// lexicon: what the codebook knows of words: their categories by language pack, prefixes, phrases,
// and short answers. Everything in it is folded. Constant after loading.
#ifndef CLASSIFY_LEXICON_H
#define CLASSIFY_LEXICON_H

#include "base/buf.h"
#include "base/intern.h"
#include "classify/trie.h"
#include "text/tokenize.h"

enum { SCRIPTS = 16 }; // writing systems that are told apart, one bit each

// Zero-initialise, then lexicon_init.
typedef struct lexicon {
    size_t packs;
    intern words;         // every single word that anything in the codebook names
    uint32_t *rows;       // by word id: its row of categories, which most have not
    uint64_t *categories; // by row * packs + pack
    size_t row_count, row_room, categories_room;
    intern prefixes;
    uint64_t *prefix_categories; // likewise
    size_t prefix_room;
    uint64_t prefix_lengths; // bit n: there is a prefix of n bytes
    trie phrases;            // root per pack; values are categories
    trie answers;            // root per pack; values are index + 1
    uint64_t phrase_any;     // all categories that phrases give
    tokens split;            // scratch while loading
    buf folded;
} lexicon;

void lexicon_init(lexicon *l, size_t packs);
void lexicon_release(lexicon *l);

// Adds an entry of words.csv: word, prefix*, or phrase. False when it is none of these (empty, or a
// * inside).
bool lexicon_add(lexicon *l, size_t pack, str entry, uint64_t categories);

// Adds a short answer. False when it is empty. *shadowed: folded it is the same as an earlier one,
// which stays.
bool lexicon_add_answer(lexicon *l, size_t pack, str entry, size_t index, bool *shadowed);

enum { LEXICON_WORD = 255 }; // bytes at most

// Adds the words of a text to those that a lengthened word may be shortened to. Words that are
// longer than LEXICON_WORD or lengthened themselves are left out.
void lexicon_add_words(lexicon *l, str text);

// Adds one word as it is folded.
void lexicon_know(lexicon *l, str word);

// The id of a folded word, or INTERN_NONE.
static inline uint32_t lexicon_word(const lexicon *l, str word) {
    return intern_find(&l->words, word);
}

// The categories of a folded word, its own and those of every prefix, in count packs from one on.
// Returns whether it begins with a prefix.
bool lexicon_categories(const lexicon *l, uint32_t id, str word, size_t pack, size_t count,
                        uint64_t *found);

// Whether it has some of its own, in any pack.
bool lexicon_has_categories(const lexicon *l, uint32_t id);

// Its own alone, in one pack.
uint64_t lexicon_own_categories(const lexicon *l, uint32_t id, size_t pack);

// fold_is_word of text/fold.h; context is the lexicon.
bool lexicon_has(const void *context, str word);

// Bit of the script of a text's letters, several or none.
uint32_t lexicon_scripts(str text);

#endif
