#include "input/inputs.h"

#include "base/utf8.h"
#include "input/opened.h"
#include "input/stream.h"
#include "input/walk.h"

#include <stdlib.h>
#include <utf8proc.h>

struct inputs {
    const char *const *paths;
    size_t count, next; // paths taken so far
    input_options options;
    inputs_first *first; // NULL: nothing comes before the rest
    inputs_met *met;     // NULL: nobody wants to know
    void *context;       // of met
    walk walk;
    bool walk_again;    // what comes first in the folder was given
    error walk_missed;  // why a folder below it could not be listed then, until that is said
    uint64_t walk_file; // number of the file in the folder
    opened file;
    bool in_archive;
    bool archive_again;       // what comes first in the archive was given
    uint64_t members, opened; // of the archive
    int64_t member_time;
    bool before;              // the current source comes before the rest
    bool skippable;           // what failed
    size_t package, packages; // number of the current one, and of the last
    size_t walk_package, beside_package;
    buf beside;  // the folder in which the file on the command line lies
    buf path;    // of the source, below the folder or in the archive
    buf walked;  // the folder on the command line
    buf folder;  // what either is called
    buf archive; // the name of the archive that is open
    buf file_label, label;
    source *source;
};

static const char *const standard_input[] = {"-"};

inputs *inputs_new(const char *const *paths, size_t count, const input_options *options) {
    inputs *in = memory_alloc(sizeof *in);
    in->paths = count ? paths : standard_input;
    in->count = count ? count : 1;
    in->options = *options;
    if (!in->options.max_members) in->options.max_members = LIMIT_MEMBERS_OPENED;
    opened_init(&in->file);
    in->file.ratio = in->options.max_ratio;
    return in;
}

void inputs_give_first(inputs *in, inputs_first *first) { in->first = first; }

void inputs_tell_paths(inputs *in, inputs_met *met, void *context) {
    in->met = met;
    in->context = context;
}

