// row: a message from cells whose roles are known, whatever they were cut from (CSV, TSV, JSON
// lines).
#ifndef READER_ROW_H
#define READER_ROW_H

#include "reader/columns.h"
#include "reader/stamp.h"

// Fills *out from the cells by role (at is NULL where there is none), copied into keep and repaired
// to valid UTF-8. own: the cells are those of the project's message CSV. false when a cell of its
// columns has no valid value.
bool row_message(const str cells[ROLES], bool own, date_order order, arena *keep, message *out);

#endif
