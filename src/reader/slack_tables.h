// slack_tables: the files of a Slack export beside its days: who its users and channels are.
#ifndef READER_SLACK_TABLES_H
#define READER_SLACK_TABLES_H

#include "reader/json_walk.h"

// What the reader's own state begins with.
typedef struct slack_base {
    json_walk walk;
    arena scratch; // of one record
} slack_base;

reader_role slack_role(str path);

// reader.table: fills the tables that slack_text names.
bool slack_table(reader_state *state);

#endif
