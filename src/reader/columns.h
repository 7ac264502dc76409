// columns: what the columns of a table or the keys of a record mean, by their names
// or by --map.
#ifndef READER_COLUMNS_H
#define READER_COLUMNS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

typedef enum role {
    ROLE_TEXT,
    ROLE_SPEAKER,
    ROLE_TIME,
    ROLE_CLOCK, // time of day beside a date in ROLE_TIME
    ROLE_ID,
    ROLE_REPLY_TO,
    ROLE_CONVERSATION,
    // Of the project's own message CSV (the table messages of doc/columns.md):
    ROLE_TIME_KIND,
    ROLE_PRECISION,
    ROLE_MENTIONS,
    ROLE_KIND,
    ROLE_FLAGS,
    ROLE_CODES,
    ROLE_RULES,
    ROLES,
} role;

enum { COLUMN_NONE = -1 };

typedef struct columns {
    int at[ROLES]; // index of the column, or COLUMN_NONE
    bool own;      // the project's message CSV
    bool header;   // the first record names the columns
} columns;

// Recognizes names; false when there is no column for the text.
bool columns_recognize(columns *out, const str *names, size_t count);

// Applies a map "role=name,…" (role is speaker, text, time, id, reply_to, conversation; name a
// column's name, or its number from 1; a table whose header is not recognized has none then). false
// with *err set when the map is malformed or names no column.
bool columns_map(columns *out, const char *map, const str *names, size_t count, error *err);

// Where no column is known for the speaker or for the time, and there are some that nobody reads:
// which of the two is missing, and the names of those as far as they look like what a program
// writes; kept in memory. Else empty.
str columns_remark(const columns *c, const str *names, size_t count, arena *memory);

// Whether two names are the same but for case, spaces, underscores and hyphens.
bool columns_same_name(str a, str b);

#endif
