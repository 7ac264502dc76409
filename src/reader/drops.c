#include "reader/drops.h"

void drops_add(drops *to, const drops *from) {
    to->read += from->read;
    to->excluded += from->excluded;
    to->bad_time += from->bad_time;
    to->malformed += from->malformed;
    to->too_long += from->too_long;
    to->duplicate += from->duplicate;
}

void drops_add_to(conversation *to, const drops *from) {
    to->read += from->read;
    to->excluded += from->excluded;
    to->bad_time += from->bad_time;
    to->malformed += from->malformed;
    to->too_long += from->too_long;
    to->duplicate += from->duplicate;
}

void drops_total(attune_counts *to, const drops *from) {
    to->read += from->read;
    to->excluded += from->excluded;
    to->bad_time += from->bad_time;
    to->malformed += from->malformed;
    to->too_long += from->too_long;
    to->duplicate += from->duplicate;
}

void drops_conversation_total(attune_counts *to, const conversation *from) {
    drops_total(to, &(drops){from->read, from->excluded, from->bad_time, from->malformed,
                             from->too_long, from->duplicate});
    to->used += from->used;
    to->system += from->system;
    to->late += from->late;
    to->lenient += from->lenient;
    to->contradictions += from->dialect.contradictions;
    to->assumed += from->dialect.evidence == EVIDENCE_ASSUMED;
}
