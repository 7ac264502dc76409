#include "report/recent.h"

enum { MESSAGE_BYTES = 1000, TURN_BYTES = 4000 };

void recent_begin(recent *r) {
    r->last = 0;
    for (size_t i = 0; i < RECENT_MOST; i++) buf_reset(&r->turns[i]);
}

static bool continues(char byte) { return ((unsigned char)byte & 0xC0) == 0x80; }

static void add_cut(buf *out, str text) {
    size_t len = text.len < MESSAGE_BYTES ? text.len : MESSAGE_BYTES;
    while (len < text.len && len > 0 && continues(text.at[len])) len--;
    buf_add(out, str_take(text, len));
    if (len < text.len) buf_add(out, STR("…"));
}

// Forgets whole lines at the beginning of a turn that has grown long.
static void shorten(buf *turn) {
    while (turn->len > TURN_BYTES) {
        str rest = str_cut(buf_str(turn), '\n').tail;
        if (rest.len) memmove(turn->at, rest.at, rest.len);
        turn->len = rest.len;
    }
}

void recent_add(recent *r, const names *n, const message *m, bool opens_turn) {
    if (opens_turn || r->last == 0) buf_reset(&r->turns[++r->last % RECENT_MOST]);
    buf *turn = &r->turns[r->last % RECENT_MOST];
    uint32_t speaker = names_find(n, m->speaker);
    if (speaker == NO_SPEAKER) return;
    names_add(n, turn, speaker);
    buf_add(turn, STR(": "));
    add_cut(turn, m->text);
    buf_add_char(turn, '\n');
    shorten(turn);
}

void recent_write(const recent *r, buf *out) {
    size_t from = out->len;
    uint64_t count = r->last < r->wanted + 1 ? r->last : r->wanted + 1;
    for (uint64_t i = r->last - count + 1; i <= r->last; i++)
        buf_add(out, buf_str(&r->turns[i % RECENT_MOST]));
    if (out->len > from) out->len--;
}

void recent_release(recent *r) {
    for (size_t i = 0; i < RECENT_MOST; i++) buf_release(&r->turns[i]);
}
