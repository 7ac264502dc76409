// package: what the tables of a folder or archive say before its logs are read: names and titles by
// id.
//
// A table has a name of the reader's choice and a scope, the folder that its file lies in: of two
// exports in one folder each finds its own.
#ifndef READER_PACKAGE_H
#define READER_PACKAGE_H

#include "base/buf.h"
#include "base/intern.h"

// Zero-initialize before use.
typedef struct package {
    size_t number; // inputs_package, for whoever keeps it
    intern keys;
    str *values; // by key; in keys.text
    size_t room;
    buf key;
} package;

// Adds a value, or replaces it. Strings are copied. False, and nothing is kept, when the tables
// would hold more than LIMIT_TABLES bytes.
bool package_set(package *p, const char *table, str scope, str key, str value);

// The value, empty for none and where p is NULL; *found, which may be NULL, tells none from an
// empty one.
str package_get(package *p, const char *table, str scope, str key, bool *found);

// The folder of a path, without the final '/', and the name behind it.
str package_folder(str path);
str package_file(str path);

void package_reset(package *p);
void package_release(package *p);

#endif
