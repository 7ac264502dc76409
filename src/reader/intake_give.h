// intake_give: a record becomes a message of the conversation that is open. Inline, because the
// window gives nearly all messages of a run: 40 instructions less each.
#ifndef READER_INTAKE_GIVE_H
#define READER_INTAKE_GIVE_H

#include "reader/intake_inner.h"

#define INTAKE_INLINE static inline __attribute__((always_inline))

// Who speaks, and to whom.
INTAKE_INLINE void intake_give_people(intake *in, conversation *c, arena *keep, message *out) {
    bool system = out->kind == KIND_SYSTEM;
    out->speaker = people_speaker(&in->people, c, out);
    if (consent_is_asked(&in->consent) && !system && out->speaker != INTERN_NONE &&
        out->speaker + 1 != c->other)
        consent_note(&in->consent, out->speaker, out->text);
    out->mentions = people_mentions(&in->people, c, out, keep, &out->mention_count);
}

// Its place in the conversation; sum is that of its record.
INTAKE_INLINE void intake_give_place(intake *in, conversation *c, message *out, uint64_t sum) {
    out->number = (uint32_t)(c->used + c->system + 1);
    out->sum = sum;
    out->author = out->speaker == INTERN_NONE ? STR("") : c->speaker_names[out->speaker];
    out->conversation = c->id;
    if (out->kind == KIND_SYSTEM)
        c->system++;
    else
        c->used++;
    c->late += out->late;
    c->lenient += out->lenient;
    if (c->time_kind == TIME_NONE) c->time_kind = out->time_kind;
    if (out->precision > c->precision) c->precision = out->precision;
    in->given = true;
}

#endif
