#include "classify/macros.h"

#include "classify/extent.h"

#include <stdlib.h>

enum { FRESH, OPEN, DONE };

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool macros_is_name(str name) {
    if (name.len == 0 || !is_letter(name.at[0])) return false;
    for (size_t i = 1; i < name.len; i++) {
        char c = name.at[i];
        if (!is_letter(c) && c != '_' && !(c >= '0' && c <= '9')) return false;
    }
    return true;
}

bool macros_add(macros *m, str name, str pattern, uint32_t row) {
    if (intern_find(&m->names, name) != INTERN_NONE) return false;
    memory_reserve(m->at, m->room, m->names.count + 1);
    m->at[m->names.count] = (macro){.text = pattern, .row = row};
    intern_add(&m->names, name);
    return true;
}

// Length of what stands at the start of pattern and is copied as it is: an escape with its braces,
// a class, or bytes up to the next that may begin one of these or a macro.
static size_t verbatim(str pattern) {
    if (pattern.at[0] == '\\' && pattern.len > 1) {
        bool braces =
            memchr("pPxoNgk", pattern.at[1], 7) && pattern.len > 2 && pattern.at[2] == '{';
        const char *end = braces ? memchr(pattern.at, '}', pattern.len) : NULL;
        return end ? (size_t)(end - pattern.at) + 1 : 2;
    }
    if (pattern.at[0] == '[') return extent_class(pattern, 0);
    size_t at = 1;
    while (at < pattern.len && !memchr("\\[{", pattern.at[at], 3)) at++;
    return at;
}

static str name_at(str pattern) {
    const char *end = pattern.at[0] == '{' ? memchr(pattern.at, '}', pattern.len) : NULL;
    str name = end ? str_of(pattern.at + 1, (size_t)(end - pattern.at) - 1) : STR("");
    return macros_is_name(name) ? name : STR("");
}

static macros_result resolve(macros *m, uint32_t id, size_t limit, arena *keep, str *wrong) {
    macro *each = &m->at[id];
    if (each->visited == DONE) return MACROS_OK;
    *wrong = intern_name(&m->names, id);
    if (each->visited == OPEN) return MACROS_CYCLE;
    each->visited = OPEN;
    // The text grows in keep's own copy of a fixed room, so that nothing is lost when memory ends.
    buf text = {.at = arena_bytes(keep, limit + 1), .room = limit + 1};
    macros_result result = macros_expand(m, &text, each->text, limit, keep, wrong);
    each->pattern = buf_str(&text);
    each->visited = DONE;
    return result;
}

macros_result macros_expand(macros *m, buf *out, str pattern, size_t limit, arena *keep,
                            str *wrong) {
    while (pattern.len) {
        str name = name_at(pattern);
        size_t len = name.len ? name.len + 2 : verbatim(pattern);
        str text = str_take(pattern, len);
        if (name.len) {
            uint32_t id = intern_find(&m->names, name);
            *wrong = name;
            if (id == INTERN_NONE) return MACROS_UNKNOWN;
            macros_result result = resolve(m, id, limit, keep, wrong);
            if (result != MACROS_OK) return result;
            *wrong = name;
            text = m->at[id].pattern;
        }
        if (out->len + text.len + (name.len ? 4 : 0) > limit) return MACROS_LONG;
        if (name.len) buf_add(out, STR("(?:"));
        buf_add(out, text);
        if (name.len) buf_add_char(out, ')');
        pattern = str_drop(pattern, len);
    }
    return MACROS_OK;
}

// A chain of macros, one in the other, that is longer than there are macros is a cycle.
static void put(const macros *m, buf *out, str pattern, size_t limit, size_t depth) {
    while (pattern.len && out->len < limit) {
        str name = name_at(pattern);
        size_t len = name.len ? name.len + 2 : verbatim(pattern);
        uint32_t id = name.len && depth ? intern_find(&m->names, name) : INTERN_NONE;
        if (id != INTERN_NONE) {
            buf_add(out, STR("(?:"));
            put(m, out, m->at[id].text, limit, depth - 1);
            buf_add_char(out, ')');
        } else {
            buf_add(out, str_take(pattern, len));
        }
        pattern = str_drop(pattern, len);
    }
}

void macros_put(const macros *m, buf *out, str pattern, size_t limit) {
    put(m, out, pattern, limit, m->names.count);
}

void macros_release(macros *m) {
    intern_release(&m->names);
    free(m->at);
    *m = (macros){0};
}