static const char *shown(const char *path) {
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

static void close_file(inputs *in) {
    opened_close(&in->file);
    in->in_archive = false;
    if (walk_active(&in->walk)) in->package = in->walk_package;
}

// The folder of a path, without its final '/'; empty for none.
static str folder_of(str path) {
    size_t at = path.len;
    while (at && path.at[at - 1] != '/') at--;
    return str_take(path, at ? at - 1 : 0);
}

static str base_name(str path) {
    str folder = folder_of(path);
    return str_drop(path, folder.len + str_starts(str_drop(path, folder.len), STR("/")));
}

// What a folder is called when its path says so.
static str folder_name(str folder) {
    while (str_ends(folder, STR("/"))) folder.len--;
    str name = base_name(folder);
    return str_equal(name, STR(".")) || str_equal(name, STR("..")) ? STR("") : name;
}

static str without_suffix(str name) {
    static const str suffixes[] = {{".gz", 3}, {".bz2", 4}, {".xz", 3}, {".zst", 4}};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (str_ends(name, suffixes[i])) return str_take(name, name.len - suffixes[i].len);
    return name;
}

// Sets what is called raw, with letters and their accents as one character, as apps write them: a
// Mac's folders have them as two.
static void set_name(buf *name, str raw) {
    buf_reset(name);
    utf8_repair(name, raw);
    size_t most = name->len * 3; // as much as that can take
    utf8proc_uint8_t *made = NULL;
    buf_more(name, most);
    utf8proc_ssize_t len =
        utf8proc_map((const utf8proc_uint8_t *)name->at, (utf8proc_ssize_t)name->len, &made,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (len == UTF8PROC_ERROR_NOMEM) memory_exhausted();
    if (len > 0 && (size_t)len <= most) {
        memcpy(name->at, made, (size_t)len);
        name->len = (size_t)len;
    }
    free(made);
}

static void set_path(inputs *in, str path) {
    while (str_starts(path, STR("./"))) path = str_drop(path, 2);
    while (str_starts(path, STR("/"))) path = str_drop(path, 1);
    set_name(&in->path, without_suffix(path));
}

static void give(inputs *in, const char *label, const char *file, source **out) {
    str path = buf_str(&in->path), folder = folder_name(folder_of(path));
    bool top = folder_of(path).len == 0;
    if (top && !in->in_archive) {
        folder = folder_name(walk_active(&in->walk) ? buf_str(&in->walked) : buf_str(&in->beside));
        set_name(&in->folder, folder);
        folder = buf_str(&in->folder);
    }
    if (!in->source) in->source = source_new();
    source_start(in->source, in->file.bytes,
                 (source_about){
                     .label = label,
                     .name = base_name(path),
                     .path = path,
                     .folder = folder,
                     .archive = in->in_archive ? buf_str(&in->archive) : STR(""),
                     .archive_time = in->in_archive ? in->member_time : INT64_MIN,
                     .encoding = in->options.encoding,
                     .file = file,
                 });
    *out = in->source;
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

static bool comes_first(const inputs *in) { return in->first && in->first(buf_str(&in->path)); }

// Whether folders and archives are gone through twice.
static bool looks_ahead(const inputs *in) { return in->first || in->met; }

static void tell_path(const inputs *in) {
    if (in->met) in->met(in->context, buf_str(&in->path));
}

typedef enum step { STEP_SOURCE, STEP_FAILED, STEP_NONE } step;

static step end_of_members(inputs *in, bool failed, error *err) {
    if (!in->archive_again) { // what stopped it is said when it comes by again
        *err = (error){0};
        in->archive_again = true;
        in->members = in->opened = 0;
        failed = !opened_again(&in->file, err);
        if (!failed) return STEP_NONE;
    } else if (!failed && in->opened == 0) {
        failed = true;
        error_set(err, ATTUNE_INPUT, "%s: error: an archive without files", in->file_label.at);
    }
    close_file(in);
    return failed ? STEP_FAILED : STEP_NONE;
}

static step open_member(inputs *in, source **out, error *err) {
    set_label(&in->label, in->file_label.at, "member", in->members);
    opened_inside inside = opened_member(&in->file, in->label.at, err);
    in->skippable = inside == OPENED_ARCHIVE;
    if (inside != OPENED_BYTES) return STEP_FAILED;
    give(in, in->label.at, NULL, out);
    return STEP_SOURCE;
}

static bool too_many_members(const inputs *in, error *err) {
    if (in->members <= LIMIT_MEMBERS_LISTED && in->opened <= in->options.max_members) return false;
    error_set(err, ATTUNE_INPUT, "%s: error: it has more members than attune reads",
              in->file_label.at);
    error_hint(err, "unpack it into a folder first");
    return true;
}

static step next_member(inputs *in, source **out, error *err) {
    for (;;) {
        str path;
        unpack_result found = opened_next(&in->file, &path, &in->member_time, err);
        if (found == UNPACK_FAILED || found == UNPACK_END)
            return end_of_members(in, found == UNPACK_FAILED, err);
        in->members++;
        bool left_out = found == UNPACK_OTHER || is_clutter(path), first = false;
        if (!left_out) {
            set_path(in, path);
            first = comes_first(in);
            if (!in->archive_again) tell_path(in);
            in->opened += first || in->archive_again;
        }
        if (too_many_members(in, err)) {
            close_file(in);
            return STEP_FAILED;
        }
        if (left_out) continue;
        in->before = !in->archive_again;
        if (first == in->before) return open_member(in, out, err);
    }
}

static bool is_standard_input(const inputs *in, const char *path) {
    return strcmp(path, "-") == 0 && !walk_active(&in->walk);
}

static step open_file(inputs *in, const char *path, source **out, error *err) {
    const char *file = is_standard_input(in, path) ? NULL : path;
    if (!opened_open(&in->file, file, in->options.read_size, in->file_label.at, err)) {
        in->skippable = walk_active(&in->walk) && in->file.file.descriptor < 0;
        close_file(in);
        return STEP_FAILED;
    }
    if (!opened_is_archive(&in->file)) {
        give(in, in->file_label.at, file, out);
        return STEP_SOURCE;
    }
    in->in_archive = true;
    buf_reset(&in->archive);
    if (file) set_name(&in->archive, base_name(str_from(file)));
    in->archive_again = !looks_ahead(in);
    in->members = in->opened = 0;
    in->package = ++in->packages;
    return STEP_NONE;
}

// What could not be listed the first time and could be the second has hidden what comes first.
static step said_missed(inputs *in, error *err) {
    if (!in->walk_missed.status) return STEP_NONE;
    *err = in->walk_missed;
    in->walk_missed = (error){0};
    in->skippable = true;
    return STEP_FAILED;
}

static step next_of_walk(inputs *in, source **out, error *err) {
    const char *path;
    walk_result found = walk_next(&in->walk, &path, err);
    if (found == WALK_END) {
        if (in->walk_again) return said_missed(in, err);
        in->walk_again = true;
        in->walk_file = 0;
        return walk_start(&in->walk, in->paths[in->next - 1], err) ? STEP_NONE : STEP_FAILED;
    }
    if (found == WALK_FAILED) {
        in->skippable = in->walk_again;
        // The first time it is kept, and said when it comes by again, or at the end.
        in->walk_missed = in->walk_again ? (error){0} : *err;
        if (in->walk_again) return STEP_FAILED;
        *err = (error){0};
        return STEP_NONE;
    }
    set_path(in, walk_below(&in->walk, path));
    set_label(&in->file_label, in->paths[in->next - 1], "file", ++in->walk_file);
    in->before = !in->walk_again;
    if (in->before) tell_path(in);
    return comes_first(in) == in->before ? open_file(in, path, out, err) : STEP_NONE;
}

static step start_walk(inputs *in, const char *path, error *err) {
    in->walk_file = 0;
    in->walk_again = !looks_ahead(in);
    in->package = in->walk_package = ++in->packages;
    if (!walk_start(&in->walk, path, err)) return STEP_FAILED;
    buf_reset(&in->walked);
    buf_add(&in->walked, str_from(path));
    return STEP_NONE;
}

// Files that are named one after the other and lie in one folder are one package.
static void enter_beside(inputs *in, str folder) {
    if (!in->beside_package || !str_equal(folder, buf_str(&in->beside))) {
        in->beside_package = ++in->packages;
        buf_reset(&in->beside);
        buf_add(&in->beside, folder);
    }
    in->package = in->beside_package;
}

static step next_path(inputs *in, source **out, error *err) {
    const char *path = in->paths[in->next++];
    set_label(&in->file_label, shown(path), NULL, 0);
    bool standard = is_standard_input(in, path);
    if (!standard && file_is_folder(path)) {
        in->beside_package = 0;
        return start_walk(in, path, err);
    }
    in->before = false;
    enter_beside(in, standard ? STR("") : folder_of(str_from(path)));
    set_path(in, standard ? STR("") : base_name(str_from(path)));
    return open_file(in, path, out, err);
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

bool inputs_alone(const inputs *in) { return in->count == 1 && inputs_named(in); }

bool inputs_in_archive(const inputs *in) { return in->in_archive; }

bool inputs_unpacked(const inputs *in) { return in->in_archive && !walk_active(&in->walk); }

bool inputs_before(const inputs *in) { return in->before; }

size_t inputs_package(const inputs *in) { return in->package; }

size_t inputs_outermost(const inputs *in) {
    return walk_active(&in->walk) ? in->walk_package : in->package;
}

bool inputs_skippable(const inputs *in) { return in->skippable; }

const char *inputs_path(const inputs *in) { return in->next ? shown(in->paths[in->next - 1]) : ""; }

size_t inputs_number(const inputs *in) { return in->next; }

void inputs_free(inputs *in) {
    if (!in) return;
    opened_release(&in->file);
    walk_release(&in->walk);
    source_free(in->source);
    buf_release(&in->beside);
    buf_release(&in->path);
    buf_release(&in->walked);
    buf_release(&in->folder);
    buf_release(&in->archive);
    buf_release(&in->file_label);
    buf_release(&in->label);
    free(in);
}
