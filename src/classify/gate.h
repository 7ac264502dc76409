// gate: the column gate of rules.csv, read into a gate (codebook.h says what its words mean).
#ifndef CLASSIFY_GATE_H
#define CLASSIFY_GATE_H

#include "classify/codebook.h"

// Reads the text of a gate. The codes of the book must be loaded. False when a word of it is wrong:
// *wrong is that word and *why what is wrong with it.
bool gate_read(gate *out, const codebook *book, str text, str *wrong, const char **why);

// Adds the codes that match a name or a wildcard ("R.*"); false when there is none.
bool gate_codes(code_set *out, const codebook *book, str wildcard);

#endif
