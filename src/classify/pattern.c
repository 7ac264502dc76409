#include "classify/pattern.h"

#include "base/limits.h"
#include "base/memory.h"
#include "classify/syntax.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    LIMITS = PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT,
    NARROW_OPTIONS = (PATTERN_OPTIONS & ~(PCRE2_UTF | PCRE2_UCP)) | LIMITS,
    OPTIONS = PATTERN_OPTIONS | LIMITS,
    GROUPS = 64
};

static bool refuse(char *why, size_t size, const char *what) {
    snprintf(why, size, "%s is not allowed in a codebook", what);
    return false;
}

// Depth of parentheses is limited before PCRE2 sees the pattern: its own limit needs a context for
// each compilation.
static bool too_deep(str text) {
    size_t depth = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\\')
            i++;
        else if (text.at[i] == '(' && ++depth > PARENTHESES)
            return true;
        else if (text.at[i] == ')' && depth)
            depth--;
    }
    return false;
}

bool pattern_compile(pattern *p, size_t *at, char *why, size_t size) {
    const char *forbidden = syntax_forbidden(p->text, at);
    if (forbidden) return refuse(why, size, forbidden);
    *at = 0;
    if (p->text.len > LIMIT_PATTERN) return refuse(why, size, "a pattern of more than 4 KiB");
    if (too_deep(p->text)) return refuse(why, size, "more than 50 nested parentheses");
    int number;
    p->code = pcre2_compile((PCRE2_SPTR)p->text.at, p->text.len, OPTIONS, &number, at, NULL);
    if (!p->code) {
        if (number == PCRE2_ERROR_NOMEMORY || number == PCRE2_ERROR_HEAP_FAILED) memory_exhausted();
        pcre2_get_error_message(number, (PCRE2_UCHAR *)why, size);
        return false;
    }
    uint32_t groups = 0;
    pcre2_pattern_info(p->code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if (groups >= GROUPS) return refuse(why, size, "more than 63 capturing groups");
    return true;
}

void pattern_drop_fast(pattern *p) {
    for (form f = 0; f < FORMS; f++) {
        if (p->fast[f]) pcre2_code_free(p->fast[f]);
        p->fast[f] = NULL;
    }
}

void pattern_release(pattern *p) {
    pattern_drop_fast(p);
    pcre2_code_free(p->code);
    p->code = NULL;
}

void matcher_init(matcher *m, size_t count) {
    m->codes = memory_alloc((FORMS * count + 1) * sizeof *m->codes);
    m->count = count;
    alphabet_init(&m->alphabet);
    m->context = pcre2_match_context_create(NULL);
    if (!m->context) memory_exhausted();
    m->data = pcre2_match_data_create(GROUPS, NULL);
    if (!m->data) memory_exhausted();
    m->stack = pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK_MOST, NULL);
    if (m->stack) pcre2_jit_stack_assign(m->context, NULL, m->stack);
    pcre2_set_heap_limit(m->context, MATCH_HEAP);
    pcre2_set_depth_limit(m->context, MATCH_DEPTH);
}

void matcher_release(matcher *m) {
    for (size_t i = 0; i < FORMS * m->count; i++) pcre2_code_free(m->codes[i].own);
    free(m->codes);
    alphabet_release(&m->alphabet);
    pcre2_match_data_free(m->data);
    pcre2_match_context_free(m->context);
    pcre2_jit_stack_free(m->stack);
    buf_release(&m->expanded);
    buf_release(&m->folded);
    buf_release(&m->bytes);
    *m = (matcher){0};
}

uint32_t match_limit(size_t starts) {
    size_t limit = starts ? MATCH_BUDGET / starts : MATCH_MOST;
    return (uint32_t)(limit < MATCH_LEAST ? MATCH_LEAST : limit > MATCH_MOST ? MATCH_MOST : limit);
}

