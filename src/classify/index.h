// index: what the rules of a pack need, worked out beforehand. Working it out takes longer than all
// other loading; so a file beside the rules keeps it, made by `attune codebook index`. It is used
// only when it was made from the same rules and macros by the same versions of attune and PCRE2,
// and is whole; otherwise it is as if there were none. Nothing but speed depends on it.
//
// Layout, numbers little-endian: the magic; 16 bytes key; u32 rules, each u8 flags, u8 swap; u32
// words, each u16 length and bytes; u32 width, u32 rows, each u32 rule, u8 clauses (a bit each), u8
// pairs, each 4 bytes; u32 pieces, each u16 length, bytes, u8 flags, u32 marks, each u32; XXH3 of
// all before.
#ifndef CLASSIFY_INDEX_H
#define CLASSIFY_INDEX_H

#include "base/buf.h"
#include "classify/engine.h"

enum { INDEX_KEY = 16 };

// Identifies rules, macros and versions.
void index_key(str rules, str macros_text, unsigned char key[INDEX_KEY]);

// Whether text is a whole index with this key for so many rules.
bool index_fits(str text, const unsigned char key[INDEX_KEY], size_t rule_count);

// Reads an index that fits into the engine: flags and swaps of the rules from first on, words, and
// the sieve. False when it says what cannot be; the pack is then to be worked out.
bool index_read(str text, codebook_engine *engine, size_t first, size_t rule_count, sieve *s);

// Writes the index of the rules from first on, whose words in the lexicon are those from first_word
// on. The pieces of the filter must still be there.
void index_write(buf *out, const unsigned char key[INDEX_KEY], const codebook_engine *engine,
                 size_t first, size_t rule_count, uint32_t first_word, const sieve *s);

#endif
