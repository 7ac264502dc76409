#include "reader/whatsapp_mentions.h"

#include "reader/whatsapp_authors.h"

#define OPEN STR("@\u2068")
#define CLOSE STR("\u2069")

// The name between the next pair of marks, and what stands behind it in *rest; empty when there is
// none.
static str next_name(str *rest) {
    for (size_t at; (at = str_find(*rest, OPEN)) != SIZE_MAX;) {
        *rest = str_drop(*rest, at + OPEN.len);
        size_t len = str_find(*rest, CLOSE);
        if (len == SIZE_MAX) break;
        str name = whatsapp_authors_clean(str_take(*rest, len));
        *rest = str_drop(*rest, len + CLOSE.len);
        if (name.len && !memchr(name.at, '\n', name.len)) return name;
    }
    return (str){0};
}

const str *whatsapp_mentions(str text, arena *keep, uint32_t *count) {
    str names[MENTIONS_MOST];
    uint32_t found = 0;
    for (str rest = text, name; found < MENTIONS_MOST && (name = next_name(&rest)).len;)
        names[found++] = name;
    *count = found;
    if (!found) return NULL;
    return memcpy(arena_array(keep, str, found), names, found * sizeof *names);
}
