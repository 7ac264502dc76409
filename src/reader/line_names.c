#include "reader/line_names.h"

enum {
    MOST_WORDS = 3, // of a name that is not given
    LEAST = 3,      // lines that tell a name of several words
};

void line_names_give(line_names *n, str list) {
    while (list.len) {
        str_cut_result cut = str_cut(list, ',');
        list = cut.tail;
        str name = str_trim(cut.head);
        if (name.len) intern_add(&n->given, name);
    }
}

// The first so many words of rest; empty when it has not more than these.
static str first_words(str rest, size_t words) {
    for (size_t at = 0; at < rest.len; at++)
        if (rest.at[at] == ' ' && --words == 0) return str_take(rest, at);
    return (str){"", 0};
}

void line_names_count(line_names *n, str rest) {
    for (size_t words = 1; words <= MOST_WORDS; words++) {
        str prefix = first_words(rest, words);
        bool full = n->prefixes.count == LINE_PREFIXES;
        if (!prefix.len) return;
        if (full && intern_find(&n->prefixes, prefix) == INTERN_NONE) continue;
        n->times[intern_add(&n->prefixes, prefix)]++;
    }
}

static uint32_t times(const line_names *n, str prefix) {
    uint32_t at = prefix.len ? intern_find(&n->prefixes, prefix) : INTERN_NONE;
    return at == INTERN_NONE ? 0 : n->times[at];
}

str line_names_find(const line_names *n, str rest) {
    str best = {"", 0};
    for (uint32_t i = 0; i < n->given.count; i++) {
        str name = intern_name(&n->given, i);
        bool ends = rest.len == name.len || (rest.len > name.len && rest.at[name.len] == ' ');
        if (name.len > best.len && ends && str_starts(rest, name)) best = str_take(rest, name.len);
    }
    if (best.len || n->only) return best;
    best = first_words(rest, 1);
    for (size_t words = 2; words <= MOST_WORDS; words++) {
        str longer = first_words(rest, words);
        uint32_t with = times(n, longer);
        if (with < LEAST || with * 10 < times(n, best) * 9) break;
        best = longer;
    }
    return best;
}

void line_names_release(line_names *n) {
    intern_release(&n->given);
    intern_release(&n->prefixes);
}
