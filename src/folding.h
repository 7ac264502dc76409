// folding: batches in the order of the log, through exchange to the report. The last of the three
// stages that meet in attune.c.
#ifndef FOLDING_H
#define FOLDING_H

#include "attune.h"

#include "pipeline/batch.h"
#include "reader/notices.h"
#include "report/report.h"

// The first five are the caller's to set, and what they point to stays the caller's; zero the rest.
typedef struct folding {
    exchange *exchange;
    report *report;
    notices *notices; // get the codes that cannot be read
    attune_task task;
    bool follows; // who answers whom, unlike for read and tokens

    coding codes;           // of the message that it is at
    const conversation *at; // whose messages these are …
    uint64_t count, sum;    // … how many there were, and the sum of theirs
    uint64_t committed;     // messages of conversations that stand
    uint64_t undetermined;  // matches that stopped at a limit
    uint64_t broken_codes;  // messages given a code that the codebook does not know
} folding;

// Takes the next batch, which has been worked on, and frees the conversations that end in it. false
// with *err set when one of them is not whole or cannot be reported; whether its rows could be
// written is for report_stands to say.
bool folding_take(folding *f, batch *b, error *err);

#endif
