// codebook: the codes, words, rules and answers of a run as loaded from the CSV files of
// lexicons/.
// Constant after loading, but for machine code of its rules, and shared by all threads.
#ifndef CLASSIFY_CODEBOOK_H
#define CLASSIFY_CODEBOOK_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/sha256.h"

typedef enum family {
    FAMILY_REQUEST,
    FAMILY_THEME,
    FAMILY_AFFIRMATION,
    FAMILY_NON_AFFIRMATION,
    FAMILY_BOUNDARY,
    FAMILY_CHECK_IN,
    FAMILY_COMPONENT, // X.*: never reported, used by gates
    FAMILY_COUNT,
} family;

typedef struct code {
    str name; // "R.DIRECT"
    str axis, label, definition, source;
    uint8_t family;
    uint8_t theme;  // for FAMILY_THEME its bit number in theme sets, in the order of codes.csv
    bool covert;    // sets the flag covert
    int precedence; // among forms, and among responses: the lower number wins
} code;

// A set of codes by index.
typedef struct code_set {
    uint64_t bits[4];
} code_set;
static inline void code_set_add(code_set *s, uint8_t index) {
    s->bits[index >> 6] |= 1ull << (index & 63);
}
static inline bool code_set_has(const code_set *s, uint8_t index) {
    return s->bits[index >> 6] >> (index & 63) & 1;
}

// What a short answer says, and what a request expects for an affirmation.
typedef enum polarity { SAYS_NOTHING, SAYS_YES, SAYS_NO, SAYS_HEDGE, SAYS_ANY, SAYS_BOTH } polarity;

// When a candidate counts, in terms of earlier messages. Column gate of rules.csv: space-separated
// clang-format off
//   after=R.*[/T.SAFETY]  the codes (wildcards, joined by |, perhaps with themes) that must have come
//                         before: for R.* an open request addressed to the speaker by another (answered
//                         ones are closed); for A.* an affirmation in another's last turn
//   turns=3               at most so many turns of the speaker (this one included) since then (3)
//   within=24h            at most so long ago (ms, s, m, h, d); default the window; true without times
//   speaker=self          the codes must be the speaker's own (default other)
//   polarity=match        the short answer this rule stands for must fit what the request expects
//   unanswered>=1         at least so many own messages since the partner's last
//   with=X.*>=2           so many different codes of the set among the candidates of the same message
//                         (whatever their own gates)
//   alone                 no other request form in the same message
// clang-format on
// Several conditions must all hold.
typedef struct gate {
    bool after;
    code_set codes;
    uint64_t themes;
    uint8_t turns;
    int64_t within; // ms; 0: the window
    bool self, polarity_match, alone;
    uint8_t unanswered;
    code_set with;
    uint8_t with_count;
} gate;

enum {                      // scopes that cancel a hit: column unless
    SCOPE_QUOTED = 1,       // inside quotation marks, a quoted line, or words said to be another's
    SCOPE_THIRD_PERSON = 2, // about somebody else
    SCOPE_PAST = 4,         // narrated
    SCOPE_NEGATED = 8,
    SCOPE_REPORTED = 16,    // "he said that …"
    SCOPE_QUESTION = 32,    // the clause is a question
    SCOPE_CONDITIONAL = 64, // the clause hangs on if, unless, when
    SCOPE_LINK = 128,       // inside a link: cancels every hit, whether its rule says so or not
};

typedef struct rule {
    str id;             // unique over all packs, e.g. "en.direct.love"
    uint8_t code;       // index into codes
    uint64_t themes;    // bits of themes
    uint8_t confidence; // percent
    uint8_t expects;    // polarity that affirms: SAYS_YES, SAYS_NO, SAYS_BOTH, or SAYS_ANY that is
                        // not no (requests only); a group (?<swap>…) that takes part in a match
                        // swaps yes and no
    uint8_t pack;       // index into packs
    uint16_t scopes;
    gate gate;
    str pattern; // as in the file, macros not expanded
    str example, counterexample, note;
    uint32_t line; // in its file
} rule;

typedef struct answer {
    str entry;        // folded
    uint8_t says;     // SAYS_YES, SAYS_NO or SAYS_HEDGE
    uint8_t strength; // percent: the confidence of the code it gives
    uint8_t pack;
    str id; // for the column rules, e.g. "en.answer.of_course"
} answer;

typedef struct pack {
    str lang;                // "en"
    uint64_t function_words; // bits of the categories that tell its language
} pack;

enum { MAX_PACKS = 64 }; // of a run

enum { STYLE_CLASSES = 9 }; // of function words: language style matching

// Compiled patterns, lexicon, filter: classify's own.
typedef struct codebook_engine codebook_engine;

typedef struct codebook {
    arena memory;
    code *codes;
    size_t code_count;
    uint8_t theme_code[LIMIT_THEMES]; // code index by theme bit
    size_t theme_count;
    rule *rules;
    size_t rule_count;
    answer *answers;
    size_t answer_count;
    pack *packs;
    size_t pack_count;
    str categories[LIMIT_CATEGORIES]; // names by bit
    size_t category_count;
    uint8_t style_category[STYLE_CLASSES]; // category bit of each class, 255 where no pack has it
    str name;                              // folder's own name, or "attune"
    // Codes the program itself must know; 255 where the codebook lacks one.
    uint8_t affirm_context, affirm_emoji, negative, ambiguous, meta, explained, double_check,
        boundary;
    codebook_engine *engine;
} codebook;

// folder: the shipped lexicons; extra: --codebook, whose files replace those of the same name and
// add languages, or NULL. lang: "auto" for every pack, else names joined by commas. NULL with *err
// set (file, line, column, hint) when a file is wrong.
codebook *codebook_new(const char *folder, const char *extra, const char *lang, error *err);

// The same from the files that people write alone, without an index (classify/index.h). When index
// is not NULL and there is one pack, appends its index.
codebook *codebook_new_whole(const char *folder, const char *extra, const char *lang, buf *index,
                             error *err);
void codebook_free(codebook *book);

// Gives back the machine code of rules that classifiers made for all of them. None of these may
// work any more.
void codebook_drop_fast(codebook *book);

// Over the files that classify, in byte order of their names, whatever the order of --lang. The
// sentences are none of these.
void codebook_digest(const codebook *book, unsigned char out[SHA256_SIZE]);

// Index of the code of that name, or 255.
uint8_t codebook_code(const codebook *book, str name);

#endif
