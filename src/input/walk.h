// walk: the regular files below a folder, one after the other, in order of their paths: that of
// their bytes, but numbers by their value.
#ifndef INPUT_WALK_H
#define INPUT_WALK_H

#include "base/buf.h"
#include "base/error.h"
#include "input/file.h"

typedef struct walk_level {
    arena memory;     // of the names
    file_names names; // as listed
    str *entries;     // those to visit, folders with a final '/'
    size_t count, room, next;
    size_t path_len; // of the folder in path, with its final '/'
} walk_level;

// Zero-initialise before use. Links to folders are not followed; what begins with a dot is left
// out, and so is what is neither file nor folder.
typedef struct walk {
    buf path;
    walk_level *levels; // those beyond depth keep their memory for reuse
    size_t depth, count, room;
} walk;

// Begins at a folder. False with *err set when it cannot be listed.
bool walk_start(walk *w, const char *folder, error *err);

typedef enum walk_result { WALK_FILE, WALK_END, WALK_FAILED } walk_result;

// The next file's path, NUL-terminated until the next call; or a folder that cannot be listed, and
// the walk goes on.
walk_result walk_next(walk *w, const char **path, error *err);

static inline bool walk_active(const walk *w) { return w->depth > 0; }

// A path that walk_next gave without that of the folder.
static inline str walk_below(const walk *w, const char *path) {
    return str_drop(str_from(path), w->levels[0].path_len);
}

void walk_release(walk *w);

#endif
