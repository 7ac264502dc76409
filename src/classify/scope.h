// scope: what around a hit cancels it: quotation, report, another person, narration, negation,
// question, condition. The definitions stand at each function; the words are those of words.csv, so
// that each language brings its own.
#ifndef CLASSIFY_SCOPE_H
#define CLASSIFY_SCOPE_H

#include "classify/engine.h"

// A message as scopes see it.
typedef struct surroundings {
    const known_categories *known;
    const lexicon *words; // for names: words that the codebook knows are none
    str text;             // as written
    str folded;
    const token *tokens;
    size_t count;
    const uint32_t *starts;     // of each token in folded, and its length at the end
    const uint32_t *ends;       // of each token in folded
    const uint64_t *categories; // of each token, phrases included
    const bool *continues;      // the token goes on a phrase that began before
    const uint32_t *ids;        // of each token in the lexicon, or INTERN_NONE
    bool forwarded;             // the message is another's
} surroundings;

// The first of the scopes that cancels the hit at start..end (bytes in folded), or 0.
uint8_t scope_cancels(const surroundings *s, uint16_t scopes, size_t start, size_t end);

// Whether punctuation ends a sentence, and whether that is then a question.
bool scope_ends_sentence(uint32_t point);
bool scope_asks(uint32_t point);

// Whether a word with these categories may stand before the first word of a question ("but are
// you", "honey, do you"): no conjunction that may be the subject itself ("that is a good step").
bool scope_may_precede_question(const known_categories *known, uint64_t categories);

// Whether a sentence whose first two words have these categories is a question without a mark: an
// auxiliary and its subject ("do you"), or another asking word and an auxiliary ("why are"); in a
// language without those classes any asking word. second is UINT64_MAX where there is none.
bool scope_begins_question(const known_categories *known, uint64_t first, uint64_t second);

#endif
