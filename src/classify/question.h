// question: whether a message asks by the words a sentence of it begins with ("are you there").
#ifndef CLASSIFY_QUESTION_H
#define CLASSIFY_QUESTION_H

#include "classify/memo.h"

// Whether a sentence of a text begins like a question of the pack. Its tokens are resolved, and one
// of them has WORD_MAY_ASK.
bool question_begins(const memo *m, str text, const tokens *all, size_t pack_index);

#endif
