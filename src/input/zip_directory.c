#include "input/zip_directory.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    END = 22,         // bytes of the record that ends a zip, without its comment
    COMMENT = 65535,  // bytes of the longest comment
    LOCATOR = 20,     // bytes of what points to the 64-bit end record
    END64 = 56,       // bytes of that record
    RECORD = 46,      // bytes of a member's record, without name, extra and comment
    STEP = 256 << 10, // bytes of the directory read at once
};

static uint64_t number(const char *at, size_t bytes) {
    uint64_t value = 0;
    for (size_t i = bytes; i-- > 0;) value = value << 8 | (unsigned char)at[i];
    return value;
}

// Reads up to len bytes at an offset into the block.
static str read_at(zip_directory *d, uint64_t at, size_t len) {
    buf_reset(&d->block);
    char *to = buf_more(&d->block, len);
    while (d->block.len < len) {
        ssize_t got =
            pread(d->descriptor, to + d->block.len, len - d->block.len, (off_t)(at + d->block.len));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        d->block.len += (size_t)got;
    }
    return buf_str(&d->block);
}

typedef struct extent {
    uint64_t at, size;
} extent;

// The 64-bit record, where the fields of the other do not suffice.
static bool find_wide(zip_directory *d, uint64_t locator, extent *out) {
    str s = read_at(d, locator, LOCATOR);
    if (s.len < LOCATOR || !str_starts(s, STR("PK\x06\x07"))) return false;
    s = read_at(d, number(s.at + 8, 8), END64);
    if (s.len < END64 || !str_starts(s, STR("PK\x06\x06"))) return false;
    *out = (extent){number(s.at + 48, 8), number(s.at + 40, 8)};
    return true;
}

static bool find_directory(zip_directory *d, uint64_t size, extent *out) {
    size_t tail = size < END + COMMENT ? (size_t)size : END + COMMENT;
    str s = read_at(d, size - tail, tail);
    if (s.len < tail || tail < END) return false;
    for (size_t at = tail - END + 1; at-- > 0;) {
        const char *end = s.at + at;
        if (memcmp(end, "PK\x05\x06", 4) != 0 || at + END + number(end + 20, 2) > tail) continue;
        *out = (extent){number(end + 16, 4), number(end + 12, 4)};
        uint64_t place = size - tail + at;
        bool wide =
            out->at == UINT32_MAX || out->size == UINT32_MAX || number(end + 10, 2) == 65535;
        if (wide && place >= LOCATOR) find_wide(d, place - LOCATOR, out);
        return out->at < size && out->size <= size - out->at;
    }
    return false;
}

// The extra field of a kind, empty when there is none.
static str find_extra(str extra, uint64_t kind) {
    while (extra.len >= 4) {
        uint64_t len = number(extra.at + 2, 2);
        if (len > extra.len - 4) break;
        if (number(extra.at, 2) == kind) return str_of(extra.at + 4, (size_t)len);
        extra = str_drop(extra, 4 + (size_t)len);
    }
    return (str){0};
}

// Where a member begins; in the 64-bit field, behind the sizes that do not fit either, when it does
// not fit.
static uint64_t member_offset(const char *record, str extra) {
    uint64_t at = number(record + 42, 4);
    if (at != UINT32_MAX) return at;
    str wide = find_extra(extra, 1);
    size_t before =
        8u * (number(record + 24, 4) == UINT32_MAX) + 8u * (number(record + 20, 4) == UINT32_MAX);
    return wide.len >= before + 8 ? number(wide.at + before, 8) : at;
}

static int by_member(const void *a, const void *b) {
    uint64_t x = ((const zip_place *)a)->member, y = ((const zip_place *)b)->member;
    return (x > y) - (x < y);
}

// libarchive keeps one member of several that begin at the same place.
static void drop_repeated(zip_directory *d) {
    size_t kept = 0;
    for (size_t i = 0; i < d->count; i++)
        if (kept == 0 || d->places[i].member != d->places[kept - 1].member)
            d->places[kept++] = d->places[i];
    d->count = kept;
}

bool zip_directory_read(zip_directory *d, int descriptor, uint64_t size, size_t limit) {
    d->descriptor = descriptor;
    d->count = 0;
    extent all;
    if (!find_directory(d, size, &all)) return false;
    for (uint64_t at = 0; at < all.size && d->count < limit;) {
        size_t wanted = all.size - at < STEP ? (size_t)(all.size - at) : STEP;
        str s = read_at(d, all.at + at, wanted);
        size_t used = 0;
        while (s.len >= RECORD && str_starts(s, STR("PK\x01\x02")) && d->count < limit) {
            size_t name = (size_t)number(s.at + 28, 2), extra = (size_t)number(s.at + 30, 2);
            size_t len = RECORD + name + extra + (size_t)number(s.at + 32, 2);
            if (len > s.len) break;
            uint64_t member = member_offset(s.at, str_of(s.at + RECORD + name, extra));
            memory_reserve(d->places, d->room, d->count + 1);
            d->places[d->count++] = (zip_place){member, all.at + at + used};
            used += len;
            s = str_drop(s, len);
        }
        if (used == 0) break;
        at += used;
    }
    if (d->count) qsort(d->places, d->count, sizeof *d->places, by_member);
    drop_repeated(d);
    return d->count > 0;
}

// The days from 1970-01-01 to a date since 1980.
static int64_t days_to(int64_t year, int64_t month, int64_t day) {
    int64_t y = month > 2 ? year : year - 1;
    int64_t m =
        month > 2 ? month - 3 : month + 9; // a year that begins in March ends with the leap day
    return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1 - 719468;
}

// MS-DOS: seconds in twos, minutes, hours; day, month, years since 1980.
static int64_t clock_of(uint64_t daytime, uint64_t date) {
    int64_t month = (int64_t)(date >> 5 & 15), day = (int64_t)(date & 31);
    if (month < 1 || month > 12 || day < 1) return INT64_MIN;
    int64_t seconds =
        (int64_t)((daytime >> 11) * 3600 + (daytime >> 5 & 63) * 60 + (daytime & 31) * 2);
    return (days_to((int64_t)(date >> 9) + 1980, month, day) * 86400 + seconds) * 1000;
}

bool zip_directory_member(zip_directory *d, size_t index, buf *name, int64_t *written) {
    buf_reset(name);
    *written = INT64_MIN;
    if (index >= d->count) return false;
    str s = read_at(d, d->places[index].record, RECORD);
    if (s.len < RECORD) return false;
    size_t len = (size_t)number(s.at + 28, 2), extra = (size_t)number(s.at + 30, 2);
    s = read_at(d, d->places[index].record, RECORD + len + extra);
    if (s.len < RECORD + len + extra) return false;
    *written = clock_of(number(s.at + 12, 2), number(s.at + 14, 2));
    str path = str_of(s.at + RECORD, len);
    // Written beside a name of an older encoding: a version, a sum of that name, the name in UTF-8.
    str wide = find_extra(str_of(s.at + RECORD + len, extra), 0x7075);
    if (utf8_valid(path) < path.len && wide.len > 5) path = str_drop(wide, 5);
    utf8_repair(name, path);
    return true;
}

void zip_directory_release(zip_directory *d) {
    free(d->places);
    buf_release(&d->block);
    *d = (zip_directory){0};
}
