// keep: copies of what a log says, fit to be a message's.
#ifndef READER_KEEP_H
#define READER_KEEP_H

#include "base/arena.h"

// Copies s as valid UTF-8. Where it was none, *repaired is set, unless it is NULL.
str keep_some(arena *keep, str s, bool *repaired); // one that is not empty
static inline str keep_repaired(arena *keep, str s, bool *repaired) {
    return s.len ? keep_some(keep, s, repaired) : (str){"", 0};
}
static inline str keep_valid(arena *keep, str s) { return keep_repaired(keep, s, NULL); }

// The same with line ends as LF.
str keep_lines(arena *keep, str s, bool *repaired);

// The same with instead (at most three bytes) for each U+FFFC, the place of something that is no
// text. *places counts them; may be NULL.
str keep_words(arena *keep, str s, str instead, size_t *places);

// keep_lines, with U+0080 to U+009F as the characters of Windows-1252 that they once were: tables
// that were decoded as Latin-1 have them in place of quotation marks.
str keep_table_text(arena *keep, str s, bool *repaired);

#endif
