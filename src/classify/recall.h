// recall: the tokens of a message, and what a memo knows of them, in one walk: a token of plain
// text is looked up from the masks of its bytes.
#ifndef CLASSIFY_RECALL_H
#define CLASSIFY_RECALL_H

#include "classify/memo.h"

// What the tokens of a message come to.
typedef struct recall_sum {
    uint32_t flags;                           // of all words
    _Alignas(8) uint32_t counts[MEMO_COUNTS]; // of all words
    uint32_t continued;                       // bytes that continue a character
    bool ascii;                               // the text is of ASCII: there are none
    bool joined; // two tokens touch in the folded text between characters that pieces are made of
    bool loose; // or between characters of words, or a token is not in the folded text: no counting
                // of tokens there
} recall_sum;

// Replaces the contents of *all by the tokens of a text (as tokenize), each with its word. Those
// are valid until the next call.
void recall(memo *m, str text, tokens *all, recall_sum *sum);

#endif
