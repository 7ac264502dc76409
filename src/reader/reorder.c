#include "reader/reorder.h"

// Bytes a free slot may keep: few records are longer, and in time every slot has seen one.
enum { KEPT = 1 << 10 };

void reorder_reset(reorder *r) {
    r->first = r->count = r->vacant_count = r->slots_used = r->bytes = 0;
    r->last = r->left = INT64_MIN;
    pages_drop(&r->pages);
}

void reorder_release(reorder *r) {
    for (size_t i = 0; i < r->slots_held; i++) buf_release(&r->slots[i].packed);
    pages_release(&r->pages);
}

static reorder_slot *slot_at(reorder *r, size_t place) {
    return &r->slots[r->ring[(r->first + place) % REORDER_RING]];
}

message *reorder_next(reorder *r) {
    reorder_slot *slot =
        &r->slots[r->vacant_count ? r->vacant[r->vacant_count - 1] : r->slots_used];
    // Most of what is plain is zero already: 30 instructions less a record.
    memset(&slot->message, 0, MESSAGE_PLAIN);
    if (!slot->clean)
        memset((char *)&slot->message + MESSAGE_PLAIN, 0, sizeof(message) - MESSAGE_PLAIN);
    slot->clean = false;
    return &slot->message;
}

static uint16_t take_slot(reorder *r) {
    if (r->vacant_count == 0) {
        if (r->slots_used == r->slots_held) r->slots_held++;
        return (uint16_t)r->slots_used++;
    }
    uint16_t slot = r->vacant[--r->vacant_count];
    // A few giant records must not leave their memory behind everywhere.
    if (r->slots[slot].packed.room > KEPT) buf_release(&r->slots[slot].packed);
    return slot;
}

static inline void put_plain(reorder *r, reorder_slot *slot, const message *m) {
    slot->clean = m == &slot->message; // nothing but what a reader sets
    if (!slot->clean) slot->message = *m;
    slot->size = record_plain_size(m);
    char *at = pages_put(&r->pages, slot->size);
    slot->page = r->pages.newest;
    record_move(at, &slot->message);
}

static void put_packed(reorder_slot *slot, const message *m) {
    buf_reset(&slot->packed);
    record_pack(&slot->packed, m);
    slot->size = slot->packed.len;
}

void reorder_push(reorder *r, const message *m) {
    uint16_t at = take_slot(r);
    reorder_slot *slot = &r->slots[at];
    slot->time = m->time_kind == TIME_NONE ? r->last : m->time;
    slot->late = slot->time < r->left;
    if (slot->late) slot->time = r->count ? slot_at(r, r->count - 1)->time : r->left;
    slot->plain = record_is_plain(m);
    if (slot->plain)
        put_plain(r, slot, m);
    else
        put_packed(slot, m);
    r->bytes += slot->size;
    r->last = slot->time;

    size_t place = r->count++;
    for (; place && slot_at(r, place - 1)->time > slot->time; place--)
        r->ring[(r->first + place) % REORDER_RING] = r->ring[(r->first + place - 1) % REORDER_RING];
    r->ring[(r->first + place) % REORDER_RING] = at;
}

// Records before the first one with a time take its time: there is no gap to what is not known.
static int64_t first_time(reorder *r) {
    for (size_t i = 0; i < r->count && r->last != INT64_MIN; i++)
        if (slot_at(r, i)->time != INT64_MIN) return slot_at(r, i)->time;
    return 0;
}

bool reorder_pop(reorder *r, arena *keep, message *out) {
    uint16_t at = r->ring[r->first];
    reorder_slot *slot = &r->slots[at];
    r->gone++;
    if (slot->plain) {
        *out = slot->message;
        pages_leave(slot->page, r->gone);
    } else {
        record_view(buf_str(&slot->packed), keep, out);
    }
    out->effective = slot->time == INT64_MIN ? first_time(r) : slot->time;
    out->late = slot->late;
    if (slot->time > r->left) r->left = slot->time;
    r->first = (r->first + 1) % REORDER_RING;
    r->count--;
    r->bytes -= slot->size;
    r->vacant[r->vacant_count++] = at;
    return slot->plain;
}
