// encoding_words: what an app writes at the head of its exports, as bytes of the encodings that it
// or an editor saves them in. Bytes that are no UTF-8 could be letters of any alphabet; these are
// words that tell which.
#ifndef INPUT_ENCODING_WORDS_H
#define INPUT_ENCODING_WORDS_H

#include "input/encoding.h"

// The encoding in which head has such words near its beginning, or ENCODING_NONE.
encoding encoding_by_words(str head);

#endif
