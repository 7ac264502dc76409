// intake_window: the records of an ascending source go through the window, one in, one out.
#include "reader/intake_give.h"

static void set_buf(buf *b, str s) {
    buf_reset(b);
    buf_add(b, s);
}

static inline void take(intake *in, message *m) {
    if (!in->in_conversation) {
        in->in_conversation = true;
        set_buf(&in->id, m->conversation);
        set_buf(&in->title, m->title);
    }
    if (intake_leaves_out(in, m, &in->drops)) return;
    in->drops.read++;
    m->conversation = m->title = (str){0}; // known from now on
    reorder_push(&in->window, m);
}

void intake_take_held(intake *in) { take(in, &in->held); }

static inline bool is_of_another(const intake *in, const message *m) {
    return in->in_conversation && (m->conversation.len | in->id.len) &&
           !str_equal(m->conversation, buf_str(&in->id));
}

static inline void read_ascending(intake *in) {
    message *m = reorder_next(&in->window);
    arena_reset(&in->scratch);
    in->record_start = source_offset(in->source);
    switch (intake_read(in, m)) {
    case READER_MESSAGE:
        if (is_of_another(in, m)) {
            in->held = *m;
            in->has_held = true;
            in->stage = STAGE_DRAIN;
            return;
        }
        take(in, m);
        break;
    case READER_REJECTED: intake_reject(in, &in->drops); break;
    case READER_END:
    case READER_FAILED: intake_source_ended(in, in->trouble.status != 0); break;
    }
    if (in->ended || in->stopped) in->stage = STAGE_DRAIN;
}

void intake_read_ascending(intake *in) { read_ascending(in); }

static inline uint64_t sum_of(conversation *c, const waiting *w, const message *m) {
    if (m->kind == KIND_SYSTEM) return 0;
    if (w->plain) return record_sum_of(&w->record.head, w->size, c->checksum);
    return record_sum(m->text.at, c->checksum);
}

static inline void hand_out(intake *in, arena *keep, message *out) {
    conversation *c = in->open;
    const waiting *w = reorder_pop(&in->window, &in->views, out);
    uint64_t sum = sum_of(c, w, out);
    intake_give_people(in, c, keep, out);
    if (!w->plain) record_bare(out);
    intake_give_place(in, c, out, sum);
}

void intake_hand_out(intake *in, arena *keep, message *out) { hand_out(in, keep, out); }

size_t intake_more(intake *in, arena *keep, message *out, size_t most, size_t bytes) {
    size_t count = 0, given = 0;
    bool live = in->stage == STAGE_READ && source_may_wait(in->source);
    while (in->stage == STAGE_READ && in->open && count < most && given < bytes) {
        if (reorder_full(&in->window)) {
            hand_out(in, keep, &out[count]);
            given += out[count++].text.len;
        } else if (!live || !source_waits(in->source)) {
            read_ascending(in);
        } else {
            break;
        }
    }
    return count;
}
