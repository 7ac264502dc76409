#include "report/suppress.h"

#include <string.h>

typedef struct rule {
    const char *table;
    const char *watched, *watched_last; // names of columns; the last is included
    const char *blank, *blank_last;     // NULL: to the end of the row
} rule;

// Rows of these tables are single events.
static const char *const events[] = {"episodes", "sessions"};

static const rule rules[] = {
    {"speakers", "messages", "messages", "messages", NULL},
    {"speakers", "turns", "initiations", "turns", "initiations"},
    {"speakers", "requests", "requests", "requests", "requests_dispersion"},
    {"speakers", "requests", "requests", "form_direct_share", NULL},
    {"speakers", "affirmations", "affirmations_spontaneous", "affirmations",
     "affirmations_spontaneous_per_active_day_high"},
    {"speakers", "non_affirmations", "non_affirmations", "non_affirmations",
     "non_affirmations_per_active_day_high"},
    {"speakers", "boundaries", "boundaries", "boundaries", "boundaries_per_active_day_high"},
    {"codes", "count_50", "count_70", "count_50", NULL},
    {"dyads", "requests", "episodes", "requests", NULL},
    {"dyads", "affirmed", "censored", "affirmed", "first_reply_latency_median_s"},
    {"dyads", "n11", "n22", "n11", "permutation_p"},
    {"dyads", "affirmed", "affirmed", "relief_median_h", NULL},
    {"dyads", "trend_n", "trend_n", "trend_n", NULL},
    {"reciprocity", "requests_a", "affirmations_b", "requests_a", NULL},
    {"timeline", "messages", "messages", "messages", NULL},
    {"timeline", "partner_messages", "partner_messages", "messages", NULL},
    {"timeline", "active_days", "sessions", "active_days", "sessions"},
    {"timeline", "requests", "boundaries", "requests", "boundaries"},
    {"timeline", "partner_requests", "partner_boundaries", "partner_requests",
     "partner_boundaries"},
    {"timeline", "lag1_requests", "lag1_partner_affirmations", "lag1_requests",
     "lag1_partner_affirmations"},
    {"indicators", "n", "n", "value", "n"},
    {"conversations", "read", "used", "read", NULL},
    {"conversations", "dropped", "dropped_duplicate", "read", "dropped_duplicate"},
    {"conversations", "late", "undetermined", "late", "undetermined"},
};

static size_t place_of(const column_list *columns, const char *name) {
    size_t at = 0;
    while (at < columns->count && strcmp(columns->at[at].name, name) != 0) at++;
    return at;
}

void suppress_init(suppress *s, const column_list *columns, uint32_t least) {
    *s = (suppress){.least = least < 2 ? 0 : least, .columns = columns};
    if (!s->least) return;
    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        s->rows |= strcmp(columns->table, events[i]) == 0;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const rule *r = &rules[i];
        if (strcmp(columns->table, r->table) != 0) continue;
        s->range[s->ranges].watched = place_of(columns, r->watched);
        s->range[s->ranges].watched_end = place_of(columns, r->watched_last) + 1;
        s->range[s->ranges].blank = place_of(columns, r->blank);
        s->range[s->ranges].blank_end =
            r->blank_last ? place_of(columns, r->blank_last) + 1 : columns->count;
        s->ranges++;
    }
}

// The end of the cell that begins at at: a comma outside quotation marks, or the end of the row. A
// doubled mark ends a quotation and begins it again.
static size_t cell_end(str row, size_t at) {
    for (bool quoted = false; at < row.len && (quoted || row.at[at] != ','); at++)
        if (row.at[at] == '"') quoted = !quoted;
    return at;
}

static bool is_small(const suppress *s, size_t place, str cell) {
    int64_t value;
    return strcmp(s->columns->at[place].type, "integer") == 0 && str_int64(cell, &value) &&
           value > 0 && (uint64_t)value < s->least;
}

void suppress_row(const suppress *s, buf *rows, size_t from) {
    bool blank[SUPPRESS_COLUMNS] = {false};
    str row = str_drop(buf_str(rows), from);
    if (!rows->at || row.len == 0) return; // the analyzer does not know that rows are somewhere
    for (size_t at = 0, place = 0; at <= row.len && place < s->columns->count; place++) {
        size_t end = cell_end(row, at);
        bool small = is_small(s, place, str_of(row.at + at, end - at));
        for (size_t i = 0; small && i < s->ranges; i++)
            if (place >= s->range[i].watched && place < s->range[i].watched_end)
                for (size_t k = s->range[i].blank; k < s->range[i].blank_end; k++) blank[k] = true;
        at = end + 1;
    }
    size_t len = row.len;
    buf_more(rows, len + 2 * s->columns->count); // the row as it was, behind it as it becomes
    const char *old = rows->at + from;
    str whole = str_of(old, len);
    for (size_t at = 0, place = 0; at <= len && place < s->columns->count; place++) {
        size_t end = cell_end(whole, at);
        if (place) buf_add_char(rows, ',');
        buf_add(rows, blank[place] ? STR("NA") : str_of(old + at, end - at));
        at = end + 1;
    }
    size_t made = rows->len - from - len;
    memmove(rows->at + from, rows->at + from + len, made);
    rows->len = from + made;
}
