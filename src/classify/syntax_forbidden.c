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

const char *syntax_forbidden(str pattern, size_t *at) {
    bool in_class = false;
    for (*at = 0; *at < pattern.len; ++*at) {
        str rest = str_drop(pattern, *at);
        const char *why = NULL;
        if (rest.at[0] == '\\') {
            why = forbidden_escape(rest);
            if (!why) ++*at;
        } else if (in_class) {
            in_class = rest.at[0] != ']';
        } else if (rest.at[0] == '[') {
            in_class = true;
            *at = extent_class_open(pattern, *at) - 1;
        } else if (rest.at[0] == '(') {
            why = forbidden_group(rest);
        }
        if (why) return why;
    }
    return NULL;
}
