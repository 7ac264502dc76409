// report: the tables of a run as files. One file per table beside this one, one line each in
// registry.c.
//
// A conversation is a transaction: rows are kept apart until report_commit, and report_rollback
// takes them back.
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "classify/coding.h"
#include "exchange/exchange.h"
#include "input/name_key.h"
#include "input/zone.h"
#include "reader/intake.h"

typedef struct report report;

// A sentence on the result, with a hint that may be NULL.
typedef struct remark {
    char text[256];
    const char *hint;
} remark;

typedef struct report_options {
    const attune_options *run; // every option as resolved, for the manifest
    const codebook *book;
    const zone *days;    // zone of days and hours for zoned logs; NULL is UTC
    const name_key *key; // of pseudonyms, or NULL
} report_options;

// One message with what is known of it.
typedef struct report_entry {
    const message *message;
    const analysis *analysis;
    const coding *codes;
    const placement *where;
    const token_row *tokens; // where report_wants_tokens, else NULL
    size_t token_count;
    const hit *found;         // its candidates stand here from analysis->first_hit on
    const hit *cancelled;     // and in a trace what scopes cancelled: analysis->first_cancelled
    const exchange *exchange; // which was just told the message
} report_entry;

// Opens what will be written: a folder that appears under its name only in report_finish, or a
// stream for one table, or for the rows of read, tokens, classify. NULL with *err set when that
// fails. Everything behind options must outlive the result.
report *report_new(const report_options *options, error *err);

// Whether report_message wants the tokens of messages.
bool report_wants_tokens(const report *r);

// The events that exchange is to be given for this report.
const exchange_events *report_events(report *r);

// A conversation begins. c stays the caller's and must live until commit or rollback.
bool report_begin(report *r, const conversation *c, error *err);

// The next message of the conversation. What fails is told by the next report_stands or commit, and
// nothing is written any more.
void report_message(report *r, const report_entry *e);

// The same for messages that exchange_quiet has taken, of a report of tables.
void report_quiet(report *r, const message *m, const analysis *a, const placement *where,
                  size_t count);

// Whether nothing has failed so far; else *err says what.
bool report_stands(const report *r, error *err);

// The conversation ended; x has been told exchange_end. Writes its rows.
bool report_commit(report *r, const exchange *x, error *err);
void report_rollback(report *r);

// What the manifest says of an input: name only when typed on the command line; size and SHA-256 of
// its bytes as stored.
bool report_input(report *r, const char *path, error *err);

// Everything is read: writes the manifest and datapackage, flushes, and gives the folder its name.
bool report_finish(report *r, const attune_counts *counts, const uint32_t *undetermined_by_rule,
                   error *err);

// What the result that is finished does not say by itself: see remarks_next.
bool report_remark(const report *r, size_t *which, remark *out);

// Takes back what was not finished, and frees.
void report_free(report *r);

#endif
