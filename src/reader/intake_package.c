// intake_package: what a source is in its folder or archive.
#include "reader/intake_inner.h"

package *intake_tables(intake *in) {
    package *p = &in->tables[inputs_in_archive(in->inputs)];
    if (p->number == inputs_package(in->inputs)) return p;
    package_reset(p);
    p->number = inputs_package(in->inputs);
    return p;
}

static reader_role role_of(const reader *r, str path) {
    return r->role ? r->role(path) : ROLE_NONE;
}

// Some reader, or the one that --format names, to whom the path has that role; from index on.
static const reader *reader_for(const intake *in, str path, reader_role role, size_t *index) {
    for (const reader *r; (r = reader_at(*index)); ++*index)
        if ((!in->wanted || in->wanted == r) && role_of(r, path) == role) return r;
    return NULL;
}

// The first of a reader in a package, which says enough; of others it is said at once.
static void keep_damaged(intake *in, const reader *r, size_t number) {
    for (size_t i = 0; i < in->damaged_count; i++)
        if (in->damaged[i].of == r && in->damaged[i].package == number) {
            in->total.skipped_files++;
            notices_say(&in->notices, NOTICE_SKIPPED, NULL, "%s", in->trouble.what);
            return;
        }
    memory_reserve(in->damaged, in->damaged_room, in->damaged_count + 1);
    in->damaged[in->damaged_count++] = (damaged_table){r, number, in->trouble};
}

void intake_need_tables(intake *in, const reader *found) {
    size_t number = intake_tables(in)->number;
    for (size_t i = 0; i < in->damaged_count; i++) {
        damaged_table *d = &in->damaged[i];
        if (d->of != found || d->package != number) continue;
        intake_fail(in, &d->why);
        d->of = NULL;
    }
}

void intake_leave_tables(intake *in) {
    for (size_t i = 0; i < in->damaged_count; i++) {
        if (!in->damaged[i].of) continue;
        in->total.skipped_files++;
        notices_say(&in->notices, NOTICE_SKIPPED, NULL, "%s", in->damaged[i].why.what);
    }
    in->damaged_count = 0;
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
    error why = {0};
    if (taken && source_failed(s, &why))
        intake_fail(in, &why);
    else if (taken && in->trouble.status)
        keep_damaged(in, r, in->state.package->number);
    intake_close(in);
    return taken;
}

void intake_take_table(intake *in, source *s) {
    size_t index = 0;
    for (const reader *r; (r = reader_for(in, source_path(s), ROLE_TABLE, &index)); index++)
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
    if (reader_for(in, source_path(s), ROLE_OTHER, &index)) return true;
    index = 0;
    return is_hollow(head) && reader_for(in, source_path(s), ROLE_PART, &index);
}

static bool has_role(const intake *in, str path, reader_role role) {
    size_t index = 0;
    return reader_for(in, path, role, &index) != NULL;
}

// By folder: the name of the chat in it, empty where there are several. No export has several: what
// lies beside them somebody has put there, and may be a log as well.
static const char chats[] = "chat and what was sent in it";

void intake_meet(void *context, str path) {
    intake *in = context;
    if (!has_role(in, path, ROLE_CHAT) && !has_role(in, path, ROLE_TITLED)) return;
    package *p = intake_tables(in);
    str folder = package_folder(path), name = package_file(path);
    bool met;
    str other = package_get(p, chats, folder, STR(""), &met);
    package_set(p, chats, folder, STR(""), met && !str_equal(other, name) ? STR("") : name);
}

// A folder on the disk is called as the file without its suffix.
static bool is_called_as(str folder, str name) {
    return str_starts(name, folder) && str_equal(str_drop(name, folder.len), STR(".txt"));
}

bool intake_was_sent(intake *in, const source *s) {
    str folder = package_folder(source_path(s));
    str chat = package_get(intake_tables(in), chats, folder, STR(""), NULL);
    if (!chat.len || str_equal(chat, package_file(source_path(s)))) return false;
    return inputs_in_archive(in->inputs) || has_role(in, chat, ROLE_CHAT) ||
           is_called_as(source_folder(s), chat);
}

void intake_place(intake *in, const reader *found, const source *s) {
    in->part = role_of(found, source_path(s)) == ROLE_PART;
    buf_reset(&in->called);
    if (in->part)
        buf_add(&in->called, source_folder(s));
    else if (!inputs_named(in->inputs))
        buf_add(&in->called, source_path(s));
}
