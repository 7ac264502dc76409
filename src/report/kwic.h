// kwic: the rows of `attune kwic`: every place where a code was given, with the words around it.
// Prints text.
#ifndef REPORT_KWIC_H
#define REPORT_KWIC_H

#include "report/csv.h"
#include "report/names.h"
#include "report/report.h"
#include "tally/selection.h"

typedef struct kwic_row {
    str cells[8]; // in the order of the columns
    str key;      // rows are sorted by
    size_t number;
} kwic_row;

// Zero-initialise before kwic_init.
typedef struct kwic {
    selection wanted;
    uint32_t members, met; // sets asked for, and those that some message belonged to
    attune_order order;
    uint8_t min_confidence; // percent
    const codebook *book;
    buf before; // "S1: …", the message before, without line ends
    buf cell;
    arena memory; // of rows that wait to be sorted
    size_t most;  // bytes of it
    kwic_row *rows;
    size_t count, room, standing; // standing: of conversations that stand
} kwic;

// What options say of kwic; they must outlive it. False with *err set.
bool kwic_init(kwic *k, const attune_options *options, const codebook *book, error *err);

// A conversation begins; what the one before left that does not stand is forgotten.
void kwic_begin(kwic *k);
void kwic_stand(kwic *k);

// A message that is not of the system. Writes its rows, or keeps them where they are to be sorted.
// False with *err set when they are too many to keep.
bool kwic_message(kwic *k, const names *n, const report_entry *e, csv *out, error *err);

// The rows that were kept, at the end of the run.
void kwic_rows(kwic *k, csv *out);

void kwic_release(kwic *k);

#endif
