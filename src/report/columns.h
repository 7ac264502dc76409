// columns: the catalog of every column of every table: what the headers and the data package say.
// Generated.
#ifndef REPORT_COLUMNS_H
#define REPORT_COLUMNS_H

#include <stddef.h>

typedef struct column {
    const char *name;
    const char *type; // string, integer, number, boolean, date, datetime, enum(a|b|…)
    const char *unit; // or empty
    const char *definition;
    const char *na;     // when it is undefined, or "never"
    const char *source; // where the method comes from, or empty
} column;

typedef struct column_list {
    const char *table;
    const column *at;
    size_t count;
} column_list;

extern const column_list column_lists[];
extern const size_t column_list_count;

// NULL when there is no such table.
const column_list *columns_of(const char *table);

#endif
