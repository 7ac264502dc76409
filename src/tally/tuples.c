#include "tally/tuples.h"

#include "base/memory.h"

#include <stdlib.h>

enum { KEEP = 1 << 16 }; // words or slots kept for the next conversation

static size_t width(const tuples *t) { return t->key_width + t->value_width; }

static bool same(const uint32_t *a, const uint32_t *b, size_t words) {
    for (size_t i = 0; i < words; i++)
        if (a[i] != b[i]) return false;
    return true;
}

// The slot where key is, or where it would go. Multiplicative hashing spreads small integers well
// enough.
static size_t slot_of(const tuples *t, const uint32_t *key) {
    uint64_t hash = 0;
    for (size_t i = 0; i < t->key_width; i++) {
        hash = (hash ^ key[i]) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    size_t mask = t->slot_count - 1;
    size_t at = (size_t)hash & mask;
    while (t->slots[at] && !same(tuples_key(t, t->slots[at] - 1), key, t->key_width))
        at = (at + 1) & mask;
    return at;
}

static void fill_slots(tuples *t) {
    for (size_t i = 0; i < t->count; i++) t->slots[slot_of(t, tuples_key(t, i))] = (uint32_t)i + 1;
}

static void rehash(tuples *t, size_t wanted) {
    uint32_t *fresh = memory_alloc(wanted * sizeof *fresh);
    free(t->slots);
    t->slots = fresh;
    t->slot_count = wanted;
    fill_slots(t);
}

uint32_t tuples_entry(tuples *t, const uint32_t *key) {
    if ((t->count + 1) * 2 > t->slot_count) rehash(t, t->slot_count ? t->slot_count * 2 : 16);
    size_t at = slot_of(t, key);
    if (t->slots[at]) return t->slots[at] - 1;
    memory_reserve(t->words, t->word_room, (t->count + 1) * width(t));
    uint32_t *entry = t->words + t->count * width(t);
    memcpy(entry, key, t->key_width * sizeof *key);
    memset(entry + t->key_width, 0, t->value_width * sizeof *entry);
    t->slots[at] = (uint32_t)++t->count;
    return (uint32_t)t->count - 1;
}

uint32_t *tuples_at(tuples *t, const uint32_t *key) {
    size_t entry = tuples_entry(t, key);
    return t->words + entry * width(t) + t->key_width;
}

const uint32_t *tuples_find(const tuples *t, const uint32_t *key) {
    if (t->count == 0) return NULL;
    uint32_t slot = t->slots[slot_of(t, key)];
    return slot ? tuples_values(t, slot - 1) : NULL;
}

// A heap sort of its own, because qsort's comparison cannot know the width of an entry.
static int compare(const uint32_t *a, const uint32_t *b, size_t words) {
    for (size_t i = 0; i < words; i++)
        if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
    return 0;
}

static void swap(uint32_t *a, uint32_t *b, size_t words) {
    for (size_t i = 0; i < words; i++) {
        uint32_t kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

// Moves the entry at root down until the heap of count entries is in order again.
static void sift(tuples *t, size_t root, size_t count) {
    size_t step = width(t);
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        uint32_t *at = t->words + child * step;
        if (child + 1 < count && compare(at, at + step, t->key_width) < 0) {
            child++;
            at += step;
        }
        if (compare(t->words + root * step, at, t->key_width) >= 0) return;
        swap(t->words + root * step, at, step);
    }
}

void tuples_sort(tuples *t) {
    if (t->count < 2) return;
    for (size_t root = t->count / 2; root-- > 0;) sift(t, root, t->count);
    for (size_t last = t->count - 1; last > 0; last--) {
        swap(t->words, t->words + last * width(t), width(t));
        sift(t, 0, last);
    }
    memset(t->slots, 0, t->slot_count * sizeof *t->slots);
    fill_slots(t);
}

void tuples_reset(tuples *t) {
    if (t->word_room > KEEP || t->slot_count > KEEP) {
        tuples_release(t);
        return;
    }
    t->count = 0;
    if (t->slots) memset(t->slots, 0, t->slot_count * sizeof *t->slots);
}

void tuples_release(tuples *t) {
    free(t->words);
    free(t->slots);
    *t = (tuples){.key_width = t->key_width, .value_width = t->value_width};
}
