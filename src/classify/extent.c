#include "classify/extent.h"

size_t extent_class_open(str pattern, size_t at) {
    at++;
    if (at < pattern.len && pattern.at[at] == '^') at++;
    if (at < pattern.len && pattern.at[at] == ']') at++; // the first is a member
    return at;
}

size_t extent_class(str pattern, size_t at) {
    at = extent_class_open(pattern, at);
    while (at < pattern.len && pattern.at[at] != ']') at += pattern.at[at] == '\\' ? 2 : 1;
    return at < pattern.len ? at + 1 : pattern.len;
}

size_t extent_group(str pattern, size_t at) {
    size_t depth = 0;
    while (at < pattern.len) {
        char c = pattern.at[at];
        str rest = str_drop(pattern, at);
        bool quote = str_starts(rest, STR("\\Q")), comment = str_starts(rest, STR("(?#"));
        if (quote || comment) {
            size_t end = str_find(rest, quote ? STR("\\E") : STR(")"));
            at = end < rest.len ? at + end + (quote ? 2 : 1) : pattern.len;
            if (depth) continue;
            break;
        }
        if (c == '[') {
            at = extent_class(pattern, at);
            continue;
        }
        at += c == '\\' ? 2 : 1;
        if (c == '(') depth++;
        if (c == ')' && --depth == 0) break;
    }
    return at < pattern.len ? at : pattern.len;
}
