#include "input/walk.h"

#include <stdlib.h>
#include <sys/stat.h>

static int by_bytes(const void *a, const void *b) {
    return str_compare(*(const str *)a, *(const str *)b);
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
    if (level->count) qsort(level->entries, level->count, sizeof *level->entries, by_bytes);
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
