// blocks: the tokens of plain text, which the classes of its bytes decide without a look at each:
// words of letters, and punctuation that stands alone.
#ifndef TEXT_BLOCKS_H
#define TEXT_BLOCKS_H

#include "text/tokenize.h"

// Adds the tokens of text from `at` on, where a token may begin, up to the first that has to be
// looked at more closely; out has room for a token per byte. Returns where that begins, or the
// end of the text.
size_t blocks_take(tokens *out, str text, size_t at);

#endif
