// fold: the form of text that words and rules see: NFC, full case folding
// (Unicode 15.0 by utf8proc), U+2018 U+2019 U+02BC to ', U+201C U+201D to ", Unicode spaces to a
// space (LF stays), runs of three or more equal letters to two, or to one if only that is a word of
// the codebook. What only changes the look of a character goes: variation selectors, skin tones,
// and marks of direction and zero width other than the joiners, so that a heart is a heart however
// it was typed.
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/buf.h"
#include "text/tokenize.h"

// Whether a folded word is one of the codebook's.
typedef bool fold_is_word(const void *context, str word);

// Appends the folded form of one token (valid UTF-8). is_word may be NULL: then runs become two.
// Words alone have their runs shortened.
void fold_token(buf *out, str raw, token_kind kind, fold_is_word *is_word, const void *context);

// Appends the folded form of anything else (entries of the codebook, what stands between tokens),
// runs left as they are. Not for patterns: \W is not \w.
void fold_text(buf *out, str text);

#endif