static void set_limit(matcher *m, uint32_t limit) {
    if (m->limit == limit) return;
    pcre2_set_match_limit(m->context, limit);
    m->limit = limit;
}

// The pattern as PCRE2 gets it: p->text, or made as that was.
static str text_of(matcher *m, const pattern *p) {
    if (p->code) return p->text;
    buf_reset(&m->expanded);
    buf_reset(&m->folded);
    macros_put(p->macros, &m->expanded, p->raw, LIMIT_PATTERN);
    syntax_fold(&m->folded, buf_str(&m->expanded));
    return buf_str(&m->folded);
}

static pcre2_code *compile(str text, uint32_t options, pcre2_compile_context *context) {
    int number;
    size_t at;
    return pcre2_compile((PCRE2_SPTR)text.at, text.len, options, &number, &at, context);
}

// Whether its matches begin at the start of the text alone.
static bool is_anchored(const pcre2_code *code) {
    uint32_t options = 0;
    pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &options);
    return options & PCRE2_ANCHORED;
}

static matcher_code *code_of(const matcher *m, size_t index, form f) {
    return &m->codes[FORMS * index + f];
}

// The index says that what waited compiles.
static void make_wide(matcher *m, const pattern *p, matcher_code *c) {
    c->own = p->code ? pcre2_code_copy(p->code) : compile(text_of(m, p), OPTIONS, NULL);
    if (!c->own) memory_exhausted();
    c->anchored = is_anchored(c->own);
}

static void make_narrow(matcher *m, const pattern *p, matcher_code *c) {
    buf_reset(&m->bytes);
    if (alphabet_pattern(&m->alphabet, text_of(m, p), &m->bytes))
        c->own = compile(buf_str(&m->bytes), NARROW_OPTIONS, m->alphabet.context);
    c->none = !c->own;
    c->anchored = c->own && is_anchored(c->own);
}

// Sees to it that there is a code for the pattern, and says for what: for bytes if these are there
// and it has one.
static form prepare(matcher *m, const pattern *p, size_t index, bool bytes) {
    matcher_code *narrow = code_of(m, index, FORM_NARROW), *wide = code_of(m, index, FORM_WIDE);
    if (bytes && !narrow->fast && !narrow->own && !narrow->none) make_narrow(m, p, narrow);
    if (bytes && !narrow->none) return FORM_NARROW;
    if (!wide->fast && !wide->own) make_wide(m, p, wide);
    return FORM_WIDE;
}

typedef struct sharing {
    pattern *p;
    form form;
    const pcre2_code *own, *fast; // what there is, and what is wanted
} sharing;

// A copy, with tables of its own: those of the alphabet end with this thread.
static void make_fast(void *context) {
    sharing *s = context;
    pcre2_code **fast = &s->p->fast[s->form];
    if (!*fast) {
        *fast = pcre2_code_copy_with_tables(s->own);
        if (*fast) pcre2_jit_compile(*fast, PCRE2_JIT_COMPLETE);
    }
    s->fast = *fast;
}

// Machine code is seven times as large as what it is made from, and most of what grows with a log:
// all threads have the same.
static void find_fast(const matcher *m, pattern *p, form f, matcher_code *c) {
    sharing s = {p, f, c->own, NULL};
    if (m->alone)
        m->alone(make_fast, &s);
    else
        make_fast(&s);
    if (!s.fast) memory_exhausted();
    c->fast = s.fast;
    pcre2_code_free(c->own);
    c->own = NULL;
}

// What is matched, and where a match may begin.
typedef struct subject {
    str text;
    size_t from;
    uint32_t options;
    uint32_t limit; // steps
} subject;

static int interpret(matcher *m, const pcre2_code *code, subject s, uint32_t limit) {
    set_limit(m, limit);
    return pcre2_match(code, (PCRE2_SPTR)s.text.at, s.text.len, s.from, s.options | PCRE2_NO_JIT,
                       m->data, m->context);
}

