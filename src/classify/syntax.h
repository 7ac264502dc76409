// syntax: reads a PCRE2 pattern as far as needed to know which pieces of words every match
// contains, and which constructs a codebook may not use. What it does not know it takes for
// anything at all, so that the pieces are always necessary.
#ifndef CLASSIFY_SYNTAX_H
#define CLASSIFY_SYNTAX_H

#include "base/buf.h"
#include "classify/part.h"

// The edges of a part at which no word goes on, whatever stands beside it.
typedef struct part_edges {
    bool before, after;
} part_edges;

enum { PART_EDGES = 4 }; // kinds of them

// Where parts live, and the pieces they consist of.
typedef struct shaping shaping;
struct shaping {
    piece_table *pieces;
    // What is known of the macro {name} between such edges; NULL when nothing is. May be NULL: then
    // the pattern has none.
    const part *(*macro)(void *context, shaping *s, str name, part_edges edges);
    void *context;
};

// What is known of a pattern (folded) between such edges; false when nothing is.
bool syntax_part(shaping *s, str pattern, part_edges edges, part *out);

// What a match of a pattern needs; NULL when nothing is sure. *head: what it begins with.
const need *syntax_need(shaping *s, str pattern, anchor *head);

// NULL, or what the pattern uses and may not: verbs and limits, callouts, \C, recursion, options,
// counts that versions of PCRE2 read in two ways. *at is its offset.
const char *syntax_forbidden(str pattern, size_t *at);

// Appends the pattern with its characters outside of ASCII folded.
void syntax_fold(buf *out, str pattern);

#endif
