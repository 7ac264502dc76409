#include "input/zone.h"

#include "input/file.h"
#include "input/zone_rule.h"

#include <stdlib.h>

enum { LARGEST = 1 << 20 }; // bytes of a zone file; the real ones have 4 KiB at most

struct zone {
    buf name;  // NUL-terminated
    buf path;  // of the file
    buf file;  // its bytes
    int fixed; // minutes, when there is no file
    bool is_file;
    const unsigned char *times, *types,
        *kinds;       // in file: time_size bytes each, 1 byte each, 6 bytes each
    size_t time_size; // 8, or 4 in version 1
    size_t time_count;
    zone_rule rule;
    bool has_rule;
};

void zone_free(zone *z) {
    if (!z) return;
    buf_release(&z->name);
    buf_release(&z->path);
    buf_release(&z->file);
    free(z);
}

// "±hh:mm" or "UTC".
static bool fixed_offset(str name, int *minutes) {
    *minutes = 0;
    if (str_equal(name, STR("UTC")) || str_equal(name, STR("Z"))) return true;
    if (name.len != 6 || (name.at[0] != '+' && name.at[0] != '-') || name.at[3] != ':')
        return false;
    int64_t hour, minute;
    if (!str_int64(str_of(name.at + 1, 2), &hour) || !str_int64(str_of(name.at + 4, 2), &minute))
        return false;
    if (hour < 0 || hour > 18 || minute < 0 || minute > 59) return false;
    *minutes = (int)(hour * 60 + minute) * (name.at[0] == '-' ? -1 : 1);
    return true;
}

// Only what stays below the folder of zones and looks like a name.
static bool is_name(str name) {
    if (name.len == 0 || name.len > 100 || name.at[0] == '/' || name.at[0] == '.') return false;
    if (str_contains(name, STR(".."))) return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!plain && !(c && strchr("/_+-", c))) return false;
    }
    return true;
}

static uint32_t big32(const unsigned char *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t big64(const unsigned char *at) {
    return (int64_t)((uint64_t)big32(at) << 32 | big32(at + 4));
}

enum { HEADER = 44 };

// The counts of a header, in its order: isut, isstd, leap, time, type, char (RFC 8536, 3.1).
typedef struct counts {
    size_t isut, isstd, leap, time, type, chars;
} counts;

static bool read_header(str file, size_t at, counts *n, int *version) {
    if (at > file.len || file.len - at < HEADER) return false;
    const unsigned char *h = (const unsigned char *)file.at + at;
    if (memcmp(h, "TZif", 4) != 0) return false;
    *version = h[4] ? h[4] - '0' : 1;
    *n = (counts){big32(h + 20), big32(h + 24), big32(h + 28),
                  big32(h + 32), big32(h + 36), big32(h + 40)};
    return n->type > 0 && n->type <= 256 && n->time <= LARGEST && n->leap <= LARGEST &&
           n->chars <= LARGEST && n->isut <= LARGEST && n->isstd <= LARGEST;
}

static size_t block_size(const counts *n, size_t time_size) {
    return n->time * (time_size + 1) + n->type * 6 + n->chars + n->leap * (time_size + 4) +
           n->isstd + n->isut;
}

// Points into a block of transitions and types.
static bool take_block(zone *z, str file, size_t start, const counts *n, size_t time_size) {
    if (file.len < start || file.len - start < block_size(n, time_size)) return false;
    z->times = (const unsigned char *)file.at + start;
    z->types = z->times + n->time * time_size;
    z->kinds = z->types + n->time;
    z->time_size = time_size;
    z->time_count = n->time;
    for (size_t i = 0; i < n->time; i++)
        if (z->types[i] >= n->type) return false;
    return true;
}

// From version 2 on, the block of 32-bit times is followed by one of 64-bit times and the rule for
// what comes after.
static bool parse(zone *z) {
    str file = buf_str(&z->file);
    counts n;
    int version;
    if (!read_header(file, 0, &n, &version)) return false;
    if (version < 2) return take_block(z, file, HEADER, &n, 4);
    size_t second = HEADER + block_size(&n, 4);
    if (!read_header(file, second, &n, &version)) return false;
    if (!take_block(z, file, second + HEADER, &n, 8)) return false;

    str footer = str_drop(file, second + HEADER + block_size(&n, 8));
    if (footer.len < 2 || footer.at[0] != '\n') return false;
    str_cut_result line = str_cut(str_drop(footer, 1), '\n');
    z->has_rule = line.head.len > 0;
    return line.found && (!z->has_rule || zone_rule_parse(line.head, &z->rule));
}

static bool load(zone *z, error *err) {
    const char *name = z->name.at;
    const char *folder = getenv("TZDIR");
    buf_printf(&z->path, "%s/%s", folder && folder[0] ? folder : "/usr/share/zoneinfo", name);
    buf_add_char(&z->path, '\0');
    error ignored = {0};
    if (!file_read(z->path.at, LARGEST, &z->file, &ignored)) {
        error_set(err, ATTUNE_USAGE, "error: no time zone \"%s\"", name);
        return error_hint(
            err, "name one like Europe/Berlin, or an offset like +02:00; the system's list "
                 "is the package tzdata");
    }
    if (parse(z)) return true;
    error_set(err, ATTUNE_USAGE, "error: the file of time zone \"%s\" cannot be understood", name);
    return error_hint(err, "give an offset like +02:00 instead");
}

typedef struct filling {
    zone *z;
    const char *name;
    error *err;
    bool known;
} filling;

static void fill(void *context) {
    filling *f = context;
    zone *z = f->z;
    str given = str_from(f->name);
    buf_add(&z->name, given);
    buf_add_char(&z->name, '\0');
    f->known = fixed_offset(given, &z->fixed);
    if (f->known) return;
    z->is_file = true;
    if (is_name(given)) {
        f->known = load(z, f->err);
        return;
    }
    error_set(f->err, ATTUNE_USAGE, "error: no time zone \"%s\"", f->name);
    error_hint(f->err, "name one like Europe/Berlin, or an offset like +02:00");
}

zone *zone_new(const char *name, error *err) {
    filling f = {.z = memory_alloc(sizeof *f.z), .name = name, .err = err};
    bool enough = memory_protect(fill, &f); // until it returns the zone is nobody's
    if (enough && f.known) return f.z;
    zone_free(f.z);
    if (!enough) memory_exhausted();
    return NULL;
}

// Of a local time type: 4 bytes of seconds east of UTC, then its flags.
static int kind_minutes(const zone *z, size_t kind) {
    int32_t seconds = (int32_t)big32(z->kinds + kind * 6);
    return (seconds - (seconds % 60 + 60) % 60) / 60;
}

static int64_t time_at(const zone *z, size_t i) {
    const unsigned char *at = z->times + i * z->time_size;
    return z->time_size == 8 ? big64(at) : (int32_t)big32(at);
}

int zone_offset(const zone *z, int64_t utc_ms) {
    if (!z->is_file) return z->fixed;
    int64_t instant = utc_ms / 1000 - (utc_ms % 1000 < 0);
    size_t low = 0, high = z->time_count; // the first transition after the instant
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (time_at(z, middle) <= instant)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == z->time_count && z->has_rule) return zone_rule_offset(&z->rule, instant);
    return kind_minutes(z, low ? z->types[low - 1] : 0);
}

str zone_file(const zone *z) { return z->is_file ? buf_str(&z->file) : (str){NULL, 0}; }

const char *zone_name(const zone *z) { return z->name.at; }
