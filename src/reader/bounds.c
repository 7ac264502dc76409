#include "reader/bounds.h"

#include "reader/stamp.h"

static bool read_bound(bound *b, const char *option, const char *text, error *err) {
    if (!text) return true;
    str given = str_trim(str_from(text));
    stamp s = {0};
    // Figures alone would be read as seconds since 1970.
    bool dated = given.len >= 10 && given.at[4] == '-' && stamp_read(given, ORDER_NONE, &s);
    if (!dated || s.kind == TIME_MEDIA || s.kind == TIME_NONE) {
        error_set(err, ATTUNE_USAGE, "error: %s %s: neither a date nor a time", option, text);
        return error_hint(err, "write it like 2024-03-01 or 2024-03-01T18:30");
    }
    *b = (bound){.set = true, .instant = s.kind != TIME_LOCAL, .time = s.time};
    return true;
}

bool bounds_init(bounds *b, const char *since, const char *until, const zone *days, error *err) {
    b->zone = days;
    return read_bound(&b->since, "--since", since, err) &&
           read_bound(&b->until, "--until", until, err);
}

static bool before(const bounds *b, const message *m, const bound *limit) {
    int64_t time = m->time;
    bool zoned = m->time_kind == TIME_UTC || m->time_kind == TIME_OFFSET;
    if (zoned && !limit->instant && b->zone) time += zone_offset(b->zone, time) * INT64_C(60000);
    return time < limit->time;
}

bool bounds_compare(const bounds *b, const message *m) {
    if (m->time_kind == TIME_NONE || m->time_kind == TIME_MEDIA) return false;
    if (b->since.set && before(b, m, &b->since)) return true;
    return b->until.set && !before(b, m, &b->until);
}
