// intake_window: the records of an ascending source go through the window, one in, one out.
#include "reader/intake_give.h"

static void set_buf(buf *b, str s) {
    buf_reset(b);
    buf_add(b, s);
}

// Adds the record to the window unless it is left out.
static inline void take(intake *in, message *m) {
    if (intake_leaves_out(in, m, &in->drops)) {
        if (in->stopped) in->stage = STAGE_DRAIN;
        return;
    }
    in->drops.read++;
    m->conversation = m->title = (str){0}; // known from now on
    reorder_push(&in->window, m);
}

static void begin(intake *in, const message *m) {
    in->in_conversation = true;
    set_buf(&in->id, m->conversation);
    set_buf(&in->title, m->title);
}

void intake_take_held(intake *in) {
    begin(in, &in->held);
    take(in, &in->held);
}

// Whether it belongs to the conversation that is read, or begins one.
static inline bool belongs(intake *in, const message *m) {
    if (!in->in_conversation) begin(in, m);
    return !(m->conversation.len | in->id.len) || str_equal(m->conversation, buf_str(&in->id));
}

// What is no message of the conversation that is read.
static void turn(intake *in, reader_result result, const message *m) {
    if (result == READER_MESSAGE) {
        in->held = *m;
        in->has_held = true;
        in->stage = STAGE_DRAIN;
    } else if (result == READER_REJECTED) {
        intake_reject(in, &in->drops);
    } else {
        intake_source_ended(in, in->trouble.status != 0);
    }
    if (in->ended || in->stopped) in->stage = STAGE_DRAIN;
}

static void read_any(intake *in) {
    message *m = reorder_next(&in->window);
    arena_reset(&in->scratch);
    in->record_start = source_offset(in->source);
    reader_result result = intake_read(in, m);
    if (result == READER_MESSAGE && belongs(in, m))
        take(in, m);
    else
        turn(in, result, m);
}

// Whether a usual record can be taken, of those that one look at the source finds: one where more
// would have to be waited for.
static inline bool has_said(intake *in, bool live) {
    if (in->said_at < in->said_end) return true;
    if (!in->reader->usual || !in->in_conversation || in->id.len || in->selects) return false;
    in->said_at = in->said;
    in->said_end = in->said + in->reader->usual(&in->state, in->said, live ? 1 : INTAKE_SAID);
    return in->said_at < in->said_end;
}

// Reads a record: most are usual, of which little is left to ask.
INTAKE_INLINE void read_ascending(intake *in, bool live) {
    if (!has_said(in, live)) {
        read_any(in);
        return;
    }
    message *m = in->said_at++;
    if (!intake_is_dated(m)) {
        take(in, m);
        return;
    }
    in->drops.read++;
    reorder_push_usual(&in->window, m);
}

void intake_read_ascending(intake *in) { read_ascending(in, source_may_wait(in->source)); }

static void sum(conversation *c, const waiting *w, const message *m) {
    if (m->kind == KIND_SYSTEM) return;
    if (w->plain)
        record_sum_of(&w->record.head, w->size, c->checksum);
    else
        record_sum(m->text.at, c->checksum);
}

static void hand_out_any(intake *in, const waiting *w, arena *keep, message *out) {
    conversation *c = in->open;
    reorder_give(&in->window, w, &in->views, out);
    if (in->sums) sum(c, w, out);
    intake_give_any(in, c, keep, out, NULL);
}

// The same for what is known of a usual record: 60 instructions less.
INTAKE_INLINE void hand_out_usual(intake *in, const waiting *w, message *out) {
    conversation *c = in->open;
    reorder_give_usual(&in->window, w, out);
    intake_give_speaker(in, c, out);
    out->mentions = NULL;
    out->mention_count = 0;
    if (in->sums) record_sum_of(&w->record.head, w->size, c->checksum);
    intake_give_place(in, c, out);
    c->used++;
}

INTAKE_INLINE void hand_out(intake *in, arena *keep, message *out) {
    const waiting *w = reorder_leave(&in->window);
    if (w->usual)
        hand_out_usual(in, w, out);
    else
        hand_out_any(in, w, keep, out);
}

void intake_hand_out(intake *in, arena *keep, message *out) { hand_out(in, keep, out); }

size_t intake_more(intake *in, arena *keep, message *out, size_t most, size_t bytes) {
    if (in->stage != STAGE_READ || !in->open) return 0;
    bool live = source_may_wait(in->source);
    message *at = out;
    for (size_t given = 0; at < out + most && given < bytes; given += at++->text.len) {
        while (!reorder_full(&in->window)) {
            if (live && source_waits(in->source)) return (size_t)(at - out);
            read_ascending(in, live);
            if (in->stage != STAGE_READ) return (size_t)(at - out);
        }
        hand_out(in, keep, at);
    }
    return (size_t)(at - out);
}
