#include "report/table.h"

extern const table table_speakers, table_codes, table_dyads, table_reciprocity, table_timeline,
    table_episodes, table_indicators, table_sessions, table_conversations;

enum { TABLES = 9 };

static const table *const tables[TABLES] = {
    &table_speakers, &table_codes,      &table_dyads,    &table_reciprocity,   &table_timeline,
    &table_episodes, &table_indicators, &table_sessions, &table_conversations,
};

const table *table_at(size_t index) { return index < TABLES ? tables[index] : NULL; }

const table *table_by_name(const char *name) {
    for (size_t i = 0; i < TABLES; i++)
        if (strcmp(tables[i]->name, name) == 0) return tables[i];
    return NULL;
}

const char *attune_table_at(size_t index) { return index < TABLES ? tables[index]->name : NULL; }
