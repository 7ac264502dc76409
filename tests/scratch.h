// scratch: an empty folder for a test, and its removal with all that is in it.
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char scratch[64];

static inline void scratch_make(void) {
    snprintf(scratch, sizeof scratch, "/tmp/attune-test-XXXXXX");
    cr_assert(mkdtemp(scratch));
}

static inline void scratch_remove_below(const char *path) {
    DIR *open = opendir(path);
    for (struct dirent *entry; open && (entry = readdir(open));) {
        char below[512];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        int len = snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        if (len >= (int)sizeof below || unlink(below) == 0) continue;
        scratch_remove_below(below); // NOLINT(misc-no-recursion)
        rmdir(below);
    }
    if (open) closedir(open);
}

static inline void scratch_remove(void) {
    scratch_remove_below(scratch);
    cr_assert_eq(rmdir(scratch), 0);
}

// The path of a name in the folder; four of them may be in use at a time.
static inline const char *scratch_path(const char *name) {
    static char paths[4][256];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", scratch, name);
    return path;
}

#endif
