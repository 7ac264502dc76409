#include "input/inputs.h"

#include "base/utf8.h"
#include "input/spill.h"
#include "input/stream.h"
#include "input/unpack.h"
#include "input/walk.h"
#include "input/zip_directory.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

// A stream whose first bytes were read already, to see what it is.
typedef struct peeked {
    stream base;
    stream *from;
    char head[PACKING_HEAD];
    size_t len, given;
} peeked;

// The layers from the disk up. Which are in use depends on what is found: at most one compression,
// around the archive or around its members, and at most one archive.
//
//     file - outer - (spooled) - archive - inner - source
struct inputs {
    const char *const *paths;
    size_t count, next; // paths taken so far
    input_options options;
    walk walk;
    uint64_t walk_file; // number of the file in the folder
    file_stream file, spooled;
    peeked file_head, outer_head, member_head, inner_head;
    unpack outer, archive, inner;
    unpack_budget budget;
    zip_directory directory; // of the archive, when it is a zip
    bool has_directory;
    buf member_path;
    int64_t member_time;
    bool in_archive;
    bool skippable;           // what failed
    uint64_t members, opened; // of the archive
    buf file_label, label, name;
    source *source;
};

static const char *const standard_input[] = {"-"};

inputs *inputs_new(const char *const *paths, size_t count, const input_options *options) {
    inputs *in = memory_alloc(sizeof *in);
    in->paths = count ? paths : standard_input;
    in->count = count ? count : 1;
    in->options = *options;
    in->file.descriptor = in->spooled.descriptor = -1;
    return in;
}

static const char *shown(const char *path) {
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

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
    return p->given == p->len && p->from->waits && p->from->waits(p->from);
}

