// index: what the rules of a pack need, worked out, as it is used in memory. Working it out takes
// longer than all other loading; so a file beside the rules keeps it, made by `attune codebook
// index`. The file is used only when it was made from the same rules and macros by the same
// versions of attune and PCRE2, on a machine with the same order of bytes, and is whole; otherwise
// it is as if there were none. Nothing but speed depends on it.
//
// Layout: an index_head; rows (sieve_row), starts (sieve_start), first_row, first_mark, marks
// (uint32_t), nodes (piece_node); of each rule a byte of flags; words, each with its length as a
// byte before it; XXH3 of all before.
#ifndef CLASSIFY_INDEX_H
#define CLASSIFY_INDEX_H

#include "base/buf.h"
#include "classify/engine.h"
#include "classify/sieve_build.h"

enum { INDEX_KEY = 16, INDEX_MAGIC = 16 };

typedef struct index_head {
    char magic[INDEX_MAGIC];
    unsigned char key[INDEX_KEY];
    uint32_t order; // of bytes
    uint32_t rules, rows, groups, pieces, marks, nodes, word_bytes;
    sieve_edges edges;
} index_head;

// Identifies rules, macros and versions.
void index_key(str rules, str macros_text, unsigned char key[INDEX_KEY]);

// Whether bytes are a whole index with this key for so many rules.
bool index_fits(str bytes, const unsigned char key[INDEX_KEY], size_t rule_count);

// Takes the index of a pack, which fits and is aligned for uint32_t, into use: its rules are those
// from first on. False when it says what cannot be; the pack is then of no use.
bool index_use(codebook_engine *engine, size_t pack_index, size_t first);

// What an index is made of.
typedef struct index_parts {
    unsigned char key[INDEX_KEY];
    const sieve_need *needs; // of the rules
    size_t rule_count;
    const intern *words; // those from first_word on
    uint32_t first_word;
    piece_table *pieces;
    const sieve_plan *plan;
} index_parts;

void index_write(buf *out, const index_parts *parts);

#endif
