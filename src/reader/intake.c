#include "reader/intake.h"
#include "base/memory.h"

#include "reader/intake_inner.h"

#include <stdlib.h>

typedef struct filling {
    intake *in;
    error *err;
    bool good;
} filling;

static void fill(void *context) {
    filling *f = context;
    intake *in = f->in;
    const intake_options *o = &in->options;
    in->notices = (notices){.to = o->notice, .context = o->context};
    reorder_reset(&in->window);
    inputs_give_first(in->inputs, reader_any_table);
    inputs_tell_paths(in->inputs, intake_meet, in);
    if (o->format && strcmp(o->format, "auto") != 0) {
        in->wanted = reader_by_name(o->format);
        if (!in->wanted) {
            error_set(f->err, ATTUNE_USAGE, "error: --format %s: no such format", o->format);
            error_hint(f->err, "attune formats lists them");
            return;
        }
    }
    consent_init(&in->consent, o->consent);
    f->good = bounds_init(&in->bounds, o->since, o->until, o->zone, f->err) &&
              people_init(&in->people, o, f->err);
    in->selects = in->bounds.since.set || in->bounds.until.set || in->people.excluded.names.count;
}

intake *intake_new(inputs *in, const intake_options *options, error *err) {
    filling f = {.in = memory_alloc(sizeof *f.in), .err = err};
    f.in->inputs = in;
    f.in->options = *options;
    bool enough = memory_protect(fill, &f); // until it returns the intake is nobody's
    if (enough && f.good) return f.in;
    intake_free(f.in);
    if (!enough) memory_exhausted();
    return NULL;
}

static void go_on(intake *in) {
    reorder_reset(&in->window);
    in->in_conversation = false;
    if (in->has_held) {
        in->has_held = false;
        in->stage = STAGE_READ;
        intake_take_held(in);
        if (in->stopped) in->stage = STAGE_DRAIN;
        return;
    }
    intake_close(in);
    in->stage = in->stopped ? STAGE_DONE : STAGE_SOURCE;
}

static bool is_copy(intake *in) {
    const conversation *c = in->open;
    str name = in->id.len ? buf_str(&in->id) : buf_str(&in->title);
    uint64_t known_by = name.len ? seen_name(c->format, name) : seen_unnamed(c->format);
    bool alike = seen_copy(&in->seen, known_by, c->checksum, c->used, in->source_number);
    if (alike && !name.len) notices_alike(&in->notices, source_label(in->source));
    return alike && name.len;
}

// The first record of the window leaves; before the first of a conversation that begins.
static intake_result leave(intake *in, arena *keep, message *out, conversation **which) {
    if (!in->open) return intake_begin(in, in->reader, &in->state.dialect, which);
    intake_hand_out(in, keep, out);
    *which = in->open;
    return INTAKE_MESSAGE;
}

static void free_held(void *c) { conversation_free(c); }

// A step of ending the conversation in the window: true when *result is to be returned.
static bool drain(intake *in, arena *keep, message *out, conversation **which,
                  intake_result *result) {
    bool failed = (in->failed && in->ended) || in->stopped;
    if (in->window.count && !failed) {
        *result = leave(in, keep, out, which);
        return true;
    }
    if (!in->open) {
        intake_end_unseen(in, failed);
        go_on(in);
        return false;
    }
    *result = intake_end(in, &in->state.dialect, failed, !failed && is_copy(in), which);
    // Nobody else has it yet while the next record is taken.
    memory_local held;
    memory_hold(&held, free_held, *which);
    go_on(in);
    memory_let_go(&held);
    return true;
}

// A live pipe has nothing ready: whoever collects messages should not keep them any longer.
static bool waits(intake *in) {
    if (!in->given || !source_waits(in->source)) return false;
    in->given = false;
    return true;
}

uint64_t intake_mark(const intake *in) { return in->window.gone; }
void intake_forget(intake *in, uint64_t mark) { reorder_forget(&in->window, mark); }

intake_result intake_next(intake *in, arena *keep, message *out, conversation **which, error *err) {
    intake_result result;
    for (;;) {
        switch (in->stage) {
        case STAGE_SOURCE: intake_open_next(in); break;
        case STAGE_READ:
            if (reorder_full(&in->window)) return leave(in, keep, out, which);
            if (waits(in)) return INTAKE_WAIT;
            intake_read_ascending(in);
            break;
        case STAGE_DRAIN:
            if (drain(in, keep, out, which, &result)) return result;
            break;
        case STAGE_GATHER: intake_gather(in); break;
        case STAGE_SORTED:
            if (intake_sorted(in, keep, out, which, &result)) return result;
            break;
        case STAGE_DONE:
            if (!in->unmet_told) people_unmet(&in->people, &in->notices);
            in->unmet_told = true;
            if (in->failure.status) *err = in->failure;
            return INTAKE_DONE;
        }
    }
}

attune_counts intake_counts(const intake *in) {
    attune_counts counts = in->total;
    if (in->open) drops_conversation_total(&counts, in->open);
    drops_total(&counts, &in->drops);
    if (in->source) counts.bytes += source_offset(in->source);
    return counts;
}

void intake_free(intake *in) {
    if (!in) return;
    if (in->source && in->reader->close) in->reader->close(&in->state);
    arena_release(&in->state.memory);
    conversation_free(in->open);
    gather_free(in->gather);
    group_account_release(&in->account);
    package_release(&in->tables[0]);
    package_release(&in->tables[1]);
    free(in->damaged);
    people_release(&in->people);
    consent_release(&in->consent);
    seen_release(&in->seen);
    reorder_release(&in->window);
    arena_release(&in->scratch);
    arena_release(&in->views);
    buf_release(&in->archive_path);
    buf_release(&in->id);
    buf_release(&in->title);
    buf_release(&in->name);
    buf_release(&in->called);
    free(in);
}
