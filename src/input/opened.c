#include "input/opened.h"

#include "base/limits.h"
#include "input/spill.h"

#include <unistd.h>

void opened_init(opened *o) { o->file.descriptor = o->spooled.descriptor = -1; }

static ptrdiff_t read_peeked(stream *base, char *at, size_t room, error *err) {
    peeked *p = (peeked *)base;
    if (p->given == p->len) return p->from->read(p->from, at, room, err);
    size_t n = p->len - p->given < room ? p->len - p->given : room;
    memcpy(at, p->head + p->given, n);
    p->given += n;
    return (ptrdiff_t)n;
}

static bool peeked_waits(stream *base) {
    const peeked *p = (const peeked *)base;
    return p->given == p->len && p->from->waits(p->from);
}

// Puts p before from and says what is packed there.
static bool peek(peeked *p, stream *from, packing *kind, error *err) {
    p->base = (stream){.read = read_peeked, .waits = from->waits ? peeked_waits : NULL};
    p->from = from;
    p->len = p->given = 0;
    while (p->len < sizeof p->head) {
        ptrdiff_t got = from->read(from, p->head + p->len, sizeof p->head - p->len, err);
        if (got < 0) return false;
        if (got == 0) break;
        p->len += (size_t)got;
    }
    *kind = packing_of(str_of(p->head, p->len));
    return true;
}

static bool begin_at(opened *o, file_stream *s, error *err) {
    if (lseek(s->descriptor, 0, SEEK_SET) != 0)
        return error_set(err, ATTUNE_INPUT, "%s: error: reading failed", o->label);
    file_stream_init(s, s->descriptor, s->read_size, o->label);
    return true;
}

// An archive is read twice, and a zip's directory stands at its end: what cannot be moved in is
// copied to a file where one can.
static bool spool(opened *o, peeked *head, error *err) {
    int file = spill_file(err);
    if (file < 0) return false;
    file_stream_init(&o->spooled, file, o->file.read_size, o->label);
    return spill_copy(file, &head->base, LIMIT_TOTAL_BYTES, o->label, err);
}

static bool open_spooled(opened *o, error *err) {
    return begin_at(o, &o->spooled, err) && unpack_open(&o->archive, o->kind, &o->spooled.base,
                                                        &o->spooled, &o->budget, o->label, err);
}

static bool open_archive(opened *o, peeked *head, error *err) {
    file_stream *whole = o->outer.open ? NULL : &o->file; // as it lies on the disk
    bool zip = o->kind == PACKING_ZIP;
    bool movable = o->file.seekable && (whole || !zip);
    if (!movable && !spool(o, head, err)) return false;
    if (zip) {
        file_stream *from = movable ? &o->file : &o->spooled;
        if (!begin_at(o, from, err)) return false;
        o->has_directory =
            zip_directory_read(&o->directory, from->descriptor, from->size, LIMIT_MEMBERS_LISTED);
    }
    if (!movable) return open_spooled(o, err);
    stream *from = zip ? &o->file.base : &head->base;
    return unpack_open(&o->archive, o->kind, from, whole, &o->budget, o->label, err);
}

// Finds out what the open file is.
static bool begin(opened *o, error *err) {
    o->budget = (unpack_budget){.ratio = o->ratio ? o->ratio : LIMIT_RATIO, .file = &o->file};
    o->has_directory = false;
    o->member = 0;
    peeked *top = &o->file_head;
    if (!peek(top, &o->file.base, &o->kind, err)) return false;
    if (o->kind != PACKING_NONE && !opened_is_archive(o)) {
        if (!unpack_open(&o->outer, o->kind, &top->base, NULL, &o->budget, o->label, err))
            return false;
        top = &o->outer_head;
        if (!peek(top, &o->outer.base, &o->kind, err)) return false;
    }
    o->bytes = &top->base;
    return !opened_is_archive(o) || open_archive(o, top, err);
}

bool opened_open(opened *o, const char *path, size_t read_size, const char *label, error *err) {
    o->kind = PACKING_NONE;
    o->label = label;
    if (!path)
        file_stream_init(&o->file, STDIN_FILENO, read_size, label);
    else if (!file_stream_open(&o->file, path, read_size, label, err))
        return false;
    return begin(o, err);
}

bool opened_again(opened *o, error *err) {
    unpack_close(&o->inner);
    unpack_close(&o->archive);
    o->member = 0;
    o->budget.unpacked = 0;
    if (o->spooled.descriptor >= 0) return open_spooled(o, err);
    unpack_close(&o->outer);
    return begin_at(o, &o->file, err) && begin(o, err);
}

unpack_result opened_next(opened *o, str *path, int64_t *written, error *err) {
    unpack_close(&o->inner);
    *written = INT64_MIN;
    o->archive.label = o->label;
    unpack_result found = unpack_next(&o->archive, path, err);
    if (found == UNPACK_FAILED) return found;
    if (found == UNPACK_END) return unpack_finish(&o->archive, err) ? found : UNPACK_FAILED;
    if (o->has_directory &&
        zip_directory_member(&o->directory, o->member, &o->member_path, written))
        *path = buf_str(&o->member_path);
    o->member++;
    return found;
}

opened_inside opened_member(opened *o, const char *label, error *err) {
    packing kind;
    o->archive.label = label;
    if (!peek(&o->member_head, &o->archive.base, &kind, err)) return OPENED_FAILED;
    o->bytes = &o->member_head.base;
    if (kind != PACKING_NONE && !packing_is_archive(kind) && !o->outer.open) {
        if (!unpack_open(&o->inner, kind, o->bytes, NULL, &o->budget, label, err))
            return OPENED_FAILED;
        o->bytes = &o->inner_head.base;
        if (!peek(&o->inner_head, &o->inner.base, &kind, err)) return OPENED_FAILED;
    }
    if (!packing_is_archive(kind)) return OPENED_BYTES;
    error_set(err, ATTUNE_INPUT, "%s: error: an archive in an archive", label);
    error_hint(err, "unpack it first");
    return OPENED_ARCHIVE;
}

void opened_close(opened *o) {
    unpack_close(&o->inner);
    unpack_close(&o->archive);
    unpack_close(&o->outer);
    file_stream_close(&o->file);
    file_stream_close(&o->spooled);
    o->kind = PACKING_NONE;
}

void opened_release(opened *o) {
    opened_close(o);
    unpack_release(&o->outer);
    unpack_release(&o->archive);
    unpack_release(&o->inner);
    zip_directory_release(&o->directory);
    buf_release(&o->member_path);
}
