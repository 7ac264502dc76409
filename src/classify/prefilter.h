// prefilter: which rules a message can match at all, by the pieces of words that their patterns need (performance.md).
// A rule without any piece is always a candidate. Constant after prefilter_finish.
#ifndef CLASSIFY_PREFILTER_H
#define CLASSIFY_PREFILTER_H

#include "classify/shape.h"

// A node of the trie of piece texts, by bytes.
typedef struct piece_node {
    uint32_t child, sibling; // 0 for none
    uint32_t first_piece;    // pieces that end here, linked by their next; 0 for none
    uint8_t byte;
} piece_node;

typedef struct piece_entry {
    uint32_t next;              // another piece of the same text, by number
    uint32_t watch, watch_count; // rules whose rarest clause it is in: a stretch of watchers
    bool starts, ends;
} piece_entry;

// A rule's clauses: a stretch of clause_pieces, each clause closed by a 0.
typedef struct needs {
    uint32_t first, end;
} needs;

typedef struct prefilter {
    arena keep;         // while adding: everything; then: nothing
    part *parts;        // by rule, while adding
    size_t rule_count, part_room;
    piece_entry *pieces; // from 1
    size_t piece_count, piece_room;
    piece_node *nodes; // 1: pieces that may begin anywhere; 2: those at the start of a word
    size_t node_count, node_room;
    uint32_t root[2][256]; // child of either by its byte
    uint32_t *watchers;    // rules
    size_t watcher_room;
    uint32_t *clause_pieces;
    size_t clause_count, clause_room;
    needs *needs; // by rule, without the rarest clause
    size_t needs_room;
    uint32_t *always; // rules without a piece
    size_t always_count, always_room;
} prefilter;

// Adds the next rule by its pattern (macros put in, folded).
void prefilter_add(prefilter *f, str pattern, shape_frequency *frequency, const void *context);

// The clauses of a rule added, the rarest first; valid until prefilter_finish.
const part *prefilter_part(const prefilter *f, size_t rule);

// Builds the index; nothing can be added afterward.
void prefilter_finish(prefilter *f);

// Writes the numbers of the pieces that a folded token contains, each once, and returns how many; out has room for
// piece_count of them.
size_t prefilter_find(const prefilter *f, str folded, uint32_t *out);

// Whether a message whose pieces bear the stamp fulfils the other clauses of a rule.
bool prefilter_passes(const prefilter *f, uint32_t rule, const uint32_t *stamps, uint32_t stamp);

void prefilter_release(prefilter *f);

#endif
