// engine: the part of a codebook that only classify sees: lexicon, compiled patterns, filter, and
// which categories mean something to the program itself.
#ifndef CLASSIFY_ENGINE_H
#define CLASSIFY_ENGINE_H

#include "classify/codebook.h"
#include "classify/lexicon.h"
#include "classify/macros.h"
#include "classify/pattern.h"
#include "classify/prefilter.h"
#include "classify/sieve.h"

// Bits of the categories that the program knows; 0 where no pack has the category.
typedef struct known_categories {
    uint64_t negator, hedge, intensifier, laughter, endearment, interjection, conjunction,
        question_start, conditional, third_person, reporting, past_marker;
    uint64_t style[STYLE_CLASSES];
    uint64_t pronoun, article, auxiliary, adverb; // of the style classes, by name
} known_categories;

// Files of a pack, in byte order of their names.
enum {
    FILE_ANSWERS,
    FILE_FREQUENT,
    FILE_MACROS,
    FILE_RULES,
    FILE_SENTENCES,
    FILE_WORDS,
    PACK_FILES
};

typedef struct codebook_file {
    const char *path; // in the book's memory
    buf text;         // what its cells point into
} codebook_file;

typedef struct pack_engine {
    codebook_file files[PACK_FILES];
    macros macros;
    buf index; // what filter and sieve point into
    prefilter filter;
    sieve sieve;
    uint32_t scripts; // bits of the scripts of its words
} pack_engine;

struct codebook_engine {
    codebook_file codes;
    pack_engine *packs;
    lexicon words;
    known_categories known;
    pattern *patterns;   // by rule
    bool *shadowed;      // by answer: folded it is the same as an earlier one, which counts
    uint8_t *unfiltered; // by rule: what it needs is in every message
    uint32_t *always;    // rules that need nothing and are tried on every message
    size_t always_count;
};

#endif
