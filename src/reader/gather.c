#include "reader/gather.h"

#include "input/spill.h"
#include "reader/groups.h"
#include "reader/record.h"

#include <stdlib.h>

// Keys in place of times: accounts come first, then messages before the first one with a time.
static const int64_t FIRST = INT64_MIN, UNTIMED = INT64_MIN + 1;

enum {
    OPEN = 512,   // parts of a source with an account in memory; then all are written
    SLOTS = 2048, // a power of two, so that few slots are shared
};

typedef struct open_part {
    gather_part account;
    uint32_t group;
    bool has_id;
} open_part;

struct gather {
    size_t memory;
    spill *spill; // made when first needed
    groups groups;
    gather_source source;
    open_part parts[OPEN]; // of the source
    uint16_t slots[SLOTS]; // part + 1 by group, or 0
    size_t part_count;
    size_t last;             // the part of the message that came last
    uint64_t contradictions; // of the source, those counted to a part
    drops stray;             // of a source without a message so far
    uint64_t *failed;        // sources, ascending
    size_t failed_count, failed_room;
    uint64_t sequence;
    uint64_t leader; // sequence of the last record that is no reaction
    buf key, called, packed;
};

gather *gather_new(size_t memory) {
    gather *g = memory_alloc(sizeof *g);
    g->memory = memory;
    return g;
}

static void forget_parts(gather *g) {
    g->part_count = g->last = 0;
    memset(g->slots, 0, sizeof g->slots);
}

void gather_begin(gather *g, const gather_source *about) {
    if (!g->spill) g->spill = spill_new(g->memory);
    g->source = *about;
    buf_reset(&g->called);
    buf_add(&g->called, about->called);
    g->contradictions = 0;
    g->stray = (drops){0};
    forget_parts(g);
}

static bool put(gather *g, uint64_t group, int64_t time, uint64_t sequence, error *err) {
    spill_key key = {.group = group, .time = time, .sequence = sequence};
    return spill_add(g->spill, key, buf_str(&g->packed), err);
}

// What the readers say against a dialect belongs to the conversation they were at.
static void count_contradictions(gather *g, open_part *p) {
    const dialect *d = &g->source.state->dialect;
    uint64_t more = d->contradictions - g->contradictions;
    if (!more) return;
    if (!p->account.dialect.contradictions)
        p->account.dialect.first_contradiction = d->first_contradiction;
    p->account.dialect.contradictions += more;
    g->contradictions += more;
}

static bool write_accounts(gather *g, error *err) {
    for (size_t i = 0; i < g->part_count; i++) {
        open_part *p = &g->parts[i];
        buf_reset(&g->packed);
        buf_add(&g->packed, str_of((const char *)&p->account, sizeof p->account));
        if (!p->has_id) buf_add(&g->packed, buf_str(&g->called));
        if (!put(g, p->group, FIRST, g->sequence++, err)) return false;
    }
    forget_parts(g);
    return true;
}

// A conversation without id is what its section holds.
static str key_of(gather *g, str id) {
    buf_reset(&g->key);
    buf_add(&g->key, str_from(g->source.of->name));
    buf_add_char(&g->key, id.len ? 'i' : 's');
    if (id.len)
        buf_add(&g->key, id);
    else
        buf_add(&g->key, str_of((const char *)&g->source.section, sizeof g->source.section));
    return buf_str(&g->key);
}

static void open_new(gather *g, uint32_t group, str id, size_t slot) {
    const dialect *d = &g->source.state->dialect;
    g->slots[slot] = (uint16_t)(g->part_count + 1);
    g->last = g->part_count++;
    g->parts[g->last] = (open_part){.group = group, .has_id = id.len > 0};
    gather_part *a = &g->parts[g->last].account;
    a->of = g->source.of;
    a->source = g->source.number;
    a->section = g->source.section;
    a->name = seen_name(a->of->name, id);
    a->dialect.order = d->order;
    a->dialect.evidence = d->evidence;
}

// The part of a conversation, NULL when the temporary file fails.
static open_part *part_of(gather *g, str id, error *err) {
    uint32_t group = groups_add(&g->groups, str_hash(key_of(g, id)));
    if (g->last < g->part_count && g->parts[g->last].group == group) return &g->parts[g->last];
    size_t slot = group % SLOTS;
    for (; g->slots[slot]; slot = (slot + 1) % SLOTS)
        if (g->parts[g->slots[slot] - 1].group == group) {
            g->last = g->slots[slot] - 1u;
            return &g->parts[g->last];
        }
    if (g->part_count == OPEN) {
        if (!write_accounts(g, err)) return NULL;
        slot = group % SLOTS;
    }
    open_new(g, group, id, slot);
    return &g->parts[g->last];
}

