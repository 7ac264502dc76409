// selection: the codes and word categories that somebody asks about, as sets with the name they
// were asked for by.
#ifndef TALLY_SELECTION_H
#define TALLY_SELECTION_H

#include "classify/classify.h"
#include "classify/coding.h"

enum { SELECTION_MOST = 32 }; // sets: one bit each

// Alternatives joined by |, each CODE, PREFIX* or a word category, a code perhaps with themes it
// must have: "R.*/T.LOVE+T.SAFETY|S.BOUND". A code need not be in the codebook: a log may carry
// codes of its own.
typedef struct selection_set {
    str text;            // as asked for
    uint64_t categories; // of them that are word categories, by bit
} selection_set;

// Zero-initialise before use.
typedef struct selection {
    selection_set sets[SELECTION_MOST];
    size_t count;
    uint32_t given, target; // sets asked for as given, as target
    bool by_words;          // some set has a word category
} selection;

// Adds the sets of a list separated by commas to those of *members (s->given or s->target); a set
// that is there already is shared. list must outlive the selection. False with *err set when the
// list is empty, too long, or a set is empty.
bool selection_add(selection *s, const codebook *book, const char *list, uint32_t *members,
                   error *err);

// Which sets a message belongs to, by its codes from min_confidence on, in percent. Codes are those
// of the source where it has them (known to the codebook or not), else the final ones. categories
// are those of its words.
uint32_t selection_of(const selection *s, const codebook *book, const message *m,
                      const coding *codes, uint64_t categories, uint8_t min_confidence);

#endif
