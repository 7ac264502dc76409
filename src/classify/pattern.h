// pattern: one rule's pattern, compiled by PCRE2, and matching within a budget of
// steps.
#ifndef CLASSIFY_PATTERN_H
#define CLASSIFY_PATTERN_H

#include "base/buf.h"
#include "base/error.h"
#include "classify/alphabet.h"
#include "classify/macros.h"

enum {
    MATCH_BUDGET =
        2000000,        // steps for a text: PCRE2 limits those of each start, to this by the starts
    MATCH_LEAST = 1000, // but at least and at most so many
    MATCH_MOST = 200000,
    MATCH_HEAP = 20000,  // KiB
    MATCH_DEPTH = 10000, // nested backtracking
    PARENTHESES = 50,    // nested in a pattern
    JIT_STACK_START = 32 << 10,
    JIT_STACK_MOST = 1 << 20,
};

// What PCRE2 makes of the text of a pattern, wherever it is compiled: several groups may be named
// "swap".
#define PATTERN_OPTIONS (PCRE2_UTF | PCRE2_UCP | PCRE2_DUPNAMES)

// What a code of a pattern is for: UTF-8, or bytes of the alphabet.
typedef enum form { FORM_WIDE, FORM_NARROW, FORMS } form;

typedef struct pattern {
    pcre2_code *code; // without JIT: shared by all threads; NULL when it waits for its first use
    pcre2_code *fast[FORMS]; // with JIT, likewise; NULL until some matcher made it
    str text;                // macros put in, folded
    str raw;                 // as in the file, with the
    const macros *macros;    // of its pack: what it is made from when it waited
    str gate, unless;        // as in the file
} pattern;

// Compiles p->text. False with *at and *why (at most size bytes) when PCRE2 refuses it, or what
// tests/LIMITS.md or syntax_forbidden says.
bool pattern_compile(pattern *p, size_t *at, char *why, size_t size);
void pattern_release(pattern *p);

// Gives back what matchers made of it for all. None that had it may match any more.
void pattern_drop_fast(pattern *p);

// What one thread has of a pattern in one form.
typedef struct matcher_code {
    pcre2_code *own; // without JIT: made when first used, given back when there is a fast one
    const pcre2_code *fast; // of the pattern, behind the first tries
    bool none;              // there is no code, as of some patterns for bytes
    bool anchored;          // matches begin at the start of the text alone
    uint8_t tries;          // how often its own was interpreted
} matcher_code;

// What matching needs: one per thread, for patterns of up to so many groups.
typedef struct matcher {
    pcre2_match_context *context;
    pcre2_match_data *data;
    pcre2_jit_stack *stack;
    uint32_t limit; // steps, as set in the context
    alphabet alphabet;
    matcher_code *codes; // by pattern and form
    size_t count;
    // Calls body(context) while no other thread is in such a call; body returns. NULL: no other
    // thread has a matcher of the same patterns.
    void (*alone)(void (*body)(void *context), void *context);
    buf expanded, folded, bytes; // scratch
} matcher;

// Before use of a zero-initialised matcher, for so many patterns.
void matcher_init(matcher *m, size_t count);
void matcher_release(matcher *m);

// Steps that a match may take from each of so many places where one may begin: all bytes of the
// text, or its start alone.
uint32_t match_limit(size_t starts);

typedef enum match_result { MATCH_NONE, MATCH_FOUND, MATCH_STOPPED } match_result;

#define MATCH_ANYWHERE PCRE2_UNSET

typedef struct match_span {
    size_t start, end;
    bool swapped; // a group (?<swap>…) took part, of which a pattern may have several
} match_span;

// What patterns are tried on: folded text, valid UTF-8.
typedef struct match_text {
    str text;
    bool ascii;             // it is of ASCII
    const narrowed *narrow; // the same by the matcher's alphabet, or NULL; of ASCII always NULL
    bool inner_start, inner_end; // the text goes on there
} match_text;

// The first match of a pattern, whose number among the matcher's patterns is index, that begins at
// an offset of the text from `from` to `to` (MATCH_ANYWHERE for no end; with \K, that is looked for
// there), both where characters begin. MATCH_STOPPED: a limit was reached, so that nobody knows.
match_result pattern_match(matcher *m, pattern *p, size_t index, const match_text *t, size_t from,
                           size_t to, match_span *out);

#endif
