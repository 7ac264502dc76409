// links: who wrote the message that a reply or a reaction points to, and which one it was.
// Remembers the last LINKS_MOST messages of a conversation: a link further back is one to an
// unknown message.
#ifndef EXCHANGE_LINKS_H
#define EXCHANGE_LINKS_H

#include "base/str.h"
#include "reader/message.h"

enum { LINKS_MOST = 1 << 16 };

typedef struct link_entry {
    uint64_t key; // of the message's id
    uint32_t speaker;
    uint32_t older; // ticket of the message before it in the same chain
} link_entry;

// Zero-initialise before use; release gives the memory back. Every message has a ticket, counted
// over all conversations and wrapping around.
typedef struct links {
    link_entry *ring; // by the low bits of the ticket
    size_t room;
    uint32_t *heads; // newest ticket of each chain; one that is not live ends the chain
    size_t head_room;
    uint32_t size;    // of ring: a power of two, or 0
    uint32_t chains;  // of heads: size as it was at the last search
    uint32_t chained; // first ticket that is in no chain yet
    uint32_t first;   // ticket of the conversation's first message
    uint32_t next;    // … and of the next one
    uint32_t full;    // ticket of the first message for which the ring is too small
} links;

// Messages that can be found: those of the tickets just before next.
static inline uint32_t links_live(const links *l) {
    uint32_t count = l->next - l->first;
    return count < l->size ? count : l->size;
}

// Begins a conversation.
void links_reset(links *l);
void links_release(links *l);

// Twice the room, while there may be more.
void links_grow(links *l);

// A message without an id of its own is known by its number, as it will be when the log is written
// and read again.
static inline uint64_t links_number_key(uint64_t number) {
    return (number + 1) * 0x9e3779b97f4a7c15u;
}

static inline void links_put(link_entry *entry, const message *m) {
    entry->key = m->id.len ? str_hash(m->id) : links_number_key(m->number);
    entry->speaker = m->speaker; // chained when one is looked for
}

// Remembers a message. Every message of a conversation must be told.
static inline void links_add(links *l, const message *m) {
    if (l->next == l->full) links_grow(l);
    links_put(&l->ring[l->next++ & (l->size - 1)], m);
}

// The same for several.
void links_add_all(links *l, const message *m, size_t count);

// Finds the newest message with the id `to`: its author, and in *number its number in the
// conversation, from 1. INTERN_NONE when it is not known.
uint32_t links_find(links *l, str to, uint32_t *number);

#endif
