// notices: what a person should know of a run beside its result, at most LIMIT_NOTICES of a kind.
#ifndef READER_NOTICES_H
#define READER_NOTICES_H

#include "base/error.h"

typedef enum notice_kind {
    NOTICE_SKIPPED,
    NOTICE_SENT,
    NOTICE_FAILED,
    NOTICE_ASSUMED,
    NOTICE_ENCODING,
    NOTICE_CONTRADICTED,
    NOTICE_REJECTED,
    NOTICE_LATE,
    NOTICE_RETURNED,
    NOTICE_COPY,
    NOTICE_UNMET,
    NOTICE_CODES,
    NOTICE_COLUMNS,
    NOTICE_CONSENT,
    NOTICE_ROWS,
    NOTICE_KINDS,
} notice_kind;

// Zero-initialise; to may stay NULL.
typedef struct notices {
    attune_notice *to;
    void *context;
    uint32_t given[NOTICE_KINDS];
} notices;

// Says what format makes, escaped as errors are. hint may be NULL.
__attribute__((format(printf, 4, 5))) void notices_say(notices *n, notice_kind kind,
                                                       const char *hint, const char *format, ...);

// A conversation that has neither id nor title holds what another one held.
void notices_alike(notices *n, const char *where);

#endif
