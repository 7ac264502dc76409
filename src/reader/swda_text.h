// swda_text: the words of an utterance of the Switchboard Dialog Act corpus, without its marks.
#ifndef READER_SWDA_TEXT_H
#define READER_SWDA_TEXT_H

#include "base/buf.h"

// Appends the words of text behind a space: fillers stay without their braces, of a repair
// "[ a + b ]" what it was repaired to; noises, comments and slashes are left out.
void swda_text_clean(buf *out, str text);

#endif
