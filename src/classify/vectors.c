#include "classify/vectors.h"

#include "base/memory.h"

#include <stdlib.h>

// With nothing in them but the first two. Those that a giant message needed are given back.
static void begin(vectors *v) {
    if (v->bit_room > 2 * VECTORS_ROOM) {
        free(v->bits);
        v->bits = NULL;
        v->bit_room = 0;
    }
    memory_reserve(v->bits, v->bit_room, VECTORS_ROOM);
    v->bit_count = VECTORS_NOTHING + SIEVE_LEAST;
    memset(v->bits, 0, v->bit_count * sizeof *v->bits);
    sieve_set_unknown(v->bits + VECTORS_UNKNOWN);
}

void vectors_init(vectors *v, size_t packs, size_t words) {
    v->packs = packs;
    v->words = words;
    v->places = memory_alloc(words * packs * sizeof *v->places);
    v->edges = memory_alloc(2 * packs * sizeof *v->edges);
    begin(v);
}

void vectors_release(vectors *v) {
    free(v->places);
    free(v->edges);
    free(v->bits);
    free(v->shape_places);
    intern_release(&v->shapes);
    *v = (vectors){0};
}

void vectors_forget_places(vectors *v, size_t first, size_t end) {
    for (size_t i = 0; i < v->packs; i++)
        memset(vectors_places(v, i) + first, VECTORS_UNKNOWN, (end - first) * sizeof *v->places);
}

void vectors_forget(vectors *v, size_t words) {
    vectors_forget_places(v, 0, words);
    memset(v->edges, VECTORS_UNKNOWN, 2 * v->packs * sizeof *v->edges);
    begin(v);
    intern_reset(&v->shapes);
    v->full = false;
}

uint32_t vectors_place(vectors *v, const sieve *s, size_t pack_index, uint32_t *pieces,
                       size_t count) {
    pieces[count] = (uint32_t)pack_index;
    str key = str_of((const char *)pieces, (count + 1) * sizeof *pieces);
    size_t before = v->shapes.count;
    uint32_t id = intern_add(&v->shapes, key);
    if (v->shapes.count == before) return v->shape_places[id];
    size_t end = v->bit_count + sieve_vector_words(s, pieces, count);
    memory_reserve(v->shape_places, v->shape_room, v->shapes.count);
    memory_reserve(v->bits, v->bit_room, end);
    v->shape_places[id] = (uint32_t)v->bit_count;
    sieve_vector(s, pieces, count, v->bits + v->bit_count);
    v->bit_count = end;
    v->full = end > VECTORS_ROOM - VECTORS_LEFT;
    return v->shape_places[id];
}
