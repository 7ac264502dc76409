// folder: the output directory. It is made under another name beside its own, and gets its own when
// it is complete.
#ifndef REPORT_FOLDER_H
#define REPORT_FOLDER_H

#include "base/buf.h"
#include "base/error.h"

#include <stdio.h>

// Set to FOLDER_NONE before folder_open.
typedef struct folder {
    int parent, self; // descriptors, or -1
    char hidden[64];  // the name it has until it is complete, or empty
    char *name;       // the name it gets
    bool replaces;    // something of that name is to be swapped out
    buf created;      // names of its files, each with a final NUL
} folder;
#define FOLDER_NONE ((folder){.parent = -1, .self = -1})

// Makes the folder, 0700. force: path may exist when everything in it passes `ours`; else it must
// not exist.
bool folder_open(folder *f, const char *path, bool force, bool (*ours)(str name), error *err);

// Makes a file in it, 0600. NULL with *err set when that fails.
FILE *folder_create(folder *f, const char *name, error *err);

// Puts the folder on disk under its name. What stood there with force is removed.
bool folder_finish(folder *f, error *err);

// Removes what is not finished.
void folder_release(folder *f);

#endif
