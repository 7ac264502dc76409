// buf: bytes that grow at the end.
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/memory.h"
#include "base/str.h"

// Zero-initialise before use; release gives the memory back.
typedef struct buf {
    char *at;
    size_t len;
    size_t room;
} buf;

// Room for more bytes after len, which the caller writes and adds to len.
static inline char *buf_more(buf *b, size_t more) {
    memory_reserve(b->at, b->room, b->len + more);
    return b->at + b->len;
}

static inline void buf_add(buf *b, str s) {
    if (s.len == 0) return;
    memcpy(buf_more(b, s.len), s.at, s.len);
    b->len += s.len;
}

static inline void buf_add_char(buf *b, char c) {
    *buf_more(b, 1) = c;
    b->len++;
}

// Appends the decimal digits.
void buf_add_int(buf *b, int64_t value);

// Appends what printf would print. For messages and small things, not for the hot path.
__attribute__((format(printf, 2, 3))) void buf_printf(buf *b, const char *format, ...);

static inline str buf_str(const buf *b) { return (str){b->at ? b->at : "", b->len}; }
static inline void buf_reset(buf *b) { b->len = 0; }
void buf_release(buf *b);

#endif
