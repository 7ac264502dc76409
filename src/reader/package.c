#include "reader/package.h"

#include "base/limits.h"

#include <stdlib.h>

static str key_of(package *p, const char *table, str scope, str key) {
    buf_reset(&p->key);
    buf_add(&p->key, str_from(table));
    buf_add_char(&p->key, '\0');
    buf_add(&p->key, scope);
    buf_add_char(&p->key, '\0');
    buf_add(&p->key, key);
    return buf_str(&p->key);
}

bool package_set(package *p, const char *table, str scope, str key, str value) {
    str whole = key_of(p, table, scope, key);
    if (arena_size(&p->keys.text) + whole.len + value.len > LIMIT_TABLES) return false;
    memory_reserve(p->values, p->room, p->keys.count + 1);
    uint32_t at = intern_add(&p->keys, whole);
    p->values[at] = arena_str(&p->keys.text, value);
    return true;
}

str package_get(package *p, const char *table, str scope, str key, bool *found) {
    uint32_t at = p ? intern_find(&p->keys, key_of(p, table, scope, key)) : INTERN_NONE;
    if (found) *found = at != INTERN_NONE;
    return at == INTERN_NONE ? STR("") : p->values[at];
}

str package_folder(str path) {
    size_t at = path.len;
    while (at && path.at[at - 1] != '/') at--;
    return str_take(path, at ? at - 1 : 0);
}

str package_file(str path) {
    size_t at = path.len;
    while (at && path.at[at - 1] != '/') at--;
    return str_drop(path, at);
}

void package_reset(package *p) { intern_reset(&p->keys); }

void package_release(package *p) {
    intern_release(&p->keys);
    free(p->values);
    buf_release(&p->key);
    *p = (package){0};
}