// Puts p before from and says what is packed there.
static bool peek(peeked *p, stream *from, packing *kind, error *err) {
    p->base = (stream){.read = read_peeked, .waits = peeked_waits};
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

static void close_member(inputs *in) { unpack_close(&in->inner); }

static void close_file(inputs *in) {
    close_member(in);
    unpack_close(&in->archive);
    unpack_close(&in->outer);
    file_stream_close(&in->file);
    file_stream_close(&in->spooled);
    in->in_archive = false;
}

static str base_name(str path) {
    size_t at = path.len;
    while (at && path.at[at - 1] != '/') at--;
    return str_drop(path, at);
}

static str without_suffix(str name) {
    static const str suffixes[] = {{".gz", 3}, {".bz2", 4}, {".xz", 3}, {".zst", 4}};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (str_ends(name, suffixes[i])) return str_take(name, name.len - suffixes[i].len);
    return name;
}

static inputs_result give(inputs *in, stream *from, const char *label, source **out) {
    if (!in->source) in->source = source_new();
    source_start(in->source, from,
                 (source_about){
                     .label = label,
                     .name = buf_str(&in->name),
                     .archive_time = in->in_archive ? in->member_time : INT64_MIN,
                     .encoding = in->options.encoding,
                 });
    *out = in->source;
    return INPUTS_SOURCE;
}

static void set_label(buf *b, const char *of, const char *what, uint64_t number) {
    buf_reset(b);
    if (number)
        buf_printf(b, "%s, %s %llu", of, what, (unsigned long long)number);
    else
        buf_printf(b, "%s", of);
    buf_add_char(b, '\0');
}

// What the systems put beside the members, and members that are none.
static bool is_clutter(str path) {
    return str_starts(path, STR("__MACOSX/")) || str_contains(path, STR("/__MACOSX/")) ||
           str_starts(base_name(path), STR("._"));
}

static bool end_archive(inputs *in, bool whole, error *err) {
    bool ended = !whole || unpack_finish(&in->archive, err);
    if (in->opened == 0)
        ended =
            error_set(err, ATTUNE_INPUT, "%s: error: an archive without files", in->file_label.at);
    close_file(in);
    return ended;
}

typedef enum step { STEP_SOURCE, STEP_FAILED, STEP_NONE } step;

static step open_member(inputs *in, str path, source **out, error *err) {
    set_label(&in->label, in->file_label.at, "member", in->members);
    buf_reset(&in->name);
    utf8_repair(&in->name, without_suffix(base_name(path)));
    packing kind;
    in->archive.label = in->label.at;
    if (!peek(&in->member_head, &in->archive.base, &kind, err)) return STEP_FAILED;
    stream *top = &in->member_head.base;
    if (kind != PACKING_NONE && !packing_is_archive(kind) && !in->outer.open) {
        if (!unpack_open(&in->inner, kind, top, NULL, &in->budget, in->label.at, err))
            return STEP_FAILED;
        top = &in->inner_head.base;
        if (!peek(&in->inner_head, &in->inner.base, &kind, err)) return STEP_FAILED;
    }
    if (packing_is_archive(kind)) {
        in->skippable = true;
        error_set(err, ATTUNE_INPUT, "%s: error: an archive in an archive", in->label.at);
        error_hint(err, "unpack it first");
        return STEP_FAILED;
    }
    give(in, top, in->label.at, out);
    return STEP_SOURCE;
}

static step next_member(inputs *in, source **out, error *err) {
    close_member(in);
    for (;;) {
        str path;
        in->archive.label = in->file_label.at;
        unpack_result found = unpack_next(&in->archive, &path, err);
        if (found == UNPACK_FAILED) {
            close_file(in);
            return STEP_FAILED;
        }
        if (found == UNPACK_END) return end_archive(in, true, err) ? STEP_NONE : STEP_FAILED;
        in->member_time = INT64_MIN;
        if (in->has_directory &&
            zip_directory_member(&in->directory, in->members, &in->member_path, &in->member_time))
            path = buf_str(&in->member_path);
        in->members++;
        if (in->members > LIMIT_MEMBERS_LISTED || in->opened >= LIMIT_MEMBERS_OPENED) {
            error_set(err, ATTUNE_INPUT, "%s: error: it has more members than attune reads",
                      in->file_label.at);
            error_hint(err, "unpack it into a folder first");
            close_file(in);
            return STEP_FAILED;
        }
        if (found == UNPACK_OTHER || is_clutter(path)) continue;
        in->opened++;
        return open_member(in, path, out, err);
    }
}

// A zip's directory stands at its end: what cannot be moved in is copied to a file where one can.
static bool spool(inputs *in, peeked *head, error *err) {
    int file = spill_file(err);
    if (file < 0) return false;
    file_stream_init(&in->spooled, file, in->options.read_size, in->file_label.at);
    if (!spill_copy(file, &head->base, LIMIT_TOTAL_BYTES, in->file_label.at, err)) return false;
    file_stream_init(&in->spooled, file, in->options.read_size, in->file_label.at); // its size
    return true;
}

static bool open_zip(inputs *in, peeked *head, error *err) {
    file_stream *from = &in->file;
    if (in->outer.open || !in->file.seekable) {
        if (!spool(in, head, err)) return false;
        from = &in->spooled;
    } else if (lseek(in->file.descriptor, 0, SEEK_SET) != 0) {
        return error_set(err, ATTUNE_INPUT, "%s: error: reading failed", in->file_label.at);
    }
    in->has_directory =
        zip_directory_read(&in->directory, from->descriptor, from->size, LIMIT_MEMBERS_LISTED);
    return unpack_open(&in->archive, PACKING_ZIP, &from->base, from, &in->budget, in->file_label.at,
                       err);
}

// Finds out what the open file is and begins with it.
static step begin(inputs *in, source **out, error *err) {
    in->budget = (unpack_budget){.file = &in->file};
    in->has_directory = false;
    in->members = in->opened = 0;
    packing kind;
    peeked *top = &in->file_head;
    if (!peek(top, &in->file.base, &kind, err)) return STEP_FAILED;
    if (kind != PACKING_NONE && !packing_is_archive(kind)) {
        if (!unpack_open(&in->outer, kind, &top->base, NULL, &in->budget, in->file_label.at, err))
            return STEP_FAILED;
        top = &in->outer_head;
        if (!peek(top, &in->outer.base, &kind, err)) return STEP_FAILED;
    }
    if (!packing_is_archive(kind)) {
        give(in, &top->base, in->file_label.at, out);
        return STEP_SOURCE;
    }
    in->in_archive = true;
    bool open = kind == PACKING_ZIP ? open_zip(in, top, err)
                                    : unpack_open(&in->archive, kind, &top->base, NULL, &in->budget,
                                                  in->file_label.at, err);
    return open ? next_member(in, out, err) : STEP_FAILED;
}

static step open_file(inputs *in, const char *path, source **out, error *err) {
    buf_reset(&in->name);
    if (strcmp(path, "-") == 0 && !walk_active(&in->walk)) {
        file_stream_init(&in->file, STDIN_FILENO, in->options.read_size, in->file_label.at);
    } else {
        utf8_repair(&in->name, without_suffix(base_name(str_from(path))));
        if (!file_stream_open(&in->file, path, in->options.read_size, in->file_label.at, err)) {
            in->skippable = walk_active(&in->walk);
            return STEP_FAILED;
        }
    }
    step begun = begin(in, out, err);
    if (begun == STEP_FAILED) close_file(in);
    return begun;
}

static step next_of_walk(inputs *in, source **out, error *err) {
    const char *path;
    walk_result found = walk_next(&in->walk, &path, err);
    if (found == WALK_END) return STEP_NONE;
    in->skippable = found == WALK_FAILED;
    if (found == WALK_FAILED) return STEP_FAILED;
    set_label(&in->file_label, in->paths[in->next - 1], "file", ++in->walk_file);
    return open_file(in, path, out, err);
}

static step next_path(inputs *in, source **out, error *err) {
    const char *path = in->paths[in->next++];
    set_label(&in->file_label, shown(path), NULL, 0);
    if (strcmp(path, "-") == 0 || !file_is_folder(path)) return open_file(in, path, out, err);
    in->walk_file = 0;
    return walk_start(&in->walk, path, err) ? STEP_NONE : STEP_FAILED;
}

inputs_result inputs_next(inputs *in, source **out, error *err) {
    in->skippable = false;
    for (;;) {
        step done;
        if (in->in_archive) {
            done = next_member(in, out, err);
        } else {
            close_file(in);
            if (walk_active(&in->walk))
                done = next_of_walk(in, out, err);
            else if (in->next < in->count)
                done = next_path(in, out, err);
            else
                return INPUTS_END;
        }
        if (done == STEP_SOURCE) return INPUTS_SOURCE;
        if (done == STEP_FAILED) return INPUTS_FAILED;
    }
}

bool inputs_named(const inputs *in) { return !in->in_archive && !walk_active(&in->walk); }

bool inputs_in_archive(const inputs *in) { return in->in_archive; }

bool inputs_unpacked(const inputs *in) { return in->in_archive && !walk_active(&in->walk); }

bool inputs_skippable(const inputs *in) { return in->skippable; }

const char *inputs_path(const inputs *in) { return in->next ? shown(in->paths[in->next - 1]) : ""; }

size_t inputs_number(const inputs *in) { return in->next; }

void inputs_free(inputs *in) {
    if (!in) return;
    close_file(in);
    unpack_release(&in->outer);
    unpack_release(&in->archive);
    unpack_release(&in->inner);
    walk_release(&in->walk);
    zip_directory_release(&in->directory);
    buf_release(&in->member_path);
    source_free(in->source);
    buf_release(&in->file_label);
    buf_release(&in->label);
    buf_release(&in->name);
    free(in);
}
