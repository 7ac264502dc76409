// links: a ring of the last messages with hash chains through it, as compressors keep theirs. A
// chain runs from newer to older tickets and ends at the first that is no longer live, so that
// nothing is ever deleted.
#include "exchange/links.h"

#include "base/memory.h"

#include <stdlib.h>

enum { LINKS_FIRST = 256 };

static void begin_at(links *l, uint32_t ticket) {
    l->first = ticket;
    l->full = l->size < LINKS_MOST ? ticket + l->size : ticket - 1;
}

void links_reset(links *l) {
    begin_at(l, l->next);
    l->chained = l->next;
}

void links_release(links *l) {
    free(l->ring);
    free(l->heads);
    *l = (links){0};
}

static uint32_t *head_of(const links *l, uint64_t key) {
    return &l->heads[(key ^ key >> 32) & (l->size - 1)];
}

// Doubles the ring: each entry stays or moves up by the old size, where nothing is.
void links_grow(links *l) {
    uint32_t before = l->size, size = before ? before * 2 : LINKS_FIRST;
    if (before == LINKS_MOST) return;
    memory_reserve(l->ring, l->room, size);
    l->size = size;
    begin_at(l, l->first);
    for (uint32_t back = links_live(l); back > 0; back--) {
        uint32_t ticket = l->next - back;
        if (ticket & before) l->ring[ticket & (size - 1)] = l->ring[ticket & (before - 1)];
    }
}

void links_add_all(links *l, const message *m, size_t count) {
    while (count) {
        if (l->next == l->full) links_grow(l);
        uint32_t at = l->next & (l->size - 1), room = l->full - l->next;
        if (room > l->size - at) room = l->size - at;
        if (room > count) room = (uint32_t)count;
        link_entry *end = l->ring + at + room;
        for (link_entry *entry = l->ring + at; entry < end; entry++) links_put(entry, m++);
        l->next += room;
        count -= room;
    }
}

// Puts what came since the last search into the chains. Most logs have no links, and never come
// here.
static void catch_up(links *l) {
    if (l->chains != l->size) {
        memory_reserve(l->heads, l->head_room, l->size);
        l->chains = l->size;
        l->chained = l->next - links_live(l);
        // Not live, now or later: live and next grow together.
        for (uint32_t i = 0; i < l->size; i++) l->heads[i] = l->chained - 1;
    }
    if (l->next - l->chained > links_live(l)) l->chained = l->next - links_live(l);
    for (; l->chained != l->next; l->chained++) {
        link_entry *entry = &l->ring[l->chained & (l->size - 1)];
        uint32_t *head = head_of(l, entry->key);
        entry->older = *head;
        *head = l->chained;
    }
}

// The newest entry of that key, or NULL; its number in *number.
static const link_entry *find_key(const links *l, uint64_t key, uint32_t *number) {
    uint32_t ticket = *head_of(l, key), last = 0;
    for (;;) {
        uint32_t back = l->next - ticket;
        if (back <= last || back > links_live(l)) return NULL;
        const link_entry *entry = &l->ring[ticket & (l->size - 1)];
        if (entry->key == key) {
            *number = ticket - l->first + 1;
            return entry;
        }
        last = back;
        ticket = entry->older;
    }
}

uint32_t links_find(links *l, str to, uint32_t *number) {
    if (links_live(l) == 0 || to.len == 0) return INTERN_NONE;
    catch_up(l);
    uint32_t by_number;
    const link_entry *found = find_key(l, str_hash(to), number);
    int64_t value;
    if (to.at[0] == '0' || !str_int64(to, &value) || value <= 0)
        return found ? found->speaker : INTERN_NONE;
    const link_entry *numbered = find_key(l, links_number_key((uint64_t)value), &by_number);
    if (numbered && (!found || by_number > *number)) {
        found = numbered;
        *number = by_number;
    }
    return found ? found->speaker : INTERN_NONE;
}
