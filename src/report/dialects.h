// dialects: the names of what readers decide, and how often each decision was made.
#ifndef REPORT_DIALECTS_H
#define REPORT_DIALECTS_H

#include "reader/intake.h"
#include "report/json.h"

const char *date_order_name(date_order order);          // "dmy"; "" for none
const char *date_evidence_name(date_evidence evidence); // "day_over_12"; "" for none

// Conversations that were read alike.
typedef struct dialect_count {
    const char *format;
    date_order order;
    date_evidence evidence;
    uint8_t kind; // of times
    uint64_t conversations, contradictions;
} dialect_count;

// Zero-initialise before use.
typedef struct dialects {
    dialect_count *at;
    size_t count, room;
} dialects;

void dialects_add(dialects *d, const conversation *c);

// A list in order of first appearance.
void dialects_write(const dialects *d, json *out, const char *name);
void dialects_release(dialects *d);

#endif
