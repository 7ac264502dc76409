#include "reader/seen.h"

#include "base/memory.h"

#include <stdlib.h>

#define TAG ((uint64_t)0xFF)

// 56 bits tell a million million ids apart well enough: the price of two equal ones is a name with
// a number behind it.
static uint64_t hash_of(str id) {
    uint64_t hash = str_hash(id) & ~TAG;
    return hash ? hash : TAG + 1;
}

static size_t id_slot(const seen *s, uint64_t hash) {
    size_t at = (size_t)(hash >> 8) & (s->id_slots - 1);
    while (s->ids[at] && ((s->ids[at] ^ hash) & ~TAG)) at = (at + 1) & (s->id_slots - 1);
    return at;
}

static void grow_ids(seen *s) {
    size_t count = s->id_slots;
    uint64_t *old = s->ids, *fresh = memory_alloc((count ? count * 2 : 64) * sizeof *fresh);
    s->ids = fresh;
    s->id_slots = count ? count * 2 : 64;
    for (size_t i = 0; i < count; i++)
        if (old[i]) s->ids[id_slot(s, old[i])] = old[i];
    free(old);
}

bool seen_has_id(const seen *s, str id, uint8_t *tag) {
    uint64_t known = s->id_slots ? s->ids[id_slot(s, hash_of(id))] : 0;
    *tag = (uint8_t)(known & TAG);
    return known;
}

// Seven eighths full at most: with the old slots beside the new ones that is 27 bytes an id.
void seen_id(seen *s, str id, uint8_t tag) {
    if ((s->id_count + 1) * 8 > s->id_slots * 7) grow_ids(s);
    size_t at = id_slot(s, hash_of(id));
    if (s->ids[at]) return;
    s->ids[at] = hash_of(id) | tag;
    s->id_count++;
}

// The slot of such a conversation, or the free one where it would go.
static seen_sum *sum_slot(const seen *s, const seen_sum *wanted) {
    size_t at = (size_t)wanted->what & (s->sum_slots - 1);
    for (;; at = (at + 1) & (s->sum_slots - 1)) {
        seen_sum *e = &s->sums[at];
        if (e->source == 0 || (e->what == wanted->what && e->more == wanted->more)) return e;
    }
}

static void grow_sums(seen *s) {
    size_t count = s->sum_slots;
    seen_sum *old = s->sums, *fresh = memory_alloc((count ? count * 2 : 16) * sizeof *fresh);
    s->sums = fresh;
    s->sum_slots = count ? count * 2 : 16;
    for (size_t i = 0; i < count; i++)
        if (old[i].source) *sum_slot(s, &old[i]) = old[i];
    free(old);
}

uint64_t seen_name(const char *format, str name) {
    if (name.len == 0) return 0;
    uint64_t hash = str_hash(str_from(format)) * 31 + str_hash(name);
    return hash ? hash : 1;
}

uint64_t seen_unnamed(const char *format) { return seen_name(format, STR("\n")); }

static uint32_t folded(uint64_t n) {
    uint32_t half = (uint32_t)(n ^ n >> 32);
    return half ? half : 1;
}

bool seen_copy(seen *s, uint64_t name, const uint64_t sum[2], uint64_t messages, uint64_t source) {
    if (name == 0 || messages < SEEN_SMALLEST) return false;
    if ((s->sum_count + 1) * 4 > s->sum_slots * 3) grow_sums(s);
    seen_sum wanted = {.what = name ^ sum[0], .more = folded(sum[1]), .source = folded(source)};
    seen_sum *at = sum_slot(s, &wanted);
    if (at->source) return at->source != wanted.source;
    *at = wanted;
    s->sum_count++;
    return false;
}

void seen_release(seen *s) {
    free(s->ids);
    free(s->sums);
    *s = (seen){0};
}
