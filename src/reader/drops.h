// drops: what became of records that are not handed on, before it is known to which conversation
// they count.
#ifndef READER_DROPS_H
#define READER_DROPS_H

#include "reader/intake.h"

typedef struct drops {
    uint64_t read; // all records, those handed on too
    uint64_t excluded, bad_time, malformed, too_long, duplicate;
} drops;

static inline uint64_t drops_sum(const drops *d) {
    return d->excluded + d->bad_time + d->malformed + d->too_long + d->duplicate;
}

void drops_add(drops *to, const drops *from);

// Counts them to a conversation.
void drops_add_to(conversation *to, const drops *from);

// Counts them, or a conversation that ended, to the whole.
void drops_total(attune_counts *to, const drops *from);
void drops_conversation_total(attune_counts *to, const conversation *from);

#endif
