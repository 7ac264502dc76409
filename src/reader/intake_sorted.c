// intake_sorted: conversations that have to be sorted before they can be handed out.
#include "reader/intake_inner.h"

#include <inttypes.h>

static bool gather_one(intake *in, error *err) {
    message m = {0};
    arena_reset(&in->scratch);
    in->record_start = source_offset(in->source);
    reader_result result = intake_read(in, &m);
    if (result == READER_MESSAGE) {
        drops *to;
        if (!gather_drops(in->gather, m.conversation, &to, err)) return false;
        return intake_leaves_out(in, &m, to) || gather_add(in->gather, &m, err);
    }
    if (result == READER_REJECTED) {
        intake_reject(in, gather_last_drops(in->gather));
        return true;
    }
    intake_source_ended(in, result == READER_FAILED);
    if (!gather_end(in->gather, in->failed, err)) return false;
    drops_total(&in->total, gather_stray(in->gather));
    return true;
}

// The parts in a folder are one whole.
static uint64_t section_of(intake *in) {
    if (!in->part) return in->source_number;
    buf_reset(&in->name);
    buf_add_int(&in->name, (int64_t)inputs_package(in->inputs));
    buf_add_char(&in->name, '/');
    buf_add(&in->name, package_folder(source_path(in->source)));
    return str_hash(buf_str(&in->name)) | UINT64_C(1) << 63;
}

void intake_gather(intake *in) {
    error why = {0};
    if (!in->gather) in->gather = gather_new(in->options.max_memory);
    gather_source about = {.of = in->reader,
                           .number = in->source_number,
                           .section = section_of(in),
                           .called = buf_str(&in->called),
                           .state = &in->state};
    gather_begin(in->gather, &about);
    in->gathered = in->reader;
    in->gathered_parts |= in->part;
    in->gathered_root = inputs_outermost(in->inputs);
    while (!in->ended && !in->stopped)
        if (!gather_one(in, &why)) {
            intake_fail(in, &why);
            in->stopped = true;
        }
    intake_close(in);
    in->stage = in->stopped ? STAGE_DONE : STAGE_SOURCE;
}

// What was given twice: one line each, however many conversations an export has.
static void tell_copies(intake *in) {
    if (in->copied)
        notices_say(&in->notices, NOTICE_COPY, NULL,
                    "%zu conversation%s again with the same messages: left out there", in->copied,
                    in->copied == 1 ? " comes" : "s come");
    if (in->shared)
        notices_say(&in->notices, NOTICE_COPY, NULL,
                    "%" PRIu64 " record%s in more than one input: counted once", in->shared,
                    in->shared == 1 ? " stands" : "s stand");
    if (in->alike) notices_alike(&in->notices, "a conversation");
    in->copied = in->alike = 0;
    in->shared = 0;
}

// What was begun before goes on when the gathered records are handed out.
static void after_sorted(intake *in) {
    tell_copies(in);
    gather_reset(in->gather);
    in->gathered = NULL;
    in->gathered_parts = false;
    in->stage = in->stopped        ? STAGE_DONE
                : !in->source      ? STAGE_SOURCE
                : intake_sorts(in) ? STAGE_GATHER
                                   : STAGE_READ;
}

void intake_sort(intake *in) {
    error why = {0};
    in->stage = STAGE_SORTED;
    in->has_loaded = false;
    if (gather_sort(in->gather, &why)) return;
    intake_fail(in, &why);
    in->stopped = true;
    in->stage = STAGE_DONE;
}

static void settle(intake *in) {
    size_t alike, copies = group_account_settle(&in->account, &in->seen, &alike);
    drops_add(&in->drops, &in->account.drops);
    in->copied += copies;
    in->alike += alike;
}

// What is loaded belongs to the conversation at hand: true when *result is to be returned.
static bool sorted_step(intake *in, arena *keep, message *out, conversation **which,
                        intake_result *result) {
    if (in->loaded == GATHER_PART) {
        in->has_loaded = false;
        group_account_add(&in->account, &in->part_told);
        return false;
    }
    if (!in->account.settled) settle(in);
    uint64_t section = in->part_told.section;
    if (in->account.failed || group_account_is_copy(&in->account, section)) {
        in->has_loaded = false;
        if (!in->account.failed) in->drops.duplicate++;
        return false;
    }
    if (!in->open) {
        buf_reset(&in->id);
        buf_add(&in->id, in->view.conversation);
        *result = intake_begin(in, in->account.of, &in->account.dialect, which);
        return true;
    }
    in->has_loaded = false;
    if (group_account_repeats(&in->account, &in->view, section)) {
        in->drops.duplicate++;
        return false;
    }
    if (in->view.effective == INT64_MIN)
        in->view.effective = in->account.first_time == INT64_MIN ? 0 : in->account.first_time;
    *out = in->view;
    intake_give(in, keep, out);
    *which = in->open;
    *result = INTAKE_MESSAGE;
    return true;
}

static bool end_group(intake *in, bool failed, conversation **which, intake_result *result) {
    bool ends = in->open != NULL;
    if (!in->account.settled) settle(in);
    if (ends)
        *result = intake_end(in, &in->account.dialect, failed, false, which);
    else
        intake_end_unseen(in, failed || in->account.failed);
    in->in_group = false;
    in->shared += in->account.shared;
    return ends;
}

static void load(intake *in) {
    error why = {0};
    arena_reset(&in->views);
    in->loaded =
        gather_next(in->gather, &in->loaded_group, &in->part_told, &in->view, &in->views, &why);
    in->has_loaded = true;
    if (in->loaded != GATHER_FAILED) return;
    intake_fail(in, &why);
    in->stopped = true;
}

bool intake_sorted(intake *in, arena *keep, message *out, conversation **which,
                   intake_result *result) {
    if (!in->has_loaded) load(in);
    bool over = in->loaded == GATHER_END || in->loaded == GATHER_FAILED;
    if (in->in_group && (over || in->loaded_group != in->group))
        return end_group(in, in->loaded == GATHER_FAILED, which, result);
    if (over) {
        in->has_loaded = false;
        after_sorted(in);
        return false;
    }
    if (!in->in_group) group_account_reset(&in->account);
    in->in_group = true;
    in->group = in->loaded_group;
    return sorted_step(in, keep, out, which, result);
}
