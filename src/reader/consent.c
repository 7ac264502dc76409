#include "reader/consent.h"

#include "base/memory.h"

#include <stdlib.h>
#include <utf8proc.h>

// Appends text as it is compared. What cannot be folded for its size stays as it is.
static void add_folded(buf *out, str text) {
    utf8proc_uint8_t *made = NULL;
    buf_more(out, text.len * 3); // as much as folding can take; nothing jumps while made is ours
    utf8proc_ssize_t len =
        utf8proc_map((const utf8proc_uint8_t *)text.at, (utf8proc_ssize_t)text.len, &made,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    if (len == UTF8PROC_ERROR_NOMEM) memory_exhausted();
    bool fits = len >= 0 && (size_t)len <= text.len * 3;
    str folded = fits ? str_of((const char *)made, (size_t)len) : text;
    for (size_t i = 0; i < folded.len; i++) {
        bool space = folded.at[i] == ' ' || (folded.at[i] >= '\t' && folded.at[i] <= '\r');
        bool before = out->len && out->at[out->len - 1] == ' ';
        if (!space || !before) out->at[out->len++] = space ? ' ' : folded.at[i];
    }
    free(made);
}

void consent_init(consent *c, const char *phrase) {
    if (phrase) add_folded(&c->phrase, str_trim(str_from(phrase)));
}

void consent_reset(consent *c) { c->count = c->lacking = 0; }

void consent_note(consent *c, uint32_t speaker, str text) {
    if (c->phrase.len == 0) return;
    memory_reserve(c->given, c->room, (size_t)speaker + 1);
    memory_reserve(c->wrote, c->wrote_room, (size_t)speaker + 1);
    for (; c->count <= speaker; c->count++) c->given[c->count] = c->wrote[c->count] = false;
    if (!c->wrote[speaker]) c->lacking++;
    c->wrote[speaker] = true;
    if (c->given[speaker]) return;
    buf_reset(&c->text);
    add_folded(&c->text, text);
    if (!str_contains(buf_str(&c->text), buf_str(&c->phrase))) return;
    c->given[speaker] = true;
    c->lacking--;
}

void consent_release(consent *c) {
    buf_release(&c->phrase);
    buf_release(&c->text);
    free(c->given);
    free(c->wrote);
    *c = (consent){0};
}