bool gather_drops(gather *g, str id, drops **to, error *err) {
    open_part *p = part_of(g, id, err);
    if (p) *to = &p->account.drops;
    return p;
}

drops *gather_last_drops(gather *g) {
    return g->part_count ? &g->parts[g->last].account.drops : &g->stray;
}

static void count(gather *g, open_part *p, const message *m) {
    gather_part *a = &p->account;
    a->drops.read++;
    a->messages += m->kind != KIND_SYSTEM;
    count_contradictions(g, p);
    if (!a->name) a->name = seen_name(a->of->name, g->called.len ? buf_str(&g->called) : m->title);
    if (m->time_kind == TIME_NONE) return;
    g->groups.at[p->group].last_time = m->time;
    if (!a->timed || m->time < a->first_time) a->first_time = m->time;
    a->timed = true;
}

// What came later stands earlier where the newest comes first; but a reaction stays behind what it
// reacts to. Edits stand before what they edit, the last one first.
static uint64_t sequence_of(gather *g, const message *m) {
    enum { REACTIONS = 16 }; // bits for those to one message
    static const uint64_t middle = UINT64_C(1) << 62;
    uint64_t sequence = g->sequence++;
    if (m->replaces) return middle - 1 - sequence;
    if (!g->source.state->newest_first) return middle + sequence;
    if (m->kind != KIND_REACTION) g->leader = sequence;
    return UINT64_MAX - ((g->leader + 1) << REACTIONS) + (sequence - g->leader);
}

bool gather_add(gather *g, const message *m, error *err) {
    open_part *p = part_of(g, m->conversation, err);
    if (!p) return false;
    count(g, p, m);
    buf_reset(&g->packed);
    buf_add(&g->packed, str_of((const char *)&p->account.section, sizeof p->account.section));
    size_t start = g->packed.len;
    record_pack(&g->packed, m);
    if (m->kind != KIND_SYSTEM)
        record_sum(record_text(str_drop(buf_str(&g->packed), start)), p->account.sum);
    int64_t time = g->groups.at[p->group].last_time;
    return put(g, p->group, time == INT64_MIN ? UNTIMED : time, sequence_of(g, m), err);
}

bool gather_end(gather *g, bool failed, error *err) {
    if (g->part_count) {
        open_part *p = &g->parts[g->last];
        count_contradictions(g, p);
        if (!p->has_id && g->source.state->title.len)
            p->account.name = seen_name(g->source.of->name, g->source.state->title);
        drops_add(&p->account.drops, &g->stray);
        g->stray = (drops){0};
    }
    if (failed) {
        memory_reserve(g->failed, g->failed_room, g->failed_count + 1);
        g->failed[g->failed_count++] = g->source.number;
    }
    return write_accounts(g, err);
}

const drops *gather_stray(const gather *g) { return &g->stray; }

bool gather_sort(gather *g, error *err) { return spill_sort(g->spill, err); }

static int by_number(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static bool has_failed(const gather *g, uint64_t number) {
    return g->failed_count &&
           bsearch(&number, g->failed, g->failed_count, sizeof *g->failed, by_number);
}

gather_event gather_next(gather *g, uint64_t *group, gather_part *part, message *m, arena *keep,
                         error *err) {
    spill_key key;
    str bytes;
    if (!spill_next(g->spill, &key, &bytes, err)) return err->status ? GATHER_FAILED : GATHER_END;
    *group = key.group;
    if (key.time == FIRST) {
        memcpy(part, bytes.at, sizeof *part);
        part->called = str_drop(bytes, sizeof *part);
        part->failed = has_failed(g, part->source);
        return GATHER_PART;
    }
    *part = (gather_part){0};
    memcpy(&part->section, bytes.at, sizeof part->section);
    record_view(str_drop(bytes, sizeof part->section), keep, m);
    m->effective = key.time == UNTIMED ? INT64_MIN : key.time;
    return GATHER_MESSAGE;
}

void gather_reset(gather *g) {
    if (g->spill) spill_reset(g->spill);
    groups_reset(&g->groups);
    forget_parts(g);
    g->failed_count = 0;
}

void gather_free(gather *g) {
    if (!g) return;
    spill_free(g->spill);
    groups_release(&g->groups);
    free(g->failed);
    buf_release(&g->key);
    buf_release(&g->called);
    buf_release(&g->packed);
    free(g);
}
