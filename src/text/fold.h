// fold: the form of text that words and rules see (codebook.md, Folding): NFC, full case folding, U+2018 U+2019 U+02BC
// to ', U+201C U+201D to ", Unicode spaces to a space (LF stays), runs of three or more equal letters to two, or to one if only that is
// a word of the codebook.
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/buf.h"
#include "text/tokenize.h"

// Whether a folded word is one of the codebook's.
typedef bool fold_is_word(const void *context, str word);

// Appends the folded form of one token. is_word may be NULL: then runs become two.
void fold_token(buf *out, str token, token_kind kind, fold_is_word *is_word, const void *context);

// Appends the folded form of anything else (patterns, codebook entries, the space between tokens), runs left as they are.
void fold_text(buf *out, str text);

#endif
