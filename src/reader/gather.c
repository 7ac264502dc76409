#include "reader/gather.h"

#include "input/spill.h"
#include "reader/record.h"

#include <stdlib.h>

// Keys in place of times: accounts come first, then messages before the first one with a time.
static const int64_t FIRST = INT64_MIN, UNTIMED = INT64_MIN + 1;

typedef struct open_part {
    gather_part account;
    uint64_t group;
    uint64_t sum[2], messages;
    int64_t last_time; // effective, of the message that came last
    bool timed;
} open_part;

typedef struct place { // of a group
    uint64_t source;   // in which its part is open …
    size_t part;       // … and which it is
} place;

struct gather {
    size_t memory;
    spill *spill;  // made when first needed
    intern ids;    // of conversations, by group
    place *places; // by group
    size_t place_room;
    open_part *parts; // of the source
    size_t part_count, part_room;
    size_t last; // the part of the message that came last
    drops stray; // of a source without a message so far
    uint64_t source, sequence, part_number;
    buf key, packed;
};

gather *gather_new(size_t memory) {
    gather *g = memory_alloc(sizeof *g);
    g->memory = memory;
    return g;
}

void gather_begin(gather *g, uint64_t number) {
    if (!g->spill) g->spill = spill_new(g->memory);
    g->source = number;
    g->part_count = 0;
    g->stray = (drops){0};
}

// A conversation without id is its source.
static str key_of(gather *g, str id) {
    buf_reset(&g->key);
    buf_add_char(&g->key, id.len ? 'i' : 's');
    if (id.len)
        buf_add(&g->key, id);
    else
        buf_add_int(&g->key, (int64_t)g->source);
    return buf_str(&g->key);
}

static open_part *part_of(gather *g, str id) {
    memory_reserve(g->places, g->place_room, g->ids.count + 1);
    size_t before = g->ids.count;
    uint32_t at = intern_add(&g->ids, key_of(g, id));
    if (at == before) g->places[at] = (place){0};
    if (g->places[at].source != g->source) {
        memory_reserve(g->parts, g->part_room, g->part_count + 1);
        g->parts[g->part_count] =
            (open_part){.account.number = ++g->part_number, .group = at, .last_time = UNTIMED};
        g->places[at] = (place){g->source, g->part_count++};
    }
    g->last = g->places[at].part;
    return &g->parts[g->last];
}

drops *gather_drops(gather *g, str id) { return &part_of(g, id)->account.drops; }

drops *gather_last_drops(gather *g) {
    return g->part_count ? &g->parts[g->last].account.drops : &g->stray;
}

static bool put(gather *g, uint64_t group, int64_t time, error *err) {
    spill_key key = {.group = group, .time = time, .sequence = g->sequence++};
    return spill_add(g->spill, key, buf_str(&g->packed), err);
}

bool gather_add(gather *g, str id, const message *m, error *err) {
    open_part *p = part_of(g, id);
    p->account.drops.read++;
    p->messages += m->kind != KIND_SYSTEM;
    if (m->time_kind != TIME_NONE) {
        p->last_time = m->time;
        if (!p->timed || m->time < p->account.first_time) p->account.first_time = m->time;
        p->timed = true;
    }
    buf_reset(&g->packed);
    buf_add(&g->packed, str_of((const char *)&p->account.number, sizeof p->account.number));
    size_t start = g->packed.len;
    record_pack(&g->packed, m);
    if (m->kind != KIND_SYSTEM)
        record_sum(record_text(str_drop(buf_str(&g->packed), start)), p->sum);
    return put(g, p->group, p->last_time, err);
}

bool gather_end(gather *g, const char *format, const dialect *d, bool failed, seen *copies,
                error *err) {
    for (size_t i = 0; i < g->part_count; i++) {
        open_part *p = &g->parts[i];
        str key = intern_name(&g->ids, (uint32_t)p->group);
        p->account.dialect = *d;
        p->account.failed = failed;
        if (i == 0) drops_add(&p->account.drops, &g->stray);
        if (!failed && key.at[0] == 'i')
            p->account.copy =
                seen_copy(copies, format, str_drop(key, 1), p->sum, p->messages, g->source);
        buf_reset(&g->packed);
        buf_add(&g->packed, str_of((const char *)&p->account, sizeof p->account));
        if (!put(g, p->group, FIRST, err)) return false;
    }
    if (g->part_count) g->stray = (drops){0};
    g->part_count = 0;
    return true;
}

const drops *gather_stray(const gather *g) { return &g->stray; }

bool gather_sort(gather *g, error *err) { return spill_sort(g->spill, err); }

gather_event gather_next(gather *g, uint64_t *group, gather_part *part, message *m, arena *keep,
                         error *err) {
    spill_key key;
    str bytes;
    if (!spill_next(g->spill, &key, &bytes, err)) return err->status ? GATHER_FAILED : GATHER_END;
    *group = key.group;
    if (key.time == FIRST) {
        memcpy(part, bytes.at, sizeof *part);
        return GATHER_PART;
    }
    *part = (gather_part){0};
    memcpy(&part->number, bytes.at, sizeof part->number);
    record_view(str_drop(bytes, sizeof part->number), keep, m);
    m->effective = key.time;
    if (key.time == UNTIMED) m->effective = INT64_MIN;
    return GATHER_MESSAGE;
}

void gather_reset(gather *g) {
    if (g->spill) spill_reset(g->spill);
    intern_reset(&g->ids);
    g->part_count = 0;
    g->source = 0;
}

void gather_free(gather *g) {
    if (!g) return;
    spill_free(g->spill);
    intern_release(&g->ids);
    free(g->places);
    free(g->parts);
    buf_release(&g->key);
    buf_release(&g->packed);
    free(g);
}
