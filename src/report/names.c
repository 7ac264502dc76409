#include "report/names.h"

#include <stdlib.h>

void names_begin(names *n, const conversation *c) {
    n->open = c;
    n->known = n->count = 0;
    n->renumbered = false;
}

void names_stand(names *n) { n->conversations++; }

// The pseudonym of the speaker numbered last. One that the message CSV brings is kept.
static void make_key(names *n, str name) {
    memory_reserve(n->keyed, n->keyed_room, n->count);
    if (strcmp(n->open->format, "csv") == 0 && name_key_made(name))
        memcpy(n->keyed[n->count - 1], name.at, NAME_KEY_LEN);
    else
        name_key_make(n->key, name, n->keyed[n->count - 1]);
}

static void put(names *n, uint32_t speaker, uint32_t number) {
    memory_reserve(n->number, n->number_room, (size_t)speaker + 1);
    while (n->known <= speaker) n->number[n->known++] = 0;
    memory_reserve(n->order, n->order_room, (size_t)number + 1);
    n->number[speaker] = number + 1;
    n->order[number] = speaker;
}

uint32_t names_give(names *n, uint32_t speaker) {
    if (speaker == NO_SPEAKER) return NO_SPEAKER;
    uint32_t number = (uint32_t)n->count++;
    if (!n->renumbered && speaker != number) {
        for (uint32_t i = 0; i < number; i++) put(n, i, i);
        n->renumbered = true;
    }
    if (n->renumbered) put(n, speaker, number);
    if (n->key) make_key(n, n->open->speaker_names[speaker]);
    return number;
}

bool names_is_other(const names *n, uint32_t speaker) {
    return speaker != NO_SPEAKER && speaker + 1 == n->open->other;
}

void names_add(const names *n, buf *out, uint32_t number) {
    if (names_is_other(n, names_index(n, number))) {
        buf_add(out, STR("other"));
        return;
    }
    if (n->raw) {
        buf_add(out, n->open->speaker_names[names_index(n, number)]);
        return;
    }
    if (n->key) {
        buf_add(out, str_of(n->keyed[number], NAME_KEY_LEN));
        return;
    }
    buf_add_char(out, 'S');
    buf_add_int(out, (int64_t)number + 1);
}

void names_add_conversation(const names *n, buf *out) {
    buf_add_char(out, 'C');
    buf_add_int(out, (int64_t)n->conversations + 1);
}

void names_release(names *n) {
    free(n->number);
    free(n->order);
    free(n->keyed);
    *n = (names){.raw = n->raw, .key = n->key};
}
