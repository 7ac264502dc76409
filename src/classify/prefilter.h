// prefilter: which rules a message can match at all, by the pieces of words that their patterns
// need (performance.md). A rule without any need is always a candidate. Constant after
// prefilter_finish.
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
    uint32_t next;               // another piece of the same text, by number
    uint32_t watch, watch_count; // a stretch of watchers
    bool starts, ends;
    bool known;  // it is in the trie
    uint8_t bit; // of signatures
} piece_entry;

// Pieces as bits: frequent ones have a bit of their own, the others share.
enum { SIGNATURE_WORDS = 4 };
typedef struct signature {
    uint64_t bits[SIGNATURE_WORDS];
} signature;

static inline void signature_add(signature *to, uint8_t bit) {
    to->bits[bit >> 6] |= 1ull << (bit & 63);
}

static inline void signature_join(signature *to, const signature *other) {
    for (unsigned i = 0; i < SIGNATURE_WORDS; i++) to->bits[i] |= other->bits[i];
}

static inline bool signature_meets(const signature *a, const signature *b) {
    uint64_t common = 0;
    for (unsigned i = 0; i < SIGNATURE_WORDS; i++) common |= a->bits[i] & b->bits[i];
    return common;
}

// A need as numbers; the same need is one node, whatever rules have it. NEED_ANY: first is a set.
// NEED_NEAR: first and second are sets. Else: the children are a stretch of children, first to
// second - 1. A message that fulfils it has a bit of the mask.
typedef struct need_node {
    signature mask;
    uint8_t kind, least, reach;
    uint32_t first, second;
} need_node;

enum { ALTERNATIVE_MASKS = 4 };

// One of the ways to fulfil what a rule needs: formula, and rest (UINT32_MAX for none). A message
// that does has a bit of each mask.
typedef struct alternative {
    signature masks[ALTERNATIVE_MASKS];
    uint32_t rule, formula, rest;
} alternative;

// Alternatives that are looked at where a piece occurs in token i, if a piece of near is in one of
// the tokens i + from to i + upto. They are a stretch of watched.
typedef struct watcher {
    signature near;
    uint32_t first, end;
    int8_t from, upto;
    bool anywhere; // whatever is near
    bool at_edge;  // the start or end of the message will do as well
} watcher;

// A stretch of set_pieces.
typedef struct set_entry {
    signature mask;
    uint32_t first, count;
} set_entry;

typedef struct prefilter {
    piece_table all;    // while adding
    const need **needs; // by rule, while adding; NULL for none
    size_t rule_count, need_room;
    piece_entry *pieces; // by number, from 1
    size_t piece_count, piece_room;
    piece_node *nodes; // 1: pieces that may begin anywhere; 2: those at the start of a word
    size_t node_count, node_room;
    uint32_t root[2][256]; // child of either by its byte
    uint32_t piece_start,
        piece_end; // numbers of PIECE_START and PIECE_END, 0 where no rule has them
    alternative *alternatives;
    size_t alternative_count, alternative_room;
    size_t first_alternative; // while adding: of the rule at hand
    watcher *watchers;
    size_t watcher_room;
    uint32_t *watched; // alternatives
    size_t watched_room;
    set_entry *sets;
    size_t set_count, set_room;
    uint32_t *set_pieces;
    size_t set_piece_count, set_piece_room;
    need_node *formulas;
    const need **formula_needs; // while adding
    size_t formula_count, formula_room, formula_need_room;
    uint32_t *children;
    size_t child_count, child_room;
    uint32_t *slots; // while adding: formulas by the hash of their needs, number + 1
    size_t slot_count;
    uint32_t *rule_formula; // by rule; UINT32_MAX for none
    size_t rule_formula_room;
    uint32_t *always; // rules that are looked at in every message
    size_t always_count, always_room;
    intern set_keys; // while adding
} prefilter;

// Adds the next rule with what it needs, NULL for nothing. The need is of the filter's own pieces.
void prefilter_add(prefilter *f, const need *n);

// Builds the index; nothing can be added afterward.
void prefilter_finish(prefilter *f);

// Writes the numbers of the pieces that a folded token contains, each once, and returns how many;
// out has room for piece_count of them.
size_t prefilter_find(const prefilter *f, str folded, uint32_t *out);

// The pieces of one message and where they are. Zero-initialise, then sighting_init; one per
// thread.
typedef struct sighting {
    uint32_t stamp;       // of this message; 0 never
    signature seen;       // of its pieces
    uint32_t *stamps;     // by piece: the message it was last seen in
    uint64_t *places;     // by piece: bit i for the tokens i, i + 64, …
    uint32_t *set_stamps; // likewise for sets
    uint64_t *set_places;
    uint32_t *formula_stamps; // by formula: twice the stamp of the message it was last asked in,
                              // and 1 when it was fulfilled
    uint32_t *rule_stamps;    // by rule: the message it was last a candidate in
    uint32_t *tried_stamps;   // by alternative: the message it was last looked at in
    bool loose;               // tokens cannot be counted between pieces
} sighting;

void sighting_init(sighting *s, const prefilter *f);
void sighting_release(sighting *s);

// Begins a message of so many tokens, whose pieces have that signature.
void sighting_begin(sighting *s, const prefilter *f, size_t count, const signature *seen,
                    bool loose);

// Notes that token i contains a piece.
static inline void sighting_add(sighting *s, uint32_t number, size_t i) {
    uint64_t bit = 1ull << (i & 63);
    if (s->stamps[number] == s->stamp) {
        s->places[number] |= bit;
        return;
    }
    s->stamps[number] = s->stamp;
    s->places[number] = bit;
}

// Whether the message fulfils what a rule needs.
bool prefilter_passes(const prefilter *f, sighting *s, uint32_t index);

// Adds what every message has, its start and its end.
static inline void prefilter_add_bounds(const prefilter *f, signature *seen) {
    // Of no piece: some bit, which does no harm.
    signature_add(seen, f->pieces[f->piece_start].bit);
    signature_add(seen, f->pieces[f->piece_end].bit);
}

// Whether a message of that signature may fulfil an alternative.
static inline bool prefilter_hints(const alternative *a, const signature *seen) {
    for (unsigned i = 0; i < ALTERNATIVE_MASKS; i++)
        if (!signature_meets(seen, &a->masks[i])) return false;
    return true;
}

// Whether an alternative makes its rule a candidate, said at most once a message for each rule.
bool prefilter_adds(const prefilter *f, sighting *s, uint32_t which);

// Gives back what only adding needs.
void prefilter_forget_needs(prefilter *f);
void prefilter_release(prefilter *f);

// The child of a node by its byte, or 0.
uint32_t prefilter_child(const prefilter *f, uint32_t node, uint8_t byte);

#endif
