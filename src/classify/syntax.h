// syntax: reads a PCRE2 pattern as far as needed to know which pieces of words every match
// contains, and which constructs a codebook may not use. What it does not know it takes for
// anything at all, so that the pieces are always necessary.
#ifndef CLASSIFY_SYNTAX_H
#define CLASSIFY_SYNTAX_H

#include "base/buf.h"
#include "classify/shape.h"

// What is known of a pattern (folded) between such edges; false when nothing is.
bool syntax_part(shaping *s, str pattern, part_edges edges, part *out);

// What a match of a pattern needs; NULL when nothing is sure. *head: what it begins with.
const need *syntax_need(shaping *s, str pattern, anchor *head);

// NULL, or what the pattern uses that robustness.md 2 forbids: verbs and limits, callouts, \C,
// recursion. *at is its offset.
const char *syntax_forbidden(str pattern, size_t *at);

// Appends the pattern with its characters outside of ASCII folded.
void syntax_fold(buf *out, str pattern);

#endif
