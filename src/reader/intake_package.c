// intake_package: what a source is in its folder or archive.
#include "reader/intake_inner.h"

package *intake_tables(intake *in) {
    package *p = &in->tables[inputs_in_archive(in->inputs)];
    if (p->number == inputs_package(in->inputs)) return p;
    package_reset(p);
    p->number = inputs_package(in->inputs);
    return p;
}

static reader_role role_of(const reader *r, const source *s) {
    return r->role ? r->role(source_path(s)) : ROLE_NONE;
}

// Some reader, or the one that --format names, to whom the source has that role; from index on.
static const reader *reader_for(const intake *in, const source *s, reader_role role,
                                size_t *index) {
    for (const reader *r; (r = reader_at(*index)); ++*index)
        if ((!in->wanted || in->wanted == r) && role_of(r, s) == role) return r;
    return NULL;
}

// True when it was a table of that reader, if not one that could be read.
static bool take_with(intake *in, source *s, const reader *r) {
    in->reader = r;
    in->trouble = (error){0};
    in->state = (reader_state){
        .in = s, .options = &in->options.reader, .package = intake_tables(in), .err = &in->trouble};
    in->state.own = arena_alloc(&in->state.memory, r->state_size, 16);
    in->source = s; // from now on there is a reader to close
    bool taken = r->table(&in->state);
    if (taken && !in->trouble.status) source_failed(s, &in->trouble);
    if (taken && in->trouble.status) intake_fail(in, &in->trouble);
    intake_close(in);
    return taken;
}

void intake_take_table(intake *in, source *s) {
    size_t index = 0;
    for (const reader *r; (r = reader_for(in, s, ROLE_TABLE, &index)); index++)
        if (take_with(in, s, r)) return;
    in->total.skipped_files++;
    notices_say(&in->notices, NOTICE_SKIPPED, NULL,
                "%s: left out: not the table that its name promises", source_label(s));
}

// A day on which nobody wrote anything is a list without entries.
static bool is_hollow(str head) {
    str s = str_trim(str_take(head, 64));
    return head.len < 64 && (str_equal(s, STR("[]")) || str_equal(s, STR("{}")));
}

bool intake_is_other(const intake *in, const source *s, str head) {
    size_t index = 0;
    if (inputs_named(in->inputs)) return false;
    if (reader_for(in, s, ROLE_OTHER, &index)) return true;
    index = 0;
    return is_hollow(head) && reader_for(in, s, ROLE_PART, &index);
}

void intake_place(intake *in, const reader *found, const source *s) {
    in->part = role_of(found, s) == ROLE_PART;
    buf_reset(&in->called);
    if (in->part)
        buf_add(&in->called, source_folder(s));
    else if (!inputs_named(in->inputs))
        buf_add(&in->called, source_path(s));
}
