// word_break: word boundaries of UAX #29 (Unicode 15.0), rule numbers at the rules.
#ifndef TEXT_WORD_BREAK_H
#define TEXT_WORD_BREAK_H

#include "base/str.h"

// Length in bytes of the segment at the start of text (valid UTF-8, not empty), which must begin at
// a boundary.
size_t word_break(str text);

#endif
