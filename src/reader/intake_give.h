// intake_give: a record becomes a message of the conversation that is open. Inline, because the
// window gives nearly all messages of a run: 40 instructions less each.
#ifndef READER_INTAKE_GIVE_H
#define READER_INTAKE_GIVE_H

#include "reader/intake_inner.h"

#define INTAKE_INLINE static inline __attribute__((always_inline))

// Somebody spoke, where --consent asks what.
static inline void intake_note_consent(intake *in, const conversation *c, const message *m) {
    if (m->kind != KIND_SYSTEM && m->speaker != INTERN_NONE && m->speaker + 1 != c->other)
        consent_note(&in->consent, m->speaker, m->text);
}

INTAKE_INLINE void intake_give_speaker(intake *in, conversation *c, message *out) {
    out->speaker = people_speaker(&in->people, c, out);
    if (consent_is_asked(&in->consent)) intake_note_consent(in, c, out);
}

// What tells a message from all others of its source but by chance.
static inline uint64_t intake_mark_of(const message *m) {
    return (m->line ^ (uint64_t)m->time << 24) * 0x9E3779B97F4A7C15u + m->text.len;
}

// Its place in the conversation.
INTAKE_INLINE void intake_give_place(intake *in, conversation *c, message *out) {
    out->number = (uint32_t)(c->used + c->system + 1);
    out->sum = intake_mark_of(out);
    c->sum += out->sum;
    out->author = out->speaker == INTERN_NONE ? STR("") : c->speaker_names[out->speaker];
    out->conversation = c->id;
    if (c->time_kind == TIME_NONE) c->time_kind = out->time_kind;
    if (out->precision > c->precision) c->precision = out->precision;
    in->given = true;
}

// All of that, and what it counts as, for a record that may be anything; only then are its strings
// moved to keep, or where they stay as they are, NULL, those dropped that are not used from here
// on.
static inline void intake_give_any(intake *in, conversation *c, arena *keep, message *out,
                                   arena *move) {
    intake_give_speaker(in, c, out);
    out->mentions = people_mentions(&in->people, c, out, keep, &out->mention_count);
    if (move)
        record_keep(out, move);
    else
        record_bare(out);
    intake_give_place(in, c, out);
    if (out->kind == KIND_SYSTEM)
        c->system++;
    else
        c->used++;
    c->late += out->late;
    c->lenient += out->lenient;
}

#endif