// Without the checks of pcre2_match: a tenth of the instructions of a try.
static int match_fast(matcher *m, const pcre2_code *code, subject s) {
    set_limit(m, s.limit);
    int result = pcre2_jit_match(code, (PCRE2_SPTR)s.text.at, s.text.len, s.from,
                                 s.options & ~PCRE2_NO_UTF_CHECK, m->data, m->context);
    // There is no JIT for the pattern, or its stack is smaller than what the limits allow: the
    // interpreter decides then, within the same limits.
    if (result == PCRE2_ERROR_JIT_BADOPTION || result == PCRE2_ERROR_JIT_STACKLIMIT)
        result = interpret(m, code, s, s.limit);
    return result;
}

static bool is_limit(int result) {
    return result == PCRE2_ERROR_MATCHLIMIT || result == PCRE2_ERROR_DEPTHLIMIT ||
           result == PCRE2_ERROR_HEAPLIMIT;
}

// JIT takes a million instructions a rule, and most rules are tried a few times in most logs: the
// first tries of a pattern are interpreted. With so small a share of the limit that JIT could not
// reach its own; what does reach it is left to JIT, so that what stops does not depend on how often
// a thread has tried a pattern before.
static int match(matcher *m, pattern *p, size_t index, form f, subject s) {
    enum { PATIENCE = 32, SHARE = 16 };
    matcher_code *c = code_of(m, index, f);
    if (!c->fast && c->tries < PATIENCE) {
        c->tries++;
        int result = interpret(m, c->own, s, s.limit / SHARE);
        if (!is_limit(result)) return result;
    }
    if (!c->fast) find_fast(m, p, f, c);
    return match_fast(m, c->fast, s);
}

static uint32_t options_of(const match_text *t) {
    return PCRE2_NO_UTF_CHECK | (t->inner_start ? PCRE2_NOTBOL : 0u) |
           (t->inner_end ? PCRE2_NOTEOL : 0u);
}

// Whether a group (?<swap>…) took part in a match, of which there may be several.
static bool is_swapped(const matcher_code *c, const size_t *bounds, int result) {
    PCRE2_SPTR at, last;
    int size =
        pcre2_substring_nametable_scan(c->fast ? c->fast : c->own, (PCRE2_SPTR) "swap", &at, &last);
    for (; size > 0 && at <= last; at += size) {
        int group = at[0] << 8 | at[1];
        if (group < result && bounds[2 * group] != PCRE2_UNSET) return true;
    }
    return false;
}

match_result pattern_match(matcher *m, pattern *p, size_t index, const match_text *t, size_t from,
                           size_t to, match_span *out) {
    form f = prepare(m, p, index, t->ascii || t->narrow);
    size_t starts = code_of(m, index, f)->anchored ? 1 : t->text.len;
    subject s = {t->text, from, options_of(t), match_limit(starts)};
    const narrowed *n = f == FORM_NARROW ? t->narrow : NULL;
    if (n) {
        s.text = buf_str(&n->text);
        s.from = narrowed_at(n, from);
        if (to < t->text.len) to = narrowed_at(n, to);
    }
    pcre2_set_offset_limit(m->context, to);
    int result = match(m, p, index, f, s);
    if (result == PCRE2_ERROR_NOMATCH) return MATCH_NONE;
    if (result == PCRE2_ERROR_NOMEMORY) memory_exhausted();
    if (result < 0) return MATCH_STOPPED;
    const size_t *bounds = pcre2_get_ovector_pointer(m->data);
    // \K in a look-around can put the start behind the end.
    out->start = bounds[0] < bounds[1] ? bounds[0] : bounds[1];
    out->end = bounds[1];
    if (n) {
        out->start = n->wide_at[out->start];
        out->end = n->wide_at[out->end];
    }
    out->swapped = is_swapped(code_of(m, index, f), bounds, result);
    return MATCH_FOUND;
}
