// intake_output: conversations and messages as they are handed out.
#include "reader/intake_give.h"

#include <inttypes.h>

static bool is_given(intake *in) {
    uint8_t tag;
    return seen_has_id(&in->seen, buf_str(&in->name), &tag);
}

// What an id is remembered by once it is given out.
static str given_id(intake *in, str id) {
    buf_reset(&in->name);
    buf_add_char(&in->name, 'o');
    buf_add(&in->name, id);
    return buf_str(&in->name);
}

// An id that no other conversation has in what is written, so that it can be read again.
static str own_id(intake *in, conversation *c, str wanted) {
    given_id(in, wanted);
    if (!wanted.len) buf_add_int(&in->name, c->number);
    for (uint32_t more = c->number; is_given(in); more++) {
        in->name.len = 1 + wanted.len;
        buf_add_char(&in->name, '~');
        buf_add_int(&in->name, more);
    }
    return arena_str(&c->memory, str_drop(buf_str(&in->name), 1));
}

// What a format's id is remembered by where it is not the one given out.
static str source_id(intake *in, const char *format, str id) {
    buf_reset(&in->name);
    buf_add_char(&in->name, 'f');
    buf_add(&in->name, str_from(format));
    buf_add_char(&in->name, '\0');
    buf_add(&in->name, id);
    return buf_str(&in->name);
}

// The format's number from 1; 0 where a byte does not hold it.
static uint8_t tag_of(const char *format) {
    const reader *r;
    for (size_t i = 0; i < UINT8_MAX && (r = reader_at(i)); i++)
        if (str_equal(str_from(r->name), str_from(format))) return (uint8_t)(i + 1);
    return 0;
}

// Whether the format had a conversation of that id before.
static bool is_known(intake *in, const char *format, str id) {
    if (id.len == 0) return false;
    uint8_t tag, own = tag_of(format);
    if (seen_has_id(&in->seen, given_id(in, id), &tag) && own && tag == own) return true;
    return seen_has_id(&in->seen, source_id(in, format, id), &tag);
}

// Most ids are given out as they came, and remembered once.
static void remember(intake *in, const conversation *c, str id) {
    uint8_t tag = id.len && str_equal(id, c->id) ? tag_of(c->format) : 0;
    seen_id(&in->seen, given_id(in, c->id), tag);
    if (id.len && !tag) seen_id(&in->seen, source_id(in, c->format, id), 0);
}

intake_result intake_begin(intake *in, const reader *of, const dialect *d, conversation **which) {
    conversation *c = in->open = memory_alloc(sizeof *c);
    str id = buf_str(&in->id);
    c->number = (uint32_t)in->total.conversations + 1;
    c->format = of->name;
    c->dialect = *d;
    str called = buf_str(in->in_group ? &in->account.called : &in->called);
    c->id = own_id(in, c, id.len || !in->options.raw ? id : called);
    if (of == in->reader && in->source && !in->in_group)
        c->source = arena_str(&c->memory, str_from(source_label(in->source)));
    in->returned = is_known(in, of->name, id);
    people_reset(&in->people);
    consent_reset(&in->consent);
    *which = c;
    return INTAKE_BEGIN;
}

void intake_give(intake *in, arena *keep, message *out) {
    conversation *c = in->open;
    if (out->kind != KIND_SYSTEM) record_sum(out->text.at, c->checksum);
    intake_give_any(in, c, keep, out, keep);
}

// Takes back what was counted as used.
static intake_result drop(intake *in, conversation *c, uint64_t *as) {
    *as += c->read - drops_sum(&(drops){0, c->excluded, c->bad_time, c->malformed, c->too_long,
                                        c->duplicate});
    c->used = c->system = c->late = c->lenient = 0;
    c->dialect.contradictions = 0;
    conversation counted = *c;
    counted.dialect.evidence = EVIDENCE_NONE;
    drops_conversation_total(&in->total, &counted);
    return INTAKE_DROP;
}

// The conversation that is open stands.
static intake_result stand(intake *in, conversation *c, str id) {
    remember(in, c, id);
    if (in->returned) {
        in->total.returned++;
        notices_say(&in->notices, NOTICE_RETURNED, "--sort puts what belongs together in one",
                    "conversation %" PRIu32
                    ": its id was there before: taken for another conversation",
                    c->number);
    }
    if (c->late)
        notices_say(&in->notices, NOTICE_LATE, "--sort puts them in their places",
                    "conversation %" PRIu32 ": %" PRIu64 " records stand far behind their time",
                    c->number, c->late);
    in->total.conversations++;
    drops_conversation_total(&in->total, c);
    return INTAKE_END;
}

intake_result intake_end(intake *in, const dialect *d, bool failed, bool copy,
                         conversation **which) {
    conversation *c = *which = in->open;
    c->dialect = *d;
    drops_add_to(c, &in->drops);
    in->drops = (drops){0};
    intake_result result;
    if (copy)
        notices_say(&in->notices, NOTICE_COPY, NULL,
                    "%s: left out: the same messages as in a conversation before",
                    source_label(in->source));
    bool agreed = consent_complete(&in->consent);
    if (!failed && !copy && !agreed)
        notices_say(&in->notices, NOTICE_CONSENT, "everybody who has rows must write it once",
                    "conversation %" PRIu32 ": left out: not all wrote the phrase of --consent",
                    c->number);
    if (failed || copy)
        result = drop(in, c, failed ? &c->malformed : &c->duplicate);
    else if (!agreed)
        result = drop(in, c, &c->excluded);
    else
        result = stand(in, c, buf_str(&in->id));
    in->open = NULL; // only now: until it is handed out nobody else frees it
    return result;
}

// Counts what ended before any of it was handed out.
void intake_end_unseen(intake *in, bool failed) {
    if (failed) in->drops.malformed += in->drops.read - drops_sum(&in->drops);
    drops_total(&in->total, &in->drops);
    in->drops = (drops){0};
}
