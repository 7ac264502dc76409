#include "reader/reorder.h"

// Bytes the room for packing may keep: few records are longer.
enum { KEPT = 64 << 10 };

void reorder_reset(reorder *r) {
    r->first = r->count = r->bytes = 0;
    r->last = r->top = r->left = INT64_MIN;
    pages_drop(&r->pages);
}

void reorder_release(reorder *r) {
    buf_release(&r->packed);
    pages_release(&r->pages);
}

waiting *reorder_pack(reorder *r, const message *m) {
    buf_reset(&r->packed);
    record_pack(&r->packed, m);
    waiting *w = reorder_put(r, r->packed.len, offsetof(waiting, record));
    memcpy((char *)w + offsetof(waiting, record), r->packed.at, r->packed.len);
    w->plain = false;
    if (r->packed.room > KEPT) buf_release(&r->packed);
    return w;
}

void reorder_insert(reorder *r, waiting *w, const message *m) {
    int64_t time = m->time_kind == TIME_NONE ? r->last : m->time;
    w->late = time < r->left;
    if (w->late) time = r->count ? reorder_at(r, r->count - 1)->time : r->left;
    w->usual = false;
    r->last = time;
    size_t place = r->count++;
    for (; place && reorder_at(r, place - 1)->time > time; place--)
        *reorder_at(r, place) = *reorder_at(r, place - 1);
    *reorder_at(r, place) = (reorder_place){time, w};
    r->top = reorder_at(r, r->count - 1)->time;
}

// Of records before the first one with a time, which take its: there is no gap to what is not
// known.
static int64_t first_time(const reorder *r) {
    for (size_t i = 0; i < r->count && r->last != INT64_MIN; i++) {
        int64_t time = r->ring[(r->first + i) % REORDER_RING].time;
        if (time != INT64_MIN) return time;
    }
    return 0;
}

void reorder_give(const reorder *r, const waiting *w, arena *views, message *out) {
    if (w->plain) {
        record_take(&w->record, out);
    } else {
        arena_reset(views);
        record_view(str_of((const char *)w + offsetof(waiting, record), w->size), views, out);
    }
    out->effective = r->left == INT64_MIN ? first_time(r) : r->left;
    out->late = w->late;
}
