// alphabet: texts and patterns as one byte a character. A pattern can tell apart only what it names
// and what \w, \d and \s are: of the rest one of each kind may stand for all. PCRE2 matches bytes,
// which tables of its own say the kinds of, in a half to a fifth of the instructions of Unicode,
// and ASCII needs no other code than Russian or emoji.
#ifndef CLASSIFY_ALPHABET_H
#define CLASSIFY_ALPHABET_H

#include "base/buf.h"
#include "base/limits.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

// A text of at most LIMIT_SCAN bytes, a byte for each of its characters.
typedef struct narrowed {
    buf text;
    uint16_t *wide_at; // by offset, its end included: the offset in the text as it was
} narrowed;

// The offset of the first character that begins at or behind an offset in the text as it was.
size_t narrowed_at(const narrowed *n, size_t wide);

void narrowed_release(narrowed *n);

enum { ALPHABET_LOW = 0x500, ALPHABET_SEEN = 256 };

typedef struct alphabet {
    pcre2_compile_context *context; // with the tables: patterns of alphabet_pattern need it
    uint8_t *tables;
    pcre2_code *kinds; // what tells of a character which kind it is
    pcre2_match_data *data;
    bool works;                // whether PCRE2 takes the tables as they are meant
    uint8_t low[ALPHABET_LOW]; // the bytes of the characters below, 0 when not known yet
    struct {
        uint32_t point;
        uint8_t byte;
    } seen[ALPHABET_SEEN]; // of others
} alphabet;

// Before use of a zero-initialised alphabet.
void alphabet_init(alphabet *a);
void alphabet_release(alphabet *a);

// Appends a pattern (folded, compiled by PCRE2 with Unicode before) as one of bytes. False when it
// names a character that has no byte, or says something that bytes could mean otherwise; out then
// holds a part of it.
bool alphabet_pattern(const alphabet *a, str pattern, buf *out);

// The text, valid UTF-8 of at most LIMIT_SCAN bytes, in bytes. False where there are no tables.
bool alphabet_text(alphabet *a, str text, narrowed *out);

#endif
