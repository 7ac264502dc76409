// spool: the rows of the conversation that is open, held back until it is known to stand: in
// memory, and beyond SPOOL_MEMORY in a temporary file that has no name.
#ifndef REPORT_SPOOL_H
#define REPORT_SPOOL_H

#include "report/sink.h"

enum { SPOOL_MEMORY = 1 << 18, SPOOL_ROWS = 64 << 10 };

// Zero-initialise with to, folder and err set.
typedef struct spool {
    sink *to;
    const char *folder;         // where the temporary file is made
    error *err;                 // the first failure; afterwards rows are dropped
    buf rows;                   // write here, then call spool_check
    bool through;               // nothing needs holding back
    FILE *file;                 // NULL until needed
    uint64_t stored;            // bytes in file
    uint64_t count, held_count; // rows handed on, and rows held
} spool;

// A row is complete.
void spool_row(spool *s);

// What is held and what comes until spool_hold is written for good.
void spool_commit(spool *s);

// Begins to hold back again, as a spool does from the start.
void spool_hold(spool *s);

// Drops what is held.
void spool_rollback(spool *s);

void spool_release(spool *s);

#endif
