#include "input/walk.h"

#include <stdlib.h>
#include <sys/stat.h>

static bool is_digit(str s, size_t at) { return at < s.len && s.at[at] >= '0' && s.at[at] <= '9'; }

// The digits of a number from at on, without leading zeros.
static str take_number(str s, size_t *at) {
    while (is_digit(s, *at) && s.at[*at] == '0') ++*at;
    size_t from = *at;
    while (is_digit(s, *at)) ++*at;
    return str_of(s.at + from, *at - from);
}

// By bytes, but numbers by their value: message_2 stands before message_10.
static int by_name(const void *first, const void *second) {
    str a = *(const str *)first, b = *(const str *)second;
    size_t i = 0, k = 0;
    while (i < a.len && k < b.len) {
        if (is_digit(a, i) && is_digit(b, k)) {
            str m = take_number(a, &i), n = take_number(b, &k);
            if (m.len != n.len) return m.len < n.len ? -1 : 1;
            int order = str_compare(m, n);
            if (order) return order;
        } else if (a.at[i] != b.at[k]) {
            return (unsigned char)a.at[i] < (unsigned char)b.at[k] ? -1 : 1;
        } else {
            i++, k++;
        }
    }
    if (i < a.len || k < b.len) return i < a.len ? 1 : -1;
    return str_compare(a, b); // only leading zeros differ
}

static const char *path_with(walk *w, size_t len, str name) {
    w->path.len = len;
    buf_add(&w->path, name);
    buf_add_char(&w->path, '\0');
    w->path.len--;
    return w->path.at;
}

// Keeps the names of files and folders. A folder sorts with its final '/', because that is how the
// paths below it do.
static void sort_out(walk *w, walk_level *level) {
    for (size_t i = 0; i < level->names.count; i++) {
        str name = level->names.at[i];
        const char *path = path_with(w, level->path_len, name);
        struct stat about;
        if (lstat(path, &about) != 0) continue;
        bool folder = S_ISDIR(about.st_mode);
        if (S_ISLNK(about.st_mode) && (stat(path, &about) != 0 || S_ISDIR(about.st_mode))) continue;
        if (!folder && !S_ISREG(about.st_mode)) continue;
        if (folder) {
            char *longer = arena_bytes(&level->memory, name.len + 1);
            memcpy(longer, name.at, name.len);
            longer[name.len] = '/';
            name = str_of(longer, name.len + 1);
        }
        memory_reserve(level->entries, level->room, level->count + 1);
        level->entries[level->count++] = name;
    }
    if (level->count) qsort(level->entries, level->count, sizeof *level->entries, by_name);
}

// Goes into the folder whose path, with its final '/', stands in w->path.
static bool descend(walk *w, error *err) {
    memory_reserve(w->levels, w->room, w->depth + 1);
    walk_level *level = &w->levels[w->depth];
    if (w->depth == w->count) {
        *level = (walk_level){0};
        w->count++;
    }
    arena_reset(&level->memory);
    level->names.count = level->count = level->next = 0;
    level->path_len = w->path.len;
    if (!file_list(path_with(w, w->path.len, STR("")), &level->memory, &level->names, err))
        return false;
    sort_out(w, level);
    w->depth++;
    return true;
}

bool walk_start(walk *w, const char *folder, error *err) {
    w->depth = 0;
    buf_reset(&w->path);
    buf_add(&w->path, str_from(folder));
    if (!str_ends(buf_str(&w->path), STR("/"))) buf_add_char(&w->path, '/');
    return descend(w, err);
}

walk_result walk_next(walk *w, const char **path, error *err) {
    while (w->depth) {
        walk_level *level = &w->levels[w->depth - 1];
        if (level->next == level->count) {
            w->depth--;
            continue;
        }
        str name = level->entries[level->next++];
        *path = path_with(w, level->path_len, name);
        if (!str_ends(name, STR("/"))) return WALK_FILE;
        if (!descend(w, err)) return WALK_FAILED;
    }
    return WALK_END;
}

void walk_release(walk *w) {
    for (size_t i = 0; i < w->count; i++) {
        arena_release(&w->levels[i].memory);
        file_names_release(&w->levels[i].names);
        free(w->levels[i].entries);
    }
    free(w->levels);
    buf_release(&w->path);
    *w = (walk){0};
}
