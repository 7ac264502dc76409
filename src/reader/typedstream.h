// typedstream: the words in an archived NSAttributedString, as newer versions of Messages keep
// them.
#ifndef READER_TYPEDSTREAM_H
#define READER_TYPEDSTREAM_H

#include "base/str.h"

// The string in bytes, which it points into; empty when there is none. It may be no valid UTF-8.
str typedstream_text(str bytes);

#endif
