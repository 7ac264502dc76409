// intake_sorted: conversations that have to be sorted before they can be handed out.
#include "reader/intake_inner.h"

static bool gather_one(intake *in, error *err) {
    message m = {0};
    arena_reset(&in->scratch);
    in->record_start = source_offset(in->source);
    reader_result result = in->reader->next(&in->state, &in->scratch, &m);
    if (result == READER_MESSAGE)
        return intake_leaves_out(in, &m, gather_drops(in->gather, m.conversation)) ||
               gather_add(in->gather, m.conversation, &m, err);
    if (result == READER_REJECTED) {
        intake_reject(in, gather_last_drops(in->gather));
        return true;
    }
    intake_source_ended(in, result == READER_FAILED);
    if (!gather_end(in->gather, in->reader->name, &in->state.dialect, in->failed, &in->seen, err))
        return false;
    drops_total(&in->total, gather_stray(in->gather));
    return true;
}

void intake_gather(intake *in) {
    error why = {0};
    if (!in->gather) in->gather = gather_new(in->options.max_memory);
    gather_begin(in->gather, in->source_number);
    in->gathered = in->reader;
    while (!in->ended && !in->stopped)
        if (!gather_one(in, &why)) {
            intake_fail(in, &why);
            in->stopped = true;
        }
    intake_close(in);
    if (in->stopped)
        in->stage = STAGE_DONE;
    else if (!in->source)
        in->stage = STAGE_SOURCE;
    else
        in->stage = intake_sorts(in) ? STAGE_GATHER : STAGE_READ;
}

// What was begun before goes on when the gathered records are handed out.
static void after_sorted(intake *in) {
    gather_reset(in->gather);
    in->gathered = NULL;
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

static bool is_copied_part(const intake *in, uint64_t number) {
    for (size_t i = 0; i < in->copy_count; i++)
        if (in->copies[i] == number) return true;
    return false;
}

static void account(intake *in) {
    const gather_part *p = &in->part;
    uint64_t contradictions = in->group_dialect.contradictions;
    if (in->group_dialect.evidence == EVIDENCE_NONE) in->group_dialect = p->dialect;
    in->group_dialect.contradictions = contradictions + p->dialect.contradictions;
    drops_add(&in->drops, &p->drops);
    in->group_failed |= p->failed;
    if (in->group_first == 0 || (p->first_time && p->first_time < in->group_first))
        in->group_first = p->first_time;
    if (!p->copy) return;
    memory_reserve(in->copies, in->copy_room, in->copy_count + 1);
    in->copies[in->copy_count++] = p->number;
    notices_say(
        &in->notices, NOTICE_COPY, NULL,
        "a conversation is left out of one of its files: the same messages as in one before");
}

// What is loaded belongs to the conversation at hand: true when *result is to be returned.
static bool sorted_step(intake *in, arena *keep, message *out, conversation **which,
                        intake_result *result) {
    if (in->loaded == GATHER_PART) {
        in->has_loaded = false;
        account(in);
        return false;
    }
    if (in->group_failed || is_copied_part(in, in->part.number)) {
        in->has_loaded = false;
        if (!in->group_failed) in->drops.duplicate++;
        return false;
    }
    if (!in->open) {
        buf_reset(&in->id);
        buf_add(&in->id, in->view.conversation);
        *result = intake_begin(in, in->gathered, &in->group_dialect, which);
        return true;
    }
    in->has_loaded = false;
    if (in->view.effective == INT64_MIN) in->view.effective = in->group_first;
    *out = in->view;
    *result = intake_give(in, keep, out, which);
    return true;
}

static bool end_group(intake *in, bool failed, conversation **which, intake_result *result) {
    bool ends = in->open != NULL;
    if (ends)
        *result = intake_end(in, &in->group_dialect, failed, false, which);
    else
        intake_end_unseen(in, failed || in->group_failed);
    in->in_group = in->group_failed = false;
    in->group_dialect = (dialect){0};
    in->group_first = 0;
    in->copy_count = 0;
    return ends;
}

static void load(intake *in) {
    error why = {0};
    arena_reset(&in->views);
    in->loaded = gather_next(in->gather, &in->loaded_group, &in->part, &in->view, &in->views, &why);
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
    in->in_group = true;
    in->group = in->loaded_group;
    return sorted_step(in, keep, out, which, result);
}
