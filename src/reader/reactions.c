#include "reader/reactions.h"

#include "base/memory.h"

#include <stdlib.h>

void reactions_reset(reactions *r) {
    arena_reset(&r->memory);
    r->count = r->next = 0;
    r->to = (message){0};
}

void reactions_add(reactions *r, reaction one) {
    memory_reserve(r->waiting, r->room, r->count + 1);
    one.text = arena_str(&r->memory, one.text);
    one.author = arena_str(&r->memory, one.author);
    one.author_id = arena_str(&r->memory, one.author_id);
    r->waiting[r->count++] = one;
}

void reactions_attach(reactions *r, const message *to) {
    if (!r->count) return;
    r->to = (message){
        .reply_to = arena_str(&r->memory, to->id),
        .conversation = arena_str(&r->memory, to->conversation),
        .title = arena_str(&r->memory, to->title),
        .time = to->time,
        .offset = to->offset,
        .time_kind = to->time_kind,
        .precision = to->precision,
        .line = to->line,
        .kind = KIND_REACTION,
    };
}

str reaction_id(str to, size_t number, arena *keep) {
    enum { DIGITS = 20 };
    if (!to.len) return (str){"", 0};
    char digits[DIGITS], *at = digits + DIGITS, *id = arena_bytes(keep, to.len + 1 + DIGITS);
    do *--at = (char)('0' + number % 10);
    while (number /= 10);
    size_t count = (size_t)(digits + DIGITS - at);
    memcpy(id, to.at, to.len);
    id[to.len] = '+';
    memcpy(id + to.len + 1, at, count);
    return str_of(id, to.len + 1 + count);
}

bool reactions_next(reactions *r, arena *keep, message *out) {
    if (r->next == r->count) return false;
    const reaction *one = &r->waiting[r->next++];
    *out = r->to;
    out->id = reaction_id(r->to.reply_to, r->next, keep);
    out->text = arena_str(keep, one->text);
    out->author = arena_str(keep, one->author.len ? one->author : one->author_id);
    out->author_id = arena_str(keep, one->author_id);
    out->reply_to = arena_str(keep, out->reply_to);
    out->conversation = arena_str(keep, out->conversation);
    out->title = arena_str(keep, out->title);
    if (one->time != INT64_MIN) out->time = one->time;
    return true;
}

void reactions_release(reactions *r) {
    arena_release(&r->memory);
    free(r->waiting);
}
