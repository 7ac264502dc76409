// syntax_forbidden: what patterns of a codebook may not have.
#include "classify/extent.h"
#include "classify/syntax.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What a group that starts here may not be.
static const char *forbidden_group(str rest) {
    if (str_starts(rest, STR("(*"))) return "a verb or limit (*…)";
    if (!str_starts(rest, STR("(?")) || rest.len < 3) return NULL;
    char c = rest.at[2], next = rest.len > 3 ? rest.at[3] : 0;
    if (c == 'C') return "a callout (?C)";
    if (c == 'R' || c == '&' || is_digit(c) || ((c == '+' || c == '-') && is_digit(next)))
        return "recursion or a subroutine call";
    if (c == 'P' && next == '>') return "recursion or a subroutine call";
    if (c && next && memchr("imnsxUJ^-", c, 9)) return "an option such as (?i)";
    return NULL;
}

static const char *forbidden_escape(str rest) {
    char c = rest.len > 1 ? rest.at[1] : 0, next = rest.len > 2 ? rest.at[2] : 0;
    if (c == 'C') return "\\C";
    if (c == 'g' && (next == '<' || next == '\'')) return "recursion or a subroutine call";
    return NULL;
}

// A quantifier for PCRE2 from 10.43 on, what stands there for those before it.
static const char *forbidden_count(str rest) {
    size_t end = 1, digits = 0, blanks = 0;
    for (; end < rest.len; end++) {
        char c = rest.at[end];
        if (is_digit(c))
            digits++;
        else if (c == ' ' || c == '\t')
            blanks++;
        else if (c != ',')
            break;
    }
    if (!digits || end == rest.len || rest.at[end] != '}') return NULL;
    return blanks || rest.at[1] == ',' ? "a count such as {,3} or {1, 3}" : NULL;
}

// Whether what starts here is a whole group of those: as part of a class nobody writes that.
static bool is_whole_group(str rest) {
    size_t at = 2, letters = 0;
    for (; at < rest.len; at++) {
        unsigned char c = (unsigned char)rest.at[at];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
        if (letter || is_digit((char)c) || c == '_')
            letters++;
        else if (!c || !memchr("^-+&>", c, 5))
            break;
    }
    return letters && at < rest.len && memchr("):=", rest.at[at], 3);
}

// Where a [ seems to have begun a class, it may stand in a comment, a quote or \c[.
const char *syntax_forbidden(str pattern, size_t *at) {
    bool in_class = false;
    for (*at = 0; *at < pattern.len; ++*at) {
        str rest = str_drop(pattern, *at);
        const char *why = NULL;
        if (rest.at[0] == '\\') {
            why = forbidden_escape(rest);
            if (!why) *at += rest.len > 1 && rest.at[1] == 'c' ? 2 : 1;
        } else if (in_class) {
            in_class = rest.at[0] != ']';
            if (rest.at[0] == '(' && is_whole_group(rest)) why = forbidden_group(rest);
        } else if (rest.at[0] == '[') {
            in_class = true;
            *at = extent_class_open(pattern, *at) - 1;
        } else if (rest.at[0] == '(') {
            why = forbidden_group(rest);
        } else if (rest.at[0] == '{') {
            why = forbidden_count(rest);
        }
        if (why) return why;
    }
    return NULL;
}
